//! The cut of a seminar's own part: a note is its author's until the board is opened, and nobody's by name after that.

use super::state::{Note, Seminar};
use super::view::{NoteView, SeminarView, SwotView};
use crate::id::PersonId;

/// What one person sees. Whoever follows the room sees what is shared.
pub fn cut(seminar: &Seminar, own: &PersonId) -> SeminarView {
    SeminarView {
        swot: swot(seminar, own),
        work_groups: seminar.work_groups.clone(),
    }
}

fn swot(seminar: &Seminar, own: &PersonId) -> SwotView {
    let swot = &seminar.swot;
    let kept = swot.notes.iter().filter(|(_, note)| !note.is_removed);
    let (shared, hidden): (Vec<_>, Vec<_>) = kept.partition(|(_, note)| note.is_shared);
    let n_all = u16::try_from(shared.len() + hidden.len()).unwrap_or(u16::MAX);
    let view = |note: &Note| NoteView {
        field: note.field,
        text: note.text.clone(),
        is_mine: note.author == *own,
        under: note.under.clone(),
    };
    let mine = hidden.into_iter().filter(|(_, note)| note.author == *own);
    SwotView {
        is_open: swot.is_open,
        n_all,
        my_notes: mine.map(|(id, note)| (id.clone(), view(note))).collect(),
        notes: shared
            .into_iter()
            .map(|(id, note)| (id.clone(), view(note)))
            .collect(),
    }
}
