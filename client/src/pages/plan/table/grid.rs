//! The grid itself: which cell is the current one, and what keys do with it. One cell is in the order of
//! the Tab key; arrows go between cells, Enter opens one, Escape leaves it as it was.

use leptos::prelude::*;
use leptos::web_sys::KeyboardEvent;
use shared::id::MeasureId;
use shared::plan::money::Kroner;
use shared::plan::paste::is_rows;
use shared::plan::{FundingSource, Row};
use wasm_bindgen::JsCast;

use super::Group;
use super::cells::MeasureRow;
use super::keys::{Cell, Column, columns, moved};
use super::paste::Pasting;
use crate::pages::plan::desk::{Desk, use_desk};
use crate::pages::plan::room::use_docket;
use crate::words::Words;

#[derive(Clone, Copy)]
pub struct Grid {
    pub desk: Desk,
    pub columns: Memo<Vec<Column>>,
    groups: Memo<Vec<Group>>,
    measures: Memo<Vec<MeasureId>>,
    /// The cell the keys are about.
    current: RwSignal<Option<Cell>>,
    /// What is typed in the current cell, while it is open.
    pub draft: RwSignal<Option<String>>,
    pub problem: RwSignal<Option<String>>,
    pasting: Pasting,
}

impl Grid {
    pub fn new(desk: Desk, groups: Memo<Vec<Group>>, pasting: Pasting) -> Self {
        let has_review = use_docket().has_review;
        let measures = Memo::new(move |_| {
            groups.with(|groups| {
                let all = groups.iter().flat_map(|group| &group.measures);
                all.cloned().collect::<Vec<_>>()
            })
        });
        Self {
            desk,
            columns: Memo::new(move |_| {
                let has_review = has_review.get() == Some(true);
                desk.plan.with(|plan| columns(plan, has_review))
            }),
            groups,
            measures,
            current: RwSignal::new(None),
            draft: RwSignal::new(None),
            problem: RwSignal::new(None),
            pasting,
        }
    }

    /// The current cell; the first one until somebody has been in another, or when that one is gone.
    pub fn current(self) -> Option<Cell> {
        let first = |measures: &Vec<MeasureId>| {
            let measure = measures.first().cloned()?;
            Some(Cell {
                measure,
                column: Column::Title,
            })
        };
        self.measures.with(|measures| {
            let current = self.current.get();
            let is_there = |cell: &Cell| measures.contains(&cell.measure);
            current.filter(is_there).or_else(|| first(measures))
        })
    }

    pub fn is_current(self, cell: &Cell) -> bool {
        self.current().as_ref() == Some(cell)
    }

    /// While a cell is open it stays the current one: what is typed in it must not move to another.
    pub fn set_current(self, cell: Cell) {
        if self.draft.with_untracked(Option::is_some) {
            return;
        }
        if self
            .current
            .with_untracked(|current| current.as_ref() != Some(&cell))
        {
            self.current.set(Some(cell));
        }
    }

    pub fn may_write(self) -> bool {
        self.desk.writes.get_untracked() && self.desk.model.may_write().get_untracked()
    }

    fn is_written_here(self) -> bool {
        self.current()
            .is_some_and(|cell| cell.column != Column::From)
    }

    /// Opens the current cell with this in it. What is written elsewhere has a way there instead.
    pub fn open(self, draft: String) {
        if !untrack(|| self.is_written_here()) {
            return self.enter_links();
        }
        if self.may_write() {
            self.problem.set(None);
            self.draft.set(Some(draft));
        }
    }

    /// Goes along with the only link of the current cell; of several, the person chooses one.
    fn enter_links(self) {
        let Some(cell) = untrack(|| self.current()) else {
            return;
        };
        let found = |which: &str| {
            let link = document().query_selector(&format!("#{} {which}", cell.id()));
            link.ok().flatten()?.dyn_into::<web_sys::HtmlElement>().ok()
        };
        match (found("a"), found("a ~ a")) {
            (Some(first), Some(_)) => drop(first.focus()),
            (Some(only), None) => only.click(),
            _ => {}
        }
    }

