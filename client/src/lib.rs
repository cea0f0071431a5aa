//! The page people meet: Leptos, rendered in the browser. One library, and four programs made from it, so that nobody
//! fetches what they do not need: `client` is the room, which everybody meets first (home, getting in, the lobby, and a
//! meeting with its documents), `stage` a meeting as it happens without them (the console, the wall), `office` the pages
//! of whom runs the programme, `plan` the plans and a participant's pages of the seminar in which they are written. None links to another's pages but by loading them anew (`rel="external"`); see [`places`].
//!
//! Dependencies point down: `database` <- `aside` <- `outbox`; `connection`, `outbox`, `api` <- `model`, `session` <- `text`, `components` <- `pages` <- `app`;
//! `island` (prose, written in an editor of its own) stands on `model`;
//! `knocking` and `live` (who is in the room) stand on `connection` and `api` alone;
//! `stage` and `office` stand on `components` and never on `model`, which brings the documents.
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
pub mod commands;
pub mod components;
pub mod connection;
pub mod countdown;
pub mod database;
pub mod dates;
pub mod frame;
pub mod island;
pub mod knocking;
pub mod live;
pub mod meeting;
pub mod mint;
pub mod model;
pub mod office;
pub mod outbox;
pub mod pages;
pub mod papers;
pub mod places;
pub mod plan_app;
pub mod plan_refusal;
pub mod room;
pub mod session;
pub mod settings;
pub mod sheet;
pub mod stage;
pub mod storage;
pub mod text;
pub mod words;

use leptos::mount::mount_to;
use leptos::prelude::{IntoView, document};
use places::Program;
use wasm_bindgen::JsCast;

/// Puts a program's root where the page has room for it.
pub fn start<V: IntoView + 'static>(program: Program, root: impl FnOnce() -> V + 'static) {
    broken::watch();
    places::set_here(program);
    let place = document()
        .get_element_by_id("app")
        .expect("index.html has an element for the app");
    if let Some(shell) = document().get_element_by_id("boot-shell") {
        shell.remove();
    }
    let place = place.dyn_into().expect("that element is an HTML element");
    mount_to(place, root).forget();
}
