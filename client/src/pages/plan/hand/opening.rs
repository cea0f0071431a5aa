//! Opening a plan that was handed over again: to which state, and why. Everybody reads it.

use leptos::prelude::*;
use shared::plan::PlanState;
use shared::plan::docket::command::Command;

use super::fields::LongField;
use super::line::name;
use super::step::leave;
use super::{N_TRIES, Unfolded, back_to_heading};
use crate::pages::plan::desk::focus_when_drawn;
use crate::pages::plan::room::{Asking, Docket, Fault};
use crate::words::Words;

const REASON_ID: &str = "ho-reason";

#[component]
pub fn Opening(
    docket: Docket,
    from: PlanState,
    unfolded: RwSignal<Option<Unfolded>>,
) -> impl IntoView {
    let desk = docket.desk;
    let words = desk.words;
    let asking = Asking::new(docket);
    let to = RwSignal::new(PlanState::Draft);
    let reason = RwSignal::new(String::new());
    focus_when_drawn(REASON_ID.to_owned(), N_TRIES);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let reason = reason.get_untracked();
        if reason.trim().is_empty() {
            return asking.fault.set(Some(words.ho_reason_missing().to_owned()));
        }
        let to = to.get_untracked();
        let command = Command::Unlock { from, to, reason };
        let said = if to.is_frozen() {
            words.ho_has_gone_back(name(words, to))
        } else {
            words.ho_is_open().to_owned()
        };
        asking.ask(command, said, move || {
            unfolded.try_set(None);
            back_to_heading();
        });
    };
    let choices = choices(words, from, to);
    view! {
        <form class="tk-form ho-form" on:submit=send novalidate aria-label=words.ho_open_again()>
            <p>{words.ho_open_about()}</p>
            {choices}
            <LongField id=REASON_ID label=words.tk_why() typed=reason max="500" lang=desk.lang/>
            <Fault asking=asking/>
            <div class="row wrap g8">
                <button class="ds-button" type="submit" aria-busy=move || asking.is_busy.get().then_some("true")>
                    {move || if to.get().is_frozen() { words.ho_do_go_back() } else { words.ho_do_open() }}
                </button>
                <button class="ds-button" type="button" data-variant="tertiary" on:click=move |_| leave(unfolded)>
                    {words.tk_cancel()}
                </button>
            </div>
        </form>
    }
}

/// To which state; from the first step there is one way back, and nothing to choose.
fn choices(words: Words, from: PlanState, to: RwSignal<PlanState>) -> Option<AnyView> {
    let earlier = [
        PlanState::Draft,
        PlanState::BoardProposal,
        PlanState::Adopted,
    ];
    let earlier: Vec<PlanState> = earlier.into_iter().filter(|state| *state < from).collect();
    let choice = move |state: PlanState| {
        let label = if state == PlanState::Draft {
            words.ho_to_draft()
        } else {
            name(words, state)
        };
        view! {
            <label class="pick">
                <input
                    class="ds-input"
                    type="radio"
                    name="ho-to"
                    prop:checked=move || to.get() == state
                    on:change=move |_| to.set(state)
                />
                {label}
            </label>
        }
    };
    (earlier.len() > 1).then(|| {
        view! {
            <fieldset class="row wrap tk-how">
                <legend class="ds-label">{words.ho_back_to()}</legend>
                {earlier.into_iter().map(choice).collect_view()}
            </fieldset>
        }
        .into_any()
    })
}
