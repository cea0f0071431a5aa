//! The QR code of a meeting, drawn by the server, with our mark in the middle.

use leptos::prelude::*;

use super::brand::Mark;
use crate::words::Words;

#[component]
pub fn QrCode(code: String, words: Words) -> impl IntoView {
    view! {
        <span class="qr">
            <img src=format!("/qr/{code}.svg") alt=words.qr_alt() width="400" height="400"/>
            <span class="qr-mark" aria-hidden="true"><Mark/></span>
        </span>
    }
}

/// Where the code is typed: the address without `https://`.
pub fn host() -> String {
    window().location().host().unwrap_or_default()
}
