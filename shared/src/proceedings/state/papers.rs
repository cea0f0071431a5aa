//! The fact sheet before the day, and the report after it.

use crate::id::{NoteId, PersonId};
use crate::meeting::FollowUp;
use crate::time::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What the programme manager puts together before the meeting (faktaark, domain 2.10).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FactSheetState {
    pub sheet: crate::fact_sheet::FactSheet,
    /// Counts the changes, so that of two who write at once one is told.
    pub version: u32,
    pub written_by: Option<PersonId>,
    pub shared_at: Option<Timestamp>,
    pub read_by: BTreeSet<PersonId>,
    /// What came of last year's recommendations, by their place in last year's list.
    pub follow_ups: BTreeMap<usize, FollowUpNote>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FollowUpNote {
    pub follow_up: FollowUp,
    #[serde(default)]
    pub what_happened: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ReportState {
    #[default]
    Draft,
    InReview,
    Final,
}

/// The report on its way (domain 2.11).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    pub state: ReportState,
    pub sent_at: Option<Timestamp>,
    pub due: Option<Date>,
    /// Those asked to read it.
    pub readers: BTreeMap<PersonId, Reading>,
    pub comments: Vec<Comment>,
    pub frozen: Option<Frozen>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Reading {
    pub opened_at: Option<Timestamp>,
    pub read_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comment {
    pub id: NoteId,
    pub by: PersonId,
    pub at: Timestamp,
    /// Which section it is about, such as `indicators/styre-og-ledelse`.
    pub section: String,
    #[serde(default)]
    pub quote: Option<String>,
    pub text: String,
    #[serde(default)]
    pub is_resolved: bool,
}

/// The report as it was made final; nothing in it changes any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Frozen {
    pub at: Timestamp,
    /// SHA-256 of `content`, in hexadecimal.
    pub hash: String,
    /// The report as canonical JSON.
    pub content: String,
}

impl Report {
    /// Who follows the report on its way: a draft is its writers', in review it is for those asked to read it, and at the
    /// end for everybody who reads the meeting's material (domain 2.11).
    pub fn is_open_to(&self, person: &PersonId, is_writer: bool, reads: bool) -> bool {
        let is_reader = self.readers.contains_key(person);
        is_writer
            || match self.state {
                ReportState::Draft => false,
                ReportState::InReview => reads && is_reader,
                ReportState::Final => reads,
            }
    }
}
