//! How much room the page has: what stands at the side on a laptop is a sheet on a tablet and in the page on a phone.

use leptos::prelude::*;

const TABLET_FROM: f64 = 600.0;
const LAPTOP_FROM: f64 = 900.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    Phone,
    Tablet,
    Laptop,
}

fn now() -> Width {
    let wide = window()
        .inner_width()
        .ok()
        .and_then(|width| width.as_f64())
        .unwrap_or(LAPTOP_FROM);
    match wide {
        wide if wide < TABLET_FROM => Width::Phone,
        wide if wide < LAPTOP_FROM => Width::Tablet,
        _ => Width::Laptop,
    }
}

/// Follows the window as long as its owner lives.
pub fn use_width() -> Memo<Width> {
    let width = RwSignal::new(now());
    let listener = window_event_listener(leptos::ev::resize, move |_| {
        width.try_set(now());
    });
    on_cleanup(move || listener.remove());
    Memo::new(move |_| width.get())
}
