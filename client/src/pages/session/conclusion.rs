//! The main conclusion, written together; when it is read out, everything is locked and one question is left.

use leptos::prelude::*;
use shared::document::assessment::TextKey;

use super::after::Worth;
use super::day::Day;
use super::foot::HandFoot;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::text_card::TextCard;
use crate::dates;

/// What fits in two to five sentences.
const CONCLUSION_ROOM: u32 = 800;

#[component]
pub fn Conclusion(day: Day) -> impl IntoView {
    let words = day.words;
    let is_ready = day.meeting().model.is_ready();
    let concluded = day.read(|view| view.concluded_at);
    let is_locked = Memo::new(move |_| concluded.get().is_some());
    let lock = move || {
        concluded.get().map(|at| {
            let text = words.ses_locked_at(&dates::time(words, at));
            view! { <p class="note sm ses-why"><Icon glyph=Glyph::PadlockLocked/>{text}</p> }
        })
    };
    view! {
        <main class="ses-main ses-mid" id="main">
            <PageTitle tab=words.conclusion()>{words.conclusion_title()}</PageTitle>
            {lock}
            <Show
                when=move || is_ready.get()
                fallback=move || view! { <p class="sub" role="status">{words.fetching_texts()}</p> }
            >
                <TextCard
                    key=TextKey::Conclusion
                    id="conclusion"
                    heading=words.conclusion()
                    help=words.conclusion_help()
                    room=CONCLUSION_ROOM
                />
            </Show>
            <Show when=move || is_locked.get()><Worth day=day/></Show>
        </main>
        <HandFoot day=day/>
    }
}
