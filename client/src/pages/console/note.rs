//! The facilitator's own note to a step: kept by the server for them alone, a moment after they stop writing.

use gloo_timers::callback::Timeout;
use leptos::html::Textarea;
use leptos::prelude::*;
use shared::id::StepId;
use shared::proceedings::command::Command;
use shared::proceedings::decide::MAX_TEXT;

use super::lead::Lead;
use crate::components::icon::{Glyph, Icon};

const KEPT_AFTER_MS: u32 = 1_200;

#[component]
pub fn Note(lead: Lead) -> impl IntoView {
    let step = Memo::new(move |_| lead.read(|scene| scene.step.id.clone()));
    move || {
        step.get()
            .map(|step| view! { <NoteOf lead=lead step=step/> })
    }
}

#[component]
fn NoteOf(lead: Lead, step: StepId) -> impl IntoView {
    let words = lead.words;
    let field = NodeRef::<Textarea>::new();
    let kept = lead.look(|scene| scene.day.step_notes.get(&step).cloned());
    let kept = StoredValue::new(kept.flatten().unwrap_or_default());
    let timer = StoredValue::new_local(None::<Timeout>);
    let key = StoredValue::new(step);
    // Taken from the field while it is in the page: what is typed right before the step changes is kept too.
    let typed = StoredValue::new(kept.get_value());
    let keep = move || {
        timer.try_set_value(None);
        let (Some(text), Some(before)) = (typed.try_get_value(), kept.try_get_value()) else {
            return;
        };
        if text.trim() != before.trim() {
            kept.try_set_value(text.clone());
            if let Some(step) = key.try_get_value() {
                lead.ask(Command::KeepNote { step, text });
            }
        }
    };
    let input = move |_| {
        if let Some(field) = field.get_untracked() {
            typed.set_value(field.value());
        }
        timer.set_value(Some(Timeout::new(KEPT_AFTER_MS, keep)));
    };
    on_cleanup(keep);
    view! {
        <div class="con-note">
            <label for="con-note"><Icon glyph=Glyph::PencilWriting/><b>{words.con_note()}</b></label>
            <textarea
                id="con-note"
                class="ds-input"
                rows="1"
                maxlength=MAX_TEXT.to_string()
                placeholder=words.con_note_empty()
                node_ref=field
                prop:value=kept.get_value()
                on:input=input
                on:blur=move |_| keep()
            ></textarea>
        </div>
    }
}
