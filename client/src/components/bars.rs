//! Bars over the page: no network, and what a person must know when something was not accepted.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::sync::SaveState as State;
use wasm_bindgen_futures::JsFuture;

use super::icon::{Glyph, Icon};
use crate::announce;
use crate::meeting::MeetingContext;
use crate::model::DocumentModel;
use crate::model::facts::{Offline, Trouble};
use crate::words::{Words, use_words};

#[component]
pub fn Bars(meeting: MeetingContext) -> impl IntoView {
    let model = meeting.model;
    view! {
        <section class="bars" aria-label=meeting.words.messages()>
            <NetworkBar model=model/>
            <DeviceBar model=model/>
            <TroubleBar model=model/>
        </section>
    }
}

/// Nothing for the first five seconds: a phone that wakes up is no news.
#[component]
fn NetworkBar(model: DocumentModel) -> impl IntoView {
    let words = use_words();
    let (offline, save) = (model.offline(), model.save());
    Effect::new(move |before: Option<Offline>| {
        let now = offline.get();
        if now == Offline::Briefly && before == Some(Offline::No) {
            announce::assertive(words.offline_brief());
        }
        now
    });
    let waits = move || match save.get().state {
        State::OnDevice { n_waiting } => words.offline_waiting(n_waiting),
        _ => words.offline_calm().to_owned(),
    };
    move || {
        match offline.get() {
        Offline::No => ().into_any(),
        Offline::Briefly => view! {
            <div class="bar thin"><Icon glyph=Glyph::CloudSlash/><span class="bar-text">{words.offline_brief()}</span></div>
        }
        .into_any(),
        Offline::Still => view! {
            <div class="bar">
                <Icon glyph=Glyph::CloudSlash/>
                <span class="bar-text"><b>{words.offline_still()}</b>" "{waits}</span>
                <button
                    class="ds-button"
                    type="button"
                    data-size="sm"
                    data-variant="secondary"
                    data-color="neutral"
                    on:click=move |_| model.try_now()
                >
                    {words.try_now()}
                </button>
            </div>
        }
        .into_any(),
    }
    }
}

/// The device cannot keep what is typed, and the server has not got it either.
#[component]
fn DeviceBar(model: DocumentModel) -> impl IntoView {
    let words = use_words();
    let is_failing = Memo::new(move |_| {
        model.save().get().state == State::Failing && model.trouble().get().is_none()
    });
    Effect::new(move |before: Option<bool>| {
        let now = is_failing.get();
        match (before, now) {
            (_, true) => announce::assertive(words.keep_failed()),
            (Some(true), false) => announce::polite(words.save_recovered()),
            _ => {}
        }
        now
    });
    view! {
        <Show when=move || is_failing.get()>
            <div class="bar bad">
                <Icon glyph=Glyph::ExclamationmarkTriangle/><span class="bar-text">{words.keep_failed()}</span>
            </div>
        </Show>
    }
}

#[component]
fn TroubleBar(model: DocumentModel) -> impl IntoView {
    let words = use_words();
    let trouble = model.trouble();
    Effect::new(move || {
        if let Some(trouble) = trouble.get() {
            announce::assertive(says(words, &trouble));
        }
    });
    move || {
        trouble.get().map(|trouble| {
            let text = says(words, &trouble);
            let action = match trouble {
                Trouble::TooOld => view! { <Reload/> }.into_any(),
                Trouble::SetAside { words } => view! { <CopyWords text=words/> }.into_any(),
                Trouble::Refused | Trouble::Stopped | Trouble::NotAllowed | Trouble::Gone => {
                    view! { <CopyWords text=model.own_words()/> }.into_any()
                }
                Trouble::SignedOut => ().into_any(),
            };
            view! {
                <div class="bar">
                    <Icon glyph=Glyph::ExclamationmarkTriangle/><span class="bar-text">{text}</span>{action}
                </div>
            }
        })
    }
}

fn says(words: Words, trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::SignedOut => words.session_ended(),
        Trouble::NotAllowed | Trouble::Refused => words.refused(),
        Trouble::Gone | Trouble::Stopped => words.stopped(),
        Trouble::TooOld => words.too_old(),
        Trouble::SetAside { .. } => words.set_aside(),
    }
}

#[component]
fn Reload() -> impl IntoView {
    let reload = move |_| {
        // A browser that forbids reloading leaves the person to do it.
        drop(window().location().reload());
    };
    view! { <button class="ds-button" type="button" data-size="sm" on:click=reload>{use_words().reload()}</button> }
}

/// Nothing when there is nothing to copy.
#[component]
fn CopyWords(text: String) -> impl IntoView {
    let words = use_words();
    (!text.is_empty()).then(|| {
        let copy = move |_| {
            let written = JsFuture::from(window().navigator().clipboard().write_text(&text));
            spawn_local(async move {
                if written.await.is_ok() {
                    announce::polite(words.copied());
                }
            });
        };
        view! {
            <button class="ds-button" type="button" data-size="sm" data-variant="secondary" data-color="neutral" on:click=copy>
                {words.copy_mine()}
            </button>
        }
    })
}
