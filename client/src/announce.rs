//! The one voice for screen readers: a queue into the two live regions of `index.html`, which never re-render.

use std::cell::RefCell;
use std::collections::VecDeque;

use gloo_timers::callback::Timeout;
use leptos::prelude::document;

/// Time between two messages, so that a screen reader gets to say both.
const GAP_MS: u32 = 1_200;
/// How long a message stays in the page.
const STAYS_MS: u32 = 8_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    Polite,
    Assertive,
}

thread_local! {
    static QUEUE: RefCell<Queue> = RefCell::default();
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<(Urgency, String)>,
    is_speaking: bool,
}

pub fn polite(message: impl Into<String>) {
    enqueue(Urgency::Polite, message.into());
}

pub fn assertive(message: impl Into<String>) {
    enqueue(Urgency::Assertive, message.into());
}

fn enqueue(urgency: Urgency, message: String) {
    let speaks_already = QUEUE.with_borrow_mut(|queue| {
        let message = (urgency, message);
        if !queue.waiting.contains(&message) {
            queue.waiting.push_back(message);
        }
        std::mem::replace(&mut queue.is_speaking, true)
    });
    if !speaks_already {
        speak();
    }
}

fn speak() {
    let next = QUEUE.with_borrow_mut(|queue| {
        let next = queue.waiting.pop_front();
        queue.is_speaking = next.is_some();
        next
    });
    if let Some((urgency, message)) = next {
        put(urgency, &message);
        Timeout::new(GAP_MS, speak).forget();
    }
}

fn put(urgency: Urgency, message: &str) {
    let id = match urgency {
        Urgency::Polite => "announce-polite",
        Urgency::Assertive => "announce-assertive",
    };
    let Some(region) = document().get_element_by_id(id) else {
        return;
    };
    let Ok(line) = document().create_element("p") else {
        return;
    };
    line.set_text_content(Some(message));
    if region.append_child(&line).is_ok() {
        Timeout::new(STAYS_MS, move || line.remove()).forget();
    }
}
