//! Why a rule said no; said to the person in their language by the page.

use serde::{Deserialize, Serialize};

use crate::rights::Lock;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// The person may not do this here now.
    NotAllowed(Lock),
    /// It is somebody else's.
    NotYours,
    /// Scoring is not open yet.
    ScoringNotOpen,
    /// The scores of this indicator are revealed.
    Revealed,
    /// The person has answered, and nobody else changes that: the difference would show what it was.
    AnsweredThemselves,
    /// Answers were shown before the person came, and who is counted stays counted.
    CountedWithout,
    /// They are not, and must be first.
    NotRevealed,
    /// Grades and texts are locked since the conclusion.
    Concluded,
    /// The group has moved on since the sender looked.
    MovedMeanwhile,
    /// Somebody else wrote the same meanwhile.
    ChangedMeanwhile,
    DayNotBegun,
    NoSuchIndicator,
    NoSuchStep,
    NoSuchPerson,
    NoSuchProposal,
    NoSuchGroup,
    NoSuchNote,
    /// Not a value of the scale, or not a possible number.
    NotAValue,
    Empty,
    TooLong,
    /// There are as many as there can be.
    TooMany,
    /// Nobody has put a grade on the table.
    NoGradeProposed,
    /// Somebody is not agreed: then no single number is written down, but how far apart it ended.
    NeedsRange,
    /// It is written down, and what was answered to it stands.
    GradeSettled,
    NeedsRemark,
    NeedsReason,
    NeedsRationale,
    ProposalsNotOpen,
    /// Candidates are fixed while a vote is open or counted.
    VoteOpen,
    VoteNotOpen,
    /// Something is decided here; dots are for work.
    FormalItem,
    NothingToVoteOn,
    OverBudget,
    OverMax,
    /// Its words are in the assessment by now, and are changed there.
    AlreadyShared,
    /// Something else has this id.
    IdTaken,
    NotConcluded,
    ReportNotSent,
    /// It is out for review, and says what was concluded.
    ReportInReview,
    ReportFinal,
    /// The board's evaluation is not open for answers.
    EvaluationNotOpen,
    /// It has been opened: what it asks stays.
    EvaluationOpened,
    /// Single answers are gone, and what was shown of them stays as it is.
    EvaluationForgotten,
    NoSuchQuestion,
    NoSuchPromise,
    /// The document could not be read just now.
    TextsMissing,
    /// The formal part has not begun.
    FormalNotBegun,
    FormalEnded,
    /// It is not over yet.
    FormalNotEnded,
    NoSuchItem,
    ItemNotOpen,
    /// Another item is being treated.
    ItemOpen,
    ItemTreated,
    /// The person is out of this item, because of impartiality.
    SteppedAside,
    /// The one it is about has no vote here.
    HasNoVote,
    /// Whoever is not in the room has no vote cast for them.
    NotHere,
    NotADeputy,
    AlreadyRaised,
    AlreadyDecided,
    /// The body must vote on it first.
    NeedsVote,
    NeedsResolution,
    FormalVoteOpen,
    FormalVoteNotOpen,
    /// Somebody who is here has not voted.
    VotesMissing,
    NoQuorum,
    /// A duty of confidentiality cannot be kept in a remote meeting.
    ClosedNotRemote,
    /// Whoever was not to hear it writes nothing down.
    BehindClosedDoors,
    MinutesNotSent,
    MinutesInReview,
    MinutesApproved,
}

/// How HTTP says it: 403, 409 or 422.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    Forbidden,
    Conflict,
    Invalid,
}

impl Refusal {
    pub fn kind(self) -> RefusalKind {
        use Refusal as R;
        match self {
            R::NotAllowed(_) | R::NotYours | R::SteppedAside | R::BehindClosedDoors => {
                RefusalKind::Forbidden
            }
            R::NoSuchIndicator
            | R::NoSuchStep
            | R::NoSuchPerson
            | R::NoSuchProposal
            | R::NoSuchGroup
            | R::NoSuchNote
            | R::NoSuchQuestion
            | R::NoSuchPromise
            | R::NotAValue
            | R::Empty
            | R::TooLong
            | R::TooMany
            | R::NeedsRemark
            | R::NeedsReason
            | R::OverBudget
            | R::OverMax
            | R::NoSuchItem
            | R::HasNoVote
            | R::NotADeputy => RefusalKind::Invalid,
            R::ScoringNotOpen
            | R::Revealed
            | R::AnsweredThemselves
            | R::CountedWithout
            | R::NotRevealed
            | R::Concluded
            | R::MovedMeanwhile
            | R::ChangedMeanwhile
            | R::DayNotBegun
            | R::NoGradeProposed
            | R::NeedsRange
            | R::GradeSettled
            | R::NeedsRationale
            | R::ProposalsNotOpen
            | R::VoteOpen
            | R::VoteNotOpen
            | R::FormalItem
            | R::NothingToVoteOn
            | R::AlreadyShared
            | R::IdTaken
            | R::NotConcluded
            | R::ReportNotSent
            | R::ReportInReview
            | R::ReportFinal
            | R::EvaluationNotOpen
            | R::EvaluationOpened
            | R::EvaluationForgotten
            | R::TextsMissing
            | R::FormalNotBegun
            | R::FormalEnded
            | R::FormalNotEnded
            | R::ItemNotOpen
            | R::ItemOpen
            | R::ItemTreated
            | R::AlreadyRaised
            | R::AlreadyDecided
            | R::NeedsVote
            | R::NeedsResolution
            | R::FormalVoteOpen
            | R::FormalVoteNotOpen
            | R::NotHere
            | R::VotesMissing
            | R::NoQuorum
            | R::ClosedNotRemote
            | R::MinutesNotSent
            | R::MinutesInReview
            | R::MinutesApproved => RefusalKind::Conflict,
        }
    }

    /// The stable word for programs, such as `over-budget`.
    pub fn code(self) -> String {
        if let Self::NotAllowed(_) = self {
            return "not-allowed".to_owned();
        }
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(word)) => word,
            _ => unreachable!("only one refusal carries something"),
        }
    }
}
