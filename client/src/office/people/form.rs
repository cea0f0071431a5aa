//! Adding somebody, and changing what is written about them, in the panel itself.

use gloo_net::http::Method;
use leptos::html::H2;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::PersonId;
use shared::name::clean_name;
use shared::rights::Role;
use shared::view::{DraftProblem, PeopleAdded, PersonCard, PersonDraft, ProblemDetail};

use super::can::can;
use super::groups::capitalised;
use super::{House, Panel};
use crate::announce;
use crate::components::icon::{Glyph, Icon};
use crate::office::api::{self, Trouble};
use crate::office::parts::{Choice, Problem, TextField, date, filled};
use crate::office::trouble;
use crate::words::use_words;

/// What is typed, before it is a draft.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    email: RwSignal<String>,
    role: RwSignal<Role>,
    title: RwSignal<String>,
    represents: RwSignal<String>,
    since: RwSignal<String>,
    until: RwSignal<String>,
}

impl Typed {
    fn new(card: Option<&PersonCard>) -> Self {
        let text = |read: fn(&PersonCard) -> Option<String>| {
            RwSignal::new(card.and_then(read).unwrap_or_default())
        };
        Self {
            name: text(|card| Some(card.person.name.clone())),
            email: text(|card| card.email.clone()),
            role: RwSignal::new(card.map_or(Role::BoardMember, |card| card.person.role)),
            title: text(|card| card.person.title.clone()),
            represents: text(|card| card.person.represents.clone()),
            since: text(|card| card.since.map(|date| date.to_string())),
            until: text(|card| card.until.map(|date| date.to_string())),
        }
    }

    fn draft(self) -> PersonDraft {
        let text = |field: RwSignal<String>| filled(&field.get_untracked());
        PersonDraft {
            name: self.name.get_untracked().trim().to_owned(),
            email: text(self.email),
            role: self.role.get_untracked(),
            title: text(self.title),
            represents: text(self.represents),
            since: date(&self.since.get_untracked()),
            until: date(&self.until.get_untracked()),
        }
    }
}

