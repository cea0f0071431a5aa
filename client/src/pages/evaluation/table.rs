//! The same numbers as a table, for those who would rather read them.

use leptos::prelude::*;
use shared::proceedings::evaluation::form::EvaluationForm;
use shared::proceedings::evaluation::view::EvaluationResultView;

use super::desk::Desk;
use super::say::{mean, said};

#[component]
pub fn Table(desk: Desk, form: EvaluationForm, result: EvaluationResultView) -> impl IntoView {
    let words = desk.words;
    let steps = form.scale.steps.iter().map(|step| {
        view! { <th scope="col">{step.label.get(words.0).to_owned()}</th> }
    });
    let steps = steps.collect_view();
    let skip = form.scale.skip.label.get(words.0).to_owned();
    let n_steps = form.scale.steps.len();
    let rows = form.statements().filter_map(|statement| {
        let shown = result.statements.get(&statement.id)?;
        let tally = &shown.tally;
        let counts = (0..n_steps).map(|idx| {
            let n = tally.counts.get(idx).map(ToString::to_string);
            view! { <td class="num">{n.unwrap_or_else(|| "–".to_owned())}</td> }
        });
        let counts = counts.collect_view();
        let is_shown = !tally.counts.is_empty();
        let skipped = if is_shown {
            tally.n_skipped.to_string()
        } else {
            "–".to_owned()
        };
        let middle = said(words, &form, tally).map(|said| said.middle);
        let middle = middle.unwrap_or_else(|| words.ev_few(usize::from(tally.n_given)));
        let mean = shown
            .mean_x100
            .map_or_else(|| "–".to_owned(), |x100| mean(words, x100));
        Some(view! {
            <tr>
                <th scope="row">{statement.text.get(words.0).to_owned()}</th>
                {counts}
                <td class="num">{skipped}</td>
                <td>{middle}</td>
                <td class="num">{mean}</td>
            </tr>
        })
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
