//! The sheet as it is read: figures with a sentence beside them.

use leptos::prelude::*;
use shared::fact_sheet::{
    FactSheet, GoalLine, Measures, PlpPhase, ProjectLine, ProjectStatus, Sums, kroner,
};
use shared::lobby::LastReview;
use shared::meeting::FollowUp;
use shared::proceedings::view::FactSheetView;
use shared::template::ReviewForm;

use super::desk::Desk;
use super::typed::{PHASES, Section};
use crate::dates;
use crate::words::Words;

/// None when there is nothing in it yet.
pub fn read(desk: Desk, section: Section, view: &FactSheetView) -> Option<AnyView> {
    let words = desk.words;
    let nothing = FactSheet::default();
    let sheet = view.sheet.as_ref().unwrap_or(&nothing);
    match section {
        Section::FollowUps => {
            let last = desk.view.with(|view| view.last_review.clone())?;
            follow_ups(words, &last, view)
        }
        Section::Goals => goals(words, &sheet.goals),
        Section::Figures => figures(words, sheet),
        Section::Projects => projects(words, sheet),
        Section::Prose => prose(words, sheet),
        Section::Facts => desk.form.with_value(|form| facts(words, sheet, form)),
    }
}

fn follow_ups(words: Words, last: &LastReview, view: &FactSheetView) -> Option<AnyView> {
    if last.recommendations.is_empty() {
        return None;
    }
    let rows = last
        .recommendations
        .iter()
        .enumerate()
        .map(|(idx, advice)| {
            let note = view.follow_ups.get(&idx);
            let what = note
                .map(|note| note.what_happened.clone())
                .filter(|text| !text.is_empty());
            view! {
                <li>
                    <p class="pap-said">{advice.text.clone()}</p>
                    <p class="row wrap g8">
                        {follow_up_tag(words, note.map(|note| note.follow_up))}
                        {what.map(|what| view! { <span class="sub">{what}</span> })}
                    </p>
                </li>
            }
        });
    let rows = rows.collect_view();
    Some(view! { <ul class="pap-lines lines">{rows}</ul> }.into_any())
}

pub fn follow_up_name(words: Words, follow_up: Option<FollowUp>) -> &'static str {
    match follow_up {
        Some(FollowUp::Done) => words.follow_done(),
        Some(FollowUp::Partly) => words.follow_partly(),
        Some(FollowUp::NotDone) => words.follow_not_done(),
        None => words.follow_unknown(),
    }
}

pub fn follow_up_tag(words: Words, follow_up: Option<FollowUp>) -> impl IntoView {
    let color = match follow_up {
        Some(FollowUp::Done) => "success",
        Some(FollowUp::Partly) => "warning",
        Some(FollowUp::NotDone) | None => "neutral",
    };
    view! { <span class="ds-tag" data-color=color>{follow_up_name(words, follow_up)}</span> }
}

fn goals(words: Words, goals: &[GoalLine]) -> Option<AnyView> {
    if goals.is_empty() {
        return None;
    }
    let rows = goals.iter().map(|goal| {
        let achieved = Some(goal.achieved.clone()).filter(|text| !text.is_empty());
        let target = Some(goal.target.clone()).filter(|text| !text.is_empty());
        view! {
            <li class="pap-goal">
                <span class="pap-said">{goal.title.clone()}</span>
                <span class="num">{achieved.unwrap_or_else(|| "–".to_owned())}</span>
                <span class="sub sm">{target.map(|target| words.pap_target(&target))}</span>
            </li>
        }
    });
    let rows = rows.collect_view();
    Some(view! { <ul class="lines">{rows}</ul> }.into_any())
}

/// `350 000 kr`.
pub fn money(words: Words, amount: i64) -> String {
    words.pap_kroner(&kroner(amount))
}

fn figures(words: Words, sheet: &FactSheet) -> Option<AnyView> {
    let sums = Sums::of(sheet);
    let says_nothing = FactSheet {
        figures_as_of: sheet.figures_as_of,
        granted: sheet.granted,
        paid: sheet.paid,
        measures: sheet.measures,
        n_board_meetings: sheet.n_board_meetings,
        attendance_percent: sheet.attendance_percent,
        ..FactSheet::default()
    } == FactSheet::default();
    if says_nothing {
        return None;
    }
    let amounts = [
        (words.pap_granted(), sheet.granted),
        (words.pap_paid(), sheet.paid),
        (words.pap_remaining(), sums.remaining),
    ];
    let amounts = amounts
        .into_iter()
        .filter_map(|(name, amount)| Some((name, amount?)))
        .map(|(name, amount)| {
            view! { <div><dt class="sub sm">{name}</dt><dd class="num">{money(words, amount)}</dd></div> }
        })
        .collect_view();
    let as_of = sheet
        .figures_as_of
        .map(|date| view! { <p class="sub sm">{words.pap_as_of(&dates::day_month_year(words, date))}</p> });
    let board = board(words, sheet).map(|text| view! { <p>{text}</p> });
    Some(
        view! {
            <dl class="pap-sums">{amounts}</dl>
            {measures(words, sheet.measures, sums.n_measures)}
            {board}
            {as_of}
        }
        .into_any(),
    )
}

