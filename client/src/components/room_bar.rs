//! Bars over a page that follows the room: no network, and what one may do that one could not before.

use leptos::prelude::*;
use shared::id::MeetingId;
use shared::meeting::MeetingState;
use shared::rights::Act;
use shared::time::Timestamp;

use super::icon::{Glyph, Icon};
use crate::announce;
use crate::model::facts::Offline;
use crate::room::RoomContext;
use crate::words::Words;
use crate::{dates, storage};

/// Before the id of a meeting: when the device that the person says is theirs was let in.
const KNOWN: &str = "let-in-";

/// The acts whose coming and going is told, and how.
const TOLD: [(Act, Says, Says); 3] = [
    (
        Act::ReceivePeople,
        Words::may_receive,
        Words::may_not_receive,
    ),
    (Act::WriteAssessment, Words::may_write, Words::may_not_write),
    (Act::ManageMeeting, Words::may_manage, Words::may_not_manage),
];

type Says = fn(Words) -> &'static str;

#[component]
pub fn RoomBars(context: RoomContext) -> impl IntoView {
    let (words, view) = (context.words, context.view);
    let meeting = view.with_untracked(|view| view.meeting.id.clone());
    let let_in_at = Signal::derive(move || view.with(|view| view.let_in_at));
    view! {
        <section class="bars" aria-label=words.messages()>
            <Network context=context.clone()/>
            <LetIn words=words meeting=meeting at=let_in_at/>
            <Rights context=context/>
        </section>
    }
}

/// Nothing for the first five seconds: a phone that wakes up is no news.
#[component]
fn Network(context: RoomContext) -> impl IntoView {
    let words = context.words;
    let room = context.room;
    let offline = Memo::new(move |_| room.offline().get());
    Effect::new(move |before: Option<bool>| {
        let is_shown = offline.get().is_shown();
        match before {
            Some(false) if is_shown => announce::assertive(words.room_offline()),
            Some(true) if !is_shown => announce::polite(words.room_online()),
            _ => {}
        }
        is_shown
    });
    move || {
        match offline.get() {
        Offline::No => ().into_any(),
        Offline::Still => view! {
            <div class="bar">
                <Icon glyph=Glyph::CloudSlash/>
                <span class="bar-text"><b>{words.offline_still()}</b>" "{words.room_old()}</span>
                <button
                    class="ds-button"
                    type="button"
                    data-size="sm"
                    data-variant="secondary"
                    data-color="neutral"
                    on:click=move |_| room.try_now()
                >
                    {words.try_now()}
                </button>
            </div>
        }
        .into_any(),
        Offline::Briefly | Offline::Restarting | Offline::Crowded => view! {
            <div class="bar thin"><Icon glyph=Glyph::CloudSlash/><span class="bar-text">{words.room_offline()}</span></div>
        }
        .into_any(),
    }
    }
}

/// Another device was let in as oneself. Said until somebody says that it is theirs, because whoever holds it sees what
/// is private here.
#[component]
pub fn LetIn(words: Words, meeting: MeetingId, at: Signal<Option<Timestamp>>) -> impl IntoView {
    let key = format!("{KNOWN}{meeting}");
    let known = RwSignal::new(storage::get(&key).unwrap_or_default());
    let unknown = Memo::new(move |_| at.get().filter(|at| at.0.to_string() != known.get()));
    Effect::new(move |_| {
        if let Some(at) = unknown.get() {
            announce::assertive(words.let_in_elsewhere(&dates::time(words, at)));
        }
    });
    move || {
        let key = key.clone();
        unknown.get().map(|at| {
            let is_mine = move |_| {
                let at = at.0.to_string();
                storage::set(&key, &at);
                known.set(at);
            };
            view! {
                <div class="bar" role="alert">
                    <Icon glyph=Glyph::ExclamationmarkTriangle/>
                    <span class="bar-text">{words.let_in_elsewhere(&dates::time(words, at))}</span>
                    <a class="ds-button" data-size="sm" data-variant="secondary" data-color="neutral" href="/meg" rel="external">{words.let_in_devices()}</a>
                    <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" data-color="neutral" on:click=is_mine>{words.let_in_mine()}</button>
                </div>
            }
        })
    }
}

#[component]
fn Rights(context: RoomContext) -> impl IntoView {
    let words = context.words;
    let told = RwSignal::<Option<String>>::new(None);
    let may = Memo::new(move |_| {
        context
            .view
            .with(|view| (view.meeting.state, view.may.clone()))
    });
    Effect::new(move |before: Option<(MeetingState, Vec<Act>)>| {
        let now = may.get();
        // A meeting that opens or closes changes rights for everybody, and is told as what it is.
        if let Some((state, before)) = before
            && state == now.0
        {
            let changes = changes(words, &before, &now.1);
            if !changes.is_empty() {
                let text = changes.join(" ");
                announce::polite(text.clone());
                told.set(Some(text));
            }
        }
        now
    });
    move || {
        told.get().map(|text| {
            view! {
                <div class="bar thin told">
                    <Icon glyph=Glyph::Information/>
                    <span class="bar-text">{text}</span>
                    <button class="btn-i" type="button" aria-label=words.close() on:click=move |_| told.set(None)>
                        <Icon glyph=Glyph::XMark/>
                    </button>
                </div>
            }
        })
    }
}

fn changes(words: Words, before: &[Act], now: &[Act]) -> Vec<&'static str> {
    let told = TOLD.iter().filter_map(|(act, gained, lost)| {
        match (before.contains(act), now.contains(act)) {
            (false, true) => Some(gained(words)),
            (true, false) => Some(lost(words)),
            _ => None,
        }
    });
    told.collect()
}
