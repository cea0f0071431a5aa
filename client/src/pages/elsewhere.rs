//! For those who came to an address that is not theirs now: they are not signed in, or their programme does not have the
//! meeting.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::home::Loading;
use crate::api::doors;
use crate::components::icon::Glyph;
use crate::components::message::{GoHome, Message, NotFound};
use crate::words::use_words;

/// Who comes here without being signed in is asked in the room who they are. The device has just forgotten that it knew
/// anybody, so `boot.js` starts the room at this same address.
#[component]
pub fn ToTheDoor() -> impl IntoView {
    let path = window().location().pathname().unwrap_or_default();
    drop(window().location().replace(&path));
    view! { <Loading/> }
}

/// In another programme, or nowhere.
#[component]
pub fn Elsewhere(code: String) -> impl IntoView {
    let words = use_words();
    let exists = RwSignal::<Option<bool>>::new(None);
    spawn_local(async move {
        let answer = doors::meeting(&code).await;
        exists.try_set(Some(answer.is_ok()));
    });
    move || match exists.get() {
        None => view! { <Loading/> }.into_any(),
        Some(false) => view! { <NotFound/> }.into_any(),
        Some(true) => view! {
            <Message
                glyph=Glyph::PadlockLocked
                heading=words.room_other_title()
                text=words.room_other_text()
                kept=words.signed_out_kept()
            >
                <GoHome/>
            </Message>
        }
        .into_any(),
    }
}
