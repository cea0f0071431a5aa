//! The state of a plan's docket: what the log of events adds up to. There are no secrets in it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::place::{Place, PlanText};
use crate::document::chapters::ProseKey;
use crate::id::{
    MeasureId, MeetingId, NoteId, PersonId, PlanId, ProposalId, RevisionId, SuggestionId, VersionId,
};
use crate::plan::measure::{MeasureNumber, MeasureStatus};
use crate::plan::money::Kroner;
use crate::plan::{Head, PlanState};
use crate::time::Timestamp;

/// Everything that was decided and said about a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Docket {
    /// When the last thing happened. Grows with every event.
    pub at: Timestamp,
    pub head: Head,
    /// What was handed over; none while the plan is a draft.
    pub frozen: Option<Frozen>,
    /// Each step forward and back, the oldest first.
    pub moves: Vec<StateMove>,
    /// Only of proposals of which something came that is no row.
    pub ends: BTreeMap<ProposalId, ProposalEnd>,
    /// By their first comment.
    pub threads: BTreeMap<NoteId, Thread>,
    pub suggestions: BTreeMap<SuggestionId, Suggestion>,
    pub versions: BTreeMap<VersionId, Version>,
    pub revisions: BTreeMap<RevisionId, Revision>,
    /// The measures of the plan before this one, in its order.
    pub last_year: Vec<LastMeasure>,
    /// What the board says of them when the seminar opens.
    pub follow_ups: BTreeMap<MeasureId, MeasureFollowUp>,
}

/// A plan that nobody changes any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = FrozenPlan))]
pub struct Frozen {
    pub at: Timestamp,
    /// SHA-256 of [`crate::plan::canonical`], in hexadecimal.
    pub hash: String,
}

/// The plan went from one state to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StateMove {
    pub from: PlanState,
    pub to: PlanState,
    pub by: PersonId,
    pub at: Timestamp,
    /// What was said of it, on the way forward.
    #[serde(default)]
    pub treatment: Option<Treatment>,
    /// Why it was opened again; none on the way forward.
    #[serde(default)]
    pub reason: Option<String>,
    /// Of what was handed over, on the way forward.
    #[serde(default)]
    pub hash: Option<String>,
}

/// What was said when the plan went forward: by the board, the municipal council, or the county authority.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Treatment {
    /// When they treated it.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub date: Option<Date>,
    pub case_number: Option<String>,
    /// Of a grant.
    pub conditions: String,
}

/// What became of a proposal beside the rows that came from it (domain 3.1, 3.4).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ProposalEnd {
    pub links: Vec<PlanLink>,
    /// None while it is open, or led to something.
    pub refusal: Option<ProposalRefusal>,
    /// Who changed it last, and when.
    pub by: Option<PersonId>,
    pub at: Timestamp,
}

/// Something that came of a proposal and is no row of the plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum PlanLink {
    Chapter {
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        path: ProseKey,
    },
    /// A revision of the Omstillingsplan, which has a docket of its own.
    Revision { plan: PlanId, revision: RevisionId },
    /// A promise the board made in a seminar.
    Promise { meeting: MeetingId, promise: NoteId },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProposalRefusal {
    pub is_deferred: bool,
    /// Never empty.
    pub reason: String,
}

/// A comment and the answers to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PlanThread))]
pub struct Thread {
    pub place: Place,
    /// The oldest first; never none.
    pub comments: Vec<Comment>,
    #[serde(default)]
    pub resolved: Option<Mark>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PlanComment))]
pub struct Comment {
    pub id: NoteId,
    pub by: PersonId,
    pub at: Timestamp,
    pub text: String,
    /// Who is meant to see it.
    #[serde(default)]
    pub mentions: BTreeSet<PersonId>,
    #[serde(default)]
    pub edited_at: Option<Timestamp>,
    /// Its words are shown to nobody.
    #[serde(default)]
    pub is_deleted: bool,
}

