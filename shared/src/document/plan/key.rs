//! The names of rows and of their shared texts.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::ROOTS;
use crate::id::{
    CommunicationId, FocusAreaId, GoalId, InvalidId, MeasureId, MilestoneId, OperatingCostId,
    PlannedMeetingId, RiskId, SectionId,
};
use crate::plan::{FundingSource, Row};

/// Which words of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextField {
    Title,
    Indicator,
    /// Where the figures of a goal come from.
    Source,
    Strategy,
    Background,
    ResultGoal,
    EffectGoal,
    /// What is decided at the next decision point.
    Decision,
    /// What we do about a risk.
    Response,
    Audience,
    Channel,
    When,
    Topic,
}

impl TextField {
    const ALL: [Self; 13] = [
        Self::Title,
        Self::Indicator,
        Self::Source,
        Self::Strategy,
        Self::Background,
        Self::ResultGoal,
        Self::EffectGoal,
        Self::Decision,
        Self::Response,
        Self::Audience,
        Self::Channel,
        Self::When,
        Self::Topic,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Indicator => "indicator",
            Self::Source => "source",
            Self::Strategy => "strategy",
            Self::Background => "background",
            Self::ResultGoal => "result-goal",
            Self::EffectGoal => "effect-goal",
            Self::Decision => "decision",
            Self::Response => "response",
            Self::Audience => "audience",
            Self::Channel => "channel",
            Self::When => "when",
            Self::Topic => "topic",
        }
    }

    /// The words that a row of this kind has.
    pub const fn of(row: &Row) -> &'static [Self] {
        match row {
            Row::Frame(_) => &[],
            Row::Section(_) | Row::FocusArea(_) | Row::Milestone(_) | Row::OperatingCost(_) => {
                &[Self::Title]
            }
            Row::Goal(_) => &[Self::Title, Self::Indicator, Self::Source],
            Row::Measure(_) => &[
                Self::Title,
                Self::Strategy,
                Self::Background,
                Self::ResultGoal,
                Self::EffectGoal,
                Self::Indicator,
                Self::Decision,
            ],
            Row::Risk(_) => &[Self::Title, Self::Response],
            Row::Communication(_) => &[Self::Title, Self::Audience, Self::Channel, Self::When],
            Row::Meeting(_) => &[Self::Title, Self::Topic],
        }
    }
}

/// Which shared text of the plan. Written as its path: `measures/<id>/result-goal`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TextKey {
    row: Row,
    field: TextField,
}

impl TextKey {
    /// None when rows of this kind have no such words.
    pub fn new(row: Row, field: TextField) -> Option<Self> {
        TextField::of(&row)
            .contains(&field)
            .then_some(Self { row, field })
    }

    pub const fn row(&self) -> &Row {
        &self.row
    }

    pub const fn field(&self) -> TextField {
        self.field
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", Kind::of(self).root(), id(self))
    }
}

impl From<Row> for String {
    fn from(row: Row) -> Self {
        row.to_string()
    }
}

impl TryFrom<String> for Row {
    type Error = UnknownText;

    fn try_from(name: String) -> Result<Self, UnknownText> {
        name.parse()
    }
}

impl FromStr for Row {
    type Err = UnknownText;

    fn from_str(name: &str) -> Result<Self, UnknownText> {
        let (root, id) = name.split_once('/').ok_or(UnknownText)?;
        let kind = Kind::ALL.into_iter().find(|kind| kind.root() == root);
        kind.ok_or(UnknownText)?.row(id)
    }
}

impl fmt::Display for TextKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.row, self.field.name())
    }
}

impl From<TextKey> for String {
    fn from(key: TextKey) -> Self {
        key.to_string()
    }
}

/// A plan has no row or no text of this name.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("not a row or a text of a plan")]
pub struct UnknownText;

impl From<InvalidId> for UnknownText {
    fn from(_: InvalidId) -> Self {
        Self
    }
}

