//! Where in a plan something is said, so that it is found again after edits around it.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::document::plan::TextKey;
use crate::id::MeasureId;
use crate::plan::{ActionPlan, Row};

/// The longest path of a piece of prose, in bytes.
const MAX_PATH: usize = 160;

/// What a comment is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PlanPlace))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Place {
    /// The plan as a whole.
    Plan,
    Row {
        row: Row,
    },
    /// A plain value of a row, by the name it has in the document: `budget`, `funding/county`.
    Field {
        row: Row,
        field: String,
    },
    /// A text, or some words of it.
    Words {
        text: PlanText,
        #[serde(default)]
        quote: Option<Quote>,
    },
}

/// Which text of a plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PlanText {
    /// Words of a row.
    Row(TextKey),
    /// A piece of the prose.
    Prose(ProsePath),
}

/// The words somebody means, as they stood, and where they were.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Quote {
    pub text: String,
    /// Where they begin and end: a relative position of Yjs as JSON. None where only the words say it.
    pub from: Option<String>,
    pub to: Option<String>,
}

/// The name of a piece of prose in the plan's chapters. What pieces there are is told in the document, not here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "String", into = "String")]
pub struct ProsePath(String);

/// The text is not the path of a piece of prose: words of `a`–`z`, `0`–`9` and `-` with `/` between them.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("not the path of a piece of prose")]
pub struct InvalidPath;

impl ProsePath {
    pub fn parse(text: &str) -> Result<Self, InvalidPath> {
        let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let is_word = |word: &str| !word.is_empty() && word.bytes().all(is_plain);
        (text.len() <= MAX_PATH && text.split('/').all(is_word))
            .then(|| Self(text.to_owned()))
            .ok_or(InvalidPath)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ProsePath {
    type Error = InvalidPath;

    fn try_from(text: String) -> Result<Self, InvalidPath> {
        Self::parse(&text)
    }
}

impl From<ProsePath> for String {
    fn from(path: ProsePath) -> Self {
        path.0
    }
}

impl fmt::Display for ProsePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Place {
    /// The row it is about, when it is about one.
    pub const fn row(&self) -> Option<&Row> {
        match self {
            Self::Row { row } | Self::Field { row, .. } => Some(row),
            Self::Words { text, .. } => text.row(),
            Self::Plan => None,
        }
    }
}

impl PlanText {
    pub const fn row(&self) -> Option<&Row> {
        match self {
            Self::Row(key) => Some(key.row()),
            Self::Prose(_) => None,
        }
    }
}

/// The measure a row is, or belongs to. A milestone tells only with the plan beside it.
pub fn measure_of(row: &Row, plan: Option<&ActionPlan>) -> Option<MeasureId> {
    match row {
        Row::Measure(id) => Some(id.clone()),
        Row::Milestone(id) => {
            let mut measures = plan?.measures.iter();
            let measure = measures.find(|one| one.milestones.iter().any(|own| own.id == *id))?;
            Some(measure.id.clone())
        }
        _ => None,
    }
}
