//! "Lagret kl. 13.12": whether what one answered is with the server. Never a lie.

use leptos::prelude::*;

use super::desk::Desk;
use crate::commands::State;
use crate::components::icon::{Glyph, Icon};
use crate::dates;

#[component]
pub fn Saved(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let status = desk.commands.status();
    let shown = move || {
        let status = status.get();
        let (glyph, class, text) = match (status.state, status.at) {
            // Nothing has been done yet.
            (State::Stored, None) => return view! { <span class="save"></span> }.into_any(),
            (State::Stored, Some(at)) => (
                Glyph::CheckmarkCircle,
                "save",
                words.save_done(&dates::time(words, at)),
            ),
            (State::Saving, _) => (Glyph::PencilWriting, "save", words.save_saving().to_owned()),
            (State::OnDevice, _) => (Glyph::Mobile, "save warn", words.save_device().to_owned()),
            (State::Failing, _) => (
                Glyph::ExclamationmarkTriangle,
                "save bad",
                words.save_failed().to_owned(),
            ),
        };
        view! { <span class=class><Icon glyph=glyph/><span>{text}</span></span> }.into_any()
    };
    view! { <div class="saving" role="group" aria-label=words.save_label()>{shown}</div> }
}
