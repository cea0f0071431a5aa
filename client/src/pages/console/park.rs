//! The parking lot (parkeringsplass): what the group takes up another time.

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use shared::proceedings::command::Command;
use shared::proceedings::decide::MAX_LINE;

use super::lead::Lead;
use crate::components::icon::{Glyph, Icon};
use crate::mint;

#[component]
pub fn Park(lead: Lead, is_open: RwSignal<bool>) -> impl IntoView {
    let words = lead.words;
    let field = NodeRef::<Input>::new();
    Effect::new(move || {
        if let Some(field) = field.get() {
            drop(field.focus());
        }
    });
    let park = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = field.get_untracked() else {
            return;
        };
        let text = field.value().trim().to_owned();
        if text.is_empty() {
            return;
        }
        let command = Command::Park {
            id: mint::note_id(),
            text,
        };
        lead.ask_and_say(command, words.con_parked());
        is_open.set(false);
    };
    view! {
        <form class="con-park" on:submit=park>
            <label class="ds-label" for="con-park">{words.con_park_label()}</label>
            <input class="ds-input" id="con-park" maxlength=MAX_LINE.to_string() node_ref=field autocomplete="off"/>
            <button class="ds-button" type="submit">{words.con_park_do()}</button>
        </form>
    }
}

/// What is parked so far; folded away, since it is for later.
#[component]
pub fn Parked(lead: Lead) -> impl IntoView {
    let words = lead.words;
    let parked = Memo::new(move |_| {
        lead.read(|scene| scene.day.parked.clone())
            .unwrap_or_default()
    });
    move || {
        let parked = parked.get();
        if parked.is_empty() {
            return ().into_any();
        }
        let n = parked.len();
        let rows = parked.into_iter().map(|one| {
            let take_away = move |_| {
                lead.ask_and_say(Command::Unpark { id: one.id.clone() }, words.con_unparked());
            };
            let label = words.con_unpark(&one.text);
            view! {
                <li>
                    <span>{one.text}</span>
                    <button class="btn-i" type="button" aria-label=label on:click=take_away><Icon glyph=Glyph::XMark/></button>
                </li>
            }
        });
        view! {
            <details class="card con-lot">
                <summary><Icon glyph=Glyph::LightBulb/>{words.con_lot()}" "<span class="cnt tn">{n}</span></summary>
                <ul class="lines">{rows.collect_view()}</ul>
            </details>
        }
        .into_any()
    }
}
