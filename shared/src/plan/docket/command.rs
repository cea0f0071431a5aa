//! What people ask for. The actor is never in the message: the server takes them from the session.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::place::Place;
use super::state::{
    MeasureFollowUp, PlanLink, ProposalRefusal, RevisionDraft, RevisionStatus, SuggestionDraft,
    SuggestionState, Treatment,
};
use crate::id::{MeasureId, NoteId, PersonId, ProposalId, RevisionId, SuggestionId, VersionId};
use crate::plan::{Head, PlanState, Row};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PlanCommand))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Command {
    // ---- the plan as a whole ----
    /// To the next state, and keeps a version. `from` is where the sender saw it.
    MoveOn {
        from: PlanState,
        treatment: Treatment,
        version: VersionId,
    },
    /// Back to an earlier state, for everybody to read why.
    Unlock {
        from: PlanState,
        to: PlanState,
        reason: String,
    },
    SetHead {
        part: HeadPart,
    },
    // ---- what became of the proposals ----
    /// Says that something came of them which is no row of the plan. A row names its proposals itself.
    LinkProposals {
        proposals: BTreeSet<ProposalId>,
        link: PlanLink,
    },
    UnlinkProposals {
        proposals: BTreeSet<ProposalId>,
        link: PlanLink,
    },
    /// Puts them off or turns them down; none opens them again.
    RefuseProposals {
        proposals: BTreeSet<ProposalId>,
        refusal: Option<ProposalRefusal>,
    },
    // ---- comments ----
    /// A new thread. Its id is that of its first comment.
    Comment {
        id: NoteId,
        place: Place,
        text: String,
        #[serde(default)]
        mentions: BTreeSet<PersonId>,
    },
    Reply {
        thread: NoteId,
        id: NoteId,
        text: String,
        #[serde(default)]
        mentions: BTreeSet<PersonId>,
    },
    EditComment {
        id: NoteId,
        text: String,
        #[serde(default)]
        mentions: BTreeSet<PersonId>,
    },
    DeleteComment {
        id: NoteId,
        is_deleted: bool,
    },
    ResolveThread {
        id: NoteId,
        is_resolved: bool,
    },
    // ---- suggestions ----
    /// New, or one's own in other words while nobody has answered it.
    Suggest {
        id: SuggestionId,
        draft: SuggestionDraft,
    },
    /// One's own.
    WithdrawSuggestion {
        id: SuggestionId,
        is_withdrawn: bool,
    },
    /// Accepted, left, or open again. Accepting writes the new words, and going back from it the old ones.
    AnswerSuggestion {
        id: SuggestionId,
        state: SuggestionState,
    },
    // ---- versions ----
    /// `day`: the day of the seminar that ends with it, from 1.
    KeepVersion {
        id: VersionId,
        #[serde(default)]
        name: String,
        #[serde(default)]
        day: Option<u8>,
    },
    RenameVersion {
        id: VersionId,
        name: String,
    },
    /// Brings the rows and words of a version back. What stands now is kept as `before`, what comes as `id`.
    RestoreVersion {
        version: VersionId,
        before: VersionId,
        id: VersionId,
    },
    // ---- revisions of the Omstillingsplan ----
    /// New, or in other words while the board has not decided.
    Revise {
        id: RevisionId,
        draft: RevisionDraft,
    },
    WithdrawRevision {
        id: RevisionId,
        is_withdrawn: bool,
    },
    DecideRevision {
        id: RevisionId,
        status: RevisionStatus,
        #[serde(default)]
        note: Option<String>,
    },
    // ---- last year's measures ----
    /// None takes it back.
    FollowUpMeasure {
        measure: MeasureId,
        follow_up: Option<MeasureFollowUp>,
    },
}

/// One part of the head, so that two who fill it in together do not undo each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum HeadPart {
    Version {
        name: String,
    },
    BoardDate {
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
        date: Option<Date>,
    },
    CouncilDate {
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
        date: Option<Date>,
    },
    CaseNumber {
        number: Option<String>,
    },
    GrantDate {
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
        date: Option<Date>,
    },
    Conditions {
        text: String,
    },
}

impl HeadPart {
    /// What stands in the same part of a head.
    #[must_use]
    pub fn same_part(&self, head: &Head) -> Self {
        match self {
            Self::Version { .. } => Self::Version {
                name: head.version.clone(),
            },
            Self::BoardDate { .. } => Self::BoardDate {
                date: head.board_date,
            },
            Self::CouncilDate { .. } => Self::CouncilDate {
                date: head.council_date,
            },
            Self::CaseNumber { .. } => Self::CaseNumber {
                number: head.case_number.clone(),
            },
            Self::GrantDate { .. } => Self::GrantDate {
                date: head.grant_date,
            },
            Self::Conditions { .. } => Self::Conditions {
                text: head.conditions.clone(),
            },
        }
    }
}

impl Command {
    /// Whether a rule looks at the plan's rows for it.
    pub fn needs_plan(&self) -> bool {
        // Which measure a milestone belongs to stands in the plan.
        let is_milestone = |row: Option<&Row>| matches!(row, Some(Row::Milestone(_)));
        match self {
            Self::Comment { place, .. } => is_milestone(place.row()),
            Self::Suggest { draft, .. } => is_milestone(draft.text.row()),
            Self::MoveOn { .. }
            | Self::LinkProposals { .. }
            | Self::UnlinkProposals { .. }
            | Self::RefuseProposals { .. }
            // What these are about was said before.
            | Self::Reply { .. }
            | Self::EditComment { .. }
            | Self::DeleteComment { .. }
            | Self::ResolveThread { .. }
            | Self::WithdrawSuggestion { .. }
            | Self::AnswerSuggestion { .. } => true,
            _ => false,
        }
    }

    /// Whether a rule wants to know what the plan would be frozen as.
    pub const fn needs_hash(&self) -> bool {
        matches!(self, Self::MoveOn { .. })
    }

    /// Whether it is about all that stands in the plan, which nobody changes meanwhile.
    pub const fn is_of_whole_text(&self) -> bool {
        matches!(self, Self::MoveOn { .. } | Self::RestoreVersion { .. })
    }

    /// Whether a rule asks what became of the review's proposals.
    pub fn needs_review(&self) -> bool {
        self.needs_plan() || self.needs_hash() || matches!(self, Self::Revise { .. })
    }

    /// The suggestion whose text a rule reads for it.
    pub const fn needs_text(&self) -> Option<&SuggestionId> {
        match self {
            Self::AnswerSuggestion { id, .. } => Some(id),
            _ => None,
        }
    }

    /// Whether the server writes in the plan's documents for it.
    pub const fn writes_document(&self) -> bool {
        matches!(
            self,
            Self::AnswerSuggestion { .. } | Self::RestoreVersion { .. }
        )
    }
}

/// `POST /api/rooms/{plan}/commands`. Repeating a `request_id` changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PlanCommandRequest))]
pub struct CommandRequest {
    pub request_id: crate::id::RequestId,
    pub command: Command,
}
