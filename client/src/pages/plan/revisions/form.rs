//! "Foreslå en endring": which text, what is to stand there instead, why, and where it comes from. In place, and kept as it
//! is until it has been sent.

use leptos::prelude::*;
use shared::document::chapters::{self, ProseKey};
use shared::id::RevisionId;
use shared::plan::docket::command::Command;
use shared::plan::docket::state::RevisionDraft;
use shared::plan::outline::Place;

use super::card::card_id;
use super::draft::{Missing, Typed};
use super::source::SourceFields;
use super::texts::{Choice, Standing, choices};
use super::{N_TRIES, Revising, Which, use_revising};
use crate::components::icon::{Glyph, Icon};
use crate::mint;
use crate::pages::plan::desk::{Desk, focus_when_drawn};
use crate::pages::plan::prose::{PlanProse, headings};
use crate::pages::plan::room::{Asking, Fault, use_docket};

const BUTTON_ID: &str = "rv-begin";

/// What is typed, as the fields read and change it.
#[derive(Clone, Copy)]
pub struct Draft {
    revising: Revising,
    which: StoredValue<Which>,
}

impl Draft {
    fn of(which: Which) -> Self {
        Self {
            revising: use_revising(),
            which: StoredValue::new(which),
        }
    }

    /// What `read` finds; nothing when it has just been sent or let be.
    pub fn read<T: Default>(self, read: impl FnOnce(&Typed) -> T) -> T {
        let which = self.which.get_value();
        let drafts = self.revising.drafts;
        drafts.with(|drafts| drafts.get(&which).map(read).unwrap_or_default())
    }

    pub fn change(self, change: impl FnOnce(&mut Typed)) {
        let which = self.which.get_value();
        self.revising.drafts.update(|drafts| {
            if let Some(typed) = drafts.get_mut(&which) {
                change(typed);
                typed.is_touched = true;
            }
        });
    }

    /// The id of one of its fields.
    pub fn id(self, field: &str) -> String {
        format!("{}-{field}", self.which.with_value(Which::id))
    }
}

/// The button that begins a revision of a page, or what is being written of one.
#[component]
pub fn NewForm(place: Place) -> impl IntoView {
    let docket = use_docket();
    let desk = docket.desk;
    let words = desk.words;
    let (revising, prose) = (use_revising(), use_context::<PlanProse>());
    let which = Which::New(place.clone());
    let of = which.clone();
    let is_open = Memo::new(move |_| revising.is_open(&of));
    let (place, which) = (StoredValue::new(place), StoredValue::new(which));
    let here = move || {
        let standing = place.with_value(|place| standing(desk, prose, place));
        choices(words, &standing)
    };
    let begin = move |_| {
        if let Some(first) = here().first() {
            revising.begin(which.get_value(), Typed::about(first));
        }
    };
    let body = move || {
        if is_open.get() {
            let choices = untrack(here);
            return Some(view! { <Form which=which.get_value() choices=choices/> }.into_any());
        }
        // What stands there must be known before something else is suggested.
        let is_ready = prose.is_some_and(|prose| prose.model().is_ready().get());
        let may = docket.may.get().speak && is_ready && !untrack(here).is_empty();
        may.then(|| {
            view! {
                <button class="ds-button" type="button" id=BUTTON_ID data-variant="secondary" on:click=begin>
                    <Icon glyph=Glyph::PencilWriting/>
                    {words.rv_suggest()}
                </button>
            }
            .into_any()
        })
    };
    view! { <div class="rv-new">{body}</div> }
}

/// Other words for what was suggested before.
#[component]
pub fn ChangeForm(id: RevisionId) -> impl IntoView {
    view! { <Form which=Which::Change(id) choices=Vec::new()/> }
}

