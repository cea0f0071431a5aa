//! What a column is about, from what stands above it, and the words that stand in it.

use crate::fact_sheet::PlpPhase;
use crate::plan::FundingSource;
use crate::plan::measure::MeasureStatus;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Given by where a measure stands, so it is left out.
    Number,
    Title,
    Phase,
    ResultGoal,
    EffectGoal,
    Responsible,
    ProjectLeader,
    Deadline,
    Budget,
    Funding(FundingSource),
    Status,
    Unknown,
}

impl Column {
    /// Those of a paste that does not name its columns.
    pub const USUAL: [Self; 5] = [
        Self::Title,
        Self::Phase,
        Self::Responsible,
        Self::Deadline,
        Self::Budget,
    ];
}

/// A column, and what its amounts are multiplied by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    pub column: Column,
    pub scale: i64,
}

impl Head {
    pub const UNKNOWN: Self = Self {
        column: Column::Unknown,
        scale: 1,
    };
}

/// How the heads of columns begin, in lower case.
const NAMES: [(&str, Column); 38] = [
    ("nr", Column::Number),
    ("no.", Column::Number),
    ("#", Column::Number),
    ("tiltak", Column::Title),
    ("prosjekt", Column::Title),
    ("measure", Column::Title),
    ("project leader", Column::ProjectLeader),
    ("project", Column::Title),
    ("tittel", Column::Title),
    ("title", Column::Title),
    ("fase", Column::Phase),
    ("plp", Column::Phase),
    ("phase", Column::Phase),
    ("resultatm", Column::ResultGoal),
    ("result goal", Column::ResultGoal),
    ("effektm", Column::EffectGoal),
    ("effect goal", Column::EffectGoal),
    ("ansvarl", Column::Responsible),
    ("responsible", Column::Responsible),
    ("pa", Column::Responsible),
    ("pl", Column::ProjectLeader),
    ("frist", Column::Deadline),
    ("deadline", Column::Deadline),
    ("ferdig", Column::Deadline),
    ("budsjett", Column::Budget),
    ("budget", Column::Budget),
    ("kostnad", Column::Budget),
    ("fylke", Column::Funding(FundingSource::County)),
    ("county", Column::Funding(FundingSource::County)),
    ("kommun", Column::Funding(FundingSource::Municipality)),
    ("municip", Column::Funding(FundingSource::Municipality)),
    (
        "innovasjon",
        Column::Funding(FundingSource::InnovationNorway),
    ),
    (
        "innovation",
        Column::Funding(FundingSource::InnovationNorway),
    ),
    ("bedrift", Column::Funding(FundingSource::Private)),
    ("priva", Column::Funding(FundingSource::Private)),
    ("ann", Column::Funding(FundingSource::Other)),
    ("overf", Column::Funding(FundingSource::CarriedOver)),
    ("status", Column::Status),
];

pub(super) fn usual() -> Vec<Head> {
    let head = |column| Head { column, scale: 1 };
    Column::USUAL.map(head).to_vec()
}

/// The columns that a line names; none when it names no title, or nothing beside it.
pub(super) fn header(cells: &[String]) -> Option<Vec<Head>> {
    let heads: Vec<Head> = cells.iter().map(|cell| head(cell)).collect();
    let is_known = |head: &&Head| head.column != Column::Unknown;
    let has_title = heads.iter().any(|head| head.column == Column::Title);
    let is_alone = cells.len() == 1;
    (has_title && (heads.iter().filter(is_known).count() >= 2 || is_alone && is_a_name(&cells[0])))
        .then_some(heads)
}

fn head(cell: &str) -> Head {
    let cell = cell.to_lowercase();
    let named = NAMES.iter().find(|(name, _)| match *name {
        // So short that other words begin with them.
        short @ ("pa" | "pl") => cell == short,
        name => cell.starts_with(name),
    });
    let digits: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    let in_thousands = ["1000", "1.000", "1,000", "tkr", "tusen"];
    let is_scaled = in_thousands.iter().any(|word| digits.contains(word));
    Head {
        column: named.map_or(Column::Unknown, |(_, column)| *column),
        scale: if is_scaled { 1_000 } else { 1 },
    }
}

/// A head of one column alone must be exactly a name, for a measure may begin with one.
fn is_a_name(cell: &str) -> bool {
    let cell = cell.to_lowercase();
    NAMES.iter().any(|(name, _)| *name == cell)
}

/// `Forprosjekt`, `hovedprosjekt`, `pre-study`.
pub(super) fn phase(text: &str) -> Option<PlpPhase> {
    let text = text.to_lowercase();
    let starts = |names: &[&str]| names.iter().any(|name| text.starts_with(name));
    if starts(&["forstudie", "pre-study"]) {
        Some(PlpPhase::PreStudy)
    } else if starts(&["forprosjekt", "pre-project"]) {
        Some(PlpPhase::PreProject)
    } else if starts(&["hovedprosjekt", "hovudprosjekt", "main project"]) {
        Some(PlpPhase::MainProject)
    } else if starts(&[
        "tiltak",
        "drift",
        "measure",
        "ikke prosjekt",
        "ikkje prosjekt",
    ]) {
        Some(PlpPhase::NotAProject)
    } else {
        None
    }
}

/// `Planlagt`, `I rute`, `delayed`.
pub(super) fn status(text: &str) -> Option<MeasureStatus> {
    let text = text.to_lowercase();
    let starts = |names: &[&str]| names.iter().any(|name| text.starts_with(name));
    if starts(&["planl", "planned"]) {
        Some(MeasureStatus::Planned)
    } else if starts(&["i rute", "on track", "i gang"]) {
        Some(MeasureStatus::OnTrack)
    } else if starts(&["forsink", "forseink", "delayed"]) {
        Some(MeasureStatus::Delayed)
    } else if starts(&["satt på vent", "sett på vent", "på vent", "paused"]) {
        Some(MeasureStatus::Paused)
    } else if starts(&["gjennomf", "ferdig", "done"]) {
        Some(MeasureStatus::Done)
    } else if starts(&["stans", "stopp"]) {
        Some(MeasureStatus::Stopped)
    } else {
        None
    }
}
