//! The state of a seminar's own part. Hidden notes included; it never leaves the server.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{FocusAreaId, GroupId, NoteId, PersonId};

/// Everything a seminar has that a review has not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Seminar {
    pub swot: Swot,
    pub work_groups: Vec<WorkGroup>,
}

/// The SWOT board (domain 7.2).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Swot {
    /// Whether what people write is shared from now on.
    pub is_open: bool,
    pub notes: BTreeMap<NoteId, Note>,
}

/// A thought on the board (lapp).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Said to nobody; decides who may change it.
    pub author: PersonId,
    pub field: SwotField,
    pub text: String,
    pub is_shared: bool,
    /// Kept, so that it can come back.
    #[serde(default)]
    pub is_removed: bool,
    /// The note it was merged into, which is itself under none.
    #[serde(default)]
    pub under: Option<NoteId>,
}

impl Note {
    /// Whether everybody sees it.
    pub fn is_seen(&self) -> bool {
        self.is_shared && !self.is_removed
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SwotField {
    Strengths,
    Weaknesses,
    Opportunities,
    Threats,
}

impl SwotField {
    /// In the order of the board, row by row.
    pub const ALL: [Self; 4] = [
        Self::Strengths,
        Self::Weaknesses,
        Self::Opportunities,
        Self::Threats,
    ];

    /// Its name where it is stored.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Strengths => "strengths",
            Self::Weaknesses => "weaknesses",
            Self::Opportunities => "opportunities",
            Self::Threats => "threats",
        }
    }
}

/// People who work together for a while, on a focus area or on something with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkGroup {
    pub id: GroupId,
    pub name: String,
    #[serde(default)]
    pub focus_area: Option<FocusAreaId>,
    /// By id; each person is in one group at most.
    pub people: Vec<PersonId>,
}

/// A measure that dots are given to. Its id is the measure's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Candidate {
    pub id: GroupId,
    pub title: String,
}

impl Seminar {
    /// Nothing of it needs to be kept.
    pub fn is_untouched(&self) -> bool {
        *self == Self::default()
    }

    pub fn work_group(&self, id: &GroupId) -> Option<&WorkGroup> {
        self.work_groups.iter().find(|group| group.id == *id)
    }

    /// The group somebody is in.
    pub fn group_of(&self, person: &PersonId) -> Option<&WorkGroup> {
        let mut groups = self.work_groups.iter();
        groups.find(|group| group.people.contains(person))
    }

    /// What only the author could see goes.
    pub fn forget_hidden(&mut self) {
        self.swot.notes.retain(|_, note| note.is_seen());
    }

    /// The same, of one person.
    pub fn forget_hidden_of(&mut self, person: &PersonId) {
        let notes = &mut self.swot.notes;
        notes.retain(|_, note| note.is_seen() || note.author != *person);
    }
}
