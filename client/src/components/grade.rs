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
                <span class="ring-last" aria-hidden="true">
                    <span class="grade last">{grade}</span>
                    <span class="xs sub">{words.last_year()}</span>
                </span>
                <span class="ds-sr-only">{text}</span>
            }
            .into_any()
        }
        None => view! {
            <span class="ring-last" aria-hidden="true">
                <span class="grade last none">"–"</span>
                <span class="xs sub">{words.last_year()}</span>
            </span>
            <span class="ds-sr-only">{words.no_grade_last_year()}</span>
        }
        .into_any(),
    })
}