/// Who did something, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mark {
    pub by: PersonId,
    pub at: Timestamp,
}

/// "Foreslå endring": words that somebody wants to see instead of others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SuggestionDraft {
    pub text: PlanText,
    /// Empty to add words.
    pub old_text: String,
    /// Empty to take words away.
    pub new_text: String,
    #[serde(default)]
    pub reason: Option<String>,
    /// Where the old words begin: a relative position of Yjs as JSON.
    #[serde(default)]
    pub from: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Suggestion {
    pub draft: SuggestionDraft,
    pub by: PersonId,
    pub at: Timestamp,
    #[serde(default)]
    pub state: SuggestionState,
    /// By whom it came into its state; none while nobody has answered.
    #[serde(default)]
    pub answered: Option<Mark>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SuggestionState {
    #[default]
    Open,
    /// The new words stand in the plan.
    Accepted,
    /// "La stå".
    Left,
    /// By who suggested it.
    Withdrawn,
}

/// The plan as it stood once. Its rows and prose are kept by the server under the version's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PlanVersion))]
pub struct Version {
    /// From 1, in the order they were kept.
    pub number: u32,
    /// Empty until somebody gives it a name.
    #[serde(default)]
    pub name: String,
    pub occasion: Occasion,
    /// Of the plan just then.
    pub state: PlanState,
    pub by: PersonId,
    pub at: Timestamp,
}

/// Why a version was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Occasion {
    /// Somebody asked for it.
    Asked,
    /// The plan came into this state.
    State { to: PlanState },
    /// A day of a seminar ended; from 1.
    DayEnd { day: u8 },
    /// An earlier version was about to be restored.
    BeforeRestoring,
    /// The rows and words of this earlier version were brought back.
    Restored { version: VersionId },
}

/// What is to stand instead of adopted text of the Omstillingsplan (domain 5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevisionDraft {
    pub text: PlanText,
    /// Empty where something is to be added.
    pub adopted_text: String,
    /// Empty where something is to go.
    pub proposed_text: String,
    /// Never empty.
    pub reason: String,
    pub source: RevisionSource,
}

/// Where a revision comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum RevisionSource {
    Proposal {
        proposal: ProposalId,
    },
    /// An item of the board, by its case number or its title.
    BoardItem {
        item: String,
    },
    Discussion,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Revision {
    pub draft: RevisionDraft,
    pub by: PersonId,
    pub at: Timestamp,
    #[serde(default)]
    pub status: RevisionStatus,
    /// Why it was declined.
    #[serde(default)]
    pub note: Option<String>,
    #[serde(default)]
    pub decided: Option<Mark>,
    /// By who suggested it; nobody else sees it then.
    #[serde(default)]
    pub is_withdrawn: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RevisionStatus {
    #[default]
    Suggested,
    /// By the board.
    Accepted,
    /// By the municipal council.
    Adopted,
    Declined,
}

/// A measure of last year's plan as it stood when this plan was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LastMeasure {
    pub id: MeasureId,
    #[serde(default)]
    pub number: Option<MeasureNumber>,
    /// The title of its focus area; empty outside them.
    #[serde(default)]
    pub focus_area: String,
    pub title: String,
    #[serde(default)]
    pub result_goal: String,
    #[serde(default)]
    pub responsible: Option<String>,
    #[serde(default)]
    pub budget: Option<Kroner>,
    #[serde(default)]
    pub status: MeasureStatus,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeasureFollowUp {
    pub status: MeasureStatus,
    #[serde(default)]
    pub note: String,
}

impl Docket {
    /// The thread a comment is in, and the comment.
    pub fn comment(&self, id: &NoteId) -> Option<(&Thread, &Comment)> {
        self.threads.values().find_map(|thread| {
            let mut comments = thread.comments.iter();
            let comment = comments.find(|comment| comment.id == *id)?;
            Some((thread, comment))
        })
    }
}
