//! What people ask for. The actor is never in the message: the server takes them from the session.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::seminar;
use super::state::{
    Answer, AppliesTo, FollowUpNote, Grade, Position, ProposalDraft, ProposalStatus,
};
use crate::fact_sheet::FactSheet;
use crate::id::{GroupId, IndicatorId, NoteId, PersonId, ProposalId, StepId};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Command {
    // ---- the day; for whom leads ----
    /// Makes the meeting's own run sheet and goes to its first step.
    BeginDay,
    /// Goes somewhere. `from` is where the sender saw the group: of two who press at once, one is told.
    Move {
        from: Position,
        to: Position,
    },
    /// Shows all scores of an indicator at once, and goes to the talk about it.
    Reveal {
        indicator: IndicatorId,
    },
    /// Hides them again, so that scores can be given and changed. Undoes a reveal.
    Reopen {
        indicator: IndicatorId,
    },
    SkipStep {
        step: StepId,
        is_skipped: bool,
    },
    /// Puts a step right before another, or last.
    MoveStep {
        step: StepId,
        before: Option<StepId>,
    },
    /// The same step once more, right after itself.
    RepeatStep {
        step: StepId,
        copy: StepId,
    },
    SetMinutes {
        step: StepId,
        minutes: u16,
    },
    StartTimer {
        seconds: u32,
    },
    /// Longer or shorter.
    ExtendTimer {
        seconds: i32,
    },
    PauseTimer,
    ResumeTimer,
    StopTimer,
    LookUp {
        is_on: bool,
    },
    KeepNote {
        step: StepId,
        text: String,
    },
    // ---- anybody in the meeting ----
    RaiseHand,
    /// One's own, or for whom leads somebody else's.
    LowerHand {
        person: Option<PersonId>,
    },
    Park {
        id: NoteId,
        text: String,
    },
    Unpark {
        id: NoteId,
    },
    // ---- before ----
    WriteFactSheet {
        sheet: Box<FactSheet>,
        version: u32,
    },
    ShareFactSheet {
        is_shared: bool,
    },
    MarkFactSheetRead,
    /// What came of last year's recommendation number `idx`; none takes it back.
    FollowUp {
        idx: usize,
        note: Option<FollowUpNote>,
    },
    OpenScoring {
        is_open: bool,
    },
    // ---- scoring ----
    /// `value` none is "vet ikke". `on_behalf_of` only for whom leads.
    Score {
        indicator: IndicatorId,
        // Said, also when it is none.
        #[serde(deserialize_with = "Option::deserialize")]
        value: Option<u8>,
        #[serde(default)]
        on_behalf_of: Option<PersonId>,
    },
    /// Empty takes it back.
    Think {
        indicator: IndicatorId,
        text: String,
    },
    ShareThought {
        indicator: IndicatorId,
        is_shared: bool,
    },
    FinishScoring {
        is_done: bool,
    },
    // ---- the common grade ----
    /// None takes it off the table.
    ProposeGrade {
        indicator: IndicatorId,
        grade: Option<Grade>,
    },
    /// None takes it back. `grade` is the one the sender saw on the table.
    AnswerGrade {
        indicator: IndicatorId,
        grade: Grade,
        answer: Option<Answer>,
    },
    /// Writes down the grade on the table, which must be this one, and what people answered to it.
    SettleGrade {
        indicator: IndicatorId,
        grade: Grade,
    },
    UnsettleGrade {
        indicator: IndicatorId,
    },
    // ---- proposals ----
    /// Adds or changes one's own draft.
    DraftProposal {
        id: ProposalId,
        draft: ProposalDraft,
    },
    DropDraft {
        id: ProposalId,
    },
    /// One's own, once proposals are open.
    ShareProposal {
        id: ProposalId,
    },
    /// Everybody's drafts enter the assessment.
    OpenProposals,
    ClaimProposal {
        id: ProposalId,
        is_claimed: bool,
    },
    /// Gathers in a new group, or more into one that is there.
    Gather {
        group: GroupId,
        title: String,
        proposals: Vec<ProposalId>,
    },
    /// Out of every group.
    Ungroup {
        proposals: Vec<ProposalId>,
    },
    RenameGroup {
        group: GroupId,
        title: String,
    },
    // ---- the dot vote ----
    OpenVote {
        dots: u8,
    },
    /// How many of one's dots are on a candidate.
    GiveDots {
        group: GroupId,
        dots: u8,
    },
    FinishVoting {
        is_done: bool,
    },
    CloseVote,
    /// Undoes closing.
    ReopenVote,
    /// Throws the vote and its ballots away, so that other candidates can be made.
    /// `is_counted` says whether the sender saw it counted.
    CancelVote {
        #[serde(default)]
        is_counted: bool,
    },
    /// Who has at least this many goes on; none takes the line away.
    DrawLine {
        from_dots: Option<u16>,
    },
    AssignTask {
        group: GroupId,
        part: TaskPart,
    },
    SetStatus {
        group: GroupId,
        status: ProposalStatus,
        #[serde(default)]
        reason: Option<String>,
    },
    // ---- the end ----
    /// Locks grades and texts; false opens them again.
    Conclude {
        is_concluded: bool,
    },
    /// "Var møtet verdt tiden?", 1 to 3.
    JudgeWorth {
        value: u8,
    },
    // ---- the report ----
    SendReport {
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
        due: Option<Date>,
        readers: Vec<PersonId>,
    },
    /// Back to a draft.
    WithdrawReport,
    OpenReport,
    ConfirmRead {
        is_read: bool,
    },
    CommentReport {
        id: NoteId,
        section: String,
        #[serde(default)]
        quote: Option<String>,
        text: String,
    },
    ResolveComment {
        id: NoteId,
        is_resolved: bool,
    },
    FinaliseReport,
    // ---- the seminar ----
    Evaluation {
        ask: super::evaluation::Ask,
    },
    // ---- the formal part ----
    Formal {
        ask: super::formal::Ask,
    },
    // ---- a board seminar's own part ----
    Seminar {
        ask: seminar::Ask,
    },
}

/// One part of a task, so that two who fill in a task together do not undo each other. None empties it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum TaskPart {
    AppliesTo {
        plan: AppliesTo,
    },
    PartOfPlan {
        part: Option<String>,
    },
    Owner {
        person: Option<PersonId>,
    },
    Deadline {
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
        date: Option<Date>,
    },
}

/// `POST /api/rooms/{room}/commands`. Repeating a `request_id` changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommandRequest {
    pub request_id: crate::id::RequestId,
    pub command: Command,
}