fn measures(words: Words, measures: Measures, n_all: u32) -> Option<AnyView> {
    if n_all == 0 {
        return None;
    }
    let kinds = [
        (
            "done",
            measures.done,
            words.pap_n_done(measures.done.into()),
        ),
        (
            "going",
            measures.in_progress,
            words.pap_n_in_progress(measures.in_progress.into()),
        ),
        (
            "waits",
            measures.not_started,
            words.pap_n_not_started(measures.not_started.into()),
        ),
        (
            "stopped",
            measures.stopped,
            words.pap_n_stopped(measures.stopped.into()),
        ),
    ];
    let there = kinds.iter().filter(|(_, n, _)| *n > 0);
    let said: Vec<String> = there.clone().map(|(_, _, text)| text.clone()).collect();
    let parts = there
        .map(|(class, n, _)| view! { <i class=*class style=("flex-grow", n.to_string())></i> })
        .collect_view();
    let n_all = usize::try_from(n_all).unwrap_or(0);
    Some(
        view! {
            <div class="pap-measures">
                <p>{words.pap_measures(n_all, &words.list(&said))}</p>
                <div class="track" aria-hidden="true">{parts}</div>
            </div>
        }
        .into_any(),
    )
}

fn board(words: Words, sheet: &FactSheet) -> Option<String> {
    let meetings = sheet
        .n_board_meetings
        .map(|n| words.pap_n_board_meetings(n.into()));
    let attendance = sheet
        .attendance_percent
        .map(|percent| words.pap_attendance(&percent.to_string()));
    match (meetings, attendance) {
        (Some(meetings), Some(attendance)) => Some(words.pap_board_both(&meetings, &attendance)),
        (meetings, attendance) => meetings.or(attendance).map(|text| words.pap_board(&text)),
    }
}

pub fn phase_name(words: Words, phase: PlpPhase) -> &'static str {
    match phase {
        PlpPhase::PreStudy => words.pap_pre_study(),
        PlpPhase::PreProject => words.pap_pre_project(),
        PlpPhase::MainProject => words.pap_main_project(),
        PlpPhase::NotAProject => words.pap_no_project(),
    }
}

pub fn status_name(words: Words, status: ProjectStatus) -> &'static str {
    match status {
        ProjectStatus::NotStarted => words.pap_not_started(),
        ProjectStatus::OnTrack => words.pap_on_track(),
        ProjectStatus::Delayed => words.pap_delayed(),
        ProjectStatus::Done => words.pap_done(),
        ProjectStatus::Stopped => words.pap_stopped(),
    }
}

/// By PLP phase (domain 9).
fn projects(words: Words, sheet: &FactSheet) -> Option<AnyView> {
    if sheet.projects.is_empty() {
        return None;
    }
    let sums = Sums::of(sheet);
    let groups = PHASES.iter().filter_map(|(phase, _)| {
        let own: Vec<&ProjectLine> = sheet.projects.iter().filter(|it| it.phase == *phase).collect();
        if own.is_empty() {
            return None;
        }
        let n_own = own.len();
        let rows = own.into_iter().map(|project| self::project(words, project)).collect_view();
        Some(view! {
            <div class="pap-phase">
                <h3 class="h-card">{phase_name(words, *phase)}" "<span class="sub sm">{n_own}</span></h3>
                <ul class="lines">{rows}</ul>
            </div>
        })
    });
    let groups = groups.collect_view();
    let total = words.pap_projects_sum(
        sums.n_projects,
        &money(words, sums.projects_granted),
        &money(words, sums.projects_paid),
    );
    Some(view! { {groups} <p class="sub">{total}</p> }.into_any())
}

fn project(words: Words, project: &ProjectLine) -> impl IntoView + use<> {
    let amounts = match (project.granted, project.paid) {
        (Some(granted), Some(paid)) => {
            Some(words.pap_paid_of(&money(words, paid), &money(words, granted)))
        }
        (Some(granted), None) => Some(words.pap_only_granted(&money(words, granted))),
        (None, Some(paid)) => Some(words.pap_only_paid(&money(words, paid))),
        (None, None) => None,
    };
    let color = match project.status {
        ProjectStatus::Done => "success",
        ProjectStatus::Delayed => "warning",
        ProjectStatus::OnTrack => "info",
        ProjectStatus::NotStarted | ProjectStatus::Stopped => "neutral",
    };
    view! {
        <li class="pap-project">
            <span class="pap-said">{project.title.clone()}</span>
            <span class="sub sm tn">{amounts}</span>
            <span class="ds-tag" data-color=color>{status_name(words, project.status)}</span>
        </li>
    }
}

fn prose(words: Words, sheet: &FactSheet) -> Option<AnyView> {
    let all = [
        (words.pap_summary(), &sheet.summary),
        (words.pap_communication(), &sheet.communication),
        (words.pap_risk(), &sheet.risk),
    ];
    let there: Vec<_> = all
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .collect();
    if there.is_empty() {
        return None;
    }
    let parts = there
        .into_iter()
        .map(|(name, text)| view! { <h3 class="h-card">{name}</h3><p class="pap-prose">{text.clone()}</p> })
        .collect_view();
    Some(view! { <div class="pap-words">{parts}</div> }.into_any())
}

fn facts(words: Words, sheet: &FactSheet, form: &ReviewForm) -> Option<AnyView> {
    if sheet.facts.is_empty() {
        return None;
    }
    let about = form.indicators.iter().filter_map(|indicator| {
        let facts = sheet.facts.get(&indicator.id)?;
        let facts = facts
            .iter()
            .map(|fact| view! { <li>{fact.clone()}</li> })
            .collect_view();
        Some(view! {
            <div class="pap-fact">
                <h3 class="h-card">{indicator.title.get(words.0).to_owned()}</h3>
                <ul class="bullets">{facts}</ul>
            </div>
        })
    });
    let about = about.collect_view();
    Some(view! { <div class="pap-facts">{about}</div> }.into_any())
}
