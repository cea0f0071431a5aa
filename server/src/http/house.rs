//! What the handlers of programme, people and meetings share: storing a change with its audit row, and telling what changed.

use axum::http::StatusCode;
use serde::Serialize;
use serde_json::Value;
use shared::view::{DraftProblem, FieldProblem, ProblemDetail};

use super::auth::Asker;
use super::error::ApiError;
use crate::app::App;
use crate::store::audit::NewAudit;
use crate::store::house::HouseChange;

/// Stores a change and tells those connected. What was checked may have changed meanwhile: then nothing is stored.
pub async fn store(
    app: &App,
    asker: &Asker,
    change: HouseChange,
    audit: Vec<NewAudit>,
) -> Result<StatusCode, ApiError> {
    if app.change_house(&asker.programme, change, audit).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::ChangedMeanwhile)
    }
}

pub fn draft(idx: usize, problem: DraftProblem) -> ApiError {
    ApiError::Invalid(ProblemDetail::Draft(idx, problem))
}

impl From<FieldProblem> for ApiError {
    fn from(problem: FieldProblem) -> Self {
        Self::Invalid(ProblemDetail::Field(problem))
    }
}

/// What changed, for the audit log: field, before, after.
#[derive(Debug, Default)]
pub struct Details(Vec<(String, String, String)>);

impl Details {
    /// Says both values when they differ.
    pub fn compare<T: Serialize + PartialEq>(&mut self, field: &str, before: &T, after: &T) {
        if before != after {
            self.0.push((field.to_owned(), word(before), word(after)));
        }
    }

    /// Says only that something is another now: it is long, or nobody's business.
    pub fn mention<T: PartialEq>(&mut self, field: &str, before: &T, after: &T) {
        if before != after {
            self.0
                .push((field.to_owned(), String::new(), String::new()));
        }
    }

    pub fn into_audit(self, audit: NewAudit) -> NewAudit {
        let mut audit = audit;
        audit.body.details = self.0;
        audit
    }
}

/// A value as one word.
fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        Ok(Value::Null) | Err(_) => String::new(),
        Ok(other) => other.to_string(),
    }
}
