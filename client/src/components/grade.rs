//! Last year's grade as a ring, in words for those who do not see it.

use leptos::prelude::*;
use shared::meeting::IndicatorResult;
use shared::template::ReviewForm;

use crate::words::use_words;

/// Nothing when there was no review last year.
#[component]
pub fn LastGrade(form: ReviewForm, result: Option<IndicatorResult>) -> impl IntoView {
    let words = use_words();
    result.map(|result| match result.grade {
        Some(grade) => {
            let word = form
                .step(grade)
                .map_or_else(String::new, |step| step.label.get(words.0).to_owned());
            let text = words.grade_last_year(&grade.to_string(), &word);
            view! {
                <span class="grade last" aria-hidden="true">{grade}</span>
                <span class="ds-sr-only">{text}</span>
            }
            .into_any()
        }
        None => view! {
            <span class="grade last none" aria-hidden="true">"–"</span>
            <span class="ds-sr-only">{words.no_grade_last_year()}</span>
        }
        .into_any(),
    })
}
