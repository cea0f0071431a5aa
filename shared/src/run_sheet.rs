//! The day's plan as data: a list of slots with times, read from a template and kept by the meeting as its own copy.
//! What happens in a slot while the meeting runs is not here.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::meeting::MeetingKind;
use crate::template::Words;

/// The longest slot, in minutes.
pub const MAX_MINUTES: u16 = 600;
/// The most slots a day can have.
pub const MAX_SLOTS: usize = 60;

/// A run sheet (kjøreplan): one or two days of slots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RunSheet {
    /// The id of the template it was made from.
    pub id: String,
    pub days: Vec<Day>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Day {
    /// From 1.
    pub day: u8,
    pub title: Words,
    pub slots: Vec<Slot>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Slot {
    pub id: String,
    /// `HH:MM`.
    pub start: String,
    pub minutes: u16,
    pub title: Words,
    #[serde(default)]
    pub aim: Words,
    /// How people work, such as `plenary` or `break`.
    pub method: String,
    /// What the tool shows, such as `lobby`.
    pub tool_state: String,
    /// The part of the form the slot is about.
    #[serde(default)]
    pub part: Option<String>,
}

impl Slot {
    pub fn is_break(&self) -> bool {
        self.method == "break"
    }
}

/// Why a run sheet cannot be used.
#[derive(Debug, Error)]
pub enum RunSheetError {
    #[error("the run sheet is not valid JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("{0:?} is not a time of day")]
    NotATime(String),
    #[error("a day needs between 1 and {MAX_SLOTS} slots")]
    Slots,
    #[error("a slot needs between 1 and {MAX_MINUTES} minutes")]
    Minutes,
}

#[derive(Deserialize)]
struct Template {
    id: String,
    meeting_kind: MeetingKind,
    days: Vec<Day>,
    #[serde(default)]
    variants: Vec<Variant>,
}

#[derive(Deserialize)]
struct Variant {
    from_year: Option<u8>,
    to_year: Option<u8>,
    slots: Vec<Change>,
}

#[derive(Deserialize)]
struct Change {
    id: String,
    start: String,
    minutes: u16,
}

impl RunSheet {
    /// Reads a template file; a variant for this programme year changes the times (domain 2.9).
    pub fn from_template(
        json: &str,
        programme_year: u8,
    ) -> Result<(MeetingKind, Self), RunSheetError> {
        let template: Template = serde_json::from_str(json)?;
        let mut sheet = Self {
            id: template.id,
            days: template.days,
        };
        let applies = |variant: &&Variant| {
            variant
                .from_year
                .is_some_and(|first| first <= programme_year)
                && variant.to_year.is_none_or(|last| programme_year <= last)
        };
        let changes = template.variants.iter().find(applies);
        for change in changes.iter().flat_map(|variant| &variant.slots) {
            let slots = sheet.days.iter_mut().flat_map(|day| &mut day.slots);
            for slot in slots.filter(|slot| slot.id == change.id) {
                slot.start.clone_from(&change.start);
                slot.minutes = change.minutes;
            }
        }
        sheet.check()?;
        Ok((template.meeting_kind, sheet))
    }

    /// What a person may have changed hangs together.
    pub fn check(&self) -> Result<(), RunSheetError> {
        for day in &self.days {
            if !(1..=MAX_SLOTS).contains(&day.slots.len()) {
                return Err(RunSheetError::Slots);
            }
            for slot in &day.slots {
                if !(1..=MAX_MINUTES).contains(&slot.minutes) {
                    return Err(RunSheetError::Minutes);
                }
                parse_time(&slot.start)
                    .ok_or_else(|| RunSheetError::NotATime(slot.start.clone()))?;
            }
        }
        Ok(())
    }

    /// Lets every slot of a day begin when the one before it ends; the first keeps its time. What is not part of the
    /// work, such as dinner, keeps its time too, unless the day has grown into it.
    pub fn follow_on(&mut self) {
        for day in &mut self.days {
            let mut free_from: Option<u16> = None;
            for slot in &mut day.slots {
                let planned = parse_time(&slot.start).unwrap_or(0);
                let start = match free_from {
                    None => planned,
                    Some(free_from) if slot.tool_state == "none" => planned.max(free_from),
                    Some(free_from) => free_from,
                };
                slot.start = time_of_day(start);
                free_from = Some(start.saturating_add(slot.minutes));
            }
        }
    }

    /// When the last slot of the first day ends, as `HH:MM`.
    pub fn end_of_first_day(&self) -> Option<String> {
        let last = self.days.first()?.slots.last()?;
        parse_time(&last.start).map(|start| time_of_day(start.saturating_add(last.minutes)))
    }
}

/// Minutes after midnight from `HH:MM`; the last is 23:59.
pub fn parse_time(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let part = |part: &str, end: u16| {
        let is_plain = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<u16>().ok().filter(|n| is_plain && *n < end)
    };
    Some(part(hours, 24)? * 60 + part(minutes, 60)?)
}

/// `HH:MM` from minutes after midnight; what is past midnight stays at 23:59, because a day's plan ends with the day.
pub fn time_of_day(minutes: u16) -> String {
    let minutes = minutes.min(24 * 60 - 1);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PSV: &str = include_str!("../templates/runsheet-psv.json");
    const SEMINAR: &str = include_str!("../templates/runsheet-styreseminar.json");

    fn slot<'a>(sheet: &'a RunSheet, id: &str) -> &'a Slot {
        let mut slots = sheet.days.iter().flat_map(|day| &day.slots);
        slots.find(|slot| slot.id == id).unwrap()
    }

    #[test]
    fn both_templates_are_read_and_the_year_decides_the_times() {
        for (year, start, minutes) in [
            (1, "12:50", 70),
            (2, "12:50", 70),
            (3, "12:10", 110),
            (6, "12:10", 110),
        ] {
            let (kind, sheet) = RunSheet::from_template(PSV, year).unwrap();
            assert_eq!(kind, MeetingKind::StatusReview);
            let part_b = slot(&sheet, "del-b");
            assert_eq!(
                (part_b.start.as_str(), part_b.minutes),
                (start, minutes),
                "year {year}"
            );
        }
        let (kind, sheet) = RunSheet::from_template(SEMINAR, 3).unwrap();
        assert_eq!((kind, sheet.days.len()), (MeetingKind::BoardSeminar, 2));
    }

    #[test]
    fn the_templates_follow_on_as_they_stand() {
        for json in [PSV, SEMINAR] {
            let (_, sheet) = RunSheet::from_template(json, 3).unwrap();
            let mut again = sheet.clone();
            again.follow_on();
            assert_eq!(again, sheet);
        }
    }

    #[test]
    fn another_length_moves_what_comes_after_but_not_the_evening() {
        let (_, mut sheet) = RunSheet::from_template(SEMINAR, 3).unwrap();
        sheet.days[0].slots[0].minutes -= 15;
        sheet.follow_on();
        assert_eq!(slot(&sheet, "psv-og-forslag").start, "10:05");
        assert_eq!(slot(&sheet, "styreloefter").start, "17:00");
        assert_eq!(slot(&sheet, "middag").start, "19:00");
        sheet.days[0].slots[0].minutes += 240;
        sheet.follow_on();
        assert_eq!(slot(&sheet, "styreloefter").start, "21:00");
        assert_eq!(slot(&sheet, "middag").start, "22:45");
    }

    #[test]
    fn what_is_no_time_or_no_length_is_refused() {
        let (_, sheet) = RunSheet::from_template(PSV, 3).unwrap();
        let changed = |change: fn(&mut Slot)| {
            let mut sheet = sheet.clone();
            change(&mut sheet.days[0].slots[1]);
            sheet.check()
        };
        assert!(matches!(
            changed(|slot| slot.start = "24:00".into()),
            Err(RunSheetError::NotATime(_))
        ));
        assert!(matches!(
            changed(|slot| slot.start = "9.30".into()),
            Err(RunSheetError::NotATime(_))
        ));
        assert!(matches!(
            changed(|slot| slot.minutes = 0),
            Err(RunSheetError::Minutes)
        ));
        assert!(changed(|slot| slot.minutes = 5).is_ok());
        let mut empty = sheet.clone();
        empty.days[0].slots.clear();
        assert!(matches!(empty.check(), Err(RunSheetError::Slots)));
    }
}
