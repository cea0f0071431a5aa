//! Waiting to be let in: two words that the facilitator sees too, and the door that opens by itself.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::lobby::Knocker;
use shared::view::{KnockSent, SessionView};

use super::{Door, Step};
use crate::announce;
use crate::components::failed::says;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::knocking::{Answer, Knocking};
use crate::storage;
use crate::words::use_words;

/// A question that was asked, so that a page that is loaded again goes on waiting.
#[derive(Serialize, Deserialize)]
struct Kept {
    sent: KnockSent,
    knocker: Knocker,
}

fn key(code: &str) -> String {
    format!("samling.knock.{code}")
}

pub fn kept_knock(code: &str) -> Option<(KnockSent, Knocker)> {
    let kept: Kept = serde_json::from_str(&storage::get(&key(code))?).ok()?;
    Some((kept.sent, kept.knocker))
}

pub fn keep_knock(code: &str, sent: &KnockSent, knocker: &Knocker) {
    let kept = Kept {
        sent: sent.clone(),
        knocker: knocker.clone(),
    };
    if let Ok(json) = serde_json::to_string(&kept) {
        storage::set(&key(code), &json);
    }
}

pub fn forget_knock(code: &str) {
    storage::remove(&key(code));
}

#[component]
pub fn Waiting(
    door: Door,
    sent: KnockSent,
    knocker: Knocker,
    on_in: Callback<SessionView>,
    on_back: Callback<()>,
) -> impl IntoView {
    let words = use_words();
    let phrase = sent.phrase.clone();
    let knocking = Knocking::wait(sent.token);
    let is_lost = knocking.is_lost();
    let answer = knocking.answer();
    Effect::new(move || match answer.get() {
        Some(Answer::In(session)) => on_in.run(*session),
        Some(Answer::Refused | Answer::Over) => forget_knock(&door.code.get_value()),
        None => {}
    });
    Effect::new(move |was_lost: Option<bool>| {
        let is_lost = is_lost.get();
        if is_lost && was_lost == Some(false) {
            announce::polite(words.wait_offline());
        }
        is_lost
    });
    let knocker = StoredValue::new(knocker);
    move || {
        match answer.get() {
        None | Some(Answer::In(_)) => view! {
            <main class="ph sign-in waiting" id="main">
                <div class="lock"><Icon glyph=Glyph::HandFinger/></div>
                <PageTitle tab=words.wait_title()>{words.wait_title()}</PageTitle>
                <p class="sub">{words.wait_text()}</p>
                <p class="phrase disp" aria-label=words.wait_phrase(&phrase)>{format!("«{phrase}»")}</p>
                <p class="sub sm">{words.wait_same()}</p>
                <p class="sub sm" role="status">{move || if is_lost.get() { words.wait_offline() } else { words.wait_stay() }}</p>
                <button class="ds-button" type="button" data-variant="tertiary" data-color="neutral" on:click=move |_| on_back.run(())>
                    {words.wait_other()}
                </button>
            </main>
        }
        .into_any(),
        Some(Answer::Refused) => view! {
            <NotIn door=door knocker=knocker heading=words.wait_refused() text=words.wait_refused_text() again=words.wait_again()/>
        }
        .into_any(),
        Some(Answer::Over) => view! {
            <NotIn door=door knocker=knocker heading=words.wait_over() text=words.wait_over_text() again=words.wait_again()/>
        }
        .into_any(),
    }
    }
}

/// The door did not open: why, and what to do.
#[component]
fn NotIn(
    door: Door,
    knocker: StoredValue<Knocker>,
    heading: &'static str,
    text: &'static str,
    again: &'static str,
) -> impl IntoView {
    let words = use_words();
    let problem = RwSignal::<Option<String>>::new(None);
    let knock = move |_| {
        leptos::task::spawn_local(async move {
            if let Err(failed) = door.knock(knocker.get_value()).await {
                let text = says(words, &failed);
                announce::polite(text.clone());
                problem.try_set(Some(text));
            }
        });
    };
    view! {
        <main class="ph sign-in" id="main">
            <div class="lock"><Icon glyph=Glyph::PadlockLocked/></div>
            <PageTitle tab=heading>{heading}</PageTitle>
            <p class="sub">{text}</p>
            <button class="ds-button" type="button" data-fullwidth="true" on:click=knock>{again}</button>
            <button class="ds-button" type="button" data-variant="secondary" data-fullwidth="true" on:click=move |_| door.step.set(Step::List)>
                {words.wait_other()}
            </button>
            <p class="ds-validation-message" data-color="danger" hidden=move || problem.with(Option::is_none)>{move || problem.get()}</p>
        </main>
    }
}
