//! What is another between two versions of a plan: rows that came and went, fields with what they held before and after,
//! words, and what all of it costs.

use std::collections::{BTreeMap, BTreeSet};

use super::measure::MeasureNumber;
use super::money::Kroner;
use super::sums::Sums;
use super::words::{Piece, changed_words, common};
use super::{ActionPlan, BudgetFrame, FundingSource, Row};
use crate::document::plan::{Field, Stored, TextField};
use crate::id::{FocusAreaId, MeasureId};

/// From one version to another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Kind by kind, in the order of the newer plan; what went stands at the end of its kind.
    pub rows: Vec<RowChange>,
    pub sums: SumsChange,
}

/// A row that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    pub row: Row,
    /// As it is called now, or was called last.
    pub title: String,
    /// Of a measure that stands in the newer plan.
    pub number: Option<MeasureNumber>,
    /// The focus area it stands in, or stood in last.
    pub focus_area: Option<FocusAreaId>,
    pub change: Change,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// With what it holds.
    Added(Vec<Field>),
    /// With what it held.
    Removed(Vec<Field>),
    Changed {
        fields: Vec<FieldChange>,
        words: Vec<WordsChange>,
        /// It stands elsewhere among its kind.
        is_moved: bool,
    },
}

/// None where the row has no such value, or had none: a funding source, a year's target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    pub old: Option<Field>,
    pub new: Option<Field>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordsChange {
    pub field: TextField,
    pub pieces: Vec<Piece>,
}

/// Before and after.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SumChange {
    pub old: Kroner,
    pub new: Kroner,
}

