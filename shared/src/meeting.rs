//! Meetings as things on the calendar, with the documents that belong to them.
//!
//! What happens *in* a meeting (scores, votes, steps) is not here yet: it will be commands and events beside this page.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{DocumentId, IndicatorId, MeetingId, PersonId};
use crate::programme::{Act, Person, may};
use crate::template::ReviewForm;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeetingKind {
    StatusReview,
    BoardSeminar,
}

/// A meeting on the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    pub id: MeetingId,
    pub kind: MeetingKind,
    pub year: u16,
    pub programme_year: u8,
    pub date: Date,
    /// Start and end of the day as `HH:MM`, when known.
    #[serde(default)]
    pub start: Option<String>,
    #[serde(default)]
    pub end: Option<String>,
    #[serde(default)]
    pub place: Option<String>,
    /// The six digits people type to join; finished meetings have none.
    #[serde(default)]
    pub code: Option<String>,
    /// Whether the meeting is over and only read.
    pub is_closed: bool,
    /// The meeting's own copy of its form, so that a later change never rewrites an old assessment (domain 2.8).
    #[serde(default)]
    pub form: Option<ReviewForm>,
    /// Per indicator, what the programme manager has put on the fact sheet.
    #[serde(default)]
    pub facts: BTreeMap<IndicatorId, Vec<String>>,
    /// What the group ended with, when the meeting is over.
    #[serde(default)]
    pub results: Vec<IndicatorResult>,
    #[serde(default)]
    pub recommendations: Vec<Recommendation>,
    /// Deputies who sit for an absent member in this meeting.
    #[serde(default)]
    pub seated_deputies: Vec<PersonId>,
}

impl Meeting {
    /// Whether a person may do something here: the rights table, and nothing is written once the meeting is over.
    pub fn allows(&self, person: &Person, act: Act) -> bool {
        let is_open = act == Act::ReadMaterial || !self.is_closed;
        is_open && may(person.role, self.seated_deputies.contains(&person.id), act)
    }
}

/// What a group agreed on for one indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorResult {
    pub indicator: IndicatorId,
    /// The common grade; none when the group did not agree.
    #[serde(default)]
    pub grade: Option<u8>,
    #[serde(default)]
    pub rationale: Option<String>,
}

/// Advice to the board; the next year's review opens with what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommendation {
    pub text: String,
    #[serde(default)]
    pub follow_up: Option<FollowUp>,
    #[serde(default)]
    pub what_happened: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FollowUp {
    Done,
    Partly,
    NotDone,
}

/// What a document is for; decides who may write in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    Assessment,
}

impl DocumentKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assessment => "assessment",
        }
    }
}

/// A document as a meeting lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentCard {
    pub id: DocumentId,
    pub kind: DocumentKind,
}

/// A station of the årshjul.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WheelEvent {
    pub year: u16,
    /// 1 to 12, both included.
    pub month_from: u8,
    pub month_to: u8,
    pub title: String,
    pub date: Date,
    pub done: bool,
}
