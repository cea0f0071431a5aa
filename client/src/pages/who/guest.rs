//! Somebody who is not on the list says who they are.

use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lobby::Knocker;
use shared::name::{MAX_NAME, NameError, clean_name};
use shared::view::{DraftProblem, ProblemDetail};

use super::{Door, Step};
use crate::announce;
use crate::api::ask::Failed;
use crate::components::failed::says;
use crate::components::page_title::PageTitle;
use crate::words::{Words, use_words};

/// What is wrong, and with which field.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fault {
    Name(NameError),
    Represents(NameError),
    Other(String),
}

#[component]
pub fn GuestForm(door: Door) -> impl IntoView {
    let words = use_words();
    let name = RwSignal::new(String::new());
    let represents = RwSignal::new(String::new());
    let fault = RwSignal::<Option<Fault>>::new(None);
    let is_busy = RwSignal::new(false);
    let name_node = NodeRef::<Input>::new();
    let represents_node = NodeRef::<Input>::new();
    let refuse = move |found: Fault| {
        announce::polite(says_fault(words, &found));
        let node = match found {
            Fault::Represents(_) => represents_node,
            Fault::Name(_) | Fault::Other(_) => name_node,
        };
        fault.try_set(Some(found));
        is_busy.try_set(false);
        if let Some(field) = node.try_get_untracked().flatten() {
            drop(field.focus());
        }
    };
    let knock = move || {
        if is_busy.get_untracked() {
            return;
        }
        let knocker = match knocker(&name.get_untracked(), &represents.get_untracked()) {
            Ok(knocker) => knocker,
            Err(found) => return refuse(found),
        };
        is_busy.set(true);
        spawn_local(async move {
            if let Err(failed) = door.knock(knocker).await {
                refuse(fault_of(words, &failed));
            }
        });
    };
    let is_name = move || matches!(fault.get(), Some(Fault::Name(_)));
    let is_represents = move || matches!(fault.get(), Some(Fault::Represents(_)));
    let text = move || fault.get().map(|fault| says_fault(words, &fault));
    view! {
        <main class="ph door" id="main">
            <PageTitle tab=words.guest_title()>{words.guest_title()}</PageTitle>
            <p class="sub">{words.guest_lead()}</p>
            <form novalidate on:submit=move |event| { event.prevent_default(); knock(); }>
                <label class="ds-label" for="guest-name">{words.guest_name()}</label>
                <input
                    class="ds-input"
                    id="guest-name"
                    autocomplete="name"
                    spellcheck="false"
                    aria-describedby="guest-name-wrong"
                    aria-invalid=move || is_name().then_some("true")
                    prop:value=move || name.get()
                    on:input=move |event| name.set(event_target_value(&event))
                    node_ref=name_node
                />
                <p class="ds-validation-message" data-color="danger" id="guest-name-wrong" hidden=move || !is_name()>
                    {move || is_name().then(text)}
                </p>
                <label class="ds-label" for="guest-represents">{words.guest_represents()}</label>
                <input
                    class="ds-input"
                    id="guest-represents"
                    autocomplete="organization"
                    spellcheck="false"
                    aria-describedby="guest-represents-help guest-represents-wrong"
                    aria-invalid=move || is_represents().then_some("true")
                    prop:value=move || represents.get()
                    on:input=move |event| represents.set(event_target_value(&event))
                    node_ref=represents_node
                />
                <p class="ds-validation-message" data-color="danger" id="guest-represents-wrong" hidden=move || !is_represents()>
                    {move || is_represents().then(text)}
                </p>
                <p class="sub sm" id="guest-represents-help">{words.guest_represents_help()}</p>
                <p class="ds-validation-message" data-color="danger" hidden=move || !matches!(fault.get(), Some(Fault::Other(_)))>
                    {text}
                </p>
                <button class="ds-button" type="submit" data-fullwidth="true" aria-busy=move || is_busy.get().then_some("true")>
                    {words.join_knock()}
                </button>
            </form>
            <p class="center-text">
                <button class="link" type="button" on:click=move |_| door.step.set(Step::List)>{words.guest_back()}</button>
            </p>
        </main>
    }
}

fn knocker(name: &str, represents: &str) -> Result<Knocker, Fault> {
    let name = clean_name(name).map_err(Fault::Name)?;
    let represents = match clean_name(represents) {
        Ok(represents) => Some(represents),
        Err(NameError::Empty) => None,
        Err(error) => return Err(Fault::Represents(error)),
    };
    Ok(Knocker::Guest { name, represents })
}

fn fault_of(words: Words, failed: &Failed) -> Fault {
    match failed {
        Failed::Refused(problem) => match problem.detail {
            Some(ProblemDetail::Draft(_, DraftProblem::Name(error))) => Fault::Name(error),
            Some(ProblemDetail::Draft(_, DraftProblem::Words)) => {
                Fault::Represents(NameError::TooLong)
            }
            _ => Fault::Other(says(words, failed)),
        },
        Failed::Unreachable | Failed::Broken => Fault::Other(says(words, failed)),
    }
}

fn says_fault(words: Words, fault: &Fault) -> String {
    match fault {
        Fault::Name(NameError::Empty) => words.guest_name_empty().to_owned(),
        Fault::Name(error) | Fault::Represents(error) => match error {
            NameError::Empty | NameError::TooLong => words.guest_name_long(&MAX_NAME.to_string()),
            NameError::Invisible => words.guest_name_invisible().to_owned(),
            NameError::Markup => words.guest_name_markup().to_owned(),
        },
        Fault::Other(text) => text.clone(),
    }
}