#[component]
pub fn PersonForm(house: House, card: Option<PersonCard>) -> impl IntoView {
    let words = use_words();
    let typed = Typed::new(card.as_ref());
    let id = StoredValue::new(card.as_ref().map(|card| card.person.id.clone()));
    let found = RwSignal::<Option<Trouble>>::new(None);
    let is_busy = RwSignal::new(false);
    let problem = move |is_here: fn(DraftProblem) -> bool| -> Problem {
        Signal::derive(move || match found.get()?.detail()? {
            ProblemDetail::Draft(_, problem) if is_here(*problem) => {
                Some(trouble::draft(words, *problem).to_owned())
            }
            _ => None,
        })
    };
    let elsewhere = Signal::derive(move || {
        let found = found.get()?;
        let is_placed = matches!(found.detail(), Some(ProblemDetail::Draft(..)));
        (!is_placed).then(|| trouble::says(words, &found))
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        let draft = typed.draft();
        if let Err(problem) = clean_name(&draft.name) {
            found.set(Some(wrong_name(problem)));
            focus("person-name");
            return;
        }
        is_busy.set(true);
        spawn_local(async move {
            let saved = save(id.get_value(), &draft).await;
            is_busy.try_set(false);
            match saved {
                Ok(id) => {
                    house.refresh().await;
                    house.toasts.say(words.person_saved(&draft.name));
                    house.panel.try_set(Some(Panel::Person(id)));
                }
                Err(trouble) => {
                    announce::polite(trouble::says(words, &trouble));
                    found.try_set(Some(trouble));
                }
            }
        });
    };
    let cancel = move |_| match id.get_value() {
        Some(id) => house.panel.set(Some(Panel::Person(id))),
        None => house.close(),
    };
    view! {
        <FormHead title=card.map_or_else(|| words.people_add().to_owned(), |card| card.person.name)/>
        <form class="frm" novalidate on:submit=save>
            <TextField
                id="person-name"
                label=words.person_name()
                value=typed.name
                problem=problem(|it| matches!(it, DraftProblem::Name(_)))
            />
            <TextField
                id="person-email"
                label=words.person_email()
                kind="email"
                value=typed.email
                hint=words.person_email_hint()
                problem=problem(|it| matches!(it, DraftProblem::Email | DraftProblem::EmailTaken))
            />
            <RoleChoice role=typed.role name=typed.name/>
            <ProblemHere problem=problem(|it| matches!(it, DraftProblem::Role | DraftProblem::LastManager))/>
            <TextField id="person-title" label=words.person_title() value=typed.title/>
            <TextField
                id="person-represents"
                label=words.person_represents()
                value=typed.represents
                problem=problem(|it| it == DraftProblem::Words)
            />
            <div class="pair-fields">
                <TextField id="person-since" label=words.person_since() kind="date" value=typed.since/>
                <TextField
                    id="person-until"
                    label=words.person_until()
                    kind="date"
                    value=typed.until
                    problem=problem(|it| it == DraftProblem::Dates)
                />
            </div>
            <ProblemHere problem=elsewhere/>
            <div class="row wrap g8">
                <button class="ds-button" type="submit" aria-busy=move || is_busy.get().then_some("true")>
                    {words.save()}
                </button>
                <button class="ds-button" type="button" data-variant="tertiary" data-color="neutral" on:click=cancel>
                    {words.cancel()}
                </button>
            </div>
        </form>
    }
}

/// The heading of the form, where the focus goes.
#[component]
fn FormHead(title: String) -> impl IntoView {
    let node = NodeRef::<H2>::new();
    Effect::new(move || {
        if let Some(heading) = node.get() {
            drop(heading.focus());
        }
    });
    view! { <h2 class="disp h-sec" id="panel-title" tabindex="-1" node_ref=node>{title}</h2> }
}

/// The role, and at once what it means.
#[component]
fn RoleChoice(role: RwSignal<Role>, name: RwSignal<String>) -> impl IntoView {
    let words = use_words();
    let key = |role: Role| {
        let place = Role::ALL.iter().position(|known| *known == role);
        place.unwrap_or(0).to_string()
    };
    let options = Role::GIVEN
        .into_iter()
        .map(|role| (key(role), capitalised(words.role(role))))
        .collect();
    let choose = Callback::new(move |chosen: String| {
        let place = chosen.parse::<usize>().ok();
        if let Some(chosen) = place.and_then(|place| Role::ALL.get(place)) {
            role.set(*chosen);
        }
    });
    let first_name = move || {
        let name = name.get();
        let first = name.split_whitespace().next().unwrap_or_default();
        if first.is_empty() {
            words.the_person().to_owned()
        } else {
            first.to_owned()
        }
    };
    view! {
        <Choice
            id="person-role"
            label=words.person_role()
            value=Signal::derive(move || key(role.get()))
            options=options
            on_choose=choose
        />
        <p class="note sm means">
            <b>{move || words.means_that(&first_name())}</b>
            {move || can(words, role.get(), &first_name())}
        </p>
    }
}

#[component]
fn ProblemHere(problem: Problem) -> impl IntoView {
    move || {
        problem.get().map(|problem| {
            view! {
                <p class="wn sm row g8"><Icon glyph=Glyph::ExclamationmarkTriangle/><span>{problem}</span></p>
            }
        })
    }
}

async fn save(id: Option<PersonId>, draft: &PersonDraft) -> Result<PersonId, Trouble> {
    if let Some(id) = id {
        api::tell(Method::PUT, &format!("/api/people/{id}"), draft).await?;
        return Ok(id);
    }
    let added: PeopleAdded = api::ask(Method::POST, "/api/people", &[draft]).await?;
    let first = added.people.into_iter().next();
    first.ok_or_else(Trouble::broken)
}

fn wrong_name(problem: shared::name::NameError) -> Trouble {
    Trouble::here(ProblemDetail::Draft(0, DraftProblem::Name(problem)))
}

fn focus(id: &str) {
    super::focus_soon(id.to_owned());
}
