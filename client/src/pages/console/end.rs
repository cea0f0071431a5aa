//! Steps with little of their own: the fact sheet, writing in peace, the main conclusion; and ending the meeting.

use leptos::prelude::*;
use shared::meeting::MeetingState;
use shared::proceedings::command::Command;
use shared::proceedings::view::Outcome;

use super::lead::Lead;
use super::parts::{Look, press};
use super::rehearsal;
use crate::components::dialog::Dialog;
use crate::components::icon::{Glyph, Icon};
use crate::pages::receive::actions::Actions;

#[component]
pub fn Facts(lead: Lead) -> impl IntoView {
    let words = lead.words;
    let read = Memo::new(move |_| {
        lead.read(|scene| {
            let sheet = &scene.day.fact_sheet;
            (sheet.shared_at.is_some(), sheet.n_read)
        })
    });
    move || {
        let (is_shared, n_read) = read.get().unwrap_or_default();
        if is_shared {
            return view! { <p class="sm sub">{words.con_facts_read(n_read.into())}</p> }
                .into_any();
        }
        let share = move || {
            lead.ask_and_say(
                Command::ShareFactSheet { is_shared: true },
                words.con_facts_did_share(),
            );
        };
        view! {
            <div class="con-row">
                <p class="sm wn">{words.con_facts_not_shared()}</p>
                <span class="sp"></span>
                {press(Look::Edged, None, words.con_facts_share(), share)}
            </div>
        }
        .into_any()
    }
}

/// How much there is, and nothing of what it says.
#[component]
pub fn Writing(lead: Lead) -> impl IntoView {
    let words = lead.words;
    let n = Memo::new(move |_| lead.read(|scene| scene.day.proposals.n_all).unwrap_or(0));
    view! {
        <p class="con-written"><span class="num con-n">{n}</span>" "<b class="sm">{move || words.con_written(n.get().into())}</b></p>
        <p class="sm sub">{words.con_written_hidden()}</p>
    }
}

#[component]
pub fn Conclusion(lead: Lead) -> impl IntoView {
    let words = lead.words;
    let about = Memo::new(move |_| {
        lead.read(|scene| {
            let indicators = scene.form.into_iter().flat_map(|form| &form.indicators);
            let open = indicators.filter(|indicator| {
                let round = scene.day.rounds.get(&indicator.id);
                round.is_none_or(|round| round.outcome() == Outcome::Open)
            });
            let open: Vec<String> = open.map(|one| one.title.get(words.0).to_owned()).collect();
            let text = scene.room.texts.conclusion.trim().to_owned();
            (open, text, scene.day.concluded_at.is_some())
        })
    });
    let href = lead.path("hovedkonklusjon");
    move || {
        let (open, text, is_concluded) = about.get().unwrap_or_default();
        let unlock = move || {
            lead.ask_and_say(
                Command::Conclude {
                    is_concluded: false,
                },
                words.con_unlocked(),
            );
        };
        let shown = if text.is_empty() {
            view! { <p class="sm wn">{words.con_conclusion_missing()}</p> }.into_any()
        } else {
            view! { <p class="con-why-text">{text}</p> }.into_any()
        };
        view! {
            <div class="con-why">
                {shown}
                <a class="ds-link sm" href=href.clone() target="_blank" rel="external noopener"><Icon glyph=Glyph::PencilWriting/>{words.con_conclusion_write()}</a>
            </div>
            {(!open.is_empty()).then(|| view! { <p class="sm wn">{words.con_open_grades(open.len(), &words.list(&open))}</p> })}
            {is_concluded.then(|| view! { <div class="con-row"><p class="sm okk"><Icon glyph=Glyph::PadlockLocked/>" "{words.con_is_locked()}</p><span class="sp"></span>{press(Look::Bare, Some(Glyph::ArrowUndo), words.con_unlock(), unlock)}</div> })}
        }
    }
}

/// Asked once, since it stops everybody's writing. Whoever ends it without having locked the grades is told what that
/// leaves undone; a day may also go on tomorrow.
#[component]
pub fn EndDialog(lead: Lead, actions: Actions, is_open: RwSignal<bool>) -> impl IntoView {
    let words = lead.words;
    let end = move || {
        is_open.set(false);
        if lead.view.with_untracked(|view| view.meeting.is_rehearsal) {
            return rehearsal::end(lead);
        }
        actions.change_state(
            MeetingState::Running,
            MeetingState::Closed,
            words.doors_did_close(),
        );
    };
    let is_unlocked =
        Memo::new(move |_| lead.read(|scene| scene.day.concluded_at.is_none()) == Some(true));
    let lock = move || {
        is_open.set(false);
        lead.ask_and_say(
            Command::Conclude { is_concluded: true },
            words.con_did_conclude(),
        );
    };
    view! {
        <Dialog is_open=is_open id="con-end" heading=Signal::derive(move || words.con_end_title().to_owned())>
            <p>{words.doors_sure()}</p>
            {move || is_unlocked.get().then(|| view! { <div class="con-row"><p class="sm wn">{words.con_end_unlocked()}</p>{press(Look::Edged, Some(Glyph::PadlockLocked), words.con_do_conclude(), lock)}</div> })}
            <div class="con-dialog-acts">
                {press(Look::Strong, None, words.doors_do_close_yes(), end)}
                {press(Look::Edged, None, words.doors_do_close_no(), move || is_open.set(false))}
            </div>
        </Dialog>
    }
}
