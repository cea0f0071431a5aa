//! What stands in a cell while it is open: a field or a choice. Enter and Tab write and go on, Escape writes nothing.

use leptos::html::{Input, Select};
use leptos::prelude::*;
use leptos::web_sys::KeyboardEvent;
use shared::document::plan::{Field, TextField, TextKey};
use shared::document::splice::splice_between;
use shared::plan::measure::Measure;
use shared::plan::{FundingSource, Row};

use super::cells::field_path;
use super::grid::{Grid, KEEP, PROBLEM_ID};
use super::keys::{Cell, Column};
use crate::pages::plan::desk::Desk;
use crate::pages::plan::fields::typed::{PEOPLE_ID, Typed};
use crate::pages::plan::names;
use crate::text::rebase::rebase;

/// How a cell is read and written while it is open.
enum Way {
    Words(TextKey),
    Typed(Box<Typed>),
    Choice(Vec<String>, fn(Option<usize>) -> Field, Option<usize>),
}

fn way(desk: Desk, row: &Row, column: Column, measure: Memo<Measure>) -> Option<Way> {
    let words = desk.words;
    let typed = |typed| Some(Way::Typed(Box::new(typed)));
    let label = column.name(words);
    match column {
        Column::Title => Some(Way::Words(TextKey::new(row.clone(), TextField::Title)?)),
        Column::Responsible => {
            let pa = move || measure.with(|it| it.responsible.pa.clone());
            typed(Typed::name(row, label, pa, Field::Pa))
        }
        Column::Deadline => {
            let deadline = move || measure.with(|it| it.deadline);
            typed(Typed::date(
                desk,
                row,
                label,
                deadline,
                || true,
                Field::Deadline,
            ))
        }
        Column::Budget => {
            let budget = move || measure.with(|it| it.budget);
            typed(Typed::amount(desk, row, label, budget, Field::Budget))
        }
        Column::Share(source) => typed(share(desk, row, label, source, measure)),
        Column::Phase => {
            let mut options = vec![words.pl_not_chosen().to_owned()];
            options.extend(names::PHASES.map(|it| names::phase(words, it).to_owned()));
            let phase = measure.with_untracked(|it| it.plp_phase);
            let place = phase.and_then(|phase| names::PHASES.iter().position(|it| *it == phase));
            let write = |place: Option<usize>| {
                let place = place.and_then(|place| place.checked_sub(1));
                Field::PlpPhase(place.map(|place| names::PHASES[place]))
            };
            Some(Way::Choice(
                options,
                write,
                Some(place.map_or(0, |place| place + 1)),
            ))
        }
        Column::From => None,
        Column::Status => {
            let options = names::STATUSES
                .map(|it| names::status(words, it).to_owned())
                .to_vec();
            let status = measure.with_untracked(|it| it.status);
            let place = names::STATUSES.iter().position(|it| *it == status);
            let write =
                |place: Option<usize>| Field::Status(names::STATUSES[place.unwrap_or_default()]);
            Some(Way::Choice(options, write, place))
        }
    }
}

fn share(
    desk: Desk,
    row: &Row,
    label: &str,
    source: FundingSource,
    measure: Memo<Measure>,
) -> Typed {
    let share = move || measure.with(|it| it.funding.get(&source).copied());
    Typed::amount(desk, row, label, share, move |amount| {
        Field::Funding(source, amount)
    })
}

#[component]
pub fn Editor(grid: Grid, cell: Cell, measure: Memo<Measure>) -> impl IntoView {
    let desk = grid.desk;
    let row = Row::Measure(cell.measure.clone());
    let presence = field_path(&row, cell.column);
    desk.model.focus_value(presence.clone());
    on_cleanup(move || desk.model.blur(&presence));
    match untrack(|| way(desk, &row, cell.column, measure)) {
        Some(Way::Choice(options, write, chosen)) => {
            view! { <ChoiceEditor grid=grid row=row label=cell.column.name(desk.words) options=options write=write chosen=chosen/> }.into_any()
        }
        Some(way) => view! { <TextEditor grid=grid cell=cell row=row way=way/> }.into_any(),
        None => ().into_any(),
    }
}

