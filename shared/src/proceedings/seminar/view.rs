//! A seminar's own part as one viewer may see it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::state::{SwotField, WorkGroup};
use crate::id::{NoteId, PersonId};
use crate::proceedings::shuffle::mix;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct SeminarView {
    pub swot: SwotView,
    pub work_groups: Vec<WorkGroup>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct SwotView {
    /// Whether what people write is shared.
    pub is_open: bool,
    /// All there are, shared or not.
    pub n_all: u16,
    /// The viewer's own that nobody else sees yet.
    pub my_notes: BTreeMap<NoteId, NoteView>,
    /// The shared ones, without names.
    pub notes: BTreeMap<NoteId, NoteView>,
}

/// A note on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoteView {
    pub field: SwotField,
    pub text: String,
    pub is_mine: bool,
    /// The note it is merged into.
    #[serde(default)]
    pub under: Option<NoteId>,
}

impl SwotView {
    /// The notes of a field that are under none, in an order that says nothing of who wrote first.
    pub fn heads(&self, field: SwotField) -> Vec<(&NoteId, &NoteView)> {
        let notes = self.notes.iter();
        shuffled(notes.filter(|(_, note)| note.field == field && note.under.is_none()))
    }

    /// What is merged into a note.
    pub fn under(&self, head: &NoteId) -> Vec<(&NoteId, &NoteView)> {
        let notes = self.notes.iter();
        shuffled(notes.filter(|(_, note)| note.under.as_ref() == Some(head)))
    }
}

fn shuffled<'a>(
    notes: impl Iterator<Item = (&'a NoteId, &'a NoteView)>,
) -> Vec<(&'a NoteId, &'a NoteView)> {
    let mut notes: Vec<_> = notes.collect();
    notes.sort_by_key(|(id, _)| mix(&[id.as_str()]));
    notes
}

impl SeminarView {
    /// The group somebody is in.
    pub fn group_of(&self, person: &PersonId) -> Option<&WorkGroup> {
        let mut groups = self.work_groups.iter();
        groups.find(|group| group.people.contains(person))
    }
}
