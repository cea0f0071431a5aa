//! The page people meet: Leptos, rendered in the browser. One library, and two programs made from it, so that nobody
//! fetches what they do not need: `client` is the room (home, getting in, meetings), `office` the pages of whom runs the
//! programme. Neither links to the other's pages but by loading them anew (`rel="external"`).
//!
//! Dependencies point down: `database` <- `aside` <- `outbox`; `connection`, `outbox`, `api` <- `model`, `session` <- `text`, `components` <- `pages` <- `app`;
//! `knocking` and `live` (who is in the room) stand on `connection` and `api` alone;
//! `office` stands on `components` and never on `model`, which brings the documents.
//! `words`, `dates`, `settings`, `places`, `announce`, `clock`, `mint` and `storage` stand below all of them. Rules are in `shared`.

#![expect(
    clippy::needless_pass_by_value,
    reason = "a component owns its properties"
)]

pub mod announce;
pub mod api;
pub mod app;
pub mod aside;
pub mod broken;
pub mod charts;
pub mod clock;
pub mod components;
pub mod connection;
pub mod database;
pub mod dates;
pub mod knocking;
pub mod live;
pub mod meeting;
pub mod mint;
pub mod model;
pub mod office;
pub mod outbox;
pub mod pages;
pub mod places;
pub mod room;
pub mod session;
pub mod settings;
pub mod storage;
pub mod text;
pub mod words;

use leptos::mount::mount_to;
use leptos::prelude::{IntoView, document};
use wasm_bindgen::JsCast;

/// Puts a program's root where the page has room for it.
pub fn start<V: IntoView + 'static>(root: impl FnOnce() -> V + 'static) {
    broken::watch();
    let place = document()
        .get_element_by_id("app")
        .expect("index.html has an element for the app");
    if let Some(shell) = document().get_element_by_id("boot-shell") {
        shell.remove();
    }
    let place = place.dyn_into().expect("that element is an HTML element");
    mount_to(place, root).forget();
}
