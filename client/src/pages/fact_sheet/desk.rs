//! The sheet on the page, and one part of it while somebody types: kept on the device, saved when they say so, and never over
//! what somebody else has written meanwhile without a word.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use shared::fact_sheet::{FactSheet, Fault, SheetProblem, SheetSection, clean};
use shared::lobby::RoomView;
use shared::proceedings::command::Command;
use shared::proceedings::view::FactSheetView;
use shared::template::ReviewForm;
use shared::time::Timestamp;

use super::typed::{self, Rows, Section};
use crate::api::commands::CommandFailure;
use crate::pages::asking::Asking;
use crate::room::RoomContext;
use crate::words::Words;
use crate::{announce, clock, storage};

const CHANGED_MEANWHILE: &str = "changed-meanwhile";

/// What the header says about saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    Untouched,
    OnDevice,
    Saving,
    At(Timestamp),
    Failed,
}

/// What all parts of the page share.
#[derive(Clone, Copy)]
pub struct Desk {
    pub words: Words,
    pub view: Signal<Arc<RoomView>>,
    pub sheet: Memo<FactSheetView>,
    pub form: StoredValue<ReviewForm>,
    pub asking: Asking,
    pub saved: RwSignal<Saved>,
    /// Where this person's words about this meeting are kept on the device.
    place: StoredValue<String>,
}

impl Desk {
    pub fn new(context: &RoomContext, form: ReviewForm, asking: Asking) -> Self {
        let view = context.view;
        let sheet = Memo::new(move |_| {
            view.with(|view| {
                let proceedings = view.proceedings.as_ref();
                proceedings
                    .map(|all| all.fact_sheet.clone())
                    .unwrap_or_default()
            })
        });
        let meeting = view.with_untracked(|view| view.meeting.id.clone());
        Self {
            words: context.words,
            view,
            sheet,
            form: StoredValue::new(form),
            asking,
            saved: RwSignal::new(Saved::Untouched),
            place: StoredValue::new(format!(
                "samling.typed.{}.{meeting}.faktaark",
                context.person.id
            )),
        }
    }

    fn key(self, section: Section) -> String {
        self.place
            .with_value(|place| format!("{place}.{}", section.name()))
    }

    pub fn n_recommendations(self) -> usize {
        self.view.with_untracked(|view| {
            let last = view.last_review.as_ref();
            last.map_or(0, |last| last.recommendations.len())
        })
    }

    /// A part as it stands on the server.
    fn rows(self, section: Section) -> Rows {
        let sheet = self.sheet.get_untracked();
        match section {
            Section::FollowUps => {
                typed::follow_up_rows(&sheet.follow_ups, self.n_recommendations())
            }
            _ => self
                .form
                .with_value(|form| typed::rows(section, &sheet.sheet.unwrap_or_default(), form)),
        }
    }
}

/// A row with a name of its own, so that the fields of others stay when one goes.
#[derive(Clone)]
pub struct Row {
    pub id: usize,
    pub cells: Vec<RwSignal<String>>,
}

/// What is kept on the device.
#[derive(Serialize, Deserialize)]
struct Kept {
    begun_on: Rows,
    rows: Rows,
}

/// One part while somebody types in it.
#[derive(Clone, Copy)]
pub struct Editing {
    pub desk: Desk,
    pub section: Section,
    pub rows: RwSignal<Vec<Row>>,
    /// What its signals live in.
    owner: StoredValue<Owner>,
    /// How the part stood when the person began.
    begun_on: StoredValue<Rows>,
    next_id: StoredValue<usize>,
    pub problem: RwSignal<Option<String>>,
    /// Somebody else has changed this part meanwhile.
    pub is_clash: RwSignal<bool>,
    /// These words were typed at an earlier visit.
    pub is_old: bool,
}

impl Editing {
    pub fn begin(desk: Desk, section: Section) -> Self {
        let mut rows = desk.rows(section);
        let begun_on = rows.clone();
        if rows.is_empty() {
            rows.extend(section.new_row());
        }
        Self::on(desk, section, begun_on, rows, false)
    }

    /// What was typed at an earlier visit and not saved.
    pub fn kept(desk: Desk, section: Section) -> Option<Self> {
        let kept: Kept = serde_json::from_str(&storage::get(&desk.key(section))?).ok()?;
        desk.saved.set(Saved::OnDevice);
        Some(Self::on(desk, section, kept.begun_on, kept.rows, true))
    }

    fn on(desk: Desk, section: Section, begun_on: Rows, rows: Rows, is_old: bool) -> Self {
        let editing = Self {
            desk,
            section,
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            begun_on: StoredValue::new(begun_on),
            next_id: StoredValue::new(0),
            rows: RwSignal::new(Vec::new()),
            problem: RwSignal::new(None),
            is_clash: RwSignal::new(false),
            is_old,
        };
        for cells in rows {
            editing.push(cells);
        }
        editing
    }

    /// Adds a row and answers its name. Its cells live as long as the part, and not as the button that was pressed.
    fn push(self, cells: Vec<String>) -> usize {
        let id = self.next_id.get_value();
        self.next_id.set_value(id + 1);
        let owner = self.owner.get_value();
        let cells = owner.with(|| cells.into_iter().map(RwSignal::new).collect());
        self.rows.update(|rows| rows.push(Row { id, cells }));
        id
    }

