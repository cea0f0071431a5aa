//! The page people meet: Leptos, rendered in the browser.
//!
//! Dependencies point down: `database` <- `aside` <- `outbox`; `connection`, `outbox`, `api` <- `model`, `session` <- `text`, `components` <- `pages` <- `app`.
//! `words`, `dates`, `settings`, `announce`, `clock`, `mint` and `storage` stand below all of them. Rules are in `shared`.

#![expect(
    clippy::needless_pass_by_value,
    reason = "a component owns its properties"
)]

mod announce;
mod api;
mod app;
mod aside;
mod broken;
mod charts;
mod clock;
mod components;
mod connection;
mod database;
mod dates;
mod meeting;
mod mint;
mod model;
mod outbox;
mod pages;
mod session;
mod settings;
mod storage;
mod text;
mod words;

use leptos::mount::mount_to;
use leptos::prelude::document;
use wasm_bindgen::JsCast;

fn main() {
    broken::watch();
    let place = document()
        .get_element_by_id("app")
        .expect("index.html has an element for the app");
    if let Some(shell) = document().get_element_by_id("boot-shell") {
        shell.remove();
    }
    let place = place.dyn_into().expect("that element is an HTML element");
    mount_to(place, app::App).forget();
}
