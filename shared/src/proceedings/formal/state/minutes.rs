//! The minutes on their way: sent, corrected, approved, frozen.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{ItemId, NoteId, PersonId};
use crate::time::Timestamp;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MinutesStep {
    #[default]
    Draft,
    InReview,
    Approved,
}

/// The minutes on their way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MinutesState {
    pub step: MinutesStep,
    pub sent_at: Option<Timestamp>,
    pub due: Option<Date>,
    /// Who approves, and what they have said.
    pub approvers: BTreeMap<PersonId, Approval>,
    pub corrections: Vec<Correction>,
    pub frozen: Option<FrozenMinutes>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Approval {
    pub approved_at: Option<Timestamp>,
    /// What must be corrected first.
    pub wants: Option<String>,
}

/// A text of the minutes that can be corrected after the meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Spot {
    Title,
    Recommendation,
    Resolution,
    Remarks,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Correction {
    pub id: NoteId,
    pub item: ItemId,
    pub spot: Spot,
    pub before: String,
    pub after: String,
    pub by: PersonId,
    pub at: Timestamp,
}

/// Minutes as they were approved; nothing in them changes any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenMinutes {
    pub at: Timestamp,
    /// SHA-256 of `content`, in hexadecimal.
    pub hash: String,
    /// The same of the version that leaves closed items out.
    pub public_hash: String,
    /// The whole minutes as canonical JSON.
    pub content: String,
}
