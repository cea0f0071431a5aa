//! Why a rule said no; said to the person in their language by the page. Words that mean the same as in a meeting are the
//! same.

use serde::{Deserialize, Serialize};

use crate::proceedings::refusal::RefusalKind;
use crate::rights::Lock;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PlanRefusal))]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// The person may not do this here now.
    NotAllowed(Lock),
    /// It is somebody else's.
    NotYours,
    /// The person has stepped aside from this measure, or may not be impartial about it.
    SteppedAside,
    /// It was handed over, and changes only when it is opened again.
    PlanFrozen,
    /// It is a draft.
    NotFrozen,
    /// Something in the list of checks must be put right first.
    NotReady,
    /// Somebody else changed it since the sender looked.
    ChangedMeanwhile,
    NoSuchPerson,
    NoSuchProposal,
    NoSuchNote,
    NoSuchSuggestion,
    NoSuchVersion,
    NoSuchRevision,
    NoSuchMeasure,
    /// Something else has this id.
    IdTaken,
    /// Not a possible value.
    NotAValue,
    /// The day the board, the council or the county treated it is missing.
    NeedsDate,
    /// A later step cannot lie before an earlier one.
    DatesOutOfOrder,
    /// Nobody has treated it yet on a day that is to come.
    DateAhead,
    NeedsReason,
    Empty,
    TooLong,
    TooMany,
    /// Something in the plan came of it; that must go first.
    AlreadyPlaced,
    /// The words it is about do not stand there any more.
    WordsGone,
    /// They stand there more than once, and nothing says which are meant.
    WordsNotClear,
    /// It was answered already.
    AlreadyAnswered,
    /// This is for the Omstillingsplan.
    NotThisPlan,
    /// The documents could not be read just now.
    TextsMissing,
}

impl Refusal {
    pub fn kind(self) -> RefusalKind {
        use Refusal as R;
        match self {
            R::NotAllowed(_) | R::NotYours | R::SteppedAside => RefusalKind::Forbidden,
            R::NoSuchPerson
            | R::NoSuchProposal
            | R::NoSuchNote
            | R::NoSuchSuggestion
            | R::NoSuchVersion
            | R::NoSuchRevision
            | R::NoSuchMeasure
            | R::NotAValue
            | R::NeedsDate
            | R::DatesOutOfOrder
            | R::DateAhead
            | R::NeedsReason
            | R::Empty
            | R::TooLong
            | R::TooMany
            | R::NotThisPlan => RefusalKind::Invalid,
            R::PlanFrozen
            | R::NotFrozen
            | R::NotReady
            | R::ChangedMeanwhile
            | R::IdTaken
            | R::AlreadyPlaced
            | R::WordsGone
            | R::WordsNotClear
            | R::AlreadyAnswered
            | R::TextsMissing => RefusalKind::Conflict,
        }
    }

    /// The stable word for programs, such as `plan-frozen`.
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
