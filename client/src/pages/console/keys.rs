//! A clicker in the hand: Space and `PageDown` press the big button, `PageUp` goes back. Never while somebody writes.

use leptos::ev::{KeyboardEvent, keydown};
use leptos::prelude::*;
use leptos::web_sys::Element;
use wasm_bindgen::JsCast;

const FIELDS: &str = "input,textarea,select,[contenteditable=true]";
const PRESSED_BY_SPACE: &str = "button,a,summary,[role=button]";

/// Listens until the page is left.
pub fn listen(on_primary: impl Fn() + 'static, on_back: impl Fn() + 'static) {
    let handle = window_event_listener(keydown, move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() || is_elsewhere(&event) {
            return;
        }
        let act: &dyn Fn() = match event.key().as_str() {
            "PageDown" => &on_primary,
            "PageUp" => &on_back,
            " " if !is_in(&event, PRESSED_BY_SPACE) => &on_primary,
            _ => return,
        };
        event.prevent_default();
        // A key that is held down is one press.
        if !event.repeat() {
            act();
        }
    });
    on_cleanup(move || handle.remove());
}

/// In a field, or in a dialog over the page.
fn is_elsewhere(event: &KeyboardEvent) -> bool {
    let dialog = document().query_selector("dialog[open]");
    is_in(event, FIELDS) || dialog.is_ok_and(|dialog| dialog.is_some())
}

fn is_in(event: &KeyboardEvent, selector: &str) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest(selector).is_ok_and(|found| found.is_some()))
}
