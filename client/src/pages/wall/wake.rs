//! Keeps the screen from going dark, where the browser can. One that cannot is the machine's owner's to set.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// While the page that calls it lives. The browser lets go when the page is hidden, so it is asked again when it shows.
pub fn keep_awake() {
    ask();
    let listener = window_event_listener_untyped("visibilitychange", move |_| {
        if !document().hidden() {
            ask();
        }
    });
    on_cleanup(move || listener.remove());
}

fn ask() {
    if let Some(promise) = request() {
        spawn_local(async move {
            // Refused, for instance on low battery: the screen follows the machine's own settings.
            drop(JsFuture::from(promise).await);
        });
    }
}

fn request() -> Option<Promise> {
    let navigator = window().navigator();
    let lock = Reflect::get(&navigator, &JsValue::from_str("wakeLock")).ok()?;
    let request = Reflect::get(&lock, &JsValue::from_str("request")).ok()?;
    let request: Function = request.dyn_into().ok()?;
    request
        .call1(&lock, &JsValue::from_str("screen"))
        .ok()?
        .dyn_into()
        .ok()
}
