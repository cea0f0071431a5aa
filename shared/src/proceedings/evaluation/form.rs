//! The form as data: statements in groups, a scale of agreement, open questions. Nothing in the code knows how many.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::id::QuestionId;
use crate::rights::Role;
use crate::template::Words;

/// The form that comes with the program. An evaluation keeps its own copy from when it is opened.
pub static STANDARD: LazyLock<EvaluationForm> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../templates/styreevaluering.json"))
        .expect("the template is part of the program, and a test reads it")
});

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EvaluationForm {
    pub id: String,
    pub version: u32,
    pub title: Words,
    pub intro: Words,
    pub scale: AgreementScale,
    pub groups: Vec<StatementGroup>,
    pub open_questions: Vec<OpenQuestion>,
    /// What comes of it: the board's promises.
    pub outcome: PromiseRules,
    pub rules: EvaluationRules,
}

/// From "helt uenig" to "helt enig": words without numbers on the screen, so that it is not taken for a grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgreementScale {
    pub steps: Vec<AgreementStep>,
    pub skip: SkipStep,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgreementStep {
    pub value: u8,
    pub label: Words,
}

/// "Vet ikke": counted apart, and never as a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SkipStep {
    pub label: Words,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatementGroup {
    pub id: String,
    pub title: Words,
    pub statements: Vec<Statement>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Statement {
    pub id: QuestionId,
    pub text: Words,
    /// Asked only where somebody has said so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenQuestion {
    pub id: QuestionId,
    pub text: Words,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PromiseRules {
    /// Fewer say too little; a page says so, and nothing is refused.
    pub min: usize,
    pub max: usize,
    pub title: Words,
    pub lead: Words,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EvaluationRules {
    /// Who is asked; the rights table says the same.
    pub invited: Vec<Role>,
    pub min_answers_to_show: u16,
    pub open_days_before: u16,
    pub n_highest: usize,
    pub n_lowest: usize,
}

impl EvaluationForm {
    /// Every statement there is, in the form's order.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.groups.iter().flat_map(|group| &group.statements)
    }

    pub fn statement(&self, id: &QuestionId) -> Option<&Statement> {
        self.statements().find(|statement| statement.id == *id)
    }

    /// Whether something can be written about it: a statement or an open question.
    pub fn has(&self, id: &QuestionId) -> bool {
        self.statement(id).is_some()
            || self
                .open_questions
                .iter()
                .any(|question| question.id == *id)
    }

    /// The steps of the scale, in order.
    pub fn values(&self) -> Vec<u8> {
        self.scale.steps.iter().map(|step| step.value).collect()
    }

    /// The form without the optional statements that nobody has asked for.
    #[must_use]
    pub fn with_only(&self, included: &BTreeSet<QuestionId>) -> Self {
        let mut form = self.clone();
        for group in &mut form.groups {
            let is_asked = |one: &Statement| !one.optional || included.contains(&one.id);
            group.statements.retain(is_asked);
        }
        form.groups.retain(|group| !group.statements.is_empty());
        form
    }
}
