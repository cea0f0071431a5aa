//! Bars over the page: no network, and what a person must know when something was not accepted.

use leptos::prelude::*;
use shared::document::schema::Schema;
use shared::sync::{Failure, SaveState as State};

use super::copy::CopyButton;
use super::icon::{Glyph, Icon};
use super::message::sign_in_here;
use crate::announce;
use crate::model::DocumentModel;
use crate::model::facts::{Offline, Trouble};
use crate::words::{Words, use_words};

#[component]
pub fn Bars<S: Schema>(model: DocumentModel<S>) -> impl IntoView {
    view! {
        <section class="bars" aria-label=use_words().messages()>
            <NetworkBar model=model/>
            <SavingBar model=model/>
            <TroubleBar model=model/>
        </section>
    }
}

/// Nothing for the first five seconds: a phone that wakes up is no news.
#[component]
fn NetworkBar<S: Schema>(model: DocumentModel<S>) -> impl IntoView {
    let words = use_words();
    let save = model.save();
    // Whoever hears that the server cannot store needs no second message about the same thing.
    let offline = Memo::new(move |_| match save.get().state {
        State::Failing(Failure::NotStored { .. }) => Offline::No,
        _ => model.offline().get(),
    });
    Effect::new(move |before: Option<Offline>| {
        let now = offline.get();
        if before == Some(Offline::No)
            && let Some(said) = says_briefly(words, now)
        {
            announce::assertive(said);
        }
        now
    });
    let waits = move || match save.get().state {
        State::OnDevice { n_waiting } => words.offline_waiting(n_waiting),
        _ => words.offline_calm().to_owned(),
    };
    move || {
        let now = offline.get();
        if let Some(said) = says_briefly(words, now) {
            return view! {
                <div class="bar thin"><Icon glyph=Glyph::CloudSlash/><span class="bar-text">{said}</span></div>
            }
            .into_any();
        }
        if now == Offline::No {
            return ().into_any();
        }
        view! {
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
        .into_any()
    }
}

/// What a thin bar says.
fn says_briefly(words: Words, offline: Offline) -> Option<&'static str> {
    match offline {
        Offline::Briefly => Some(words.offline_brief()),
        Offline::Restarting => Some(words.restarting()),
        Offline::Crowded => Some(words.crowded()),
        Offline::No | Offline::Still => None,
    }
}

/// What is typed is not being stored: why, and what happens to it.
#[component]
pub fn SavingBar<S: Schema>(model: DocumentModel<S>) -> impl IntoView {
    let words = use_words();
    let failure = Memo::new(move |_| match model.save().get().state {
        State::Failing(failure) if model.trouble().get().is_none() => Some(failure),
        _ => None,
    });
    Effect::new(move |before: Option<Option<Failure>>| {
        let now = failure.get();
        match (before.flatten(), now) {
            (before, Some(failure)) if before != now => {
                announce::assertive(says_failure(words, failure));
            }
            (Some(_), None) if model.save().get_untracked().state == State::Stored => {
                announce::polite(words.save_recovered());
            }
            _ => {}
        }
        now
    });
    move || {
        failure.get().map(|failure| {
            view! {
                <div class="bar" class:bad=is_grave(failure)>
                    <Icon glyph=Glyph::ExclamationmarkTriangle/>
                    <span class="bar-text">{says_failure(words, failure)}</span>
                    <CopyOwn model=model/>
                </div>
            }
        })
    }
}

/// Whether words may be lost: the rest is said calmly.
fn is_grave(failure: Failure) -> bool {
    matches!(
        failure,
        Failure::NotKept | Failure::NotStored { is_kept: false }
    )
}

fn says_failure(words: Words, failure: Failure) -> &'static str {
    match failure {
        Failure::Refused => words.refused(),
        Failure::NotKept => words.keep_failed(),
        Failure::NotStored { is_kept: true } => words.store_failed(),
        Failure::NotStored { is_kept: false } => words.store_and_keep_failed(),
    }
}

#[component]
pub fn TroubleBar<S: Schema>(model: DocumentModel<S>) -> impl IntoView {
    let words = use_words();
    let trouble = model.trouble();
    Effect::new(move || {
        if let Some(trouble) = trouble.get() {
            announce::assertive(says_trouble(words, trouble));
        }
    });
    move || {
        trouble.get().map(|trouble| {
            let action = match trouble {
                Trouble::TooOld => view! { <Reload/> }.into_any(),
                Trouble::Malformed | Trouble::TooLarge => {
                    view! { <LayAside model=model/> }.into_any()
                }
                Trouble::SignedOut => view! {
                    <a class="ds-button" data-size="sm" rel="external" href=sign_in_here()>{words.room_come_back()}</a>
                }
                .into_any(),
                Trouble::NotAllowed | Trouble::Gone => ().into_any(),
            };
            view! {
                <div class="bar">
                    <Icon glyph=Glyph::ExclamationmarkTriangle/>
                    <span class="bar-text">{says_trouble(words, trouble)}</span>
                    <CopyOwn model=model/>
                    {action}
                </div>
            }
        })
    }
}

fn says_trouble(words: Words, trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::SignedOut => words.session_ended(),
        Trouble::NotAllowed => words.shut_out(),
        Trouble::Gone => words.gone(),
        Trouble::TooOld => words.too_old(),
        Trouble::Malformed => words.malformed(),
        Trouble::TooLarge => words.too_large(),
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

/// The way on when the server does not take what waits here.
#[component]
fn LayAside<S: Schema>(model: DocumentModel<S>) -> impl IntoView {
    view! {
        <button class="ds-button" type="button" data-size="sm" on:click=move |_| model.lay_aside()>
            {use_words().lay_aside()}
        </button>
    }
}

/// Nothing when there is nothing to copy.
#[component]
fn CopyOwn<S: Schema>(model: DocumentModel<S>) -> impl IntoView {
    let words = use_words();
    let has_words = Memo::new(move |_| {
        model.save().track();
        !model.own_words().is_empty()
    });
    view! {
        <Show when=move || has_words.get()>
            <CopyButton label=words.copy_mine() text=move || model.own_words()/>
        </Show>
    }
}