    pub fn add_row(self) -> Option<usize> {
        let id = self.section.new_row().map(|cells| self.push(cells));
        self.keep();
        id
    }

    pub fn remove_row(self, id: usize) {
        self.rows.update(|rows| rows.retain(|row| row.id != id));
        self.keep();
    }

    /// What is typed now.
    pub fn typed(self) -> Rows {
        self.rows.with_untracked(|rows| {
            let cells = |row: &Row| row.cells.iter().map(|cell| cell.get_untracked()).collect();
            rows.iter().map(cells).collect()
        })
    }

    /// Keeps what is typed on the device; called at every change.
    pub fn keep(self) {
        let kept = Kept {
            begun_on: self.begun_on.get_value(),
            rows: self.typed(),
        };
        if let Ok(json) = serde_json::to_string(&kept) {
            storage::set(&self.desk.key(self.section), &json);
        }
        self.problem.set(None);
        self.desk.saved.set(Saved::OnDevice);
    }

    /// Forgets what is typed; the page shows what the server has.
    pub fn drop_typed(self) {
        storage::remove(&self.desk.key(self.section));
        self.desk.saved.set(Saved::Untouched);
    }

    /// After a clash the person has seen both and wants theirs.
    pub fn take_mine(self, done: Callback<()>) {
        self.begun_on.set_value(self.desk.rows(self.section));
        self.is_clash.set(false);
        self.save(done);
    }

    /// Sends it; `done` when the server has it.
    pub fn save(self, done: Callback<()>) {
        let words = self.desk.words;
        if self.desk.asking.is_busy.get_untracked() {
            return;
        }
        if self.desk.rows(self.section) != self.begun_on.get_value() {
            announce::assertive(words.pap_clash_title());
            self.is_clash.set(true);
            return;
        }
        let commands = match self.commands() {
            Ok(commands) => commands,
            Err(fault) => return self.fail(says(words, fault)),
        };
        self.desk.saved.set(Saved::Saving);
        spawn_local(async move {
            for command in commands {
                if let Err(failure) = self.desk.asking.ask(command).await {
                    self.desk.saved.try_set(Saved::Failed);
                    return self.fail(failed(words, &failure));
                }
            }
            storage::remove(&self.desk.key(self.section));
            self.desk.saved.try_set(Saved::At(clock::now()));
            announce::polite(words.pap_saved());
            done.run(());
        });
    }

    fn fail(self, text: String) {
        announce::assertive(text.clone());
        self.problem.try_set(Some(text));
    }

    /// The commands that make it so.
    fn commands(self) -> Result<Vec<Command>, Fault> {
        let rows = self.typed();
        if self.section == Section::FollowUps {
            return Ok(self.follow_ups(&rows));
        }
        let view = self.desk.sheet.get_untracked();
        let before = view.sheet.unwrap_or_default();
        let sheet = self.desk.form.with_value(|form| {
            let sheet = typed::put(self.section, &rows, &before, form)?;
            in_order(&sheet, &before, self.section, form)
        })?;
        Ok(vec![Command::WriteFactSheet {
            sheet: Box::new(sheet),
            version: view.version,
        }])
    }

    fn follow_ups(self, rows: &Rows) -> Vec<Command> {
        let begun_on = self.begun_on.get_value();
        let changed = rows.iter().zip(&begun_on).enumerate();
        changed
            .filter(|(_, (row, before))| row != before)
            .map(|(idx, (row, _))| Command::FollowUp {
                idx,
                note: typed::follow_up(row),
            })
            .collect()
    }
}

/// The whole sheet made clean. What is wrong with another part is not this person's to mend now: it stays as it was.
fn in_order(
    sheet: &FactSheet,
    before: &FactSheet,
    section: Section,
    form: &ReviewForm,
) -> Result<FactSheet, Fault> {
    match clean(sheet, form) {
        Ok(clean) => Ok(clean),
        // A form that was changed can have lost an indicator that facts were written about.
        Err(SheetProblem {
            section: SheetSection::Facts,
            ..
        }) if section != Section::Facts => {
            let mut known = before.facts.clone();
            known.retain(|id, _| form.indicator(id).is_some());
            let sheet = FactSheet {
                facts: known,
                ..sheet.clone()
            };
            clean(&sheet, form).map_err(|problem| problem.fault)
        }
        Err(problem) => Err(problem.fault),
    }
}

fn says(words: Words, fault: Fault) -> String {
    match fault {
        Fault::NoTitle => words.pap_fault_no_title(),
        Fault::TooLong => words.pap_fault_too_long(),
        Fault::TooMany => words.refusal_too_many(),
        Fault::NotAValue => words.pap_fault_not_a_value(),
        Fault::NoSuchIndicator => words.refusal_no_such_indicator(),
    }
    .to_owned()
}

fn failed(words: Words, failure: &CommandFailure) -> String {
    match failure {
        CommandFailure::Refused(code) if code == CHANGED_MEANWHILE => {
            words.pap_changed_meanwhile().to_owned()
        }
        CommandFailure::Unreachable => words.pap_not_sent().to_owned(),
        other => other.says(words),
    }
}