/// The prose of a page as it stands now.
fn standing(desk: Desk, prose: Option<PlanProse>, place: &Place) -> Vec<Standing> {
    let Some(prose) = prose else {
        return Vec::new();
    };
    let rows = prose.model().rows();
    let one = |(key, heading): (ProseKey, Option<String>)| Standing {
        words: rows
            .with_untracked(|rows| chapters::words(rows.get(&key).map_or(&[], Vec::as_slice))),
        heading: heading.unwrap_or_else(|| desk.words.pl_prose().to_owned()),
        key,
    };
    headings(desk, place).into_iter().map(one).collect()
}

#[component]
fn Form(which: Which, choices: Vec<Choice>) -> impl IntoView {
    let docket = use_docket();
    let words = docket.desk.words;
    let asking = Asking::new(docket);
    let (revising, draft) = (use_revising(), Draft::of(which.clone()));
    let (id, is_new) = match &which {
        Which::New(_) => (mint::row_id(), true),
        Which::Change(id) => (id.clone(), false),
    };
    let (heading, says, label) = if is_new {
        let label = words.tk_send_suggestion();
        (words.rv_suggest(), words.rv_suggested_now(), label)
    } else {
        (words.rv_change(), words.rv_changed_now(), words.tk_save())
    };
    let card = card_id(&id);
    let back = if is_new {
        BUTTON_ID.to_owned()
    } else {
        card.clone()
    };
    let which = StoredValue::new(which);
    let end = move || {
        which.try_with_value(|which| revising.end(which));
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(revision) = checked(docket.desk, draft, asking) else {
            return;
        };
        let command = Command::Revise {
            id: id.clone(),
            draft: revision,
        };
        let card = card.clone();
        asking.ask(command, says.to_owned(), move || {
            end();
            focus_when_drawn(card, 3 * N_TRIES);
        });
    };
    let cancel = Callback::new(move |()| {
        end();
        focus_when_drawn(back.clone(), N_TRIES);
    });
    view! {
        <form class="tk-form rv-form" aria-label=heading on:submit=send novalidate>
            {is_new.then(|| view! { <h3 class="h-card">{heading}</h3> })}
            <WhichText draft=draft choices=choices/>
            <TextFields draft=draft/>
            <SourceFields draft=draft/>
            <p class="sub sm">{words.rv_who_decides()}</p>
            <Sending asking=asking label=label on_cancel=cancel/>
        </form>
    }
}

/// What is to be sent; where something is missing, it is said, and its field has the focus.
fn checked(desk: Desk, draft: Draft, asking: Asking) -> Option<RevisionDraft> {
    let typed = untrack(|| draft.read(|typed| Some(typed.clone())))?;
    let revision = typed.draft();
    if let Err(missing) = revision {
        let (field, says) = lacks(desk, missing);
        focus_when_drawn(draft.id(field), 1);
        asking.fault.set(Some(says.to_owned()));
    }
    revision.ok()
}

/// Sends it, or lets it be.
#[component]
pub fn Sending(asking: Asking, label: &'static str, on_cancel: Callback<()>) -> impl IntoView {
    let words = use_docket().desk.words;
    view! {
        <Fault asking=asking/>
        <div class="rv-acts">
            <button class="ds-button" type="submit" aria-busy=move || asking.is_busy.get().then_some("true")>
                {label}
            </button>
            <button
                class="ds-button"
                type="button"
                data-variant="tertiary"
                data-color="neutral"
                on:click=move |_| on_cancel.run(())
            >
                {words.tk_cancel()}
            </button>
        </div>
    }
}

/// The field that lacks something, and what to do about it.
fn lacks(desk: Desk, missing: Missing) -> (&'static str, &'static str) {
    let words = desk.words;
    match missing {
        Missing::Change => ("text", words.tk_change_first()),
        Missing::Reason => ("reason", words.rv_reason_missing()),
        Missing::Proposal => ("proposal", words.rv_proposal_missing()),
        Missing::Item => ("item", words.rv_item_missing()),
    }
}

