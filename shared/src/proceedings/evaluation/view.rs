//! The evaluation as one viewer may see it. Maps rather than lists where single things change, as in
//! [`ProceedingsView`](crate::proceedings::view::ProceedingsView).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::form::EvaluationForm;
use super::state::BoardPromise;
use crate::id::{PromiseId, QuestionId};
use crate::proceedings::state::FollowUpNote;
use crate::proceedings::tally::Tally;
use crate::time::Timestamp;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum EvaluationStage {
    #[default]
    NotOpened,
    Open,
    Closed,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "answers that do not hang together, as a page asks them"
)]
pub struct EvaluationView {
    pub stage: EvaluationStage,
    pub opened_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    /// What is asked; for those who answer, open it or see what came of it.
    pub form: Option<EvaluationForm>,
    /// What else can be asked; only for whom opens it, and until it is first opened.
    pub optional: Option<EvaluationForm>,
    pub included: BTreeSet<QuestionId>,
    /// Whether the viewer is asked, or sees what comes of it, in this meeting.
    pub is_invited: bool,
    pub sees_result: bool,
    /// Answers were shown before the viewer came, and who is counted stays counted.
    pub is_left_out: bool,
    pub my_answers: BTreeMap<QuestionId, MyAgreement>,
    pub my_texts: BTreeMap<QuestionId, String>,
    pub i_am_done: bool,
    /// How many of those who are asked say that they are done. For those who are asked, lead or manage.
    pub n_done: u16,
    pub n_invited: u16,
    pub result: Option<EvaluationResultView>,
    /// What each answered is gone: what is shown stays as it is.
    pub is_forgotten: bool,
    pub observers_see: bool,
    pub promises: Vec<BoardPromise>,
    pub follow_ups: BTreeMap<PromiseId, FollowUpNote>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyAgreement {
    /// None for "vet ikke".
    pub value: Option<u8>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct EvaluationResultView {
    pub n_invited: u16,
    pub n_answered: u16,
    /// Empty when too few have answered.
    pub statements: BTreeMap<QuestionId, StatementView>,
    pub highest: Vec<QuestionId>,
    pub lowest: Vec<QuestionId>,
    /// Answers to the open questions.
    pub texts: BTreeMap<QuestionId, Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct StatementView {
    pub tally: Tally,
    /// A hundred times the mean; none with too few answers.
    pub mean_x100: Option<u32>,
    pub thoughts: Vec<String>,
}

/// The promises of the seminar before this one, to be followed up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EarlierPromises {
    pub year: u16,
    pub promises: Vec<BoardPromise>,
}

impl EarlierPromises {
    /// Where a promise came from is the board's, so it stays behind.
    pub fn of(year: u16, promises: &[BoardPromise]) -> Self {
        let promises = promises.iter().map(|promise| BoardPromise {
            source: None,
            ..promise.clone()
        });
        Self {
            year,
            promises: promises.collect(),
        }
    }
}
