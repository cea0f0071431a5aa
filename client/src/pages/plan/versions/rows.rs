//! The rows of a chapter that are others, kind by kind as tables: what each cell held and holds. The roles stand in the
//! markup, because a narrow page shows each row as a block of its own.

use leptos::prelude::*;
use shared::document::plan::{Field, TextField};
use shared::plan::compare::{Change, FieldChange, RowChange};
use shared::plan::measure::Measure;
use shared::plan::{ActionPlan, Row};
use shared::view::PlanVersionView;

use super::fields::{kind, label, value};
use super::marks;
use super::writers::{Writers, writers};
use crate::components::icon::{Glyph, Icon};
use crate::pages::plan::names;
use crate::pages::plan::room::Docket;
use crate::pages::plan::section::titled;

/// What is compared, for whoever looks a value up.
#[derive(Clone, Copy)]
pub struct Between<'a> {
    pub docket: Docket,
    pub writers: Writers,
    pub old: &'a PlanVersionView,
    pub new: &'a PlanVersionView,
}

impl Between<'_> {
    fn change(&self, change: &FieldChange) -> AnyView {
        let (docket, words) = (self.docket, self.docket.desk.words);
        let held = |plan: &ActionPlan, field: &Option<Field>| {
            field.as_ref().and_then(|field| value(docket, plan, field))
        };
        let old = held(&self.old.rows, &change.old);
        marks::change(words, old, held(&self.new.rows, &change.new))
    }

    fn label(&self, change: &FieldChange) -> Option<String> {
        let field = change.new.as_ref().or(change.old.as_ref())?;
        Some(label(
            self.docket.desk.words,
            field,
            self.docket.desk.year(),
        ))
    }
}

/// Rows of one kind.
pub fn table(between: Between<'_>, rows: &[RowChange]) -> Option<AnyView> {
    let words = between.docket.desk.words;
    let name = kind(words, &rows.first()?.row);
    let columns: &[&'static str] = match &rows.first()?.row {
        Row::Measure(_) => &[
            words.pl_f_responsible(),
            words.pl_f_deadline(),
            words.pl_f_budget(),
        ],
        _ => &[words.ve_what()],
    };
    let columns: Vec<&'static str> = columns.iter().copied().chain([words.ve_by()]).collect();
    let heads = columns.iter().map(|column| {
        view! { <th role="columnheader" scope="col">{*column}</th> }
    });
    let lines = rows.iter().map(|row| line(between, row, &columns));
    Some(
        view! {
            <div class="ve-rows">
                <h3 class="h-card">{name}</h3>
                <table class="ve-table" role="table" aria-label=name>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">{name}</th>
                            {heads.collect_view()}
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{lines.collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any(),
    )
}

fn line(between: Between<'_>, row: &RowChange, columns: &[&'static str]) -> AnyView {
    let words = between.docket.desk.words;
    let mark = match &row.change {
        Change::Added(_) => Some((Glyph::Plus, words.ve_is_new(), "ve-new")),
        Change::Removed(_) => Some((Glyph::Minus, words.ve_is_gone(), "ve-gone")),
        Change::Changed { .. } => None,
    };
    let mark = mark.map(|(glyph, said, class)| {
        view! { <span class=format!("ve-mark {class}")><Icon glyph=glyph/>{said}</span> }
    });
    let (mut cells, beside) = match &row.row {
        Row::Measure(id) => (measure_cells(between, row, id), beside_cells(between, row)),
        _ => (vec![all_fields(between, row)], None),
    };
    let by = writers(between.writers, row.row.to_string());
    cells.push((move || by.get()).into_any());
    let cell = |(label, cell): (&&'static str, AnyView)| {
        view! { <td role="cell"><span class="ve-label" aria-hidden="true">{*label}</span><span>{cell}</span></td> }
    };
    let cells = columns.iter().zip(cells).map(cell).collect_view();
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">{mark}{title(between, row)}{beside}</th>
            {cells}
        </tr>
    }
    .into_any()
}

/// Its number and its name, with what changed in it.
fn title(between: Between<'_>, row: &RowChange) -> AnyView {
    let desk = between.docket.desk;
    let words = desk.words;
    let number = row.number.map(|number| format!("{number} "));
    let changed = match &row.change {
        Change::Changed { words, .. } => words.iter().find(|it| it.field == TextField::Title),
        _ => None,
    };
    let name = match (&row.row, &row.change) {
        (Row::Frame(source), _) => names::source(words, *source).into_any(),
        (_, Change::Removed(_)) => marks::del(words, titled(desk, row.title.clone())),
        _ => match changed {
            Some(change) => marks::pieces(words, &change.pieces),
            None => titled(desk, row.title.clone()).into_any(),
        },
    };
    let lang = (!matches!(row.row, Row::Frame(_))).then_some(desk.lang);
    view! { <span class="ve-title" lang=lang>{number}{name}</span> }.into_any()
}