    /// Closes the current cell; what was typed in it is written by then, or dropped.
    pub fn close(self) {
        self.draft.set(None);
        self.problem.set(None);
    }

    /// Goes to another cell, as a key would.
    pub fn go(self, key: &str, is_far: bool) {
        let Some(current) = untrack(|| self.current()) else {
            return;
        };
        let next = self.measures.with_untracked(|measures| {
            self.columns
                .with_untracked(|columns| moved(measures, columns, &current, key, is_far))
        });
        self.focus(next.unwrap_or(current));
    }

    pub fn focus(self, cell: Cell) {
        let id = cell.id();
        self.set_current(cell);
        let element = document().get_element_by_id(&id);
        if let Some(element) = element.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
            drop(element.focus());
        }
    }

    fn pressed(self, event: &KeyboardEvent) {
        if self.draft.with_untracked(Option::is_some) {
            return; // the open cell has keys of its own
        }
        if event.key() == "Enter" && is_in_link(event) {
            return; // the browser goes along with it
        }
        let is_far = event.ctrl_key() || event.meta_key();
        match event.key().as_str() {
            key @ ("ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight" | "Home" | "End"
            | "PageUp" | "PageDown") => {
                event.prevent_default();
                self.go(key, is_far);
            }
            "Enter" | "F2" => {
                event.prevent_default();
                self.open_as_it_is();
            }
            key if key.chars().count() == 1 && !is_far && !event.alt_key() && key != " " => {
                event.prevent_default();
                if untrack(|| self.is_written_here()) {
                    self.open(key.to_owned());
                }
            }
            _ => {}
        }
    }

    /// With what stands in it; the cell itself knows.
    pub fn open_as_it_is(self) {
        self.open(KEEP.to_owned());
    }

    fn pasted(self, event: &leptos::web_sys::ClipboardEvent) {
        if self.draft.with_untracked(Option::is_some) || !self.may_write() {
            return;
        }
        let data = event.clipboard_data();
        let text = data.and_then(|data| data.get_data("text/plain").ok());
        let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
            return;
        };
        event.prevent_default();
        if is_rows(&text) {
            self.pasting.open(text);
        } else if untrack(|| self.is_written_here()) {
            self.open(text.trim().to_owned());
        }
    }
}

fn is_in_link(event: &KeyboardEvent) -> bool {
    let target = event.target();
    target.is_some_and(|it| it.is_instance_of::<web_sys::HtmlAnchorElement>())
}

/// Stands for what is in the cell already. No key types it.
pub const KEEP: &str = "\u{0}";

#[component]
pub fn GridView(grid: Grid) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let heads = move || {
        let head = |column: Column| {
            view! { <th scope="col" role="columnheader" class:n=column.is_money()>{column.name(words)}</th> }
        };
        grid.columns.get().into_iter().map(head).collect_view()
    };
    let n_shares = move || {
        let shares = grid
            .columns
            .get()
            .into_iter()
            .filter(|it| matches!(it, Column::Share(_)));
        shares.count().to_string()
    };
    let n_after = move || n_after_shares(grid).to_string();
    let said = move || {
        grid.problem.get().map(
            |problem| view! { <p class="ds-validation-message" data-color="danger">{problem}</p> },
        )
    };
    view! {
        <p class="xs sub pl-keys">{words.pl_keys()}</p>
        <div class="card pl-grid-box">
            <table
                class="pl-grid"
                role="grid"
                aria-label=words.pl_all_measures()
                on:keydown=move |event| grid.pressed(&event)
                on:paste=move |event| grid.pasted(&event)
            >
                <thead>
                    <tr role="row">
                        <td colspan="5" role="presentation"></td>
                        <th colspan=n_shares scope="colgroup" role="columnheader" class="c">{words.pl_funding_thousands()}</th>
                        <td role="presentation" colspan=n_after></td>
                    </tr>
                    <tr role="row">{heads}</tr>
                </thead>
                <For each=move || grid.groups.get() key=|group| group.area.clone() let(group)>
                    <GroupRows grid=grid area=group.area/>
                </For>
                <tfoot>{move || total(grid)}</tfoot>
            </table>
        </div>
        <div id=PROBLEM_ID role="status">{said}</div>
    }
}

