//! Nobody leaves a page by mistake while it holds words that are nowhere else.

use leptos::prelude::*;
use leptos::web_sys;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use crate::words::Words;

/// Asks before the page closes, and before a link or something marked `data-leaves` takes the person out of the
/// pages that begin with `own_pages`; only while something typed is neither stored nor kept on the device.
pub fn guard_leaving(
    words: Words,
    own_pages: String,
    would_lose: impl Fn() -> bool + Copy + 'static,
) {
    let ask = move |event: web_sys::MouseEvent| {
        if would_lose() && leads_away(&event, &own_pages) && !wants_to_leave(words) {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let ask = StoredValue::new_local(Closure::<dyn FnMut(web_sys::MouseEvent)>::new(ask));
    // In the capture phase: before the router or a button hears of it.
    let added = ask.with_value(|ask| {
        let ask = ask.as_ref().unchecked_ref();
        window().add_event_listener_with_callback_and_bool("click", ask, true)
    });
    added.expect("any name may be listened to");
    on_cleanup(move || {
        ask.try_with_value(|ask| {
            let ask = ask.as_ref().unchecked_ref();
            // Removing what is gone already is harmless.
            drop(window().remove_event_listener_with_callback_and_bool("click", ask, true));
        });
    });
    let listener = window_event_listener(leptos::ev::beforeunload, move |event| {
        if would_lose() {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

fn leads_away(event: &web_sys::MouseEvent, own_pages: &str) -> bool {
    let Some(target) = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
    else {
        return false;
    };
    let closest = |selector: &str| target.closest(selector).ok().flatten();
    let link = closest("a[href]").and_then(|link| link.get_attribute("href"));
    let is_elsewhere = |href: String| !href.starts_with(own_pages) && !href.starts_with('#');
    link.is_some_and(is_elsewhere) || closest("[data-leaves]").is_some()
}

/// A browser that cannot ask lets the person go: a page must never be a trap.
fn wants_to_leave(words: Words) -> bool {
    window()
        .confirm_with_message(words.leave_anyway())
        .unwrap_or(true)
}
