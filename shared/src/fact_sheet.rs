//! The fact sheet (faktaark): what the programme manager puts together before a PSV (domain 2.10). Fields for figures, and
//! a few lines of prose beside them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::IndicatorId;

mod clean;
mod sums;

pub use clean::{
    Fault, MAX_AMOUNT, MAX_FACT, MAX_FACTS, MAX_LINES, MAX_NUMBER, MAX_PROSE, MAX_TITLE,
    SheetProblem, SheetSection, clean,
};
pub use sums::{Sums, amount_in_kroner, kroner};

/// Amounts are whole kroner.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct FactSheet {
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub figures_as_of: Option<Date>,
    pub granted: Option<i64>,
    pub paid: Option<i64>,
    pub measures: Measures,
    pub goals: Vec<GoalLine>,
    pub projects: Vec<ProjectLine>,
    pub n_board_meetings: Option<u16>,
    /// Of the board's seats, in per cent.
    pub attendance_percent: Option<u8>,
    /// What the year was like, in the manager's own words.
    pub summary: String,
    pub communication: String,
    pub risk: String,
    /// Per indicator, what is known.
    pub facts: BTreeMap<IndicatorId, Vec<String>>,
}

/// How many measures of the plan stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Measures {
    pub in_progress: u16,
    pub done: u16,
    pub stopped: u16,
    pub not_started: u16,
}

/// A goal against its result. Numbers as the manager writes them: `41`, `3,5 mill.`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct GoalLine {
    pub title: String,
    pub target: String,
    pub achieved: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ProjectLine {
    pub title: String,
    pub phase: PlpPhase,
    pub status: ProjectStatus,
    pub granted: Option<i64>,
    pub paid: Option<i64>,
}

/// Domain 9.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PlpPhase {
    #[default]
    PreStudy,
    PreProject,
    MainProject,
    NotAProject,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ProjectStatus {
    NotStarted,
    #[default]
    OnTrack,
    Delayed,
    Done,
    Stopped,
}
