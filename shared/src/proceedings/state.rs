//! The state of a meeting's proceedings: what the log of events adds up to. Secrets included; it never leaves the server.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::command::TaskPart;
use super::tally::Tally;
use crate::id::{GroupId, IndicatorId, NoteId, PersonId, ProposalId, StepId};
use crate::meeting::FollowUp;
use crate::template::Words;
use crate::time::Timestamp;

/// Everything that has happened in a meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Proceedings {
    /// When the last thing happened. Grows with every event.
    pub at: Timestamp,
    /// The day's run sheet as it goes; empty until the day has begun.
    pub steps: Vec<Step>,
    /// Where the facilitator is.
    pub position: Option<Position>,
    pub timer: Option<Timer>,
    /// "Se opp": everybody looks at the wall.
    pub looks_up: bool,
    /// Who asks to speak, first come first.
    pub hands: Vec<PersonId>,
    pub parked: Vec<Parked>,
    /// The facilitators' own notes; nobody else sees them.
    pub step_notes: BTreeMap<StepId, BTreeMap<PersonId, String>>,
    /// Since when people may score; none before.
    pub scoring_since: Option<Timestamp>,
    /// Who says they have finished scoring.
    pub done_scoring: BTreeSet<PersonId>,
    pub rounds: BTreeMap<IndicatorId, Round>,
    pub proposals: BTreeMap<ProposalId, ProposalState>,
    /// Whether what people write is shared from now on.
    pub proposals_open: bool,
    pub groups: Vec<Group>,
    pub vote: Option<Vote>,
    /// Since when grades and rationale are locked (domain 2.11).
    pub concluded_at: Option<Timestamp>,
    /// "Var møtet verdt tiden?", 1 to 3.
    pub worth: BTreeMap<PersonId, u8>,
    pub fact_sheet: FactSheetState,
    pub report: Report,
}

/// A slot of the run sheet as it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Step {
    pub id: StepId,
    /// Which day of the meeting, from 1.
    #[serde(default = "first_day")]
    pub day: u8,
    pub title: Words,
    /// Planned, `HH:MM`.
    pub start: String,
    pub minutes: u16,
    pub tool: Tool,
    /// The part of the form it is about.
    #[serde(default)]
    pub part: Option<String>,
    #[serde(default)]
    pub started_at: Option<Timestamp>,
    #[serde(default)]
    pub ended_at: Option<Timestamp>,
    #[serde(default)]
    pub is_skipped: bool,
}

fn first_day() -> u8 {
    1
}

/// What the tool shows in a step; the `tool_state` of a run sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Tool {
    Lobby,
    FactView,
    SilentScoring,
    Pause,
    IndicatorRound,
    Proposals,
    DotVote,
    LinkToPlan,
    Conclusion,
    /// Nothing of its own: the wall shows the step's title.
    #[serde(other)]
    Talk,
}

/// Where in a step the group is. Steps with one face have [`Phase::Whole`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    #[default]
    Whole,
    /// An indicator: before its scores are revealed.
    Waiting,
    /// An indicator: the scores are on the wall, and people talk.
    Talk,
    /// An indicator: the common grade.
    Grade,
    /// Proposals: silent writing.
    Write,
    /// Proposals: what is shared is gathered in groups.
    Gather,
    /// Dots are given.
    Vote,
    /// The dots are on the wall.
    Result,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Position {
    pub step: StepId,
    #[serde(default)]
    pub indicator: Option<IndicatorId>,
    #[serde(default)]
    pub phase: Phase,
}

/// A clock that counts down and closes nothing. Running when `ends_at` is set, else it stands at `left_ms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Timer {
    pub ends_at: Option<Timestamp>,
    pub left_ms: i64,
    /// What it was set to, additions included.
    pub total_ms: i64,
}

/// Something for another time (parkeringsplass).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Parked {
    pub id: NoteId,
    pub text: String,
    pub by: PersonId,
    pub at: Timestamp,
}

/// One indicator on its way to a common grade.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Round {
    pub scores: BTreeMap<PersonId, Score>,
    /// Whose scores were in the first reveal, and whether as an observer's. It stays so when the round is opened again:
    /// two tallies that differ by one person would show what that person answered.
    pub counted: BTreeMap<PersonId, bool>,
    /// What somebody thought while scoring; their own until they share it.
    pub thoughts: BTreeMap<PersonId, Thought>,
    pub reveal: Option<Reveal>,
    /// The grade on the table.
    pub proposed: Option<ProposedGrade>,
    pub answers: BTreeMap<PersonId, Answer>,
    pub settled: Option<Settled>,
}

/// One person's mark, hidden until it is revealed, and nobody's after that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// None for "vet ikke".
    pub value: Option<u8>,
    /// Who typed it in, when it was somebody else.
    #[serde(default)]
    pub typed_by: Option<PersonId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thought {
    pub text: String,
    pub is_shared: bool,
}

/// The moment all scores of an indicator were shown at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reveal {
    /// When the dots begin to fall, on every screen.
    pub starts_at: Timestamp,
    pub tally: Tally,
    /// A series of their own, only from five observers (domain 2.5).
    pub observers: Option<Tally>,
}

/// What a group says of an indicator: one grade, or how far apart it ended (domain 2.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    One(u8),
    Range { lowest: u8, highest: u8 },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProposedGrade {
    pub grade: Grade,
    pub by: PersonId,
}

/// Whether somebody goes along with the grade on the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub enum Answer {
    Agreed,
    AgreedWithRemark { remark: String },
    NotAgreed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Agreement {
    Agreed,
    AgreedWithRemark,
    NotAgreed,
}

/// What was written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Settled {
    pub grade: Grade,
    pub agreement: Agreement,
    /// Needed with [`Agreement::AgreedWithRemark`]; whose it is stands in it.
    #[serde(default)]
    pub remark: Option<String>,
    pub at: Timestamp,
}

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

    /// Whether a vote made it of a proposal in no group.
    pub fn is_one_proposal(&self) -> bool {
        matches!(&self.proposals[..], [only] if only.as_str() == self.id.as_str())
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
    /// Whose dots counted the first time, and whether as advice; as [`Round::counted`].
    #[serde(default)]
    pub counted: BTreeMap<PersonId, bool>,
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

impl Proceedings {
    pub fn is_revealed(&self, indicator: &IndicatorId) -> bool {
        let round = self.rounds.get(indicator);
        round.is_some_and(|round| round.reveal.is_some())
    }

    pub fn score(&self, indicator: &IndicatorId, person: &PersonId) -> Option<&Score> {
        self.rounds.get(indicator)?.scores.get(person)
    }

    pub fn thought(&self, indicator: &IndicatorId, person: &PersonId) -> Option<&Thought> {
        self.rounds.get(indicator)?.thoughts.get(person)
    }

    pub fn group(&self, id: &GroupId) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == *id)
    }

    /// Whether something has been made of the form: it stays as it is from then on.
    pub fn holds_form(&self) -> bool {
        !self.steps.is_empty()
            || self.concluded_at.is_some()
            || self.rounds.values().any(|round| *round != Round::default())
    }
}
