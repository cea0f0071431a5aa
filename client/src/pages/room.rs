//! The frame of the pages that follow a meeting's room live: lobby, receiving people, the wall.
//!
//! Who is not signed in is asked who they are; whose way in has ended is told so, and how to come back.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::programme::Person;

use super::elsewhere::{Elsewhere, ToTheDoor};
use super::home::Loading;
use crate::api::ApiError;
use crate::components::icon::Glyph;
use crate::components::message::{Failure, GoHome, Message, NotFound};
use crate::live::Room;
use crate::model::facts::Trouble;
use crate::places;
use crate::room::RoomContext;
use crate::session::Session;
use crate::words::use_words;

/// The code in the address.
pub fn use_code() -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("code").unwrap_or_default()))
}

/// Draws `page` for somebody who is in, and `stranger` for somebody who is not signed in.
#[component]
pub fn RoomPage<V: IntoView + 'static>(
    page: fn(RoomContext) -> V,
    /// Given the meeting's code. Sends them to the door where nothing is said.
    #[prop(default = |_| to_the_door())]
    stranger: fn(String) -> AnyView,
) -> impl IntoView {
    let code = use_code();
    let session = expect_context::<Session>();
    let retry = Callback::new(move |()| session.refresh());
    move || match session.get() {
        None => view! { <Loading/> }.into_any(),
        Some(Err(ApiError::NotSignedIn)) => stranger(code.get()),
        Some(Err(error)) => view! { <Failure error=error on_retry=retry/> }.into_any(),
        Some(Ok(session)) => {
            let person = session.person.clone();
            view! { <Inside code=code.get() person=person page=page/> }.into_any()
        }
    }
}

fn to_the_door() -> AnyView {
    view! { <ToTheDoor/> }.into_any()
}

#[component]
fn Inside<V: IntoView + 'static>(
    code: String,
    person: Person,
    page: fn(RoomContext) -> V,
) -> impl IntoView {
    let words = use_words();
    let room = Room::open(&code);
    let seen = room.view();
    let context = RoomContext {
        code: code.clone(),
        room,
        view: Signal::derive(move || seen.get().expect("drawn once the room has been seen")),
        person,
        words,
    };
    let is_seen = Memo::new(move |_| seen.with(Option::is_some));
    let trouble = room.trouble();
    let offline = room.offline();
    let is_away = Memo::new(move |_| !is_seen.get() && offline.get().is_shown());
    let retry = Callback::new(move |()| room.try_now());
    move || match (trouble.get(), is_seen.get()) {
        (Some(Trouble::SignedOut), _) => view! { <Ended code=code.clone()/> }.into_any(),
        (Some(Trouble::NotAllowed), was_in) => view! { <NotIn was_in=was_in/> }.into_any(),
        (Some(Trouble::Gone), true) => view! { <NotFound/> }.into_any(),
        (Some(Trouble::Gone), false) => view! { <Elsewhere code=code.clone()/> }.into_any(),
        (Some(_), false) => {
            view! { <Failure error=ApiError::Broken(0) on_retry=retry/> }.into_any()
        }
        (_, true) => page(context.clone()).into_any(),
        (None, false) if is_away.get() => {
            view! { <Failure error=ApiError::Unreachable on_retry=retry/> }.into_any()
        }
        (None, false) => view! { <Loading/> }.into_any(),
    }
}

/// The session ended while the page was open.
#[component]
pub fn Ended(code: String) -> impl IntoView {
    let words = use_words();
    let session = expect_context::<Session>();
    let href = format!("/m/{code}");
    view! {
        <Message
            glyph=Glyph::PadlockLocked
            heading=words.room_ended_title()
            text=words.room_ended_text()
            kept=words.signed_out_kept()
        >
            <a class="ds-button" rel="external" href=href on:click=move |_| session.end()>{words.room_come_back()}</a>
            <a class="ds-button" data-variant="secondary" href="/logg-inn" rel=places::rel("/logg-inn") on:click=move |_| session.end()>{words.join_email()}</a>
        </Message>
    }
}

/// Not, or no longer, with in the meeting.
#[component]
fn NotIn(was_in: bool) -> impl IntoView {
    let words = use_words();
    let (heading, text) = if was_in {
        (words.room_shut_title(), words.room_shut_text())
    } else {
        (words.room_other_title(), words.room_other_text())
    };
    view! {
        <Message glyph=Glyph::PadlockLocked heading=heading text=text kept=words.signed_out_kept()>
            <GoHome/>
        </Message>
    }
}
