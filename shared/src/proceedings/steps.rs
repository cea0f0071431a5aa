//! The order of a meeting: which faces each step has, what comes after what, and how the clock stands.

use super::state::{Phase, Position, Step, Tool};
use crate::id::StepId;
use crate::run_sheet::{RunSheet, Slot, parse_time};
use crate::template::ReviewForm;
use crate::time::{MINUTE_MS, Timestamp, moment};

/// The most steps a meeting can have, copies included.
pub const MAX_STEPS: usize = 120;

/// The meeting's own steps, from its run sheet.
pub fn begin(sheet: &RunSheet) -> Vec<Step> {
    let days = sheet.days.iter();
    let slots = days.flat_map(|day| day.slots.iter().map(move |slot| (day.day, slot)));
    let mut steps: Vec<Step> = Vec::new();
    for (idx, (day, slot)) in slots.enumerate() {
        let own = StepId::parse(&slot.id).ok();
        let is_free = |id: &StepId| steps.iter().all(|step| step.id != *id);
        let id = own.filter(is_free).unwrap_or_else(|| {
            StepId::parse(&format!("steg-{}", idx + 1)).expect("letters, a dash and a number")
        });
        steps.push(step(id, day, slot));
    }
    steps
}

fn step(id: StepId, day: u8, slot: &Slot) -> Step {
    let tool = serde_json::from_value(slot.tool_state.clone().into()).unwrap_or(Tool::Talk);
    Step {
        id,
        day,
        title: slot.title.clone(),
        start: slot.start.clone(),
        minutes: slot.minutes,
        tool: if slot.is_break() { Tool::Pause } else { tool },
        part: slot.part.clone(),
        started_at: None,
        ended_at: None,
        is_skipped: false,
    }
}

/// The faces of one step, in order.
pub fn faces(step: &Step, form: Option<&ReviewForm>) -> Vec<Position> {
    let face = |phase| Position {
        step: step.id.clone(),
        indicator: None,
        phase,
    };
    let rounds = match (step.tool, form) {
        (Tool::IndicatorRound, Some(form)) => form
            .indicators
            .iter()
            .filter(|indicator| {
                let part = step.part.as_ref();
                part.is_none_or(|part| *part == indicator.part)
            })
            .flat_map(|indicator| {
                [Phase::Waiting, Phase::Talk, Phase::Grade].map(|phase| Position {
                    indicator: Some(indicator.id.clone()),
                    ..face(phase)
                })
            })
            .collect(),
        _ => Vec::new(),
    };
    match step.tool {
        Tool::Proposals | Tool::SwotBoard => vec![face(Phase::Write), face(Phase::Gather)],
        Tool::DotVote => vec![face(Phase::Vote), face(Phase::Result)],
        _ if rounds.is_empty() => vec![face(Phase::Whole)],
        _ => rounds,
    }
}

/// Every place the group can be, in order; of skipped steps too.
pub fn positions(steps: &[Step], form: Option<&ReviewForm>) -> Vec<Position> {
    steps.iter().flat_map(|step| faces(step, form)).collect()
}

/// What comes after `at`, skipped steps left out; none at the end.
pub fn next(steps: &[Step], form: Option<&ReviewForm>, at: &Position) -> Option<Position> {
    let all = positions(steps, form);
    let here = all.iter().position(|position| position == at)?;
    let mut after = all.into_iter().skip(here + 1);
    after.find(|position| position.step == at.step || !is_skipped(steps, &position.step))
}

/// What came before `at`, skipped steps left out.
pub fn previous(steps: &[Step], form: Option<&ReviewForm>, at: &Position) -> Option<Position> {
    let all = positions(steps, form);
    let here = all.iter().position(|position| position == at)?;
    let mut before = all.into_iter().take(here).rev();
    before.find(|position| position.step == at.step || !is_skipped(steps, &position.step))
}

/// Whether the group is at `wanted`, or has been past it. What lies ahead is locked for participants.
pub fn is_reached(
    steps: &[Step],
    form: Option<&ReviewForm>,
    at: &Position,
    wanted: &Position,
) -> bool {
    let all = positions(steps, form);
    let place = |position| all.iter().position(|one| one == position);
    match (place(at), place(wanted)) {
        (Some(at), Some(wanted)) => wanted <= at,
        _ => false,
    }
}

pub fn find<'a>(steps: &'a [Step], id: &StepId) -> Option<&'a Step> {
    steps.iter().find(|step| step.id == *id)
}

fn is_skipped(steps: &[Step], id: &StepId) -> bool {
    find(steps, id).is_some_and(|step| step.is_skipped)
}

/// How many minutes the group is behind its plan; negative when it is ahead. None before the day has begun.
pub fn minutes_behind(
    steps: &[Step],
    at: &Position,
    first_day: jiff::civil::Date,
    now: Timestamp,
) -> Option<i64> {
    let step = find(steps, &at.step)?;
    let started = step.started_at?;
    let date = first_day.saturating_add(jiff::Span::new().days(i64::from(step.day.max(1)) - 1));
    let planned = moment(date, parse_time(&step.start)?);
    let planned_end = planned.plus_ms(i64::from(step.minutes) * MINUTE_MS);
    let behind_ms = (started.0 - planned.0).max(now.0 - planned_end.0);
    Some(behind_ms.div_euclid(MINUTE_MS))
}

/// How much of a step's time is for silent writing (domain 7.1, 7.2).
fn write_minutes(step: &Step) -> u16 {
    let share = if step.tool == Tool::SwotBoard { 12 } else { 6 };
    (step.minutes / share).max(1)
}

/// What part of a step's time one indicator has (domain 7.1): minutes for the talk and for the grade.
pub fn suggested_minutes(step: &Step, form: Option<&ReviewForm>, phase: Phase) -> u16 {
    let n_rounds = form.map_or(1, |form| {
        let part = step.part.as_deref();
        let of_part = form.indicators.iter();
        of_part
            .filter(|indicator| part.is_none_or(|part| part == indicator.part))
            .count()
    });
    let n_rounds = u16::try_from(n_rounds.max(1)).unwrap_or(1);
    let each = step.minutes / n_rounds;
    match phase {
        Phase::Waiting => 2.min(each.max(1)),
        // The round and the talk together.
        Phase::Talk => (each.saturating_sub(2) * 3 / 4).max(1),
        Phase::Grade => (each.saturating_sub(2) / 4).max(1),
        Phase::Write => write_minutes(step),
        Phase::Gather => (step.minutes - write_minutes(step)).max(1),
        Phase::Whole | Phase::Vote | Phase::Result => step.minutes,
    }
}
