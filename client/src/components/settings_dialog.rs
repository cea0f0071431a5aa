//! The person's menu: who one is, language, text size, motion, sign out.
//!
//! It stands outside the part of the page that is drawn anew when the language changes, so its own words are reactive.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::template::Language;

use super::dialog::Dialog;
use crate::announce;
use crate::session::Session;
use crate::settings::{Settings, TextSize};
use crate::words::{Words, tag};
use crate::{api, outbox};

const LANGUAGES: [(Language, &str); 3] = [
    (Language::Nb, "Bokmål"),
    (Language::Nn, "Nynorsk"),
    (Language::En, "English"),
];

#[component]
pub fn SettingsDialog() -> impl IntoView {
    let settings = expect_context::<Settings>();
    let session = expect_context::<Session>();
    let words = move || Words(settings.language.get());
    let heading = Signal::derive(move || match session.person() {
        Some(person) => person.name,
        None => words().settings_title().to_owned(),
    });
    let role = move || {
        session
            .person()
            .map(|person| view! { <p class="sub sm">{words().role(person.role)}</p> })
    };
    view! {
        <Dialog is_open=settings.is_open id="settings" heading=heading>
            {role}
            <LanguagePicks/>
            <SizePicks/>
            <MotionPick/>
            <Show when=move || session.person().is_some()><SignOut/></Show>
        </Dialog>
    }
}

/// The language of the page, chosen at once.
#[component]
pub fn LanguagePicks(
    /// Groups the choices; one name per place on a page.
    #[prop(default = "language")]
    name: &'static str,
) -> impl IntoView {
    let settings = expect_context::<Settings>();
    let words = move || Words(settings.language.get());
    let languages = LANGUAGES.map(|(language, shown)| {
        view! {
            <label class="pick">
                <input
                    class="ds-input"
                    type="radio"
                    name=name
                    prop:checked=move || settings.language.get() == language
                    on:change=move |_| settings.choose_language(language)
                />
                <span lang=tag(language)>{shown}</span>
            </label>
        }
    });
    view! {
        <fieldset class="picks" data-leaves="">
            <legend class="h-card">{move || words().language()}</legend>
            {languages}
        </fieldset>
    }
}

#[component]
pub fn SizePicks(#[prop(default = "text-size")] name: &'static str) -> impl IntoView {
    let settings = expect_context::<Settings>();
    let words = move || Words(settings.language.get());
    let sizes = TextSize::ALL.map(|size| {
        view! {
            <label class="pick">
                <input
                    class="ds-input"
                    type="radio"
                    name=name
                    prop:checked=move || settings.text_size.get() == size
                    on:change=move |_| settings.choose_text_size(size)
                />
                <span class=size_class(size)>{move || size_name(words(), size)}</span>
            </label>
        }
    });
    view! {
        <fieldset class="picks">
            <legend class="h-card">{move || words().text_size()}</legend>
            {sizes}
        </fieldset>
    }
}

/// Less motion on this device, chosen at once.
#[component]
pub fn MotionPick() -> impl IntoView {
    let settings = expect_context::<Settings>();
    let words = move || Words(settings.language.get());
    view! {
        <label class="pick">
            <input
                class="ds-input"
                type="checkbox"
                prop:checked=move || settings.moves_less.get()
                on:change=move |event| settings.choose_motion(event_target_checked(&event))
            />
            <span>{move || words().moves_less()}</span>
        </label>
    }
}

#[component]
pub fn SignOut() -> impl IntoView {
    let settings = expect_context::<Settings>();
    let session = expect_context::<Session>();
    let words = move || Words(settings.language.get());
    let has_failed = RwSignal::new(false);
    let sign_out = move |_| {
        let person = untrack(|| session.person());
        spawn_local(async move {
            if api::sign_out().await.is_err() {
                has_failed.try_set(true);
                announce::polite(Words(settings.language.get_untracked()).sign_out_failed());
                return;
            }
            if let Some(person) = person {
                // Copies that cannot be removed are unreadable without a session anyway.
                drop(outbox::forget_copies(&person.id).await);
            }
            settings.is_open.set(false);
            session.end();
        });
    };
    view! {
        <button
            class="ds-button"
            type="button"
            data-variant="secondary"
            data-color="neutral"
            data-fullwidth="true"
            data-leaves=""
            on:click=sign_out
        >
            {move || words().sign_out()}
        </button>
        <Show when=move || has_failed.get()>
            <p class="wn sm gap-top">{move || words().sign_out_failed()}</p>
        </Show>
    }
}

fn size_name(words: Words, size: TextSize) -> &'static str {
    match size {
        TextSize::Normal => words.size_normal(),
        TextSize::Large => words.size_large(),
        TextSize::Largest => words.size_largest(),
    }
}

fn size_class(size: TextSize) -> &'static str {
    match size {
        TextSize::Normal => "size-normal",
        TextSize::Large => "size-large",
        TextSize::Largest => "size-largest",
    }
}