/// The cells every measure has, whether they are others or not.
fn measure_cells(
    between: Between<'_>,
    row: &RowChange,
    id: &shared::id::MeasureId,
) -> Vec<AnyView> {
    let find = |plan: &ActionPlan| plan.measures.iter().find(|it| it.id == *id).cloned();
    let (old, new) = (find(&between.old.rows), find(&between.new.rows));
    let words = between.docket.desk.words;
    let cell = |field: fn(&Measure) -> Field| {
        let held = |measure: &Option<Measure>, plan: &ActionPlan| {
            let field = measure.as_ref().map(field)?;
            value(between.docket, plan, &field)
        };
        let (old, new) = (held(&old, &between.old.rows), held(&new, &between.new.rows));
        match (&row.change, old, new) {
            (Change::Added(_), _, new) => new.map(|new| marks::ins(words, new)).into_any(),
            (Change::Removed(_), old, _) => old.map(|old| marks::del(words, old)).into_any(),
            (Change::Changed { .. }, old, new) => marks::change(words, old, new),
        }
    };
    vec![
        cell(|it| Field::Pa(it.responsible.pa.clone())),
        cell(|it| Field::Deadline(it.deadline)),
        cell(|it| Field::Budget(it.budget)),
    ]
}

fn has_column(field: &FieldChange) -> bool {
    let field = field.new.as_ref().or(field.old.as_ref());
    matches!(
        field,
        Some(Field::Pa(_) | Field::Deadline(_) | Field::Budget(_))
    )
}

/// What is another in a measure and has no column.
fn beside_cells(between: Between<'_>, row: &RowChange) -> Option<AnyView> {
    let Change::Changed { fields, .. } = &row.change else {
        return None;
    };
    let fields: Vec<_> = fields
        .iter()
        .filter(|it| !has_column(it))
        .cloned()
        .collect();
    Some(details(between, row, &fields))
}

fn all_fields(between: Between<'_>, row: &RowChange) -> AnyView {
    let field = |field: &Field, is_new: bool| {
        let one = Some(field.clone());
        let (old, new) = if is_new { (None, one) } else { (one, None) };
        FieldChange { old, new }
    };
    let fields = match &row.change {
        Change::Changed { fields, .. } => fields.clone(),
        Change::Added(fields) => fields.iter().map(|it| field(it, true)).collect(),
        Change::Removed(fields) => fields.iter().map(|it| field(it, false)).collect(),
    };
    details(between, row, &fields)
}

/// Fields by name, words by name, and that it stands elsewhere.
fn details(between: Between<'_>, row: &RowChange, fields: &[FieldChange]) -> AnyView {
    let desk = between.docket.desk;
    let words = desk.words;
    let is_change = matches!(row.change, Change::Changed { .. });
    let of_fields = fields.iter().filter_map(|change| {
        let label = between.label(change)?;
        let held = if is_change {
            between.change(change)
        } else {
            once(between, change)?
        };
        Some(view! { <li><span class="sub">{label}": "</span>{held}</li> }.into_any())
    });
    let (texts, is_moved) = match &row.change {
        Change::Changed {
            words, is_moved, ..
        } => (&words[..], *is_moved),
        Change::Added(_) | Change::Removed(_) => (&[][..], false),
    };
    let texts = texts.iter().filter(|it| it.field != TextField::Title);
    let of_texts = texts.map(|change| {
        let label = names::text_field(words, change.field);
        view! {
            <li><span class="sub">{label}": "</span><span lang=desk.lang>{marks::pieces(words, &change.pieces)}</span></li>
        }
        .into_any()
    });
    let moved = is_moved.then(|| view! { <li class="sub">{words.ve_moved()}</li> }.into_any());
    let lines: Vec<AnyView> = of_fields.chain(of_texts).chain(moved).collect();
    (!lines.is_empty())
        .then(|| view! { <ul class="ve-details">{lines}</ul> })
        .into_any()
}

/// What a row that came or went holds.
fn once(between: Between<'_>, change: &FieldChange) -> Option<AnyView> {
    let (docket, words) = (between.docket, between.docket.desk.words);
    match (&change.old, &change.new) {
        (_, Some(field)) => value(docket, &between.new.rows, field).map(|it| marks::ins(words, it)),
        (Some(field), None) => {
            value(docket, &between.old.rows, field).map(|it| marks::del(words, it))
        }
        (None, None) => None,
    }
}
