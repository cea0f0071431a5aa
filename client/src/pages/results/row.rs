//! One indicator in the list, the axis over it, and what the signs mean.

use std::sync::Arc;

use leptos::prelude::*;
use shared::chart::strip::{Change, Remark};
use shared::proceedings::state::{Grade, Settled};
use shared::template::ReviewForm;

use super::rows::Row;
use crate::charts::say;
use crate::charts::strip::StripPicture;
use crate::components::icon::{Glyph, Icon};
use crate::words::Words;

/// Numbers and words of the scale over the strips.
#[component]
pub fn Axis(form: Arc<ReviewForm>, words: Words) -> impl IntoView {
    let steps = form.scale.steps.iter().map(|step| {
        let label = step.label.get(words.0).to_owned();
        view! { <span><b class="num">{step.value}</b><small>{label}</small></span> }
    });
    let columns = format!("repeat({},minmax(0,1fr))", form.scale.steps.len());
    view! {
        <div class="rs-row rs-axis" aria-hidden="true">
            <span></span>
            <div class="rs-steps" style=("grid-template-columns", columns)>{steps.collect_view()}</div>
            <span class="sm sub">{words.result_grade_title()}</span>
            <span></span>
        </div>
    }
}

#[component]
pub fn StripRow(row: Row, form: Arc<ReviewForm>, words: Words) -> impl IntoView {
    let title = row.title.get(words.0).to_owned();
    let grade = row
        .settled
        .as_ref()
        .map(|settled| grade(words, &form, settled, &row));
    let remark = row.remark().map(|remark| {
        let (color, text) = match remark {
            Remark::Spread => ("warning", words.result_spread()),
            Remark::UnderMiddle => ("neutral", words.result_under()),
            Remark::OverMiddle => ("neutral", words.result_over()),
        };
        view! { <span class="ds-tag" data-color=color data-size="sm">{text}</span> }
    });
    let figure = match row.shown.clone() {
        None => view! { <p class="sub sm rs-none">{words.result_not_yet()}</p> }.into_any(),
        Some(shown) if shown.saying().is_none() => {
            let text = words.chart_few(usize::from(shown.tally().n_given));
            view! { <p class="sub sm rs-none">{text}</p> }.into_any()
        }
        Some(shown) => {
            let saying = shown.saying();
            let sentence = saying.map(|saying| say::sentence(words, &saying.sentence));
            let caption = format!("{} {}", sentence.unwrap_or_default(), shown.caption(words));
            view! {
                <figure>
                    <StripPicture shown=shown/>
                    <figcaption class="ds-sr-only">{caption}</figcaption>
                </figure>
            }
            .into_any()
        }
    };
    let waits = (row.shown.is_some() && row.settled.is_none())
        .then(|| view! { <span class="sm sub">{words.result_no_grade_yet()}</span> });
    view! {
        <li class="rs-row">
            <h3 class="h-card"><span class="sub tn rs-number">{row.number}</span>" "{title}</h3>
            {figure}
            <div class="rs-grade">{grade}{waits}</div>
            <div class="rs-tag">{remark}</div>
        </li>
    }
}

/// The ring with the change in words.
fn grade(words: Words, form: &ReviewForm, settled: &Settled, row: &Row) -> impl IntoView + use<> {
    let (ring, spoken) = match settled.grade {
        Grade::One(value) => {
            let word = form.step(value).map_or("", |step| step.label.get(words.0));
            (
                value.to_string(),
                format!("{} {value}, {word}.", words.result_grade_title()),
            )
        }
        Grade::Range { lowest, highest } => {
            let range = format!("{lowest}–{highest}");
            let between = words.chart_between(&lowest.to_string(), &highest.to_string());
            (
                range,
                format!(
                    "{}: {}, {between}.",
                    words.result_grade_title(),
                    words.result_range()
                ),
            )
        }
    };
    let is_range = matches!(settled.grade, Grade::Range { .. });
    let change = row.change().map(|change| match change {
        Change::Up(n) => view! {
            <span class="rs-up"><Icon glyph=Glyph::ArrowUp/>" "{words.result_up(&n.to_string())}</span>
        }
        .into_any(),
        Change::Down(n) => view! {
            <span class="rs-down"><Icon glyph=Glyph::ArrowDown/>" "{words.result_down(&n.to_string())}</span>
        }
        .into_any(),
        Change::Same => view! { <span class="sub">{words.result_same()}</span> }.into_any(),
        Change::New => view! { <span class="sub">{words.result_new()}</span> }.into_any(),
        Change::NoGrade => view! { <span class="sub">{words.result_range()}</span> }.into_any(),
    });
    view! {
        <span class="grade" class:range=is_range aria-hidden="true">{ring}</span>
        <span class="ds-sr-only">{spoken}</span>
        <span class="sm">{change}</span>
    }
}

#[component]
pub fn Legend(has_last: Memo<bool>, words: Words) -> impl IntoView {
    let last = move || {
        has_last.get().then(|| {
            view! { <li><i class="ch-k2" aria-hidden="true"></i>{words.chart_last_year()}</li> }
        })
    };
    view! {
        <ul class="rs-legend sm" aria-label=words.result_legend()>
            <li>
                <svg width="14" height="14" aria-hidden="true"><circle class="ch-small f4" cx="7" cy="7" r="5.6"></circle></svg>
                {words.result_person()}
            </li>
            <li><i class="ch-k1" aria-hidden="true"></i>{words.chart_middle()}</li>
            {last}
            <li><span class="grade rs-ring" aria-hidden="true"></span>{words.result_grade()}</li>
        </ul>
    }
}
