//! Bars over the page: the network and what waits for it, that the group has moved on, and why something was not taken.

use leptos::prelude::*;
use shared::proceedings::command::Command;
use shared::proceedings::seminar::Ask;

use super::day::Day;
use super::follow::Place;
use super::refused::is_late_score;
use crate::announce;
use crate::commands::State;
use crate::commands::queue::{Entry, Waiting};
use crate::components::asides::Asides;
use crate::components::bars::{SavingBar, TroubleBar};
use crate::components::copy::CopyButton;
use crate::components::icon::{Glyph, Icon};
use crate::components::room_bar::LetIn;
use crate::model::facts::Offline;
use crate::words::Words;

#[component]
pub fn DayBars(
    day: Day,
    looks_up: Memo<bool>,
    /// What there is to say of the document, on a page that has one.
    #[prop(optional)]
    of_document: Option<AnyView>,
) -> impl IntoView {
    let words = day.words;
    view! {
        <section class="bars" aria-label=words.messages()>
            <Network day=day/>
            <LetIn words=words meeting=day.meeting_id() at=day.let_in_at()/>
            <Moved day=day/>
            <Show when=move || looks_up.get()>
                <div class="bar thin told"><Icon glyph=Glyph::Megaphone/><span class="bar-text">{words.ses_look_up()}</span></div>
            </Show>
            <Refusals day=day/>
            {of_document}
        </section>
    }
}

/// The bars about the document, and what of it was laid aside.
pub fn of_document(day: Day) -> AnyView {
    let meeting = day.meeting();
    let model = meeting.model;
    view! {
        <SavingBar model=model/>
        <TroubleBar model=model/>
        <Asides model=model naming=meeting.naming() lang=meeting.lang()/>
    }
    .into_any()
}

/// Nothing for the first five seconds. The page has two lines, to the room and to the document; the one that is worse off
/// is what is said.
#[component]
fn Network(day: Day) -> impl IntoView {
    let words = day.words;
    let pen = day.pen();
    let (room, document) = (day.room.offline(), pen.offline);
    let offline = Memo::new(move |_| match (room.get(), document.get()) {
        (Offline::No, other) | (other, Offline::No) => other,
        (Offline::Still, _) | (_, Offline::Still) => Offline::Still,
        (room, _) => room,
    });
    Effect::new(move |before: Option<bool>| {
        let is_shown = offline.get().is_shown();
        // Being back is told with everything sent.
        if before == Some(false) && is_shown {
            announce::assertive(words.offline_brief());
        }
        is_shown
    });
    let status = day.commands.status();
    let waits = move || waits(words, status.get().waiting, pen.n_waiting.get());
    let try_now = move |_| {
        day.room.try_now();
        day.commands.try_now();
        pen.try_now.run(());
    };
    // Some networks let the page through and not its answers.
    let is_stuck = Memo::new(move |_| status.get().state == State::Failing);
    move || {
        match offline.get() {
        Offline::No if is_stuck.get() => view! {
            <div class="bar"><Icon glyph=Glyph::ExclamationmarkTriangle/><span class="bar-text">{words.ses_stuck()}</span></div>
        }
        .into_any(),
        Offline::No => ().into_any(),
        Offline::Still => view! {
            <div class="bar">
                <Icon glyph=Glyph::CloudSlash/>
                <span class="bar-text"><b>{words.offline_still()}</b>" "{waits}</span>
                <button class="ds-button" type="button" data-size="sm" data-variant="secondary" data-color="neutral" on:click=try_now>
                    {words.try_now()}
                </button>
            </div>
        }
        .into_any(),
        brief => {
            let said = match brief {
                Offline::Restarting => words.restarting(),
                Offline::Crowded => words.crowded(),
                _ => words.offline_brief(),
            };
            view! { <div class="bar thin"><Icon glyph=Glyph::CloudSlash/><span class="bar-text">{said}</span></div> }
                .into_any()
        }
    }
    }
}

