//! What is typed in the forms: a line, a date, and longer words, each under its name.

use jiff::civil::Date;
use leptos::prelude::*;
use shared::plan::typed_date;

use crate::words::Words;
use crate::{clock, dates};

/// `hint` says how it is written, or what it is for.
#[component]
pub fn LineField(
    id: &'static str,
    label: &'static str,
    typed: RwSignal<String>,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(optional)] lang: Option<&'static str>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let described = hint.map(|_| hint_id.clone());
    view! {
        <div class="pl-field">
            <label class="ds-label" for=id>{label}</label>
            {hint.map(|hint| view! { <p class="sub sm" id=hint_id>{hint}</p> })}
            <input
                class="ds-input"
                type="text"
                id=id
                lang=lang
                autocomplete="off"
                aria-describedby=described
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
        </div>
    }
}

#[component]
pub fn LongField(
    id: &'static str,
    label: &'static str,
    typed: RwSignal<String>,
    max: &'static str,
    lang: &'static str,
) -> impl IntoView {
    view! {
        <div class="pl-field pl-long">
            <label class="ds-label" for=id>{label}</label>
            <textarea
                class="ds-input"
                id=id
                rows="3"
                maxlength=max
                lang=lang
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            ></textarea>
        </div>
    }
}

/// A day without a year is one of this year: it has been.
pub fn day(words: Words, typed: &str) -> Result<Option<Date>, String> {
    let year = clock::today().year();
    typed_date::parse(typed, year).map_err(|_| words.pl_not_a_date().to_owned())
}

/// As it stands in a field.
pub fn written(words: Words, date: Option<Date>) -> String {
    let date = date.map(|date| dates::day_month_year(words, date));
    date.unwrap_or_default()
}
