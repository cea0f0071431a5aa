//! What happened. Events are stored, so a name once given stays; a golden file keeps old ones readable.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::command::HeadPart;
use super::place::Place;
use super::state::{
    LastMeasure, MeasureFollowUp, Occasion, PlanLink, ProposalRefusal, RevisionDraft,
    RevisionStatus, SuggestionDraft, SuggestionState, Treatment,
};
use crate::id::{
    MeasureId, NoteId, PersonId, ProposalId, RequestId, RevisionId, SuggestionId, VersionId,
};
use crate::plan::{Head, PlanState};
use crate::time::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Event {
    /// What the server makes of a new plan; no command leads here.
    PlanBegun {
        head: Head,
        last_year: Vec<LastMeasure>,
    },
    MovedOn {
        to: PlanState,
        treatment: Treatment,
        /// None when nothing was frozen by it.
        hash: Option<String>,
    },
    Unlocked {
        to: PlanState,
        reason: String,
    },
    HeadSet {
        part: HeadPart,
    },
    ProposalsLinked {
        proposals: BTreeSet<ProposalId>,
        link: PlanLink,
    },
    ProposalsUnlinked {
        proposals: BTreeSet<ProposalId>,
        link: PlanLink,
    },
    ProposalsRefused {
        proposals: BTreeSet<ProposalId>,
        refusal: Option<ProposalRefusal>,
    },
    Commented {
        id: NoteId,
        place: Place,
        text: String,
        mentions: BTreeSet<PersonId>,
    },
    Replied {
        thread: NoteId,
        id: NoteId,
        text: String,
        mentions: BTreeSet<PersonId>,
    },
    CommentEdited {
        id: NoteId,
        text: String,
        mentions: BTreeSet<PersonId>,
    },
    CommentDeleted {
        id: NoteId,
        is_deleted: bool,
    },
    ThreadResolved {
        id: NoteId,
        is_resolved: bool,
    },
    Suggested {
        id: SuggestionId,
        draft: SuggestionDraft,
    },
    SuggestionWithdrawn {
        id: SuggestionId,
        is_withdrawn: bool,
    },
    /// The server has written the words before this is stored.
    SuggestionAnswered {
        id: SuggestionId,
        state: SuggestionState,
    },
    /// The server keeps the documents under this id.
    VersionKept {
        id: VersionId,
        name: String,
        occasion: Occasion,
    },
    VersionRenamed {
        id: VersionId,
        name: String,
    },
    Revised {
        id: RevisionId,
        draft: RevisionDraft,
    },
    RevisionWithdrawn {
        id: RevisionId,
        is_withdrawn: bool,
    },
    RevisionDecided {
        id: RevisionId,
        status: RevisionStatus,
        note: Option<String>,
    },
    MeasureFollowedUp {
        measure: MeasureId,
        follow_up: Option<MeasureFollowUp>,
    },
}

/// What one command made happen: one entry of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub at: Timestamp,
    pub by: PersonId,
    pub request: RequestId,
    pub events: Vec<Event>,
}
