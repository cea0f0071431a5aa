//! What somebody wrote about a person, a programme, a meeting or the year, made clean or refused with the reason. The
//! browser asks before it sends, the server before it stores.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::email::clean_email;
use crate::id::{MeetingId, PersonId};
use crate::meeting::{StationKind, WheelEvent};
use crate::name::{clean_name, clean_text, clean_words};
use crate::programme::Retention;
use crate::rights::Role;
use crate::run_sheet::{RunSheet, parse_time};
use crate::template::Words;
use crate::view::{DraftProblem, FieldProblem, MeetingDraft, PersonDraft, ProgrammeDraft};

/// The longest practical information about a meeting, vision or summary of a programme, in characters.
pub const MAX_TEXT: usize = 4_000;
/// How many years a programme can last (domain 1.1).
pub const YEARS: RangeInclusive<u8> = 1..=6;
/// The years that are no slip of the finger.
pub const CALENDAR_YEARS: RangeInclusive<u16> = 2000..=2100;
/// The most stations of a wheel, over all its years.
pub const MAX_STATIONS: usize = 200;
const MAX_DAYS: usize = 5;

/// A person as they are stored. `now` is the role somebody has already: a guest stays one, but nobody is made one.
pub fn clean_person(draft: PersonDraft, now: Option<Role>) -> Result<PersonDraft, DraftProblem> {
    let name = clean_name(&draft.name).map_err(DraftProblem::Name)?;
    let email = match draft.email.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(typed) => Some(clean_email(typed).ok_or(DraftProblem::Email)?),
    };
    if !Role::GIVEN.contains(&draft.role) && now != Some(draft.role) {
        return Err(DraftProblem::Role);
    }
    let words = |typed: Option<String>| optional(typed.as_deref()).ok_or(DraftProblem::Words);
    let is_slip = |date: &Date| {
        u16::try_from(date.year()).map_or(true, |year| !CALENDAR_YEARS.contains(&year))
    };
    let is_backwards =
        matches!((draft.since, draft.until), (Some(since), Some(until)) if until < since);
    if is_backwards || draft.since.iter().chain(&draft.until).any(is_slip) {
        return Err(DraftProblem::Dates);
    }
    Ok(PersonDraft {
        name,
        email,
        title: words(draft.title)?,
        represents: words(draft.represents)?,
        ..draft
    })
}

/// Nothing when there is nothing; none when it is no good.
#[expect(clippy::option_option, reason = "absent is fine, wrong is not")]
fn optional(typed: Option<&str>) -> Option<Option<String>> {
    match typed.map(str::trim) {
        None | Some("") => Some(None),
        Some(typed) => clean_words(typed).map(Some),
    }
}

pub fn clean_programme(draft: &ProgrammeDraft) -> Result<ProgrammeDraft, FieldProblem> {
    let name = |text: &str| clean_name(text).map_err(|_| FieldProblem::Name);
    let text = |text: &str| clean_text(text, MAX_TEXT).ok_or(FieldProblem::Info);
    let is_in_time = CALENDAR_YEARS.contains(&draft.first_year)
        && YEARS.contains(&draft.n_years)
        && (1..=draft.n_years).contains(&draft.current_year);
    if !is_in_time {
        return Err(FieldProblem::Years);
    }
    let Retention {
        former_people,
        attendance,
        audit,
        scores,
    } = draft.retention;
    if [former_people, attendance, audit, scores]
        .iter()
        .any(|days| !Retention::DAYS.contains(days))
    {
        return Err(FieldProblem::Retention);
    }
    Ok(ProgrammeDraft {
        name: name(&draft.name)?,
        municipality: name(&draft.municipality)?,
        county_authority: optional(Some(&draft.county_authority))
            .ok_or(FieldProblem::Name)?
            .unwrap_or_default(),
        vision: text(&draft.vision)?,
        summary: text(&draft.summary)?,
        ..draft.clone()
    })
}

/// A meeting apart from its participants; those are the business of [`crate::seating`].
pub fn clean_meeting(draft: MeetingDraft) -> Result<MeetingDraft, FieldProblem> {
    let last_date = draft.last_date.filter(|last| *last != draft.date);
    let is_later = |last: Date| last > draft.date && n_days(draft.date, last) < MAX_DAYS;
    if last_date.is_some_and(|last| !is_later(last)) || year_of(draft.date).is_none() {
        return Err(FieldProblem::Dates);
    }
    let start = time(draft.start.as_deref())?;
    let end = time(draft.end.as_deref())?;
    let is_backwards = last_date.is_none()
        && start
            .as_deref()
            .zip(end.as_deref())
            .is_some_and(|(start, end)| end <= start);
    if is_backwards || (end.is_some() && start.is_none()) {
        return Err(FieldProblem::Times);
    }
    if draft
        .run_sheet
        .as_ref()
        .is_some_and(|sheet| !is_sound(sheet))
    {
        return Err(FieldProblem::RunSheet);
    }
    Ok(MeetingDraft {
        last_date,
        start,
        end,
        place: optional(draft.place.as_deref()).ok_or(FieldProblem::Place)?,
        info: clean_text(&draft.info, MAX_TEXT).ok_or(FieldProblem::Info)?,
        ..draft
    })
}

