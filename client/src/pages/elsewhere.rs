//! A meeting that somebody's programme does not have: in another programme, or nowhere.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::home::Loading;
use crate::api::doors;
use crate::components::icon::Glyph;
use crate::components::message::{GoHome, Message, NotFound};
use crate::words::use_words;

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