/// "2 svar og 1 tekst venter på å bli sendt."
fn waits(words: Words, waiting: Waiting, n_written: usize) -> String {
    let n_texts = waiting.n_texts + n_written;
    let answers = (waiting.n_answers > 0).then(|| words.ses_n_answers(waiting.n_answers));
    let texts = (n_texts > 0).then(|| words.ses_n_texts(n_texts));
    let parts: Vec<String> = [answers, texts].into_iter().flatten().collect();
    if parts.is_empty() {
        return words.offline_calm().to_owned();
    }
    words.ses_waits(&words.list(&parts))
}

/// "Møtet har gått videre til Samtale. [Gå dit]"
#[component]
fn Moved(day: Day) -> impl IntoView {
    let words = day.words;
    let is_elsewhere = day.follow.is_elsewhere();
    let group = day.follow.group();
    let text = Memo::new(move |_| {
        let Place::At(position) = group.get() else {
            return None;
        };
        is_elsewhere
            .get()
            .then(|| words.ses_moved(&day.name_of(&position)))
    });
    Effect::new(move |before: Option<Option<String>>| {
        let now = text.get();
        if let Some(text) = &now
            && before.flatten().as_ref() != Some(text)
        {
            announce::polite(text.clone());
        }
        now
    });
    move || {
        text.get().map(|text| {
            view! {
                <div class="bar thin told">
                    <Icon glyph=Glyph::ArrowRight/>
                    <span class="bar-text">{text}</span>
                    <button class="ds-button" type="button" data-size="sm" on:click=move |_| day.follow.go_to_group()>{words.ses_go_there()}</button>
                </div>
            }
        })
    }
}

/// What the server said no to, with the words it was about.
#[component]
fn Refusals(day: Day) -> impl IntoView {
    let words = day.words;
    let refused = day.commands.refused();
    let shown = Memo::new(move |_| {
        refused.with(|refused| {
            let others = refused.iter().filter(|entry| !is_late_score(entry));
            others.cloned().collect::<Vec<_>>()
        })
    });
    Effect::new(move |before: Option<usize>| {
        let now = shown.get();
        if let Some(last) = now.last()
            && before.is_some_and(|before| before < now.len())
        {
            announce::assertive(why(words, last));
        }
        now.len()
    });
    let bars = move || {
        let bars = shown.get().into_iter().map(|entry| {
            let said = own_words(&entry.command);
            let id = entry.request_id.clone();
            let copy = said.clone().map(|said| {
                view! { <CopyButton label=words.copy_mine() text=move || said.clone()/> }
            });
            view! {
                <div class="bar">
                    <Icon glyph=Glyph::ExclamationmarkTriangle/>
                    <span class="bar-text">{why(words, &entry)}{said.map(|said| format!(" «{said}»"))}</span>
                    {copy}
                    <button class="btn-i" type="button" aria-label=words.close() on:click=move |_| day.commands.dismiss(&id)>
                        <Icon glyph=Glyph::XMark/>
                    </button>
                </div>
            }
        });
        bars.collect_view()
    };
    view! { {bars} }
}

fn why(words: Words, entry: &Entry) -> String {
    words.refusal(entry.refused.as_deref().unwrap_or_default())
}

/// What somebody wrote, which a refusal never takes away.
fn own_words(command: &Command) -> Option<String> {
    use shared::proceedings::state::Answer;
    match command {
        Command::Think { text, .. }
        | Command::Park { text, .. }
        | Command::Seminar {
            ask: Ask::WriteNote { text, .. },
        } => Some(text.clone()),
        Command::DraftProposal { draft, .. } => Some(super::proposals::joined(draft)),
        Command::AnswerGrade {
            answer: Some(Answer::AgreedWithRemark { remark }),
            ..
        } => Some(remark.clone()),
        _ => None,
    }
}