impl TryFrom<String> for TextKey {
    type Error = UnknownText;

    fn try_from(name: String) -> Result<Self, UnknownText> {
        name.parse()
    }
}

impl FromStr for TextKey {
    type Err = UnknownText;

    fn from_str(name: &str) -> Result<Self, UnknownText> {
        let (row, field) = name.rsplit_once('/').ok_or(UnknownText)?;
        let row = row.parse()?;
        let field = TextField::ALL.into_iter().find(|one| one.name() == field);
        Self::new(row, field.ok_or(UnknownText)?).ok_or(UnknownText)
    }
}

/// The path of a field of a row, as presence names it: `measures/<id>/deadline`.
pub fn path(row: &Row, field: &str) -> String {
    format!("{}/{}/{field}", Kind::of(row).root(), id(row))
}

/// The row that a path leads to or into.
pub fn row_at(path: &str) -> Option<Row> {
    let mut parts = path.split('/');
    let (root, id) = (parts.next()?, parts.next()?);
    let kind = Kind::ALL.into_iter().find(|kind| kind.root() == root)?;
    kind.row(id).ok()
}

/// The kinds of rows, in the order of [`ROOTS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Section,
    FocusArea,
    Goal,
    Measure,
    Milestone,
    Frame,
    OperatingCost,
    Risk,
    Communication,
    Meeting,
}

impl Kind {
    pub const ALL: [Self; ROOTS.len()] = [
        Self::Section,
        Self::FocusArea,
        Self::Goal,
        Self::Measure,
        Self::Milestone,
        Self::Frame,
        Self::OperatingCost,
        Self::Risk,
        Self::Communication,
        Self::Meeting,
    ];

    pub const fn of(row: &Row) -> Self {
        match row {
            Row::Section(_) => Self::Section,
            Row::FocusArea(_) => Self::FocusArea,
            Row::Goal(_) => Self::Goal,
            Row::Measure(_) => Self::Measure,
            Row::Milestone(_) => Self::Milestone,
            Row::Frame(_) => Self::Frame,
            Row::OperatingCost(_) => Self::OperatingCost,
            Row::Risk(_) => Self::Risk,
            Row::Communication(_) => Self::Communication,
            Row::Meeting(_) => Self::Meeting,
        }
    }

    const fn root(self) -> &'static str {
        ROOTS[self as usize]
    }

    /// The row of this kind and name.
    pub fn row(self, id: &str) -> Result<Row, UnknownText> {
        Ok(match self {
            Self::Section => Row::Section(SectionId::parse(id)?),
            Self::FocusArea => Row::FocusArea(FocusAreaId::parse(id)?),
            Self::Goal => Row::Goal(GoalId::parse(id)?),
            Self::Measure => Row::Measure(MeasureId::parse(id)?),
            Self::Milestone => Row::Milestone(MilestoneId::parse(id)?),
            Self::Frame => {
                let source = FundingSource::ALL.into_iter().find(|one| one.id() == id);
                Row::Frame(source.ok_or(UnknownText)?)
            }
            Self::OperatingCost => Row::OperatingCost(OperatingCostId::parse(id)?),
            Self::Risk => Row::Risk(RiskId::parse(id)?),
            Self::Communication => Row::Communication(CommunicationId::parse(id)?),
            Self::Meeting => Row::Meeting(PlannedMeetingId::parse(id)?),
        })
    }
}

/// The name of a row in its root.
pub(super) fn id(row: &Row) -> &str {
    match row {
        Row::Section(id) => id.as_str(),
        Row::FocusArea(id) => id.as_str(),
        Row::Goal(id) => id.as_str(),
        Row::Measure(id) => id.as_str(),
        Row::Milestone(id) => id.as_str(),
        Row::Frame(source) => source.id(),
        Row::OperatingCost(id) => id.as_str(),
        Row::Risk(id) => id.as_str(),
        Row::Communication(id) => id.as_str(),
        Row::Meeting(id) => id.as_str(),
    }
}
