//! What the facts add up to. Secrets included; it never leaves the server.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ask::PromisePart;
use super::form::{EvaluationForm, STANDARD};
use super::result::EvaluationResult;
use crate::id::{PersonId, PromiseId, QuestionId};
use crate::proceedings::state::FollowUpNote;
use crate::time::Timestamp;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Evaluation {
    /// As it was when it was first opened.
    pub form: Option<Box<EvaluationForm>>,
    /// The optional statements that are asked.
    pub included: BTreeSet<QuestionId>,
    /// Since when people may answer; none while they may not.
    pub opened_at: Option<Timestamp>,
    /// When it was last closed; none while it is open.
    pub closed_at: Option<Timestamp>,
    pub sheets: BTreeMap<PersonId, Sheet>,
    /// Whose answers are in what was shown first. It stays so when it is opened again: two distributions that differ by
    /// one person would show what that person answered.
    pub counted: BTreeSet<PersonId>,
    /// What was closed with last, also while it is open again.
    pub shown: Option<EvaluationResult>,
    /// Who has answered a statement otherwise, and written otherwise, since that was added up.
    pub answered_anew: BTreeMap<QuestionId, BTreeSet<PersonId>>,
    pub wrote_anew: BTreeMap<QuestionId, BTreeSet<PersonId>>,
    pub observers_see: bool,
    pub promises: Vec<BoardPromise>,
    /// What came of the promises of the seminar before this one.
    pub follow_ups: BTreeMap<PromiseId, FollowUpNote>,
}

/// What one person answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sheet {
    /// None for "vet ikke".
    pub answers: BTreeMap<QuestionId, Option<u8>>,
    /// About statements, and to the open questions.
    pub texts: BTreeMap<QuestionId, String>,
    pub is_done: bool,
}

impl Sheet {
    pub fn is_answered(&self) -> bool {
        !(self.answers.is_empty() && self.texts.is_empty())
    }
}

/// What the board will do otherwise (styreløfte).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardPromise {
    pub id: PromiseId,
    pub text: String,
    #[serde(default)]
    pub responsible: Option<PersonId>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub deadline: Option<Date>,
    /// The statement it came from.
    #[serde(default)]
    pub source: Option<QuestionId>,
}

impl BoardPromise {
    pub fn change(&mut self, part: PromisePart) {
        match part {
            PromisePart::Text { text } => self.text = text,
            PromisePart::Responsible { person } => self.responsible = person,
            PromisePart::Deadline { date } => self.deadline = date,
            PromisePart::Source { statement } => self.source = statement,
        }
    }

    /// What stands in the same part here.
    #[must_use]
    pub fn same_part(&self, part: &PromisePart) -> PromisePart {
        match part {
            PromisePart::Text { .. } => PromisePart::Text {
                text: self.text.clone(),
            },
            PromisePart::Responsible { .. } => PromisePart::Responsible {
                person: self.responsible.clone(),
            },
            PromisePart::Deadline { .. } => PromisePart::Deadline {
                date: self.deadline,
            },
            PromisePart::Source { .. } => PromisePart::Source {
                statement: self.source.clone(),
            },
        }
    }
}

impl Evaluation {
    /// Nothing has been done with it.
    pub fn is_untouched(&self) -> bool {
        *self == Self::default()
    }

    /// The whole form, optional statements included.
    pub fn whole_form(&self) -> &EvaluationForm {
        self.form.as_deref().unwrap_or(&STANDARD)
    }

    /// What is asked.
    pub fn asked(&self) -> EvaluationForm {
        self.whole_form().with_only(&self.included)
    }

    /// Whether a distribution has been shown; then those who are counted stay the same.
    pub fn was_shown(&self) -> bool {
        self.shown.as_ref().is_some_and(EvaluationResult::is_shown)
    }

    /// Whether what each person answered is gone, and only what was shown is left.
    pub fn is_forgotten(&self) -> bool {
        self.was_shown() && self.sheets.is_empty()
    }

    pub fn promise(&self, id: &PromiseId) -> Option<&BoardPromise> {
        self.promises.iter().find(|promise| promise.id == *id)
    }
}
