//! The cells of a measure, and what they show.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::document::plan::{Field, path};
use shared::id::{MeasureId, ProposalId};
use shared::plan::Row;
use shared::plan::measure::Measure;
use shared::plan::sums::Cost;

use super::editor::Editor;
use super::grid::{Grid, bare};
use super::keys::{Cell, Column};
use crate::components::icon::{Glyph, Icon};
use crate::dates;
use crate::pages::plan::card::missing;
use crate::pages::plan::desk::Desk;
use crate::pages::plan::measure::responsible;
use crate::pages::plan::names;
use crate::pages::plan::room::use_docket;
use crate::pages::plan::trace::from::{FromTheme, themes_of};
use crate::pages::plan::trace::href;

#[component]
pub fn MeasureRow(grid: Grid, id: MeasureId) -> impl IntoView {
    let measure = grid.desk.measure(&id);
    let cells = move || {
        let cell = |column: Column| {
            let cell = Cell {
                measure: id.clone(),
                column,
            };
            view! { <CellView grid=grid cell=cell measure=measure/> }
        };
        grid.columns.get().into_iter().map(cell).collect_view()
    };
    view! { <tr role="row">{cells}</tr> }
}

#[component]
fn CellView(grid: Grid, cell: Cell, measure: Memo<Measure>) -> impl IntoView {
    let desk = grid.desk;
    let row = Row::Measure(cell.measure.clone());
    let column = cell.column;
    let of = cell.clone();
    let is_current = Memo::new(move |_| grid.is_current(&of));
    let is_open = Memo::new(move |_| is_current.get() && grid.draft.with(Option::is_some));
    let at = field_path(&row, column);
    let writers = desk.writers(move |path| path == at);
    let (entered, pressed, clicked) = (cell.clone(), cell.clone(), cell.clone());
    // A press gives the focus first: what was chosen before it is what it opens.
    let was_chosen = StoredValue::new(false);
    let press = move |_| was_chosen.set_value(untrack(|| grid.is_current(&pressed)));
    let click = move |_| {
        let is_field = column != Column::From;
        if is_field && was_chosen.get_value() && grid.draft.with_untracked(Option::is_none) {
            grid.open_as_it_is();
        }
        grid.set_current(clicked.clone());
    };
    let (shown, edited) = (row.clone(), cell.clone());
    let content = move || {
        if is_open.get() {
            view! { <Editor grid=grid cell=edited.clone() measure=measure/> }.into_any()
        } else {
            show(desk, &shown, column, measure, is_current)
        }
    };
    let signs = move || {
        let names = writers.get();
        (!names.is_empty()).then(|| {
            view! { <span class="pl-sign xs">{desk.words.list(&names)}</span> }
        })
    };
    view! {
        <td
            role="gridcell"
            id=cell.id()
            class:n=column.is_money()
            class:open=move || is_open.get()
            tabindex=move || if is_current.get() && !is_open.get() { "0" } else { "-1" }
            aria-readonly=move || (column == Column::From || !desk.model.may_write().get()).then_some("true")
            on:focus=move |_| grid.set_current(entered.clone())
            on:pointerdown=press
            on:click=click
        >
            {content}
            {signs}
        </td>
    }
}

/// What presence calls the field of a cell.
pub fn field_path(row: &Row, column: Column) -> String {
    let name = match column {
        Column::Title => "title".to_owned(),
        Column::Phase => Field::PlpPhase(None).key(),
        Column::Responsible => Field::Pa(None).key(),
        Column::Deadline => Field::Deadline(None).key(),
        Column::Budget => Field::Budget(None).key(),
        Column::Share(source) => Field::Funding(source, None).key(),
        Column::Status => Field::Status(names::STATUSES[0]).key(),
        Column::From => "from".to_owned(),
    };
    path(row, &name)
}

/// The ways to the themes: in the order of the Tab key while the cell is the current one, and Enter enters them.
fn from(proposals: &BTreeSet<ProposalId>, is_current: Memo<bool>) -> AnyView {
    let docket = use_docket();
    let lang = docket.desk.lang;
    let themes = themes_of(docket, proposals);
    if themes.is_empty() {
        return "–".into_any();
    }
    let theme = |theme: FromTheme| {
        view! {
            <a class="pl-cell-from" tabindex=move || if is_current.get() { "0" } else { "-1" } href=href(theme.id.as_str())>
                <Icon glyph=Glyph::Branching/>
                <span lang=lang>{theme.title}</span>
            </a>
        }
    };
    themes.into_iter().map(theme).collect_view().into_any()
}

fn show(
    desk: Desk,
    row: &Row,
    column: Column,
    measure: Memo<Measure>,
    is_current: Memo<bool>,
) -> AnyView {
    let words = desk.words;
    let measure = measure.get();
    match column {
        Column::Title => {
            let title = desk.title_of(row);
            let number = measure.number.map(|number| number.place.to_string());
            view! { <span class="tn sub pl-cell-nr">{number}</span><b lang=desk.lang>{move || title.get()}</b> }.into_any()
        }
        Column::Phase => match measure.plp_phase {
            Some(phase) => names::phase(words, phase).into_any(),
            None => "–".into_any(),
        },
        Column::Responsible => match responsible(&measure) {
            Some(name) => name.into_any(),
            None => missing(words.pl_missing()),
        },
        Column::Deadline => match measure.deadline {
            Some(date) if date.year() == desk.year() => dates::day_month(words, date).into_any(),
            Some(date) => dates::day_month_year(words, date).into_any(),
            None => missing(words.pl_missing()),
        },
        Column::Budget => {
            let is_apart = Cost::of(measure.budget, &measure.funding);
            let is_apart = is_apart.budget != is_apart.funding;
            let budget = measure
                .budget
                .map_or_else(|| "–".to_owned(), |it| bare(words, it));
            let sign = is_apart.then(|| view! { <Icon glyph=Glyph::ExclamationmarkTriangle/><span class="ds-sr-only">{words.pl_does_not_add_up()}</span> });
            view! { <span class:wn=is_apart>{sign}{budget}</span> }.into_any()
        }
        Column::Share(source) => {
            let share = measure.funding.get(&source).filter(|amount| amount.0 > 0);
            let share = share.map_or_else(|| "–".to_owned(), |it| it.in_thousands(words.0));
            share.into_any()
        }
        Column::From => from(&measure.from_proposals, is_current),
        Column::Status => {
            let status = measure.status;
            view! { <span class="pl-status"><Icon glyph=names::status_glyph(status)/>{names::status(words, status)}</span> }.into_any()
        }
    }
}
