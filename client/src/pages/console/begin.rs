//! Before the day has begun: what remains, and the button that begins it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lobby::RoomView;
use shared::meeting::MeetingState;
use shared::proceedings::command::Command;
use shared::rights::Act;

use super::lead::Lead;
use super::parts::{Look, press};
use super::rehearsal;
use super::share::open_scoring;
use crate::api::rooms;
use crate::components::failed::says;
use crate::components::icon::{Glyph, Icon};
use crate::components::ring::n_expected;

/// What can be checked before the day begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Ready {
    is_shared: bool,
    n_read: usize,
    is_scoring: bool,
    n_done: usize,
    n_scorers: usize,
    n_here: usize,
    n_expected: usize,
    missing: Vec<String>,
}

/// Whether the viewer can begin the day: something can happen in the meeting, and it has not begun.
pub fn may_begin(view: &RoomView) -> bool {
    let day = view.proceedings.as_ref();
    let leads = view.may.contains(&Act::LeadMeeting);
    leads && day.is_some_and(|day| day.steps.is_empty())
}

/// Nothing for those who cannot.
#[component]
pub fn Begin(lead: Lead, begins: Signal<bool>) -> impl IntoView {
    move || begins.get().then(|| view! { <Card lead=lead/> })
}

#[component]
fn Card(lead: Lead) -> impl IntoView {
    let words = lead.words;
    let ready = Memo::new(move |_| {
        lead.view.with(|view| {
            let day = view.proceedings.clone().unwrap_or_default();
            let missing = view
                .people
                .iter()
                .filter(|one| one.is_coming && !one.is_here && one.times.is_empty());
            Ready {
                is_shared: day.fact_sheet.shared_at.is_some(),
                n_read: day.fact_sheet.n_read.into(),
                is_scoring: day.scoring.is_open,
                n_done: day.scoring.n_done.into(),
                n_scorers: day.scoring.n_scorers.into(),
                n_here: view.n_here(),
                n_expected: n_expected(view),
                missing: missing
                    .map(|one| one.person.first_name().to_owned())
                    .collect(),
            }
        })
    });
    let is_real = lead.view.with_untracked(|view| {
        view.may.contains(&Act::ManageMeeting) && !view.meeting.is_rehearsal && view.form.is_some()
    });
    // Nothing is scored in a seminar.
    let is_review = lead.view.with_untracked(|view| view.form.is_some());
    let facts = lead.path("faktaark");
    let share = move || {
        lead.ask_and_say(
            Command::ShareFactSheet { is_shared: true },
            words.con_facts_did_share(),
        );
    };
    let rows = move || {
        let ready = ready.get();
        let people = if ready.missing.is_empty() {
            words.con_all_here().to_owned()
        } else if ready.missing.len() > 5 {
            words.con_n_not_here(ready.missing.len())
        } else {
            words.con_not_here(&words.list(&ready.missing))
        };
        let scoring = if ready.is_scoring {
            words.con_scoring_is_open(&ready.n_done.to_string(), &ready.n_scorers.to_string())
        } else {
            words.con_scoring_is_closed().to_owned()
        };
        let sheet = if ready.is_shared {
            words.con_facts_read(ready.n_read)
        } else {
            words.con_facts_not_shared().to_owned()
        };
        let prepared = is_review.then(|| view! {
            <li>{check(ready.is_shared)}<span class="con-pn">{sheet}</span>
                {(!ready.is_shared).then(|| view! { <a class="ds-link sm" href=facts.clone() rel=crate::places::rel(&facts)>{words.con_facts_open()}</a> })}
                {(!ready.is_shared).then(|| press(Look::Bare, None, words.con_facts_share(), share))}
            </li>
            <li>{check(ready.is_scoring)}<span class="con-pn">{scoring}</span>
                {(!ready.is_scoring).then(|| press(Look::Bare, None, words.con_scoring_open(), move || open_scoring(lead, true)))}
            </li>
        });
        view! {
            {prepared}
            <li>{check(ready.missing.is_empty())}<span class="con-pn">{people}</span><span class="sm sub tn">{words.con_n_of(&ready.n_here.to_string(), &ready.n_expected.to_string())}</span></li>
        }
    };
    view! {
        <section class="card con-begin" aria-labelledby="con-begin-title">
            <h2 class="disp h-sec" id="con-begin-title">{words.con_begin_title()}</h2>
            <ul class="lines con-ready">{rows}</ul>
            <button class="ds-button con-prim" type="button" on:click=move |_| begin(lead)><Icon glyph=Glyph::Play/>{words.con_begin()}</button>
            <p class="con-help xs sub">{words.con_begin_help()}</p>
            {is_real.then(|| view! { <div class="con-rehearse-first">{press(Look::Bare, Some(Glyph::Hourglass), words.con_rehearse(), move || rehearsal::begin(lead))}</div> })}
        </section>
    }
}

fn check(is_done: bool) -> AnyView {
    if is_done {
        view! { <span class="con-ok"><Icon glyph=Glyph::CheckmarkCircleFill/></span> }.into_any()
    } else {
        view! { <span class="sub"><Icon glyph=Glyph::Circle/></span> }.into_any()
    }
}

/// A day begins in a meeting that runs: whoever may, starts it with the same press.
fn begin(lead: Lead) {
    let (id, state, may_start) = lead.view.with_untracked(|view| {
        let may_start = view.may.contains(&Act::ManageMeeting);
        (view.meeting.id.clone(), view.meeting.state, may_start)
    });
    spawn_local(async move {
        if state == MeetingState::Open
            && may_start
            && let Err(failed) = rooms::change_state(&id, MeetingState::Running).await
        {
            return lead.toasts.say(says(lead.words, &failed));
        }
        lead.ask_and_say(Command::BeginDay, lead.words.con_begun());
    });
}
