//! The same numbers as a table, for those who would rather read them.

use std::sync::Arc;

use leptos::prelude::*;
use shared::chart::table;
use shared::proceedings::state::Grade;
use shared::template::ReviewForm;

use super::rows::Row;
use crate::charts::say;
use crate::words::Words;

#[component]
pub fn Table(form: Arc<ReviewForm>, rows: Vec<Row>, words: Words) -> impl IntoView {
    let steps = form.scale.steps.iter().map(|step| {
        let label = step.label.get(words.0).to_owned();
        view! { <th scope="col">{step.value}<span class="ds-sr-only">" "{label}</span></th> }
    });
    let n_steps = form.scale.steps.len();
    let rows = rows.into_iter().map(|row| line(words, row, n_steps));
    view! {
        <div class="card rs-table" role="region" aria-label=words.result_all() tabindex="0">
            <table class="ds-table tn" data-size="sm">
                <thead>
                    <tr>
                        <th scope="col">{words.result_indicator()}</th>
                        {steps.collect_view()}
                        <th scope="col">{words.chart_skipped()}</th>
                        <th scope="col">{words.chart_missing()}</th>
                        <th scope="col">{words.result_middle()}</th>
                        <th scope="col">{words.result_last()}</th>
                        <th scope="col">{words.result_grade_title()}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

fn line(words: Words, row: Row, n_steps: usize) -> impl IntoView {
    let title = row.title.get(words.0).to_owned();
    let grade = row.settled.as_ref().map(|settled| match settled.grade {
        Grade::One(grade) => grade.to_string(),
        Grade::Range { lowest, highest } => format!("{lowest}–{highest}, {}", words.result_range()),
    });
    let answers = match &row.shown {
        None => {
            view! { <td colspan=n_steps + 3 class="sub">{words.result_not_yet()}</td> }.into_any()
        }
        Some(shown) => {
            let tally = shown.tally();
            let counts = table::rows(&shown.values(), tally, None);
            let counts = if counts.is_empty() {
                let few = words.chart_few(usize::from(tally.n_given));
                view! { <td colspan=n_steps class="sub">{few}</td> }.into_any()
            } else {
                let cells = counts.into_iter().map(|row| view! { <td>{row.n}</td> });
                cells.collect_view().into_any()
            };
            let middle = shown
                .saying()
                .map(|saying| say::middle(words, saying.middle));
            view! {
                {counts}
                <td>{tally.n_skipped}</td>
                <td>{tally.n_missing}</td>
                <td>{middle}</td>
            }
            .into_any()
        }
    };
    let last = row
        .last
        .map_or_else(|| "–".to_owned(), |last| last.to_string());
    view! {
        <tr>
            <th scope="row">{row.number}" "{title}</th>
            {answers}
            <td>{last}</td>
            <td>{grade.unwrap_or_else(|| words.result_no_grade_yet().to_owned())}</td>
        </tr>
    }
}
