//! The wall: what the whole room sees, on a screen nobody touches. It speaks the programme's language, has no controls
//! once it is let in, never scrolls, and keeps its last picture when the network is away.

mod decisions;
mod face;
mod facts;
mod foot;
mod grade;
mod pairing;
mod pause;
mod proposals;
mod quiet;
mod scores;
mod seminar;
pub mod show;
mod vote;
mod wake;
mod welcome;

use std::sync::Arc;

use leptos::prelude::*;
use shared::lobby::RoomView;

use self::pairing::{Pairing, words_of};
use self::show::WallShow;
use super::room::use_code;
use crate::api::ApiError;
use crate::live::Room;
use crate::meeting::meeting_title;
use crate::model::facts::Trouble;
use crate::session::Session;
use crate::words::use_words;

#[component]
pub fn WallPage() -> impl IntoView {
    let code = use_code();
    let session = expect_context::<Session>();
    wake::keep_awake();
    // Who it is does not matter: a screen that is let in and somebody who opens the wall see the same.
    let is_in = Memo::new(move |_| {
        let session = session.get();
        session.map(|session| session.map(|_| ()))
    });
    move || match is_in.get() {
        None => view! { <Dark/> }.into_any(),
        Some(Err(ApiError::NotSignedIn)) => view! { <Pairing code=code.get()/> }.into_any(),
        Some(Ok(()) | Err(_)) => view! { <OnTheWall code=code.get()/> }.into_any(),
    }
}

/// Nothing to show yet.
#[component]
fn Dark() -> impl IntoView {
    let words = use_words();
    view! { <main class="wall wall-plain" id="main" aria-busy="true"><p role="status">{words.loading()}</p></main> }
}

#[component]
fn OnTheWall(code: String) -> impl IntoView {
    let session = expect_context::<Session>();
    let room = Room::open(&code);
    let trouble = room.trouble();
    // A screen that has been put out asks to be let in again.
    Effect::new(move || {
        if trouble.get() == Some(Trouble::SignedOut) {
            session.end();
        }
    });
    let seen = room.view();
    let is_seen = Memo::new(move |_| seen.with(Option::is_some));
    let view = Signal::derive(move || seen.get().expect("drawn once the room has been seen"));
    move || match (trouble.get(), is_seen.get()) {
        (Some(Trouble::NotAllowed | Trouble::Gone), _) => view! { <NotThisMeeting/> }.into_any(),
        (_, true) => view! { <Picture view=view room=room/> }.into_any(),
        (_, false) => view! { <Dark/> }.into_any(),
    }
}

#[component]
fn Picture(view: Signal<Arc<RoomView>>, room: Room) -> impl IntoView {
    let offline = room.offline();
    let is_away = Signal::derive(move || offline.get().is_shown());
    let title = Memo::new(move |_| {
        view.with(|view| {
            let words = words_of(view.meeting.language);
            let title = meeting_title(words, view.meeting.kind, view.meeting.year);
            format!("{title} – {}", words.app_name())
        })
    });
    Effect::new(move || document().set_title(&title.get()));
    view! { <main class="wl-page" id="main"><WallShow view=view is_away=is_away/></main> }
}

#[component]
fn NotThisMeeting() -> impl IntoView {
    let words = use_words();
    view! {
        <main class="wall wall-plain" id="main">
            <h1 class="disp">{words.wall_not_here()}</h1>
            <p class="k">{words.wall_not_here_text()}</p>
        </main>
    }
}
