//! What the server said no to: the reason, and the words, which are not taken away.

use leptos::prelude::*;
use shared::proceedings::command::Command;
use shared::proceedings::evaluation::Ask;

use super::desk::Desk;
use crate::commands::queue::Entry;
use crate::components::copy::CopyButton;
use crate::components::icon::{Glyph, Icon};

#[component]
pub fn Refused(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let refused = desk.commands.refused();
    let line = move |entry: Entry| {
        let Command::Evaluation { ask } = entry.command else {
            return ().into_any();
        };
        let why = words.refusal(entry.refused.as_deref().unwrap_or_default());
        let text = match ask {
            Ask::Write { text, .. } => Some(text),
            _ => None,
        };
        let text = text.filter(|text| !text.is_empty()).map(|text| {
            view! {
                <blockquote class="ev-quote">{text.clone()}</blockquote>
                <CopyButton label=words.copy() text=move || text.clone()/>
            }
        });
        let id = entry.request_id;
        view! {
            <div class="note warn ev-refused" role="alert">
                <p><Icon glyph=Glyph::ExclamationmarkTriangle/>" "{why}</p>
                {text}
                <button class="ds-button" type="button" data-variant="tertiary" data-color="neutral" on:click=move |_| desk.commands.dismiss(&id)>
                    {words.close()}
                </button>
            </div>
        }
        .into_any()
    };
    move || refused.get().into_iter().map(line).collect_view()
}
