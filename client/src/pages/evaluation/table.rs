//! The same numbers as a table, for those who would rather read them.

use leptos::prelude::*;
use shared::proceedings::evaluation::form::{EvaluationForm, Statement};
use shared::proceedings::evaluation::view::{EvaluationResultView, StatementView};

use super::desk::Desk;
use super::say::{mean, said};
use crate::words::Words;

#[component]
pub fn Table(desk: Desk, form: EvaluationForm, result: EvaluationResultView) -> impl IntoView {
    let words = desk.words;
    let steps = form.scale.steps.iter().map(|step| {
        view! { <th scope="col">{step.label.get(words.0).to_owned()}</th> }
    });
    let steps = steps.collect_view();
    let skip = form.scale.skip.label.get(words.0).to_owned();
    let rows = form.statements().filter_map(|statement| {
        let shown = result.statements.get(&statement.id)?;
        Some(row(words, &form, statement, shown))
    });
    let rows = rows.collect_view();
    view! {
        <div class="card ev-table" tabindex="0" role="region" aria-label=words.ev_results()>
            <table class="ds-table">
                <caption class="ds-sr-only">{words.ev_results()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.ev_statement()}</th>
                        {steps}
                        <th scope="col">{skip}</th>
                        <th scope="col">{words.ev_middle()}</th>
                        <th scope="col">{words.ev_mean()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(
    words: Words,
    form: &EvaluationForm,
    statement: &Statement,
    shown: &StatementView,
) -> impl IntoView + use<> {
    let tally = &shown.tally;
    let none = || "–".to_owned();
    let counts = (0..form.scale.steps.len()).map(|idx| {
        let n = tally.counts.get(idx).map(ToString::to_string);
        view! { <td class="num">{n.unwrap_or_else(none)}</td> }
    });
    let counts = counts.collect_view();
    let is_shown = !tally.counts.is_empty();
    let skipped = if is_shown {
        tally.n_skipped.to_string()
    } else {
        none()
    };
    let middle = said(words, form, tally).map(|said| said.middle);
    let middle = middle.unwrap_or_else(|| words.ev_few(usize::from(tally.n_given)));
    let mean = shown.mean_x100.map_or_else(none, |x100| mean(words, x100));
    view! {
        <tr>
            <th scope="row">{statement.text.get(words.0).to_owned()}</th>
            {counts}
            <td class="num">{skipped}</td>
            <td>{middle}</td>
            <td class="num">{mean}</td>
        </tr>
    }
}
