//! Opening, starting and ending the meeting. The button says what will happen; each step can be taken back.

use leptos::prelude::*;
use shared::meeting::MeetingState;
use shared::rights::Act;

use super::actions::Actions;
use crate::components::icon::{Glyph, Icon};
use crate::room::RoomContext;
use crate::words::Words;

#[component]
pub fn StateCard(
    context: RoomContext,
    actions: Actions,
    /// The day begins on this page, and the meeting starts with it.
    #[prop(into)]
    begins: Signal<bool>,
) -> impl IntoView {
    let words = context.words;
    let view = context.view;
    let state = Memo::new(move |_| view.with(|view| view.meeting.state));
    let may = Memo::new(move |_| view.with(|view| view.may.contains(&Act::ManageMeeting)));
    let step = move || {
        if may.get() {
            view! { <Step state=state.get() actions=actions begins=begins/> }.into_any()
        } else {
            view! { <p class="sub sm">{words.doors_by_others()}</p> }.into_any()
        }
    };
    view! {
        <section class="card desk-state" aria-labelledby="state-title">
            <h2 class="disp h-sec" id="state-title">{move || heading(words, state.get())}</h2>
            <p class="sub">{move || explains(words, state.get())}</p>
            {step}
        </section>
    }
}

fn heading(words: Words, state: MeetingState) -> &'static str {
    match state {
        MeetingState::Planned => words.doors_planned(),
        MeetingState::Open => words.doors_open(),
        MeetingState::Running => words.doors_running(),
        MeetingState::Closed => words.doors_closed(),
    }
}

fn explains(words: Words, state: MeetingState) -> &'static str {
    match state {
        MeetingState::Planned => words.doors_planned_text(),
        MeetingState::Open => words.doors_open_text(),
        MeetingState::Running => words.doors_running_text(),
        MeetingState::Closed => words.doors_closed_text(),
    }
}

#[component]
fn Step(state: MeetingState, actions: Actions, begins: Signal<bool>) -> impl IntoView {
    use MeetingState::{Closed, Open, Planned, Running};
    let words = actions.words;
    match state {
        Planned => view! {
            <Primary label=words.doors_do_open() on_press=move || actions.change_state(Planned, Open, words.doors_did_open())/>
        }
        .into_any(),
        Open => view! {
            {move || (!begins.get()).then(|| view! { <Primary label=words.doors_do_start() on_press=move || actions.change_state(Open, Running, words.doors_did_start())/> })}
            <button
                class="ds-button"
                type="button"
                data-variant="tertiary"
                data-color="neutral"
                on:click=move |_| actions.change_state(Open, Planned, words.doors_did_shut())
            >
                {words.doors_do_shut()}
            </button>
        }
        .into_any(),
        Running => view! { <End actions=actions/> }.into_any(),
        Closed => view! {
            <Primary label=words.doors_do_reopen() on_press=move || actions.change_state(Closed, Running, words.doors_did_reopen())/>
        }
        .into_any(),
    }
}

#[component]
fn Primary(label: &'static str, on_press: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button class="ds-button prim" type="button" data-fullwidth="true" on:click=move |_| on_press()>
            <Icon glyph=Glyph::Play/>{label}
        </button>
    }
}

/// Ending is asked about once: it stops everybody's writing.
#[component]
fn End(actions: Actions) -> impl IntoView {
    let words = actions.words;
    let asks = RwSignal::new(false);
    let end = move |_| {
        actions.change_state(
            MeetingState::Running,
            MeetingState::Closed,
            words.doors_did_close(),
        );
    };
    move || {
        if asks.get() {
            view! {
                <p class="note">{words.doors_sure()}</p>
                <div class="row wrap">
                    <button class="ds-button" type="button" on:click=end>{words.doors_do_close_yes()}</button>
                    <button class="ds-button" type="button" data-variant="secondary" data-color="neutral" on:click=move |_| asks.set(false)>
                        {words.doors_do_close_no()}
                    </button>
                </div>
            }
            .into_any()
        } else {
            view! {
                <button class="ds-button" type="button" data-variant="secondary" data-fullwidth="true" on:click=move |_| asks.set(true)>
                    {words.doors_do_close()}
                </button>
            }
            .into_any()
        }
    }
}