fn n_days(first: Date, last: Date) -> usize {
    let days = first.until(last).map_or(0, |span| span.get_days());
    usize::try_from(days).unwrap_or(0)
}

/// The year of a day, when it is no slip of the finger.
pub fn year_of(date: Date) -> Option<u16> {
    let year = u16::try_from(date.year()).ok()?;
    CALENDAR_YEARS.contains(&year).then_some(year)
}

fn time(typed: Option<&str>) -> Result<Option<String>, FieldProblem> {
    match typed.map(str::trim) {
        None | Some("") => Ok(None),
        Some(typed) if parse_time(typed).is_some() => Ok(Some(typed.to_owned())),
        Some(_) => Err(FieldProblem::Times),
    }
}

fn is_sound(sheet: &RunSheet) -> bool {
    let is_id = |text: &str| clean_words(text).as_deref() == Some(text);
    let words = |words: &Words, max: usize| {
        [&words.nb, &words.nn, &words.en]
            .into_iter()
            .all(|text| clean_text(text, max).is_some())
    };
    let mut slots = sheet.days.iter().flat_map(|day| &day.slots);
    (1..=MAX_DAYS).contains(&sheet.days.len())
        && sheet.check().is_ok()
        && is_id(&sheet.id)
        && sheet.days.iter().all(|day| words(&day.title, 120))
        && slots.all(|slot| {
            is_id(&slot.id)
                && is_id(&slot.method)
                && is_id(&slot.tool_state)
                && slot.part.as_deref().is_none_or(is_id)
                && words(&slot.title, 120)
                && words(&slot.aim, 1_000)
        })
}

/// The whole wheel. Who answers for a station is one of `people`, and its meeting one of `meetings`.
pub fn clean_wheel(
    events: Vec<WheelEvent>,
    people: &[PersonId],
    meetings: &[MeetingId],
) -> Result<Vec<WheelEvent>, FieldProblem> {
    if events.len() > MAX_STATIONS {
        return Err(FieldProblem::Wheel);
    }
    let clean = |event: WheelEvent| {
        let is_known = event
            .responsible
            .as_ref()
            .is_none_or(|id| people.contains(id))
            && event
                .meeting
                .as_ref()
                .is_none_or(|id| meetings.contains(id));
        let title = clean_words(&event.title).ok_or(FieldProblem::Wheel)?;
        if !is_known || !has_its_date(&event) {
            return Err(FieldProblem::Wheel);
        }
        Ok(WheelEvent { title, ..event })
    };
    events.into_iter().map(clean).collect()
}

/// Whether the months are months and the date is in them, in the station's own year.
fn has_its_date(event: &WheelEvent) -> bool {
    let month = u8::try_from(event.date.month()).unwrap_or(0);
    (1..=12).contains(&event.month_from)
        && (event.month_from..=12).contains(&event.month_to)
        && year_of(event.date) == Some(event.year)
        && (event.month_from..=event.month_to).contains(&month)
}

/// The six stations of the scheme in one year (domain 1.2), in the programme's language; the dates are to be changed.
pub fn stations(year: u16, is_nynorsk: bool) -> Vec<WheelEvent> {
    use StationKind::{
        AnnualReport, BoardSeminar, FollowUp, HalfYearReport, PlanInForce, StatusReview,
    };
    [
        (
            PlanInForce,
            (1, 2),
            20,
            "Iverksette godkjent Handlingsplan",
            "Setje i verk godkjend Handlingsplan",
        ),
        (
            AnnualReport,
            (2, 3),
            12,
            "Årsrapport og regnskap til kommunestyret",
            "Årsrapport og rekneskap til kommunestyret",
        ),
        (
            FollowUp,
            (5, 6),
            27,
            "Oppfølging av Handlingsplan",
            "Oppfølging av Handlingsplan",
        ),
        (
            HalfYearReport,
            (8, 8),
            26,
            "Halvårsrapport og regnskap til kommunen",
            "Halvårsrapport og rekneskap til kommunen",
        ),
        (
            StatusReview,
            (10, 11),
            28,
            "Programstatusvurdering",
            "Programstatusvurdering",
        ),
        (BoardSeminar, (11, 12), 24, "Styreseminar", "Styreseminar"),
    ]
    .into_iter()
    .map(|(kind, (month_from, month_to), day, nb, nn)| {
        // Reports are due in the last month; the rest is for the first.
        let month = if kind == AnnualReport {
            month_to
        } else {
            month_from
        };
        WheelEvent {
            year,
            month_from,
            month_to,
            kind,
            title: if is_nynorsk { nn } else { nb }.to_owned(),
            date: Date::new(year.cast_signed(), month.cast_signed(), day).unwrap_or(Date::ZERO),
            done: false,
            responsible: None,
            meeting: None,
        }
    })
    .collect()
}

#[cfg(test)]
mod tests;