#[component]
fn TextEditor(grid: Grid, cell: Cell, row: Row, way: Way) -> impl IntoView {
    let desk = grid.desk;
    let stands = untrack(|| match &way {
        Way::Words(key) => desk.model.text(key).get(),
        Way::Typed(typed) => typed.shown.get(),
        Way::Choice(..) => String::new(),
    });
    let begun = grid.draft.get_untracked().unwrap_or_default();
    let value = if begun == KEEP { stands.clone() } else { begun };
    let is_new = StoredValue::new(value != stands);
    let node = NodeRef::<Input>::new();
    Effect::new(move || {
        if let Some(input) = node.get() {
            drop(input.focus());
            if !is_new.get_value() {
                input.select();
            }
        }
    });
    let way = StoredValue::new_local(way);
    let commit = move || -> bool {
        let is_closed = grid.draft.with_untracked(Option::is_none);
        let Some(input) = node.get_untracked().filter(|_| !is_closed) else {
            return true;
        };
        let typed = input.value();
        let outcome = way.with_value(|way| write(desk, &row, way, &stands, &typed));
        match outcome {
            Ok(()) => {
                grid.close();
                true
            }
            Err(problem) => {
                grid.problem.set(Some(problem));
                false
            }
        }
    };
    let commit = StoredValue::new_local(commit);
    let back = cell.clone();
    let pressed = move |event: KeyboardEvent| {
        let leads_to = match event.key().as_str() {
            "Enter" => "ArrowDown",
            "Tab" if event.shift_key() => "ArrowLeft",
            "Tab" => "ArrowRight",
            "Escape" => {
                grid.close();
                grid.focus(back.clone());
                return;
            }
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        if commit.with_value(|commit| commit()) {
            grid.go(leads_to, false);
        }
    };
    let label = cell.column.name(desk.words);
    let list = (cell.column == Column::Responsible).then_some(PEOPLE_ID);
    view! {
        <input
            class="ds-input pl-cell-input"
            type="text"
            autocomplete="off"
            list=list
            aria-label=label
            aria-invalid=move || grid.problem.get().is_some().then_some("true")
            aria-describedby=PROBLEM_ID
            prop:value=value
            node_ref=node
            on:keydown=pressed
            on:click=|event| event.stop_propagation()
            on:blur=move |_| { commit.try_with_value(|commit| commit()); }
        />
    }
}

/// Writes what was typed, or says what is wrong with it.
fn write(desk: Desk, row: &Row, way: &Way, stands: &str, typed: &str) -> Result<(), String> {
    match way {
        Way::Words(key) => {
            let title = typed.split_whitespace().collect::<Vec<_>>().join(" ");
            let now = desk.model.text(key).get_untracked();
            // What was changed here, made in the words as they are by now.
            let Some(mine) = splice_between(stands, &title, None) else {
                return Ok(());
            };
            let change = match splice_between(stands, &now, None) {
                Some(theirs) => rebase(mine, &theirs),
                None => mine,
            };
            if desk.model.splice(key, &change) {
                Ok(())
            } else {
                Err(desk.words.no_text_here().to_owned())
            }
        }
        // What was not touched is not written: another may have changed it meanwhile.
        Way::Typed(_) if typed == stands => Ok(()),
        Way::Typed(value) => {
            let field = (value.read)(typed)?;
            desk.model.set(row, &field);
            Ok(())
        }
        Way::Choice(..) => Ok(()),
    }
}

#[component]
fn ChoiceEditor(
    grid: Grid,
    row: Row,
    label: &'static str,
    options: Vec<String>,
    write: fn(Option<usize>) -> Field,
    chosen: Option<usize>,
) -> impl IntoView {
    let desk = grid.desk;
    let node = NodeRef::<Select>::new();
    Effect::new(move || {
        if let Some(select) = node.get() {
            drop(select.focus());
        }
    });
    let change = move |event: leptos::ev::Event| {
        let place = event_target_value(&event).parse().ok();
        desk.model.set(&row, &write(place));
    };
    let pressed = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | "Escape" | "Tab") {
            event.prevent_default();
            event.stop_propagation();
            grid.close();
            let key = if event.key() == "Tab" {
                "ArrowRight"
            } else {
                ""
            };
            grid.go(key, false);
        } else {
            event.stop_propagation();
        }
    };
    let options = options.into_iter().enumerate().map(|(place, name)| {
        view! { <option value=place.to_string() prop:selected=chosen == Some(place)>{name}</option> }
    });
    view! {
        <select
            class="ds-input pl-cell-input"
            aria-label=label
            node_ref=node
            on:change=change
            on:keydown=pressed
            on:click=|event| event.stop_propagation()
            on:blur=move |_| grid.close()
        >
            {options.collect_view()}
        </select>
    }
}