impl SumChange {
    /// Below zero when it costs less.
    pub fn difference(self) -> Kroner {
        self.new - self.old
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SumsChange {
    /// Those of the newer plan in their order, then those that went.
    pub by_focus_area: Vec<AreaChange>,
    pub outside_focus_areas: SumChange,
    pub operating: SumChange,
    pub total: SumChange,
    /// Of all frames that are known; below zero when more is allocated.
    pub left: SumChange,
    /// What made the total another, the largest first.
    pub causes: Vec<Cause>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaChange {
    pub id: FocusAreaId,
    pub title: String,
    pub cost: SumChange,
}

/// A measure or an operating cost that is dearer or cheaper than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    pub row: Row,
    pub title: String,
    pub cost: SumChange,
    pub kind: CauseKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CauseKind {
    Added,
    Removed,
    Changed,
}

impl Comparison {
    pub fn between(old: &ActionPlan, new: &ActionPlan) -> Self {
        let mut rows = Vec::new();
        compare(&old.sections, &new.sections, &mut rows);
        compare(&old.focus_areas, &new.focus_areas, &mut rows);
        compare(&old.goals, &new.goals, &mut rows);
        compare(&old.measures, &new.measures, &mut rows);
        compare(&milestones(old), &milestones(new), &mut rows);
        compare(&old.operating_costs, &new.operating_costs, &mut rows);
        compare_frames(&old.frames, &new.frames, &mut rows);
        compare(&old.risks, &new.risks, &mut rows);
        compare(&old.communication, &new.communication, &mut rows);
        compare(&old.meeting_plan, &new.meeting_plan, &mut rows);
        let areas = Areas::of(old, new);
        for row in &mut rows {
            row.focus_area = areas.of_row(row);
            row.number = number(new, &row.row);
        }
        Self {
            rows,
            sums: SumsChange::between(old, new),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

fn milestones(plan: &ActionPlan) -> Vec<super::measure::Milestone> {
    let measures = plan.measures.iter();
    measures
        .flat_map(|measure| measure.milestones.clone())
        .collect()
}

fn number(plan: &ActionPlan, row: &Row) -> Option<MeasureNumber> {
    let Row::Measure(id) = row else { return None };
    let mut measures = plan.measures.iter();
    measures.find(|measure| measure.id == *id)?.number
}

fn compare<R: Stored>(old: &[R], new: &[R], rows: &mut Vec<RowChange>) {
    let before: BTreeMap<Row, &R> = old.iter().map(|row| (row.row(), row)).collect();
    let after: BTreeSet<Row> = new.iter().map(Stored::row).collect();
    let moved = moved(old, new);
    for row in new {
        let id = row.row();
        let change = match before.get(&id) {
            None => Some(Change::Added(held(row))),
            Some(before) => changed(*before, row, moved.contains(&id)),
        };
        rows.extend(change.map(|change| row_change(row, change)));
    }
    let gone = old.iter().filter(|row| !after.contains(&row.row()));
    rows.extend(gone.map(|row| row_change(row, Change::Removed(held(row)))));
}

fn row_change<R: Stored>(row: &R, change: Change) -> RowChange {
    let mut texts = row.texts().into_iter();
    let title = texts.find(|(field, _)| *field == TextField::Title);
    RowChange {
        row: row.row(),
        title: title.map_or_else(String::new, |(_, title)| title.to_owned()),
        number: None,
        focus_area: None,
        change,
    }
}

/// The fewest rows that changed places, among those in both. What stands in the order of its dates has none of its own.
fn moved<R: Stored>(old: &[R], new: &[R]) -> BTreeSet<Row> {
    let is_by_date = |row: &R| matches!(row.row(), Row::Milestone(_) | Row::Meeting(_));
    if new.iter().any(is_by_date) {
        return BTreeSet::new();
    }
    let ids = |rows: &[R], others: &[R]| -> Vec<Row> {
        let others: BTreeSet<Row> = others.iter().map(Stored::row).collect();
        let rows = rows.iter().map(Stored::row);
        rows.filter(|row| others.contains(row)).collect()
    };
    let (old, new) = (ids(old, new), ids(new, old));
    let stay: BTreeSet<usize> = common(&old, &new).into_iter().map(|(_, new)| new).collect();
    let moved = new.into_iter().enumerate();
    moved
        .filter(|(idx, _)| !stay.contains(idx))
        .map(|(_, row)| row)
        .collect()
}

/// What is in a row: fields that hold nothing are left out.
fn held<R: Stored>(row: &R) -> Vec<Field> {
    row.fields()
        .into_iter()
        .filter(|field| !field.is_empty())
        .collect()
}

fn changed<R: Stored>(old: &R, new: &R, is_moved: bool) -> Option<Change> {
    let fields = changed_fields(held(old), held(new));
    let before: BTreeMap<TextField, &str> = old.texts().into_iter().collect();
    let words = new.texts().into_iter().filter_map(|(field, new)| {
        let old = before.get(&field).copied().unwrap_or_default();
        (old != new).then(|| WordsChange {
            field,
            pieces: changed_words(old, new),
        })
    });
    let words: Vec<WordsChange> = words.collect();
    let is_so = fields.is_empty() && words.is_empty() && !is_moved;
    (!is_so).then_some(Change::Changed {
        fields,
        words,
        is_moved,
    })
}

fn changed_fields(old: Vec<Field>, new: Vec<Field>) -> Vec<FieldChange> {
    let mut before: BTreeMap<String, Field> =
        old.into_iter().map(|field| (field.key(), field)).collect();
    let mut changes = Vec::new();
    for field in new {
        let old = before.remove(&field.key());
        if old.as_ref() != Some(&field) {
            changes.push(FieldChange {
                old,
                new: Some(field),
            });
        }
    }
    let gone = before.into_values().map(|old| FieldChange {
        old: Some(old),
        new: None,
    });
    changes.extend(gone);
    changes
}

fn compare_frames(
    old: &BTreeMap<FundingSource, BudgetFrame>,
    new: &BTreeMap<FundingSource, BudgetFrame>,
    rows: &mut Vec<RowChange>,
) {
    let held = |frames: &BTreeMap<FundingSource, BudgetFrame>, source| -> Vec<Field> {
        let frame = frames.get(&source).copied().unwrap_or_default();
        let fields = [Field::Frame(frame.frame), Field::NextYear(frame.next_year)];
        fields
            .into_iter()
            .filter(|field| !field.is_empty())
            .collect()
    };
    for source in FundingSource::ALL {
        let fields = changed_fields(held(old, source), held(new, source));
        if !fields.is_empty() {
            rows.push(RowChange {
                row: Row::Frame(source),
                title: String::new(),
                number: None,
                focus_area: None,
                change: Change::Changed {
                    fields,
                    words: Vec::new(),
                    is_moved: false,
                },
            });
        }
    }
}

/// Which focus area each row stands in, or stood in last.
struct Areas(BTreeMap<Row, Option<FocusAreaId>>);

impl Areas {
    fn of(old: &ActionPlan, new: &ActionPlan) -> Self {
        let mut areas = BTreeMap::new();
        for plan in [old, new] {
            let of_measure = |id: &MeasureId| {
                let mut measures = plan.measures.iter();
                let measure = measures.find(|measure| measure.id == *id);
                measure.and_then(|measure| measure.focus_area.clone())
            };
            for area in &plan.focus_areas {
                areas.insert(Row::FocusArea(area.id.clone()), Some(area.id.clone()));
            }
            for goal in &plan.goals {
                areas.insert(Row::Goal(goal.id.clone()), goal.focus_area.clone());
            }
            for measure in &plan.measures {
                let area = &measure.focus_area;
                areas.insert(Row::Measure(measure.id.clone()), area.clone());
                for milestone in &measure.milestones {
                    areas.insert(Row::Milestone(milestone.id.clone()), area.clone());
                }
            }
            for risk in &plan.risks {
                let of_measure = risk.measure.as_ref().and_then(of_measure);
                let area = risk.focus_area.clone().or(of_measure);
                areas.insert(Row::Risk(risk.id.clone()), area);
            }
        }
        Self(areas)
    }

    fn of_row(&self, row: &RowChange) -> Option<FocusAreaId> {
        self.0.get(&row.row).cloned().flatten()
    }
}

impl SumsChange {
    fn between(old: &ActionPlan, new: &ActionPlan) -> Self {
        let (before, after) = (Sums::of(old), Sums::of(new));
        let change = |old, new| SumChange { old, new };
        let cost = |sums: &Sums, id: &FocusAreaId| {
            let cost = sums.by_focus_area.get(id);
            cost.map(|cost| cost.budget).unwrap_or_default()
        };
        let gone = old.focus_areas.iter();
        let gone = gone.filter(|area| !after.by_focus_area.contains_key(&area.id));
        let areas = new.focus_areas.iter().chain(gone);
        Self {
            by_focus_area: areas
                .map(|area| AreaChange {
                    id: area.id.clone(),
                    title: area.title.clone(),
                    cost: change(cost(&before, &area.id), cost(&after, &area.id)),
                })
                .collect(),
            outside_focus_areas: change(
                before.outside_focus_areas.budget,
                after.outside_focus_areas.budget,
            ),
            operating: change(before.operating.budget, after.operating.budget),
            total: change(before.plan.budget, after.plan.budget),
            left: change(left(&before), left(&after)),
            causes: causes(old, new),
        }
    }
}

fn left(sums: &Sums) -> Kroner {
    let sources = sums.by_source.values();
    sources.filter_map(super::sums::SourceSum::left).sum()
}

fn causes(old: &ActionPlan, new: &ActionPlan) -> Vec<Cause> {
    let (before, after) = (costs(old), costs(new));
    let rows: BTreeSet<&Row> = before.keys().chain(after.keys()).collect();
    let mut causes: Vec<Cause> = rows
        .into_iter()
        .filter_map(|row| {
            let (old, new) = (before.get(row), after.get(row));
            let amount = |cost: Option<&(&str, Kroner)>| cost.map(|(_, amount)| *amount);
            let cost = SumChange {
                old: amount(old).unwrap_or_default(),
                new: amount(new).unwrap_or_default(),
            };
            let kind = match (old, new) {
                (None, _) => CauseKind::Added,
                (_, None) => CauseKind::Removed,
                _ => CauseKind::Changed,
            };
            (cost.old != cost.new).then(|| Cause {
                row: row.clone(),
                title: new.or(old).map_or("", |(title, _)| *title).to_owned(),
                cost,
                kind,
            })
        })
        .collect();
    causes.sort_by_key(|cause| std::cmp::Reverse(cause.cost.difference().0.abs()));
    causes
}

fn costs(plan: &ActionPlan) -> BTreeMap<Row, (&str, Kroner)> {
    let measures = plan.measures.iter().map(|measure| {
        let cost = (&*measure.title, measure.budget.unwrap_or_default());
        (Row::Measure(measure.id.clone()), cost)
    });
    let operation = plan.operating_costs.iter().map(|item| {
        let cost = (&*item.title, item.budget.unwrap_or_default());
        (Row::OperatingCost(item.id.clone()), cost)
    });
    measures.chain(operation).collect()
}

#[cfg(test)]
mod tests;
