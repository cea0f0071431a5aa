//! What a fact of a seminar does to the state.

use super::Fact;
use super::state::{Candidate, Note, Seminar, Swot, SwotField};
use crate::id::{GroupId, NoteId, PersonId};
use crate::proceedings::state::{Group, Phase, Position, Proceedings, ProposalStatus, Tool};
use crate::proceedings::steps;

impl Proceedings {
    pub(in crate::proceedings) fn apply_to_seminar(&mut self, by: &PersonId, fact: Fact) {
        match fact {
            Fact::MeasuresChosen { measures } => {
                self.groups.extend(measures.into_iter().map(group));
            }
            fact => self.seminar.apply(by, fact),
        }
    }

    /// Whoever goes to the silent writing again writes unseen again.
    pub(in crate::proceedings) fn close_board(&mut self, to: &Position) {
        let tool = steps::find(&self.steps, &to.step).map(|step| step.tool);
        if (tool, to.phase) == (Some(Tool::SwotBoard), Phase::Write) && self.concluded_at.is_none()
        {
            self.seminar.swot.is_open = false;
        }
    }
}

/// A candidate in which no proposals are gathered.
fn group(measure: Candidate) -> Group {
    Group {
        id: measure.id,
        title: measure.title,
        proposals: Vec::new(),
        status: ProposalStatus::Proposed,
        reason: None,
        task: None,
    }
}

impl Seminar {
    fn apply(&mut self, by: &PersonId, fact: Fact) {
        match fact {
            Fact::WorkGroupsSet { groups } => self.work_groups = groups,
            Fact::PutInGroup { person, group } => self.put_in_group(&person, group.as_ref()),
            Fact::GroupNamed { group, name } => {
                let mut groups = self.work_groups.iter_mut();
                if let Some(one) = groups.find(|one| one.id == group) {
                    one.name = name;
                }
            }
            fact => self.swot.apply(by, fact),
        }
    }

    fn put_in_group(&mut self, person: &PersonId, group: Option<&GroupId>) {
        for one in &mut self.work_groups {
            one.people.retain(|other| other != person);
            if Some(&one.id) == group {
                one.people.push(person.clone());
                one.people.sort();
            }
        }
    }
}

impl Swot {
    fn apply(&mut self, by: &PersonId, fact: Fact) {
        match fact {
            Fact::NoteWritten {
                id,
                field,
                text,
                is_shared,
            } => self.written(id, by, field, text, is_shared),
            Fact::NoteRemoved { id } => {
                self.change(&id, |note| note.is_removed = true);
                self.split(|_, note| note.under.as_ref() == Some(&id));
            }
            Fact::NoteRestored { id } => self.change(&id, |note| note.is_removed = false),
            Fact::NotesMoved { notes, field } => self.moved(&notes, field),
            Fact::NotesMerged { into, notes } => self.merged(&into, &notes),
            Fact::NotesSplit { notes } => self.split(|id, _| notes.contains(id)),
            Fact::NotesOpened { ids } => {
                self.is_open = true;
                for id in ids {
                    self.change(&id, |note| note.is_shared = true);
                }
            }
            // The rest is not the board's.
            _ => {}
        }
    }

    fn written(
        &mut self,
        id: NoteId,
        by: &PersonId,
        field: SwotField,
        text: String,
        is_shared: bool,
    ) {
        let before = self.notes.get(&id);
        let note = Note {
            author: before.map_or_else(|| by.clone(), |before| before.author.clone()),
            field,
            text,
            is_shared,
            is_removed: false,
            under: before.and_then(|before| before.under.clone()),
        };
        self.notes.insert(id, note);
    }

    fn change(&mut self, id: &NoteId, change: impl FnOnce(&mut Note)) {
        if let Some(note) = self.notes.get_mut(id) {
            change(note);
        }
    }

    fn split(&mut self, is_out: impl Fn(&NoteId, &Note) -> bool) {
        for (id, note) in &mut self.notes {
            if is_out(id, note) {
                note.under = None;
            }
        }
    }

    /// A note that is under another leaves it; what is under a note goes with it.
    fn moved(&mut self, notes: &[NoteId], field: SwotField) {
        for (id, note) in &mut self.notes {
            let is_moved = notes.contains(id);
            let follows = note.under.as_ref().is_some_and(|head| notes.contains(head));
            if is_moved || follows {
                note.field = field;
            }
            if is_moved && !follows {
                note.under = None;
            }
        }
    }

    fn merged(&mut self, into: &NoteId, notes: &[NoteId]) {
        let Some(field) = self.notes.get(into).map(|note| note.field) else {
            return;
        };
        for (id, note) in &mut self.notes {
            let follows = note.under.as_ref().is_some_and(|head| notes.contains(head));
            if id != into && (notes.contains(id) || follows) {
                note.under = Some(into.clone());
                note.field = field;
            }
        }
    }
}
