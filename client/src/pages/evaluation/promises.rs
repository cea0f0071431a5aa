//! What the board promises to do otherwise: few and clear, each with somebody responsible and a deadline.

use leptos::prelude::*;
use shared::id::PromiseId;
use shared::proceedings::evaluation::Ask;
use shared::proceedings::evaluation::state::BoardPromise;
use shared::rights::Act;

use super::desk::Desk;
use super::promise::PromiseLine;
use crate::mint;
use crate::words::Words;

const NEW_ID: &str = "ev-new-promise";

#[component]
pub fn Promises(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let year = desk.room.with_untracked(|room| room.meeting.year) + 1;
    let ids = desk.read(|view| {
        let ids = view.promises.iter().map(|promise| promise.id.clone());
        ids.collect::<Vec<PromiseId>>()
    });
    let may = desk.may(Act::MakePromises);
    let rules = desk.read(|view| {
        view.form.as_ref().map(|form| {
            (
                form.outcome.min,
                form.outcome.max,
                form.outcome.lead.clone(),
            )
        })
    });
    let lead = move || rules.get().map(|(_, _, lead)| lead.get(words.0).to_owned());
    let is_empty = Memo::new(move |_| ids.with(Vec::is_empty));
    let is_full = Memo::new(move |_| {
        let n = ids.with(Vec::len);
        rules.get().is_some_and(|(_, max, _)| n >= max)
    });
    view! {
        <section class="card ev-promises" aria-labelledby="ev-promises">
            <h2 class="disp h-sec" id="ev-promises">{words.ev_promises(&year.to_string())}</h2>
            <p class="sm sub">{lead}</p>
            <Show when=move || is_empty.get()>
                <p class="sub">{words.ev_promises_none()}</p>
            </Show>
            <ul class="ev-plist">
                <For each=move || ids.get() key=|id| id.clone() let:id>
                    <PromiseLine desk=desk id=id may=may/>
                </For>
            </ul>
            {move || few(words, ids.with(Vec::len), rules.get()?.0)}
            <Show when=move || may.get() && is_full.get()>
                <p class="sm sub">{words.ev_promises_full()}</p>
            </Show>
            <Show when=move || may.get() && !is_full.get()>
                <NewPromise desk=desk/>
            </Show>
        </section>
    }
}

/// A soft word when there are some, and fewer than say something.
fn few(words: Words, n: usize, min: usize) -> Option<impl IntoView> {
    let is_few = (1..min).contains(&n);
    is_few.then(|| view! { <p class="sm wn">{words.ev_promises_few(&min.to_string())}</p> })
}

/// The words stay in the field until the promise is there.
#[component]
fn NewPromise(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let text = RwSignal::new(String::new());
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let written = text.get_untracked().trim().to_owned();
        if written.is_empty() {
            return;
        }
        let promise = BoardPromise {
            id: mint::promise_id(),
            text: written.clone(),
            responsible: None,
            deadline: None,
            source: None,
        };
        desk.ask_then(
            Ask::Promise { promise },
            words.ev_promise_added(),
            move || {
                // Somebody who types on has begun the next one.
                if text
                    .try_get_untracked()
                    .is_some_and(|now| now.trim() == written)
                {
                    text.try_set(String::new());
                }
            },
        );
    };
    view! {
        <form class="ev-new" on:submit=add>
            <label class="sm" for=NEW_ID>{words.ev_promise_new()}</label>
            <textarea
                class="ds-input ev-area"
                id=NEW_ID
                rows="2"
                lang=desk.lang()
                spellcheck="true"
                placeholder=words.ev_promise_begins()
                prop:value=text
                on:input=move |event| text.set(event_target_value(&event))
            ></textarea>
            <div class="row wrap g8">
                <span class="xs sub">{words.ev_promise_seen()}</span><span class="sp"></span>
                <button class="ds-button" type="submit">{words.ev_promise_add()}</button>
            </div>
        </form>
    }
}
