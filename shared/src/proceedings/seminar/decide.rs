//! What may happen in a seminar, and why not.

use std::collections::BTreeSet;

use super::state::{Candidate, Note, SwotField, WorkGroup};
use super::{Ask, Fact};
use crate::id::{GroupId, NoteId, PersonId};
use crate::proceedings::decide::{Asked, Decided, MAX_TITLE, some_words, unless};
use crate::proceedings::event::Event;
use crate::proceedings::refusal::Refusal;
use crate::proceedings::shuffle::mix;
use crate::proceedings::state::{Phase, Position, Tool};
use crate::proceedings::steps;
use crate::rights::Act;

/// The longest note, in characters: it must be read from the back row.
pub const MAX_NOTE: usize = 160;
const MAX_NOTES: usize = 600;
const MAX_NOTES_OF_ONE: usize = 60;
const MAX_WORK_GROUPS: usize = 20;
const MAX_NAME: usize = 80;
const MAX_MEASURES: usize = 100;

fn fact(fact: Fact) -> Event {
    Event::Seminar { fact }
}

impl Asked<'_> {
    pub(in crate::proceedings) fn seminar(&self, ask: Ask) -> Decided {
        match ask {
            Ask::WriteNote { id, field, text } => self.write_note(id, field, &text),
            Ask::RemoveNote { id } => self.remove_note(id),
            Ask::RestoreNote { id } => self.restore_note(id),
            Ask::MoveNotes { notes, field } => self.move_notes(notes, field),
            Ask::MergeNotes { into, notes } => self.merge_notes(into, notes),
            Ask::SplitNotes { notes } => self.split_notes(notes),
            Ask::OpenNotes => self.open_notes(),
            Ask::SetWorkGroups { groups } => self.set_work_groups(groups),
            Ask::PutInGroup { person, group } => self.put_in_group(person, group),
            Ask::NameGroup { group, name } => self.name_group(group, &name),
            Ask::OpenVote { dots, measures } => self.open_vote_on_measures(dots, measures),
        }
    }

    /// Dots are for work: a resolution is voted on by name (domain 10.1).
    pub(in crate::proceedings) fn is_work(&self) -> Result<(), Refusal> {
        if self.proceedings.is_deciding() {
            return Err(Refusal::FormalItem);
        }
        Ok(())
    }

    // ---- the SWOT board ----

    fn board_is_there(&self) -> Result<(), Refusal> {
        let steps = &self.proceedings.steps;
        if steps.is_empty() {
            return Err(Refusal::DayNotBegun);
        }
        let has_board = steps.iter().any(|step| step.tool == Tool::SwotBoard);
        has_board.then_some(()).ok_or(Refusal::NoSuchStep)?;
        self.proceedings.is_open_to_change()
    }

    fn note(&self, id: &NoteId) -> Option<&Note> {
        self.proceedings.seminar.swot.notes.get(id)
    }

    fn write_note(&self, id: NoteId, field: SwotField, text: &str) -> Decided {
        self.actor.may(Act::WriteAssessment)?;
        self.board_is_there()?;
        let text = some_words(text, MAX_NOTE)?;
        let before = self.note(&id);
        match before {
            Some(before) if before.is_removed => return Err(Refusal::NoSuchNote),
            Some(before) => self.may_change(before)?,
            None => self.board_has_room()?,
        }
        let is_shared =
            self.proceedings.seminar.swot.is_open || before.is_some_and(|before| before.is_shared);
        // What everybody sees goes to another field by being moved.
        let field = before
            .filter(|before| before.is_shared)
            .map_or(field, |before| before.field);
        let is_so = before.is_some_and(|before| {
            (before.field, before.text.as_str(), before.is_shared) == (field, &text, is_shared)
        });
        let written = Fact::NoteWritten {
            id,
            field,
            text,
            is_shared,
        };
        unless(is_so, fact(written))
    }

    /// One's own; for whom leads any that everybody sees. What is hidden is as if it were not there.
    fn may_change(&self, note: &Note) -> Result<(), Refusal> {
        if note.author == *self.actor.id() {
            return Ok(());
        }
        if note.is_shared && self.leads().is_ok() {
            return Ok(());
        }
        Err(Refusal::NotYours)
    }

    fn board_has_room(&self) -> Result<(), Refusal> {
        // The removed ones too: whoever writes and removes for ever fills the log.
        let notes = &self.proceedings.seminar.swot.notes;
        let own = notes.values();
        let own = own.filter(|note| note.author == *self.actor.id());
        if own.count() >= MAX_NOTES_OF_ONE || notes.len() >= MAX_NOTES {
            return Err(Refusal::TooMany);
        }
        Ok(())
    }

    fn remove_note(&self, id: NoteId) -> Decided {
        self.actor
            .may_any(&[Act::WriteAssessment, Act::LeadMeeting])?;
        self.board_is_there()?;
        let Some(note) = self.note(&id) else {
            return Ok(Vec::new());
        };
        self.may_change(note)?;
        unless(note.is_removed, fact(Fact::NoteRemoved { id }))
    }

    fn restore_note(&self, id: NoteId) -> Decided {
        self.actor
            .may_any(&[Act::WriteAssessment, Act::LeadMeeting])?;
        self.board_is_there()?;
        let note = self.note(&id).ok_or(Refusal::NoSuchNote)?;
        self.may_change(note)?;
        unless(!note.is_removed, fact(Fact::NoteRestored { id }))
    }

    fn move_notes(&self, notes: Vec<NoteId>, field: SwotField) -> Decided {
        let notes = self.gatherable_notes(notes)?;
        let mut all = notes.iter().filter_map(|id| self.note(id));
        let is_so = all.all(|note| note.field == field);
        unless(is_so, fact(Fact::NotesMoved { notes, field }))
    }

    fn merge_notes(&self, into: NoteId, notes: Vec<NoteId>) -> Decided {
        let mut notes = self.gatherable_notes(notes)?;
        let target = self.note(&into).filter(|note| note.is_seen());
        let target = target.ok_or(Refusal::NoSuchNote)?;
        // Whoever merges into what is merged means the note on top.
        let into = target.under.clone().unwrap_or(into);
        notes.retain(|id| *id != into);
        let mut all = notes.iter().filter_map(|id| self.note(id));
        let is_so = all.all(|note| note.under.as_ref() == Some(&into));
        unless(is_so, fact(Fact::NotesMerged { into, notes }))
    }

    fn split_notes(&self, notes: Vec<NoteId>) -> Decided {
        let notes = self.gatherable_notes(notes)?;
        let mut all = notes.iter().filter_map(|id| self.note(id));
        let is_so = all.all(|note| note.under.is_none());
        unless(is_so, fact(Fact::NotesSplit { notes }))
    }

    /// Notes that everybody sees, each once.
    fn gatherable_notes(&self, notes: Vec<NoteId>) -> Result<Vec<NoteId>, Refusal> {
        self.actor
            .may_any(&[Act::WriteAssessment, Act::LeadMeeting])?;
        self.board_is_there()?;
        if notes.is_empty() {
            return Err(Refusal::Empty);
        }
        let mut seen = BTreeSet::new();
        let is_first = |id: &NoteId| seen.insert(id.clone());
        let notes: Vec<NoteId> = notes.into_iter().filter(is_first).collect();
        let are_seen = notes
            .iter()
            .all(|id| self.note(id).is_some_and(Note::is_seen));
        are_seen.then_some(notes).ok_or(Refusal::NoSuchNote)
    }

    fn open_notes(&self) -> Decided {
        self.leads()?;
        self.board_is_there()?;
        let mut events = Vec::new();
        if !self.proceedings.seminar.swot.is_open {
            events.push(self.opened());
        }
        let at = self.proceedings.position.as_ref();
        if let Some(at) = at.filter(|at| at.phase == Phase::Write && self.is_at(Tool::SwotBoard)) {
            let to = Position {
                phase: Phase::Gather,
                ..at.clone()
            };
            events.push(Event::Moved { to });
        }
        Ok(events)
    }

    fn is_at(&self, tool: Tool) -> bool {
        let step = self.proceedings.step();
        step.is_some_and(|step| step.tool == tool)
    }

    /// What opens the board, in an order that says nothing of who wrote first.
    fn opened(&self) -> Event {
        let notes = self.proceedings.seminar.swot.notes.iter();
        let hidden = notes.filter(|(_, note)| !note.is_shared && !note.is_removed);
        let mut ids: Vec<NoteId> = hidden.map(|(id, _)| id.clone()).collect();
        ids.sort_by_key(|id| mix(&[id.as_str()]));
        fact(Fact::NotesOpened { ids })
    }

    /// What is opened for everybody by going to this place.
    pub(in crate::proceedings) fn board_opened_by(&self, to: &Position) -> Option<Event> {
        let step = steps::find(&self.proceedings.steps, &to.step)?;
        let gathers = (step.tool, to.phase) == (Tool::SwotBoard, Phase::Gather);
        (gathers && !self.proceedings.seminar.swot.is_open).then(|| self.opened())
    }

    // ---- people at work in groups ----

    fn set_work_groups(&self, groups: Vec<WorkGroup>) -> Decided {
        self.leads()?;
        if groups.len() > MAX_WORK_GROUPS {
            return Err(Refusal::TooMany);
        }
        let (mut ids, mut people) = (BTreeSet::new(), BTreeSet::new());
        let mut clean = Vec::new();
        for mut group in groups {
            if !ids.insert(group.id.clone()) {
                return Err(Refusal::IdTaken);
            }
            for person in &group.people {
                self.person(person)?;
                if !people.insert(person.clone()) {
                    return Err(Refusal::NotAValue);
                }
            }
            let name = some_words(&group.name, MAX_NAME)?;
            group.people.sort();
            clean.push(WorkGroup { name, ..group });
        }
        let is_so = self.proceedings.seminar.work_groups == clean;
        unless(is_so, fact(Fact::WorkGroupsSet { groups: clean }))
    }

    fn put_in_group(&self, person: PersonId, group: Option<GroupId>) -> Decided {
        self.leads()?;
        self.person(&person)?;
        let seminar = &self.proceedings.seminar;
        if let Some(group) = &group {
            seminar.work_group(group).ok_or(Refusal::NoSuchGroup)?;
        }
        let is_so = seminar.group_of(&person).map(|one| &one.id) == group.as_ref();
        unless(is_so, fact(Fact::PutInGroup { person, group }))
    }

    fn name_group(&self, group: GroupId, name: &str) -> Decided {
        self.leads()?;
        let before = self.proceedings.seminar.work_group(&group);
        let before = before.ok_or(Refusal::NoSuchGroup)?;
        let name = some_words(name, MAX_NAME)?;
        unless(before.name == name, fact(Fact::GroupNamed { group, name }))
    }

    // ---- dots on measures ----

    fn open_vote_on_measures(&self, dots: u8, measures: Vec<Candidate>) -> Decided {
        self.leads()?;
        // Asked again, when its measures are candidates already.
        if self.proceedings.vote.is_some() {
            return self.open_vote(dots);
        }
        if measures.len() > MAX_MEASURES {
            return Err(Refusal::TooMany);
        }
        let mut ids = BTreeSet::new();
        let mut clean = Vec::new();
        for measure in measures {
            let is_taken = self.proceedings.group(&measure.id).is_some();
            if is_taken || !ids.insert(measure.id.clone()) {
                return Err(Refusal::IdTaken);
            }
            let title = some_words(&measure.title, MAX_TITLE)?;
            clean.push(Candidate { title, ..measure });
        }
        self.open_vote_on(dots, clean)
    }
}
