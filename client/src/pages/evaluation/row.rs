//! A statement in the list: a strip of dots in one hue, the middle, and the same in a sentence beside it.

use leptos::prelude::*;
use shared::chart::strip::{NARROW, RADIUS, Strip, TICK, WIDE, strip};
use shared::id::QuestionId;
use shared::proceedings::evaluation::form::EvaluationForm;
use shared::proceedings::evaluation::view::StatementView;
use shared::proceedings::tally::Tally;

use super::desk::Desk;
use super::say::{caption, said};

/// The element of a statement, to which a promise that came from it leads.
pub fn anchor(id: &QuestionId) -> String {
    format!("ev-s-{id}")
}

/// The words of the scale over the strips.
#[component]
pub fn Axis(desk: Desk, form: EvaluationForm) -> impl IntoView {
    let words = desk.words;
    let columns = format!("repeat({},minmax(0,1fr))", form.scale.steps.len());
    let steps = form.scale.steps.iter().map(|step| {
        view! { <small>{step.label.get(words.0).to_owned()}</small> }
    });
    view! { <div class="ev-steps sub" aria-hidden="true" style=("grid-template-columns", columns)>{steps.collect_view()}</div> }
}

#[component]
pub fn StatementRow(
    desk: Desk,
    form: EvaluationForm,
    id: QuestionId,
    shown: StatementView,
) -> impl IntoView {
    let words = desk.words;
    let title = form
        .statement(&id)
        .map(|one| one.text.get(words.0).to_owned());
    let tally = shown.tally;
    let picture = match said(words, &form, &tally) {
        None => view! { <p class="sm sub ev-few">{words.ev_few(usize::from(tally.n_given))}</p> }
            .into_any(),
        Some(said) => {
            let text = format!(
                "{} {}",
                words.ev_caption(&caption(words, &form, &tally)),
                words.ev_middle_is(&said.middle)
            );
            let spread = said.is_spread.then(|| {
                view! { <span class="ds-tag" data-color="neutral" data-size="sm">{words.chart_spread()}</span> }
            });
            view! {
                <figure>
                    <div class="ch-wide">{picture(&form, &tally, WIDE)}</div>
                    <div class="ch-narrow">{picture(&form, &tally, NARROW)}</div>
                    <figcaption class="ds-sr-only">{text}</figcaption>
                </figure>
                <div class="ev-says sm"><p>{said.sentence}</p>{spread}{skipped(desk, &tally)}</div>
            }
            .into_any()
        }
    };
    let thoughts = thoughts(desk, shown.thoughts);
    view! {
        <li class="ev-row" id=anchor(&id) tabindex="-1">
            <h3>{title}</h3>
            {picture}
            {thoughts}
        </li>
    }
}

/// What was thought of a statement, unfolded by whoever wants to read it.
fn thoughts(desk: Desk, thoughts: Vec<String>) -> Option<impl IntoView> {
    let (n, lang) = (thoughts.len(), desk.lang());
    (n > 0).then(|| {
        let lines = thoughts.into_iter();
        let lines = lines.map(|text| view! { <li class="ev-quote" lang=lang>{text}</li> });
        view! {
            <details class="ev-thoughts">
                <summary>{desk.words.ev_thoughts(n)}</summary>
                <ul>{lines.collect_view()}</ul>
            </details>
        }
    })
}

fn skipped(desk: Desk, tally: &Tally) -> Option<impl IntoView + use<>> {
    let n = usize::from(tally.n_skipped);
    (n > 0).then(|| view! { <p class="sub">{desk.words.ev_skipped(n)}</p> })
}

fn picture(form: &EvaluationForm, tally: &Tally, width: f64) -> impl IntoView + use<> {
    let Strip {
        height,
        axis_y,
        columns,
        dots,
        middle,
        ..
    } = strip(&form.values(), tally, None, width);
    let rules = columns
        .into_iter()
        .map(|x| view! { <line class="ch-rule" x1=x x2=x y1="0" y2=height></line> });
    let dots = dots
        .into_iter()
        .map(|dot| view! { <circle class="ch-small ev-dot" cx=dot.x cy=dot.y r=RADIUS></circle> });
    let middle = middle.map(|x| {
        let (wide, high) = TICK;
        view! {
            <g class="ch-middle">
                <rect x=x - wide / 2.0 y=axis_y - high / 2.0 width=wide height=high rx=wide / 2.0 stroke-width="1.6"></rect>
            </g>
        }
    });
    view! {
        <svg class="ch-svg" viewBox=format!("0 0 {width} {height}") aria-hidden="true">
            {rules.collect_view()}
            <line class="ch-base" x1="14" x2=width - 14.0 y1=axis_y y2=axis_y></line>
            {dots.collect_view()}
            {middle}
        </svg>
    }
}
