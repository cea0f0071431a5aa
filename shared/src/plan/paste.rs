//! Measures pasted from a spreadsheet: what each line means, and what of it could not be read.
//!
//! Cells stand between tabs. Where the first line names its columns, they may come in any order; otherwise they are
//! those of [`Column::USUAL`].

use jiff::civil::Date;

use super::measure::{Measure, MeasureStatus};
use super::money::Kroner;
use super::number::NumberFault;
use super::typed_date;
use super::{Funding, FundingSource};
use crate::fact_sheet::PlpPhase;
use crate::id::{FocusAreaId, MeasureId};
use crate::template::Language;

mod cells;
mod columns;
#[cfg(test)]
mod tests;

pub use columns::Column;

/// The most lines of one paste.
pub const MAX_LINES: usize = 200;
/// The largest paste, in bytes.
pub const MAX_BYTES: usize = 64 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasteFault {
    TooLarge,
    TooManyLines,
}

/// A line as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// From 1, among all lines of the paste.
    pub number: usize,
    /// As it was pasted.
    pub text: String,
    pub draft: Draft,
    /// The cells that could not be read, as they stand.
    pub unread: Vec<Unread>,
}

/// A cell that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    pub column: Column,
    pub text: String,
    pub why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A measure needs a name.
    NoTitle,
    Number(NumberFault),
    NotADate,
    /// None of the words there are to choose from.
    UnknownWord,
    /// Nobody knows what this column is about.
    UnknownColumn,
}

/// What a line says of a measure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    pub title: String,
    pub phase: Option<PlpPhase>,
    pub result_goal: String,
    pub effect_goal: String,
    pub pa: Option<String>,
    pub pl: Option<String>,
    pub deadline: Option<Date>,
    pub budget: Option<Kroner>,
    pub funding: Funding,
    pub status: MeasureStatus,
}

impl Draft {
    pub fn into_measure(self, id: MeasureId, focus_area: Option<FocusAreaId>) -> Measure {
        let mut measure = Measure::new(id);
        measure.focus_area = focus_area;
        measure.title = self.title;
        measure.plp_phase = self.phase;
        measure.result_goal = self.result_goal;
        measure.effect_goal = self.effect_goal;
        measure.responsible.pa = self.pa;
        measure.responsible.pl = self.pl;
        measure.deadline = self.deadline;
        measure.budget = self.budget;
        measure.funding = self.funding;
        measure.status = self.status;
        measure
    }
}

/// Whether this looks like rows and not like words for one field.
pub fn is_rows(text: &str) -> bool {
    text.contains('\t') || text.trim().contains('\n')
}

/// Reads a paste, line by line. Dates without a year are of `year`.
pub fn read(text: &str, year: i16, language: Language) -> Result<Vec<Line>, PasteFault> {
    if text.len() > MAX_BYTES {
        return Err(PasteFault::TooLarge);
    }
    let rows = cells::rows(text);
    if rows.len() > MAX_LINES {
        return Err(PasteFault::TooManyLines);
    }
    let header = rows.first().and_then(|row| columns::header(&row.cells));
    let n_heads = usize::from(header.is_some());
    let columns = header.unwrap_or_else(columns::usual);
    let reader = Reader {
        columns,
        year,
        language,
    };
    let rows = rows.into_iter().skip(n_heads);
    Ok(rows.map(|row| reader.line(row)).collect())
}

struct Reader {
    columns: Vec<columns::Head>,
    year: i16,
    language: Language,
}

impl Reader {
    fn line(&self, row: cells::Row) -> Line {
        let mut draft = Draft::default();
        let mut unread = Vec::new();
        for (idx, text) in row.cells.iter().enumerate() {
            let unknown = columns::Head::UNKNOWN;
            let head = self.columns.get(idx).copied().unwrap_or(unknown);
            if text.is_empty() {
                continue;
            }
            if let Err(why) = self.cell(head, text, &mut draft) {
                unread.push(Unread {
                    column: head.column,
                    text: text.clone(),
                    why,
                });
            }
        }
        if draft.title.is_empty() {
            unread.push(Unread {
                column: Column::Title,
                text: String::new(),
                why: Why::NoTitle,
            });
        }
        Line {
            number: row.number,
            text: row.text,
            draft,
            unread,
        }
    }

    fn cell(&self, head: columns::Head, text: &str, draft: &mut Draft) -> Result<(), Why> {
        match head.column {
            Column::Number => {}
            Column::Title => text.clone_into(&mut draft.title),
            Column::ResultGoal => text.clone_into(&mut draft.result_goal),
            Column::EffectGoal => text.clone_into(&mut draft.effect_goal),
            Column::Phase => draft.phase = Some(columns::phase(text).ok_or(Why::UnknownWord)?),
            Column::Status => draft.status = columns::status(text).ok_or(Why::UnknownWord)?,
            Column::Responsible => draft.pa = Some(text.to_owned()),
            Column::ProjectLeader => draft.pl = Some(text.to_owned()),
            Column::Deadline => {
                let date = typed_date::parse(text, self.year).map_err(|_| Why::NotADate)?;
                draft.deadline = date;
            }
            Column::Budget => draft.budget = self.amount(head, text)?,
            Column::Funding(source) => self.share(head, source, text, draft)?,
            Column::Unknown => return Err(Why::UnknownColumn),
        }
        Ok(())
    }

    fn share(
        &self,
        head: columns::Head,
        source: FundingSource,
        text: &str,
        draft: &mut Draft,
    ) -> Result<(), Why> {
        if let Some(amount) = self.amount(head, text)? {
            draft.funding.insert(source, amount);
        }
        Ok(())
    }

    /// A dash is how a table writes nothing.
    fn amount(&self, head: columns::Head, text: &str) -> Result<Option<Kroner>, Why> {
        if matches!(text, "-" | "–" | "—") {
            return Ok(None);
        }
        let amount = Kroner::parse(text, self.language).map_err(Why::Number)?;
        let scaled = |Kroner(amount): Kroner| Kroner(amount.saturating_mul(head.scale));
        let amount = amount.map(scaled);
        match amount {
            Some(amount) if amount > Kroner::MAX => Err(Why::Number(NumberFault::TooLarge)),
            amount => Ok(amount),
        }
    }
}
