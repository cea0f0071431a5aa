//! What takes back what was asked in a seminar. See [`crate::proceedings::undo`].

use super::Ask;
use super::state::SwotField;
use super::view::SeminarView;
use crate::id::NoteId;
use crate::proceedings::command::Command;
use crate::proceedings::view::ProceedingsView;

/// The commands that make it as it was, in order; none for what cannot be taken back.
pub fn opposite(view: &ProceedingsView, ask: &Ask) -> Vec<Command> {
    let seminar = &view.seminar;
    let asks = match ask {
        Ask::RemoveNote { id } => restore(seminar, id),
        Ask::RestoreNote { id } => vec![Ask::RemoveNote { id: id.clone() }],
        Ask::WriteNote { id, .. } => seminar
            .swot
            .notes
            .get(id)
            .map(|before| Ask::WriteNote {
                id: id.clone(),
                field: before.field,
                text: before.text.clone(),
            })
            .into_iter()
            .collect(),
        Ask::MoveNotes { notes, .. } | Ask::SplitNotes { notes } => put_back(seminar, notes),
        Ask::MergeNotes { notes, .. } => {
            let out = Ask::SplitNotes {
                notes: with_what_is_under(seminar, notes),
            };
            let all = with_what_is_under(seminar, notes);
            [out].into_iter().chain(put_back(seminar, &all)).collect()
        }
        Ask::SetWorkGroups { .. } => vec![Ask::SetWorkGroups {
            groups: seminar.work_groups.clone(),
        }],
        Ask::PutInGroup { person, .. } => vec![Ask::PutInGroup {
            person: person.clone(),
            group: seminar.group_of(person).map(|group| group.id.clone()),
        }],
        Ask::NameGroup { group, .. } => seminar
            .work_groups
            .iter()
            .find(|one| one.id == *group)
            .map(|one| Ask::NameGroup {
                group: group.clone(),
                name: one.name.clone(),
            })
            .into_iter()
            .collect(),
        // A vote that is open already is not this one's to take back.
        Ask::OpenVote { .. } if view.vote.is_some() => Vec::new(),
        Ask::OpenVote { .. } => return vec![Command::CancelVote { is_counted: false }],
        // What everybody has seen cannot be hidden again.
        Ask::OpenNotes => Vec::new(),
    };
    let asks = asks.into_iter();
    asks.map(|ask| Command::Seminar { ask }).collect()
}

/// It comes back, and what was merged into it goes under it again.
fn restore(seminar: &SeminarView, id: &NoteId) -> Vec<Ask> {
    let back = Ask::RestoreNote { id: id.clone() };
    let under = ids_under(seminar, id);
    let merged = (!under.is_empty()).then(|| Ask::MergeNotes {
        into: id.clone(),
        notes: under,
    });
    [back].into_iter().chain(merged).collect()
}

fn ids_under(seminar: &SeminarView, head: &NoteId) -> Vec<NoteId> {
    let under = seminar.swot.under(head).into_iter();
    under.map(|(id, _)| id.clone()).collect()
}

fn with_what_is_under(seminar: &SeminarView, notes: &[NoteId]) -> Vec<NoteId> {
    let with = |id: &NoteId| {
        let under = ids_under(seminar, id);
        [id.clone()].into_iter().chain(under)
    };
    notes.iter().flat_map(with).collect()
}

/// Each to its field, and under the note it was under.
fn put_back(seminar: &SeminarView, notes: &[NoteId]) -> Vec<Ask> {
    let known = |id: &NoteId| seminar.swot.notes.get(id);
    let in_field = |field: SwotField| {
        let here = notes.iter();
        let here = here.filter(|id| known(id).is_some_and(|note| note.field == field));
        let notes: Vec<NoteId> = here.cloned().collect();
        (!notes.is_empty()).then_some(Ask::MoveNotes { notes, field })
    };
    let fields = SwotField::ALL.into_iter().filter_map(in_field);
    let under = notes.iter().filter_map(|id| {
        let into = known(id)?.under.clone()?;
        let notes = vec![id.clone()];
        Some(Ask::MergeNotes { into, notes })
    });
    fields.chain(under).collect()
}
