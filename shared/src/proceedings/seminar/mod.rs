//! What only a board seminar has: the SWOT board, people at work in groups, and a dot vote on measures of the plan.
//!
//! A part of the meeting's proceedings: [`Ask`] stands in a command and [`Fact`] in an event, and both are decided,
//! applied and cut beside everything else that happens there.

pub(super) mod apply;
pub(super) mod cut;
pub mod decide;
pub mod state;
pub(super) mod undo;
pub mod view;

use serde::{Deserialize, Serialize};

use self::state::{Candidate, SwotField, WorkGroup};
use crate::id::{GroupId, NoteId, PersonId};

/// What people ask for in a seminar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = SeminarAsk))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Ask {
    /// Adds or changes a note of one's own; whoever leads may change any that is shared. Hidden from others until the board
    /// is opened.
    WriteNote {
        id: NoteId,
        field: SwotField,
        text: String,
    },
    RemoveNote {
        id: NoteId,
    },
    /// Undoes removing.
    RestoreNote {
        id: NoteId,
    },
    /// To another field, with what is merged under them.
    MoveNotes {
        notes: Vec<NoteId>,
        field: SwotField,
    },
    /// The same thought several times stands once, and keeps the words of each.
    MergeNotes {
        into: NoteId,
        notes: Vec<NoteId>,
    },
    /// Out from under the note they were merged into.
    SplitNotes {
        notes: Vec<NoteId>,
    },
    /// Everybody's notes are shown to everybody.
    OpenNotes,
    /// Who works with whom, and on what; in the place of what was before.
    SetWorkGroups {
        groups: Vec<WorkGroup>,
    },
    /// None takes somebody out of every group.
    PutInGroup {
        person: PersonId,
        group: Option<GroupId>,
    },
    NameGroup {
        group: GroupId,
        name: String,
    },
    /// A dot vote on these measures of the plan.
    OpenVote {
        dots: u8,
        measures: Vec<Candidate>,
    },
}

/// What happened in a seminar. Stored, as [`super::event::Event`] is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Fact {
    NoteWritten {
        id: NoteId,
        field: SwotField,
        text: String,
        is_shared: bool,
    },
    NoteRemoved {
        id: NoteId,
    },
    NoteRestored {
        id: NoteId,
    },
    NotesMoved {
        notes: Vec<NoteId>,
        field: SwotField,
    },
    NotesMerged {
        into: NoteId,
        notes: Vec<NoteId>,
    },
    NotesSplit {
        notes: Vec<NoteId>,
    },
    NotesOpened {
        ids: Vec<NoteId>,
    },
    WorkGroupsSet {
        groups: Vec<WorkGroup>,
    },
    PutInGroup {
        person: PersonId,
        group: Option<GroupId>,
    },
    GroupNamed {
        group: GroupId,
        name: String,
    },
    /// The candidates of the vote that opens with it.
    MeasuresChosen {
        measures: Vec<Candidate>,
    },
}
