//! Proposals, their groups, the dot vote about them, and what becomes of each.

use super::super::command::TaskPart;
use crate::id::{GroupId, IndicatorId, PersonId, ProposalId};
use crate::time::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a proposal is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AppliesTo {
    #[default]
    ActionPlan,
    RestructuringPlan,
    BoardWork,
    Other,
}

/// What somebody writes in peace.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ProposalDraft {
    pub title: String,
    pub text: String,
    pub applies_to: AppliesTo,
    pub indicator: Option<IndicatorId>,
    /// In the name of a group: "Gruppe 2".
    pub on_behalf_of: Option<String>,
}

/// A proposal beside its words, which are in the assessment once it is shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalState {
    pub author: PersonId,
    /// As first written; the document's words count once it is shared.
    pub draft: ProposalDraft,
    pub is_shared: bool,
    /// "Dette er mitt": the author wants to be named.
    pub is_claimed: bool,
    /// Whether the author is an observer, which is marked (domain 1.4).
    pub by_observer: bool,
    /// The day it was written, in order.
    pub at: Timestamp,
}

/// Similar proposals; a candidate of the vote. In a vote, a proposal in no group is a group of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Group {
    pub id: GroupId,
    /// Empty for a proposal by itself: then its own title counts.
    pub title: String,
    pub proposals: Vec<ProposalId>,
    #[serde(default)]
    pub status: ProposalStatus,
    /// Why it was put off or turned down.
    #[serde(default)]
    pub reason: Option<String>,
    #[serde(default)]
    pub task: Option<Task>,
}

impl Group {
    /// Whether it goes on to who does what: with a vote's result all do until a line is drawn, then what has dots enough.
    /// What has come further goes on, or does not, whatever the dots say.
    pub fn goes_on(&self, result: Option<&VoteResult>) -> bool {
        match self.status {
            ProposalStatus::Prioritised | ProposalStatus::Incorporated => true,
            ProposalStatus::Deferred | ProposalStatus::Rejected => false,
            ProposalStatus::Proposed => result.is_none_or(|result| result.goes_on(&self.id)),
        }
    }

    /// Whether a vote made it: of a proposal in no group, or of a measure of a plan.
    pub fn is_made_by_vote(&self) -> bool {
        match &self.proposals[..] {
            [] => true,
            [only] => only.as_str() == self.id.as_str(),
            _ => false,
        }
    }
}

/// Where a proposal is on its way (domain 3.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ProposalStatus {
    #[default]
    Proposed,
    Prioritised,
    Incorporated,
    Deferred,
    Rejected,
}

/// Who does what comes of it, by when, and in which plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Task {
    pub applies_to: AppliesTo,
    /// Which part of the plan, in the programme's words: a focus area or a chapter.
    pub part_of_plan: Option<String>,
    pub owner: Option<PersonId>,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub deadline: Option<Date>,
}

impl Task {
    pub fn change(&mut self, part: TaskPart) {
        match part {
            TaskPart::AppliesTo { plan } => self.applies_to = plan,
            TaskPart::PartOfPlan { part } => self.part_of_plan = part,
            TaskPart::Owner { person } => self.owner = person,
            TaskPart::Deadline { date } => self.deadline = date,
        }
    }

    /// What stands in the same part here.
    pub fn same_part(self, part: &TaskPart) -> TaskPart {
        match part {
            TaskPart::AppliesTo { .. } => TaskPart::AppliesTo {
                plan: self.applies_to,
            },
            TaskPart::PartOfPlan { .. } => TaskPart::PartOfPlan {
                part: self.part_of_plan,
            },
            TaskPart::Owner { .. } => TaskPart::Owner { person: self.owner },
            TaskPart::Deadline { .. } => TaskPart::Deadline {
                date: self.deadline,
            },
        }
    }
}

/// A dot vote: blind, and at once (domain 3.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    /// What each voter has to give.
    pub dots: u8,
    /// The most on one candidate.
    pub max_per_candidate: u8,
    pub ballots: BTreeMap<PersonId, BTreeMap<GroupId, u8>>,
    pub done: BTreeSet<PersonId>,
    /// Whose dots counted the first time, and whether as advice; as [`Round::counted`](super::Round::counted).
    #[serde(default)]
    pub counted: BTreeMap<PersonId, bool>,
    /// The last result that was shown, without its line, and who has changed their dots since.
    #[serde(default)]
    pub shown: Option<VoteResult>,
    #[serde(default)]
    pub changed: BTreeSet<PersonId>,
    /// Set when voting is closed; the ballots stay secret for good.
    pub result: Option<VoteResult>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VoteResult {
    pub totals: BTreeMap<GroupId, u16>,
    /// Observers' dots are advice: counted apart (domain 3.3).
    pub advisory: BTreeMap<GroupId, u16>,
    pub n_voters: u16,
    /// Candidates with at least this many dots go on; none until the facilitator has drawn the line.
    pub line: Option<u16>,
}

impl VoteResult {
    /// Whether the dots on a candidate are enough. Everything goes on until a line is drawn.
    pub fn goes_on(&self, group: &GroupId) -> bool {
        self.line
            .is_none_or(|line| self.totals.get(group).is_some_and(|dots| *dots >= line))
    }
}
