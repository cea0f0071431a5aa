//! One indicator of the report: the grade, how it came about, and why.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "a bundle of signals, copied as every handle is; it is large only where pointers are"
)]

use leptos::prelude::*;
use shared::chart::strip::{Change, change};
use shared::proceedings::state::{Agreement, Grade};
use shared::proceedings::view::RevealView;
use shared::report::{AnswerCounts, Report, ReportIndicator, Section};
use shared::template::Scale;
use shared::time::Timestamp;

use super::desk::Desk;
use super::document::{Piece, dots, prose};
use crate::charts::dots::Shown;
use crate::charts::figure::DotFigure;
use crate::words::Words;

#[component]
pub fn IndicatorPiece(
    desk: Desk,
    words: Words,
    indicator: ReportIndicator,
    part: String,
    report: Report,
) -> impl IntoView {
    let title = indicator.title.get(words.0).to_owned();
    let over = format!("{} · {part}", indicator.code);
    let section = Section::Indicator(indicator.id.clone());
    let lists = [
        (words.strengths(), &indicator.strengths),
        (words.weaknesses(), &indicator.weaknesses),
    ];
    let lists = lists
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(name, text)| view! { <h3 class="h-card">{name}</h3>{bullets(text)} })
        .collect_view();
    let rationale = prose(words, &indicator.rationale);
    let page = indicator.id.to_string();
    view! {
        <Piece desk=desk section=section heading=title over=over page=page>
            <Agreed words=words indicator=indicator.clone() report=report.clone()/>
            <Answers indicator=indicator.clone() report=report.clone()/>
            <h3 class="h-card">{words.rationale()}</h3>
            {rationale}
            {lists}
            <Proposals words=words indicator=indicator report=report/>
        </Piece>
    }
}

#[component]
fn Agreed(words: Words, indicator: ReportIndicator, report: Report) -> impl IntoView {
    let Some(settled) = indicator.settled.clone() else {
        return view! { <p class="sub">{words.pap_not_settled()}</p> }.into_any();
    };
    let about = match settled.grade {
        Grade::One(grade) => {
            let step = report.method.scale.iter().find(|step| step.value == grade);
            step.map_or_else(String::new, |step| step.label.get(words.0).to_owned())
        }
        Grade::Range { lowest, highest } => {
            words.pap_from_to(&lowest.to_string(), &highest.to_string())
        }
    };
    let change = change_text(words, &indicator, report.about.year);
    let said = match change {
        Some(change) => format!("{about}, {change}"),
        None => about,
    };
    let agreement = match settled.agreement {
        Agreement::Agreed => None,
        Agreement::AgreedWithRemark => Some(words.pap_agreed_remark()),
        Agreement::NotAgreed => Some(words.pap_not_agreed()),
    };
    let counts = counts_text(words, indicator.answers);
    let remark = settled
        .remark
        .map(|remark| view! { <p class="note"><b>{words.pap_remark()}</b>" "{remark}</p> });
    let is_range = indicator.grade().is_none();
    view! {
        <div class="pap-agreed">
            <span class="grade" class:wide=is_range aria-hidden="true">{grade_text(&indicator)}</span>
            <div>
                <p class="pap-said"><span class="ds-sr-only">{grade_text(&indicator)}" "</span>{said}</p>
                <p class="sub sm">{agreement.map(|text| format!("{text} "))}{counts}</p>
            </div>
        </div>
        {remark}
    }
    .into_any()
}

/// "4", "2–4".
pub fn grade_text(indicator: &ReportIndicator) -> Option<String> {
    Some(match indicator.settled.as_ref()?.grade {
        Grade::One(grade) => grade.to_string(),
        Grade::Range { lowest, highest } => format!("{lowest}–{highest}"),
    })
}

/// "opp 1 fra 2025".
pub fn change_text(words: Words, indicator: &ReportIndicator, this: u16) -> Option<String> {
    let settled = indicator.settled.as_ref()?;
    let (year, last) = indicator.earlier.range(..this).next_back()?;
    let year = year.to_string();
    match change(settled, Some(*last)) {
        Change::Up(n) => Some(words.pap_up_from(&n.to_string(), &year)),
        Change::Down(n) => Some(words.pap_down_from(&n.to_string(), &year)),
        Change::Same => Some(words.pap_same_as(&year)),
        Change::New | Change::NoGrade => None,
    }
}

/// "13 enige, 1 merknad".
fn counts_text(words: Words, answers: AnswerCounts) -> String {
    let all = [
        (
            answers.n_agreed,
            words.pap_n_agreed(answers.n_agreed.into()),
        ),
        (
            answers.n_remarks,
            words.pap_n_remarks(answers.n_remarks.into()),
        ),
        (
            answers.n_not_agreed,
            words.pap_n_not_agreed(answers.n_not_agreed.into()),
        ),
    ];
    let said: Vec<String> = all
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(_, text)| text)
        .collect();
    said.join(", ")
}

/// The scores as they were shown: without names, and not at all where there were too few.
#[component]
fn Answers(indicator: ReportIndicator, report: Report) -> impl IntoView {
    let tally = indicator.tally?;
    let last = indicator.earlier.range(..report.about.year).next_back();
    let shown = Shown {
        reveal: RevealView {
            starts_at: Timestamp(0),
            tally,
            observers: indicator.observers,
        },
        scale: Scale {
            steps: report.method.scale,
        },
        last: last.map(|(_, grade)| *grade),
        own: None,
    };
    Some(view! { <DotFigure shown=shown/> })
}

/// One line each.
fn bullets(text: &str) -> impl IntoView + use<> {
    let lines = text
        .lines()
        .map(|line| line.trim().trim_start_matches(['-', '•', '*']).trim());
    let lines = lines.filter(|line| !line.is_empty());
    let rows = lines
        .map(|line| view! { <li>{line.to_owned()}</li> })
        .collect_view();
    view! { <ul class="bullets">{rows}</ul> }
}

#[component]
fn Proposals(words: Words, indicator: ReportIndicator, report: Report) -> impl IntoView {
    let about = report
        .proposals
        .iter()
        .filter(|it| indicator.proposals.contains(&it.id));
    let rows: Vec<_> = about
        .map(|it| {
            view! {
                <li class="from">
                    <span class="nm">{it.title.clone()}</span>
                    {dots(words, it)}
                </li>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! { <h3 class="h-card">{words.pap_proposals_here()}</h3><ul class="pap-from">{rows}</ul> }
    })
}
