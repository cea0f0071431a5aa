//! Opening and closing, for whom leads the meeting or prepares it; and the chair's word on who else sees the results.

use leptos::prelude::*;
use shared::proceedings::evaluation::Ask;
use shared::proceedings::evaluation::form::Statement;
use shared::proceedings::evaluation::view::EvaluationStage;
use shared::rights::Act;

use super::desk::Desk;
use crate::components::icon::{Glyph, Icon};

#[component]
pub fn Handling(desk: Desk) -> impl IntoView {
    let opens = desk.opens();
    let has_form = desk.read(|view| view.form.is_some());
    move || (opens.get() && has_form.get()).then(|| view! { <Handles desk=desk/> })
}

#[component]
fn Handles(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let stage = desk.read(|view| view.stage);
    let is_forgotten = desk.read(|view| view.is_forgotten);
    let counts = desk.read(|view| (view.n_done, view.n_invited));
    let open = move |_| desk.ask(Ask::Open, words.ev_opened());
    let close = move |_| desk.ask(Ask::Close, words.ev_is_closed());
    let text = move || match stage.get() {
        EvaluationStage::NotOpened => words.ev_open_text().to_owned(),
        EvaluationStage::Open => {
            let (done, invited) = counts.get();
            words.ev_n_done(&done.to_string(), &invited.to_string())
        }
        EvaluationStage::Closed if is_forgotten.get() => words.ev_forgotten().to_owned(),
        EvaluationStage::Closed => words.ev_reopen_text().to_owned(),
    };
    let press = move || {
        match stage.get() {
        EvaluationStage::Open => Some(
            view! { <button class="ds-button" type="button" on:click=close>{words.ev_close()}</button> }
                .into_any(),
        ),
        EvaluationStage::NotOpened => Some(
            view! { <button class="ds-button" type="button" on:click=open>{words.ev_open()}</button> }
                .into_any(),
        ),
        EvaluationStage::Closed => (!is_forgotten.get()).then(|| {
            view! { <button class="ds-button" type="button" data-variant="secondary" on:click=open>{words.ev_reopen()}</button> }
                .into_any()
        }),
    }
    };
    view! {
        <section class="card ev-card ev-handle" aria-labelledby="ev-handle">
            <h2 class="h-card" id="ev-handle">{words.ev_handle()}</h2>
            <p class="sub">{text}</p>
            <Optional desk=desk/>
            <div class="row wrap g8">{press}</div>
        </section>
    }
}

/// Statements that are asked only where somebody has said so.
#[component]
fn Optional(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let optional = desk.read(|view| view.optional.clone());
    let line = move |statement: Statement| {
        let id = statement.id.clone();
        let is_on = desk.read(move |view| view.included.contains(&id));
        let set = move |event| {
            let ask = Ask::Include {
                statement: statement.id.clone(),
                is_included: event_target_checked(&event),
            };
            desk.ask(ask, words.ev_kept());
        };
        view! {
            <label class="ev-check">
                <input class="ds-input" type="checkbox" prop:checked=move || is_on.get() on:change=set/>
                <span>{words.ev_include(statement.text.get(words.0))}</span>
            </label>
        }
    };
    move || {
        optional.get().map(|form| {
            let statements: Vec<Statement> = form.statements().cloned().collect();
            statements.into_iter().map(line).collect_view()
        })
    }
}

/// The chair's alone. Everybody who sees the results hears how it is.
#[component]
pub fn ObserversSee(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let may = desk.may(Act::ShowEvaluation);
    let is_on = desk.read(|view| view.observers_see);
    let sees = desk.read(|view| view.sees_result);
    let set = move |event| {
        let is_shown = event_target_checked(&event);
        let said = if is_shown {
            words.ev_observers_see()
        } else {
            words.ev_observers_do_not()
        };
        desk.ask(Ask::ShowObservers { is_shown }, said);
    };
    move || {
        if may.get() {
            view! {
                <label class="ev-check">
                    <input class="ds-input" type="checkbox" prop:checked=move || is_on.get() on:change=set/>
                    <span>{words.ev_show_observers()}</span>
                </label>
            }
            .into_any()
        } else if sees.get() {
            let text = if is_on.get() {
                words.ev_observers_see()
            } else {
                words.ev_observers_do_not()
            };
            view! { <p class="sm sub ev-who"><Icon glyph=Glyph::Eye/>{text}</p> }.into_any()
        } else {
            ().into_any()
        }
    }
}
