//! Words of one's own about a statement, or to an open question. They are on their way when the fingers rest.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use shared::id::QuestionId;
use shared::proceedings::decide::MAX_TEXT;
use shared::proceedings::evaluation::Ask;

use super::desk::Desk;

const REST_MS: u32 = 700;
/// From how many signs on it is said how many are left.
const FEW_LEFT: usize = 200;

/// Writes what is in the field when the fingers rest, and at the latest when the field goes.
#[derive(Clone, Copy)]
struct Draft {
    desk: Desk,
    question: StoredValue<QuestionId>,
    text: RwSignal<String>,
    timer: StoredValue<Option<Timeout>, LocalStorage>,
}

impl Draft {
    fn new(desk: Desk, question: QuestionId) -> Self {
        let written = desk.look(|view| view.my_texts.get(&question).cloned());
        let this = Self {
            desk,
            question: StoredValue::new(question),
            text: RwSignal::new(written.unwrap_or_default()),
            timer: StoredValue::new_local(None),
        };
        on_cleanup(move || this.flush());
        this
    }

    fn typed(self, text: String) {
        self.text.set(text);
        let rest = Timeout::new(REST_MS, move || self.flush());
        self.timer.set_value(Some(rest));
    }

    fn flush(self) {
        let is_waiting = self
            .timer
            .try_update_value(|timer| timer.take().is_some())
            .unwrap_or(false);
        let text = self.text.try_get_untracked();
        let question = self.question.try_get_value();
        if let (true, Some(text), Some(question)) = (is_waiting, text, question)
            && text.trim().chars().count() <= MAX_TEXT
        {
            self.desk.give(Ask::Write { question, text });
        }
    }
}

/// Too long is said, and never cut.
#[component]
pub fn OwnText(
    desk: Desk,
    question: QuestionId,
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    rows: u32,
) -> impl IntoView {
    let words = desk.words;
    let draft = Draft::new(desk, question);
    let left = move || {
        let n = draft.text.with(|text| text.trim().chars().count());
        match MAX_TEXT.checked_sub(n) {
            Some(left) if left < FEW_LEFT => Some((false, words.chars_left(&left.to_string()))),
            Some(_) => None,
            None => Some((true, words.chars_over(&(n - MAX_TEXT).to_string()))),
        }
    };
    let left = move || {
        left().map(|(is_over, text)| view! { <p class="xs sub" class:wn=is_over>{text}</p> })
    };
    view! {
        <textarea
            class="ds-input ev-area"
            id=id
            rows=rows.to_string()
            lang=desk.lang()
            spellcheck="true"
            autocapitalize="sentences"
            aria-label=label
            prop:value=draft.text.get_untracked()
            on:input=move |event| draft.typed(event_target_value(&event))
            on:blur=move |_| draft.flush()
        ></textarea>
        {left}
    }
}
