//! The columns of the grid, its places, and where a key leads from one.

use shared::id::MeasureId;
use shared::plan::money::Kroner;
use shared::plan::{ActionPlan, FundingSource};

use crate::pages::plan::desk::element_id;
use crate::pages::plan::names;
use crate::words::Words;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Title,
    Phase,
    Responsible,
    Deadline,
    Budget,
    Share(FundingSource),
    Status,
    /// The themes of the review it came from; written on the page about them.
    From,
}

impl Column {
    pub fn name(self, words: Words) -> &'static str {
        match self {
            Self::Title => words.pl_measure(),
            Self::Phase => words.pl_f_phase(),
            Self::Responsible => words.pl_f_responsible(),
            Self::Deadline => words.pl_f_deadline(),
            Self::Budget => words.pl_f_budget(),
            Self::Share(source) => names::source_short(words, source),
            Self::Status => words.pl_f_status(),
            Self::From => words.pl_from_review(),
        }
    }

    pub fn is_money(self) -> bool {
        matches!(self, Self::Budget | Self::Share(_))
    }
}

/// A place in the grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub measure: MeasureId,
    pub column: Column,
}

impl Cell {
    /// The id of its element.
    pub fn id(&self) -> String {
        let column = match self.column {
            Column::Title => "title",
            Column::Phase => "phase",
            Column::Responsible => "responsible",
            Column::Deadline => "deadline",
            Column::Budget => "budget",
            Column::Share(source) => source.id(),
            Column::Status => "status",
            Column::From => "from",
        };
        element_id(&format!("cell/{}/{column}", self.measure))
    }
}

/// Sources that have a frame, or pay something; the two that always do when there is no money yet.
pub fn columns(plan: &ActionPlan, has_review: bool) -> Vec<Column> {
    let is_used = |source: &FundingSource| {
        let frame = plan.frames.get(source).and_then(|frame| frame.frame);
        let pays = |amount: Option<&Kroner>| amount.is_some_and(|amount| amount.0 > 0);
        let is_paying = plan.measures.iter().any(|it| pays(it.funding.get(source)));
        let is_usual = matches!(source, FundingSource::County | FundingSource::Municipality);
        is_usual || frame.is_some_and(|frame| frame.0 > 0) || is_paying
    };
    let sources = FundingSource::ALL
        .into_iter()
        .filter(is_used)
        .map(Column::Share);
    [
        Column::Title,
        Column::Phase,
        Column::Responsible,
        Column::Deadline,
        Column::Budget,
    ]
    .into_iter()
    .chain(sources)
    .chain([Column::Status])
    .chain(has_review.then_some(Column::From))
    .collect()
}

const PAGE: usize = 10;

/// The cell a key leads to; none when it leads nowhere.
pub fn moved(
    measures: &[MeasureId],
    columns: &[Column],
    from: &Cell,
    key: &str,
    is_far: bool,
) -> Option<Cell> {
    let row = measures.iter().position(|id| *id == from.measure)?;
    let column = columns
        .iter()
        .position(|it| *it == from.column)
        .unwrap_or(0);
    let (last_row, last_column) = (measures.len() - 1, columns.len() - 1);
    let (row, column) = match key {
        "ArrowUp" if is_far => (0, column),
        "ArrowDown" if is_far => (last_row, column),
        "ArrowUp" => (row.saturating_sub(1), column),
        "ArrowDown" => ((row + 1).min(last_row), column),
        "ArrowLeft" => (row, column.saturating_sub(1)),
        "ArrowRight" => (row, (column + 1).min(last_column)),
        "Home" => (if is_far { 0 } else { row }, 0),
        "End" => (if is_far { last_row } else { row }, last_column),
        "PageUp" => (row.saturating_sub(PAGE), column),
        "PageDown" => ((row + PAGE).min(last_row), column),
        _ => return None,
    };
    Some(Cell {
        measure: measures[row].clone(),
        column: columns[column],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_between_cells_and_stop_at_the_edges() {
        let measures = ["a", "b", "c"].map(|id| MeasureId::parse(id).unwrap());
        let columns = [Column::Title, Column::Deadline, Column::Budget];
        let cell = |row: usize, column: usize| Cell {
            measure: measures[row].clone(),
            column: columns[column],
        };
        for (from, key, is_far, to) in [
            ((0, 0), "ArrowUp", false, (0, 0)),
            ((0, 0), "ArrowDown", false, (1, 0)),
            ((0, 0), "ArrowDown", true, (2, 0)),
            ((1, 1), "ArrowRight", false, (1, 2)),
            ((1, 2), "ArrowRight", false, (1, 2)),
            ((1, 1), "ArrowLeft", false, (1, 0)),
            ((1, 1), "Home", false, (1, 0)),
            ((1, 1), "End", true, (2, 2)),
            ((2, 1), "PageUp", false, (0, 1)),
        ] {
            let moved = moved(&measures, &columns, &cell(from.0, from.1), key, is_far);
            assert_eq!(moved, Some(cell(to.0, to.1)), "{key} from {from:?}");
        }
        let gone = Cell {
            measure: MeasureId::parse("z").unwrap(),
            column: Column::Title,
        };
        assert_eq!(moved(&measures, &columns, &gone, "ArrowUp", false), None);
    }
}