/// Which text of the page is meant. Nothing where that was said before.
#[component]
fn WhichText(draft: Draft, choices: Vec<Choice>) -> impl IntoView {
    let desk = use_docket().desk;
    let words = desk.words;
    let id = draft.id("which");
    let mut groups: Vec<(String, Vec<(usize, String)>)> = Vec::new();
    for (idx, choice) in choices.iter().enumerate() {
        let line = (idx, choice.name.clone());
        match groups.last_mut() {
            Some((group, lines)) if *group == choice.group => lines.push(line),
            _ => groups.push((choice.group.clone(), vec![line])),
        }
    }
    let has_choice = !choices.is_empty();
    let choices = StoredValue::new(choices);
    // None where what was meant stands there no more.
    let chosen = move || {
        draft.read(|typed| choices.with_value(|all| all.iter().position(|it| typed.is_about(it))))
    };
    let choose = move |event| {
        let idx: Option<usize> = event_target_value(&event).parse().ok();
        let choice = idx.and_then(|idx| choices.with_value(|all| all.get(idx).cloned()));
        if let Some(choice) = choice {
            draft.change(|typed| typed.choose(&choice));
        }
    };
    let lost = untrack(chosen).is_none();
    let lost = lost.then(|| view! { <option value="" selected>{words.rv_as_begun()}</option> });
    has_choice.then(|| {
        let option = move |(idx, name): (usize, String)| {
            let is_chosen = move || chosen() == Some(idx);
            view! { <option value=idx.to_string() prop:selected=is_chosen>{name}</option> }
        };
        let group = |(name, lines): (String, Vec<(usize, String)>)| {
            let lines = lines.into_iter().map(option).collect_view();
            view! { <optgroup label=name>{lines}</optgroup> }
        };
        view! {
            <label class="ds-label" for=id.clone()>{words.tk_which_text()}</label>
            <select class="ds-input" id=id lang=desk.lang on:change=choose>
                {lost}
                {groups.into_iter().map(group).collect_view()}
            </select>
        }
    })
}

/// What stands, what is to stand, and why.
#[component]
fn TextFields(draft: Draft) -> impl IntoView {
    let desk = use_docket().desk;
    let (words, lang) = (desk.words, desk.lang);
    let reason = draft.id("reason");
    view! {
        <div class="rv-two">
            <OneText
                draft=draft
                field="adopted"
                label=words.rv_adopted_text()
                help=words.rv_empty_to_add()
                read=|typed| typed.adopted.clone()
                write=Typed::mean
            />
            <OneText
                draft=draft
                field="text"
                label=words.rv_proposed_text()
                help=words.rv_empty_to_remove()
                read=|typed| typed.proposed.clone()
                write=|typed, text| typed.proposed = text
            />
        </div>
        <label class="ds-label" for=reason.clone()>{words.rv_reason_label()}</label>
        <textarea
            class="ds-input"
            id=reason
            rows="2"
            required
            maxlength="500"
            lang=lang
            prop:value=move || draft.read(|typed| typed.reason.clone())
            on:input=move |event| draft.change(|typed| typed.reason = event_target_value(&event))
        ></textarea>
    }
}

#[component]
fn OneText(
    draft: Draft,
    field: &'static str,
    label: &'static str,
    help: &'static str,
    read: fn(&Typed) -> String,
    write: fn(&mut Typed, String),
) -> impl IntoView {
    let id = draft.id(field);
    let help_id = draft.id(&format!("{field}-help"));
    view! {
        <div class="rv-text">
            <label class="ds-label" for=id.clone()>{label}</label>
            <textarea
                class="ds-input tk-area"
                id=id
                rows="5"
                lang=use_docket().desk.lang
                spellcheck="true"
                aria-describedby=help_id.clone()
                prop:value=move || draft.read(read)
                on:input=move |event| {
                    let text = event_target_value(&event);
                    draft.change(|typed| write(typed, text));
                }
            ></textarea>
            <p class="sub sm" id=help_id>{help}</p>
        </div>
    }
}
