//! Links a theme to something that is no row of the plan.

use leptos::prelude::*;
use shared::plan::docket::command::Command;
use shared::plan::docket::state::PlanLink;

use super::acts::meant;
use super::elsewhere::{Elsewhere, Found, chapters};
use super::ends::ThemeEnd;
use super::line_id;
use crate::components::icon::{Glyph, Icon};
use crate::pages::plan::desk::focus_when_drawn;
use crate::pages::plan::room::{Asking, Docket, Fault, use_docket};

#[component]
pub fn OtherForm(end: Memo<ThemeEnd>) -> impl IntoView {
    let docket = use_docket();
    let words = docket.desk.words;
    let elsewhere: Elsewhere = expect_context();
    elsewhere.look();
    let asking = Asking::new(docket);
    // What stands in the plan can be chosen also when the rest was not found.
    let all = Memo::new(move |_| {
        let outside = elsewhere.found().and_then(Result::ok).unwrap_or_default();
        let taken = end.with(|end| end.links.clone());
        let mut all = chapters(docket.desk);
        all.extend(outside);
        all.retain(|found| !taken.contains(&found.link));
        all
    });
    let chosen = RwSignal::new(None::<PlanLink>);
    let id = end.with_untracked(|end| format!("tk-other-{}", end.theme.id));
    focus_when_drawn(id.clone(), 10);
    let of = id.clone();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let found = chosen.with_untracked(|link| {
            let link = link.as_ref()?;
            all.with_untracked(|all| all.iter().find(|found| found.link == *link).cloned())
        });
        let Some(found) = found else {
            focus_when_drawn(of.clone(), 1);
            return asking.fault.set(Some(words.el_choose_first().to_owned()));
        };
        let end = end.get_untracked();
        let command = Command::LinkProposals {
            proposals: meant(&end),
            link: found.link,
        };
        let said = words.tk_joined(&end.theme.title, &found.name);
        let line = line_id(end.theme.id.as_str());
        asking.ask(command, said, move || focus_when_drawn(line, 10));
    };
    view! {
        <form class="tk-form" on:submit=send novalidate>
            <label class="ds-label" for=id.clone()>{words.el_which()}</label>
            {which(docket, id, all, chosen)}
            <Unknown elsewhere=elsewhere/>
            <Fault asking=asking/>
            <button class="ds-button" type="submit" aria-busy=move || asking.is_busy.get().then_some("true")>
                {words.tk_join()}
            </button>
        </form>
    }
}

/// What is still being fetched, or could not be.
#[component]
fn Unknown(elsewhere: Elsewhere) -> impl IntoView {
    let words = use_docket().desk.words;
    let says = move || {
        match elsewhere.found() {
        None => Some(view! { <p class="sub sm">{words.el_fetching()}</p> }.into_any()),
        Some(Ok(_)) => None,
        Some(Err(_)) => Some(
            view! {
                <p class="row wrap g8">
                    <span>{words.el_failed()}</span>
                    <button class="ds-button" type="button" data-variant="tertiary" on:click=move |_| elsewhere.ask()>
                        <Icon glyph=Glyph::ArrowUndo/>
                        {words.try_again()}
                    </button>
                </p>
            }
            .into_any(),
        ),
    }
    };
    view! { <div role="status">{says}</div> }
}

/// By kind, in the order they are offered.
fn which(
    docket: Docket,
    id: String,
    all: Memo<Vec<Found>>,
    chosen: RwSignal<Option<PlanLink>>,
) -> impl IntoView {
    let (words, lang) = (docket.desk.words, docket.desk.lang);
    let choose = move |event| {
        let place: Option<usize> = event_target_value(&event).parse().ok();
        let found = place.and_then(|place| all.with_untracked(|all| all.get(place).cloned()));
        chosen.set(found.map(|found| found.link));
    };
    let option = move |(place, found): (usize, &Found)| {
        let is_chosen = chosen.with_untracked(|link| link.as_ref() == Some(&found.link));
        view! { <option value=place.to_string() lang=lang prop:selected=is_chosen>{found.name.clone()}</option> }
    };
    let groups = move || {
        let group = |(kind, name): (Kind, &'static str)| {
            let options = all.with(|all| {
                let here = all.iter().enumerate();
                let here = here.filter(|(_, found)| Kind::of(&found.link) == kind);
                here.map(option).collect::<Vec<_>>()
            });
            let is_shown = !options.is_empty();
            is_shown.then(|| view! { <optgroup label=name>{options}</optgroup> })
        };
        let kinds = [
            (Kind::Chapter, words.el_chapters()),
            (Kind::Revision, words.el_revisions()),
            (Kind::Promise, words.el_promises()),
        ];
        kinds.map(group).into_iter().flatten().collect_view()
    };
    view! {
        <select class="ds-input" id=id required on:change=choose>
            <option value="">{words.pl_not_chosen()}</option>
            {groups}
        </select>
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Chapter,
    Revision,
    Promise,
}

impl Kind {
    fn of(link: &PlanLink) -> Self {
        match link {
            PlanLink::Chapter { .. } => Self::Chapter,
            PlanLink::Revision { .. } => Self::Revision,
            PlanLink::Promise { .. } => Self::Promise,
        }
    }
}
