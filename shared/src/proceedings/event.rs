//! What happened. Events are stored, so a name once given stays; a golden file keeps old ones readable.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::seminar;
use super::state::{
    Agreement, Answer, FollowUpNote, Grade, Position, ProposalDraft, ProposalStatus, Reveal, Step,
    Task, VoteResult,
};
use crate::fact_sheet::FactSheet;
use crate::id::{GroupId, IndicatorId, NoteId, PersonId, ProposalId, RequestId, StepId};
use crate::time::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Event {
    DayBegun {
        steps: Vec<Step>,
    },
    Moved {
        to: Position,
    },
    ScoresRevealed {
        indicator: IndicatorId,
        reveal: Reveal,
        /// See [`Round::counted`](super::state::Round::counted).
        #[serde(default)]
        counted: BTreeMap<PersonId, bool>,
    },
    RoundReopened {
        indicator: IndicatorId,
    },
    StepSkipped {
        step: StepId,
        is_skipped: bool,
    },
    StepMoved {
        step: StepId,
        before: Option<StepId>,
    },
    StepRepeated {
        step: StepId,
        copy: StepId,
    },
    MinutesSet {
        step: StepId,
        minutes: u16,
    },
    TimerSet {
        timer: Option<super::state::Timer>,
    },
    LookedUp {
        is_on: bool,
    },
    NoteKept {
        step: StepId,
        text: String,
    },
    HandRaised,
    HandLowered {
        person: PersonId,
    },
    ThingParked {
        id: NoteId,
        text: String,
    },
    ThingUnparked {
        id: NoteId,
    },
    FactSheetWritten {
        sheet: Box<FactSheet>,
    },
    FactSheetShared {
        is_shared: bool,
    },
    FactSheetRead,
    FollowedUp {
        idx: usize,
        note: Option<FollowUpNote>,
    },
    ScoringOpened {
        is_open: bool,
    },
    Scored {
        indicator: IndicatorId,
        person: PersonId,
        value: Option<u8>,
    },
    Thought {
        indicator: IndicatorId,
        text: String,
    },
    ThoughtShared {
        indicator: IndicatorId,
        is_shared: bool,
    },
    ScoringFinished {
        person: PersonId,
        is_done: bool,
    },
    GradeProposed {
        indicator: IndicatorId,
        grade: Option<Grade>,
    },
    GradeAnswered {
        indicator: IndicatorId,
        answer: Option<Answer>,
    },
    GradeSettled {
        indicator: IndicatorId,
        grade: Grade,
        agreement: Agreement,
        remark: Option<String>,
        /// Whose remark each is; before there was this, all of it stood in `remark`.
        #[serde(default)]
        remarks: BTreeMap<PersonId, String>,
    },
    GradeUnsettled {
        indicator: IndicatorId,
    },
    ProposalDrafted {
        id: ProposalId,
        draft: ProposalDraft,
        by_observer: bool,
    },
    DraftDropped {
        id: ProposalId,
    },
    /// Their words enter the assessment after this is stored.
    ProposalsShared {
        ids: Vec<ProposalId>,
    },
    ProposalsOpened,
    ProposalClaimed {
        id: ProposalId,
        is_claimed: bool,
    },
    Gathered {
        group: GroupId,
        title: String,
        proposals: Vec<ProposalId>,
    },
    Ungrouped {
        proposals: Vec<ProposalId>,
    },
    GroupRenamed {
        group: GroupId,
        title: String,
    },
    /// Every proposal that is in no group becomes one of its own.
    VoteOpened {
        dots: u8,
        max_per_candidate: u8,
        alone: Vec<ProposalId>,
    },
    DotsGiven {
        group: GroupId,
        dots: u8,
    },
    VotingFinished {
        is_done: bool,
    },
    VoteClosed {
        result: VoteResult,
        /// See [`Vote::counted`](super::state::Vote::counted).
        #[serde(default)]
        counted: BTreeMap<PersonId, bool>,
    },
    VoteReopened,
    VoteCancelled,
    LineDrawn {
        from_dots: Option<u16>,
    },
    TaskAssigned {
        group: GroupId,
        task: Task,
    },
    StatusSet {
        group: GroupId,
        status: ProposalStatus,
        reason: Option<String>,
    },
    Concluded {
        is_concluded: bool,
    },
    WorthJudged {
        value: u8,
    },
    ReportSent {
        due: Option<Date>,
        readers: Vec<PersonId>,
    },
    ReportWithdrawn,
    ReportOpened,
    ReadConfirmed {
        is_read: bool,
    },
    ReportCommented {
        id: NoteId,
        section: String,
        quote: Option<String>,
        text: String,
    },
    CommentResolved {
        id: NoteId,
        is_resolved: bool,
    },
    ReportFinalised {
        hash: String,
        content: String,
    },
    Evaluation {
        fact: super::evaluation::Fact,
    },
    Formal {
        fact: super::formal::Fact,
    },
    Seminar {
        fact: seminar::Fact,
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
