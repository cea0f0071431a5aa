//! A meeting's proceedings as they add up, and how they lie on disk: a folded state, and the entries after it.

use std::fmt;

use serde::{Deserialize, Serialize};
use shared::id::{MeetingId, PersonId};
use shared::proceedings::event::Entry;
use shared::proceedings::state::Proceedings;

use super::answered::Answered;
use crate::store::proceedings::LoadedProceedings;
use crate::store::{StoreError, log, snapshots};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    pub state: Proceedings,
    pub answered: Answered,
    /// The number the next log row takes.
    pub next_seq: i64,
}

#[derive(Serialize, Deserialize)]
struct Fold {
    state: Proceedings,
    #[serde(default)]
    answered: Answered,
}

impl History {
    /// Adds up what is stored; an entry that cannot be read is an error, because a meeting is never opened shorter than it
    /// was.
    pub fn open(meeting: &MeetingId, loaded: &LoadedProceedings) -> Result<Self, StoreError> {
        let mut history = Self {
            next_seq: loaded.next_seq,
            ..Self::default()
        };
        if let Some(fold) = &loaded.fold {
            let fold: Fold = read(meeting, "proceedings_snapshot", fold)?;
            (history.state, history.answered) = (fold.state, fold.answered);
        }
        for logged in &loaded.entries {
            history.add(&read(meeting, "log", &logged.update)?);
        }
        Ok(history)
    }

    pub fn add(&mut self, entry: &Entry) {
        self.state.apply_entry(entry);
        self.answered.note(&entry.by, &entry.request, entry.at);
    }

    /// The body of a folded state.
    pub fn fold(&self) -> Vec<u8> {
        let fold = Fold {
            state: self.state.clone(),
            answered: self.answered.clone(),
        };
        snapshots::encode(&write(&fold))
    }
}

/// Whether this is what [`History::fold`] wrote.
pub fn is_fold(body: &[u8]) -> bool {
    serde_json::from_slice::<Fold>(body).is_ok()
}

/// The body of a log row.
pub fn encode(entries: &[Entry]) -> Vec<u8> {
    let entries: Vec<_> = entries.iter().map(|entry| (&entry.by, entry)).collect();
    body(&entries)
}

/// The same of entries of any stream, and who made each.
pub fn body(entries: &[(&PersonId, &impl Serialize)]) -> Vec<u8> {
    let bodies: Vec<Vec<u8>> = entries.iter().map(|(_, entry)| write(entry)).collect();
    let authors = entries.iter().map(|(by, _)| *by);
    log::encode(authors.zip(&bodies).map(|(by, body)| (by, &body[..])))
}

fn write(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("plain values with text keys always serialise")
}

/// An entry or a folded state of a stream.
pub fn read<T: serde::de::DeserializeOwned>(
    stream: &impl fmt::Display,
    table: &'static str,
    body: &[u8],
) -> Result<T, StoreError> {
    serde_json::from_slice(body).map_err(|error| StoreError::DamagedBody {
        table,
        reason: format!("{stream}: {error}"),
    })
}
