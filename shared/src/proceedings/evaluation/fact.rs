//! What has happened in the evaluation. Stored, so a name once given stays.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::form::EvaluationForm;
use super::result::EvaluationResult;
use super::state::BoardPromise;
use crate::id::{PersonId, PromiseId, QuestionId};
use crate::proceedings::state::FollowUpNote;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Fact {
    Included {
        statement: QuestionId,
        is_included: bool,
    },
    /// The form as it was then; the same one when it is opened again.
    Opened {
        form: Box<EvaluationForm>,
    },
    Closed {
        result: EvaluationResult,
        /// See [`Evaluation::counted`](super::Evaluation::counted).
        #[serde(default)]
        counted: BTreeSet<PersonId>,
        /// The statements whose answers were added up anew, and the questions whose texts were.
        #[serde(default)]
        recounted: BTreeSet<QuestionId>,
        #[serde(default)]
        rewritten: BTreeSet<QuestionId>,
    },
    Answered {
        statement: QuestionId,
        value: Option<u8>,
    },
    Wrote {
        question: QuestionId,
        text: String,
    },
    Finished {
        is_done: bool,
    },
    ObserversShown {
        is_shown: bool,
    },
    /// Added, or another than before.
    Promised {
        promise: BoardPromise,
    },
    PromiseDropped {
        id: PromiseId,
    },
    FollowedUp {
        id: PromiseId,
        note: Option<FollowUpNote>,
    },
}
