//! "Husk meg på denne enheten."

use leptos::prelude::*;

use crate::words::use_words;

#[component]
pub fn Remember(remember: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    view! {
        <div class="rem">
            <input
                class="ds-input"
                type="checkbox"
                id="remember"
                aria-describedby="remember-hint"
                prop:checked=move || remember.get()
                on:change=move |event| remember.set(event_target_checked(&event))
            />
            <div>
                <label for="remember">{words.signin_remember()}</label>
                <small id="remember-hint">{words.signin_remember_hint()}</small>
            </div>
        </div>
    }
}