fn n_after_shares(grid: Grid) -> usize {
    grid.columns.with(|columns| {
        let is_after = |it: &&Column| matches!(it, Column::Status | Column::From);
        columns.iter().filter(is_after).count()
    })
}

/// The id of the place where what is wrong with a cell is said.
pub const PROBLEM_ID: &str = "pl-grid-problem";

#[component]
fn GroupRows(grid: Grid, area: Option<shared::id::FocusAreaId>) -> impl IntoView {
    let desk = grid.desk;
    let words = desk.words;
    let of = area.clone();
    let ids = Memo::new(move |_| {
        grid.groups.with(|groups| {
            let group = groups.iter().find(|group| group.area == of);
            group
                .map(|group| group.measures.clone())
                .unwrap_or_default()
        })
    });
    let title = match &area {
        Some(id) => desk.title_of(&Row::FocusArea(id.clone())),
        None => Signal::derive(move || words.pl_no_area().to_owned()),
    };
    let of = area.clone();
    let number = move || {
        let place = shared::plan::outline::Place::FocusArea(of.clone()?);
        desk.entries.with(|entries| {
            let mut entries = entries.iter();
            entries.find(|entry| entry.place == place)?.number.clone()
        })
    };
    let sum = move || {
        let budget = desk.sums.with(|sums| match &area {
            Some(id) => sums.by_focus_area.get(id).map(|cost| cost.budget),
            None => Some(sums.outside_focus_areas.budget),
        });
        bare(words, budget.unwrap_or_default())
    };
    let rest = move || (grid.columns.with(Vec::len) - 5).to_string();
    view! {
        <tbody>
            <tr role="row" class="pl-group">
                <th role="rowheader" scope="rowgroup" colspan="4"><span class="tn">{number}</span>" "<span lang=desk.lang>{move || title.get()}</span></th>
                <td role="gridcell" class="n">{sum}</td>
                <td role="gridcell" colspan=rest></td>
            </tr>
            <For each=move || ids.get() key=Clone::clone let(id)>
                <MeasureRow grid=grid id=id/>
            </For>
        </tbody>
    }
}

/// "350 000", for columns whose head says kroner.
pub fn bare(words: Words, amount: Kroner) -> String {
    shared::plan::number::Tenths::whole(amount.0).written(words.0)
}

fn total(grid: Grid) -> AnyView {
    let (words, sums) = (grid.desk.words, grid.desk.sums.get());
    let plan = grid.desk.plan;
    let share = |source: FundingSource| {
        let of: Kroner = plan.with(|plan| {
            let amounts = plan
                .measures
                .iter()
                .filter_map(|it| it.funding.get(&source));
            amounts.copied().sum()
        });
        of.in_thousands(words.0)
    };
    let cells = grid
        .columns
        .get()
        .into_iter()
        .filter_map(|column| match column {
            Column::Share(source) => {
                Some(view! { <td role="gridcell" class="n">{share(source)}</td> })
            }
            _ => None,
        });
    let balances = sums.measures.budget == sums.measures.funding;
    let says = if balances {
        words.pl_adds_up()
    } else {
        words.pl_does_not_add_up()
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" colspan="4">{words.pl_sum()}</th>
            <td role="gridcell" class="n">{bare(words, sums.measures.budget)}</td>
            {cells.collect_view()}
            <td role="gridcell" class="sub" class:wn=!balances colspan=n_after_shares(grid).to_string()>{says}</td>
        </tr>
    }
    .into_any()
}
