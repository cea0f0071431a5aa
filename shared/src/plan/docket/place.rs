//! Where in a plan something is said, so that it is found again after edits around it.

use serde::{Deserialize, Serialize};

use crate::document::chapters::ProseKey;
use crate::document::plan::TextKey;
use crate::id::MeasureId;
use crate::plan::{ActionPlan, Row};

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
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    Prose(ProseKey),
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
