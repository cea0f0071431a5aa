//! Bars over a page that follows the room: no network, and what one may do that one could not before.

use leptos::prelude::*;
use shared::meeting::MeetingState;
use shared::rights::Act;

use super::icon::{Glyph, Icon};
use crate::announce;
use crate::model::facts::Offline;
use crate::room::RoomContext;
use crate::words::Words;

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
    let words = context.words;
    view! {
        <section class="bars" aria-label=words.messages()>
            <Network context=context.clone()/>
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
