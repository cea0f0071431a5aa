//! The state of a meeting's proceedings: what the log of events adds up to. Secrets included; it never leaves the server.

mod papers;
mod proposals;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::evaluation::Evaluation;
use super::formal::is_plan_locked;
use super::seminar::state::Seminar;
use super::tally::Tally;
use crate::id::{GroupId, IndicatorId, NoteId, PersonId, ProposalId, StepId};
use crate::programme::Person;
use crate::template::Words;
use crate::time::Timestamp;

pub use papers::*;
pub use proposals::*;

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
    #[serde(skip_serializing_if = "Evaluation::is_untouched")]
    pub evaluation: Evaluation,
    pub formal: super::formal::Formal,
    #[serde(skip_serializing_if = "Seminar::is_untouched")]
    pub seminar: Seminar,
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
    // ---- a board seminar's ----
    /// The day's plan and its aims.
    Agenda,
    /// The review's proposals, with where each stands.
    ProposalView,
    SwotBoard,
    /// Adopted text and suggested text of the Omstillingsplan.
    PlanSuggest,
    GoalTable,
    EvaluationResults,
    BoardPromises,
    PlanEdit,
    PlanReview,
    Budget,
    RiskAndCommunication,
    FormalMeeting,
    AnnualWheel,
    /// Nothing of its own: the wall shows the step's title.
    #[serde(other)]
    Talk,
}

/// Whether a step decides anything (domain 10.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StepKind {
    /// Nothing is decided here.
    #[default]
    WorkSession,
    /// A resolution is made: the plan's text is locked, and dots do not count.
    FormalItem,
}

impl Tool {
    pub fn kind(self) -> StepKind {
        match self {
            Self::FormalMeeting => StepKind::FormalItem,
            _ => StepKind::WorkSession,
        }
    }

    /// Whether people work in groups of a few.
    pub fn is_group_work(self) -> bool {
        matches!(
            self,
            Self::SwotBoard | Self::GoalTable | Self::PlanEdit | Self::RiskAndCommunication
        )
    }
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
    /// What was shown last, also while the round is open again, and who has answered otherwise since.
    pub shown: Option<Reveal>,
    pub changed: BTreeSet<PersonId>,
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
    /// The remarks with their names, for people to read; needed with [`Agreement::AgreedWithRemark`].
    #[serde(default)]
    pub remark: Option<String>,
    /// Whose remark each is; only where it is stored.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub remarks: BTreeMap<PersonId, String>,
    pub at: Timestamp,
}

impl Settled {
    /// As people read it, with names as they are now.
    #[must_use]
    pub fn with_names(&self, people: &[Person]) -> Self {
        let lines = self.remarks.iter().map(|(id, remark)| {
            let person = people.iter().find(|person| person.id == *id);
            person.map_or_else(
                || remark.clone(),
                |person| format!("{}: {remark}", person.name),
            )
        });
        let lines: Vec<String> = lines.collect();
        let remark = (!lines.is_empty()).then(|| lines.join("\n"));
        Self {
            remark: remark.or_else(|| self.remark.clone()),
            remarks: BTreeMap::new(),
            ..self.clone()
        }
    }
}

impl Proceedings {
    /// The step the group is in.
    pub fn step(&self) -> Option<&Step> {
        let at = self.position.as_ref()?;
        self.steps.iter().find(|step| step.id == at.step)
    }

    /// Whether something is decided where the group is: then nobody edits the plan.
    pub fn step_kind(&self) -> StepKind {
        self.step()
            .map_or(StepKind::WorkSession, |step| step.tool.kind())
    }

    /// Whether a resolution is being made: by the run sheet, or because an item is treated.
    pub fn is_deciding(&self) -> bool {
        self.step_kind() == StepKind::FormalItem || is_plan_locked(&self.formal)
    }

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
            || self.rounds.values().any(|round| {
                // Private thoughts tell nobody that they are there.
                !round.scores.is_empty() || round.shown.is_some() || round.proposed.is_some()
            })
    }
}
