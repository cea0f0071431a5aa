//! What people ask of the evaluation.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::state::BoardPromise;
use crate::id::{PersonId, PromiseId, QuestionId};
use crate::proceedings::state::FollowUpNote;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = EvaluationAsk))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Ask {
    /// Asks an optional statement too; before it is first opened.
    Include {
        statement: QuestionId,
        is_included: bool,
    },
    /// Lets the board answer, also again after it was closed.
    Open,
    /// Shows the distributions.
    Close,
    /// `value` none is "vet ikke".
    Answer {
        statement: QuestionId,
        // Said, also when it is none.
        #[serde(deserialize_with = "Option::deserialize")]
        value: Option<u8>,
    },
    /// A thought about a statement, or the answer to an open question. Empty takes it back.
    Write {
        question: QuestionId,
        text: String,
    },
    Finish {
        is_done: bool,
    },
    /// Lets observers, and the screen on the wall, see the distributions.
    ShowObservers {
        is_shown: bool,
    },
    /// Adds a promise.
    Promise {
        promise: BoardPromise,
    },
    ChangePromise {
        id: PromiseId,
        part: PromisePart,
    },
    DropPromise {
        id: PromiseId,
    },
    /// What came of a promise of the seminar before this one; none takes it back.
    FollowUp {
        id: PromiseId,
        note: Option<FollowUpNote>,
    },
}

/// One part of a promise, so that two who fill it in together do not undo each other. None empties it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum PromisePart {
    Text {
        text: String,
    },
    Responsible {
        person: Option<PersonId>,
    },
    Deadline {
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
        date: Option<Date>,
    },
    /// The statement it came from.
    Source {
        statement: Option<QuestionId>,
    },
}
