//! Commands on the device: written before they are sent, and gone when they are answered.
//!
//! They lie in the browser's plain storage, which writes at once: a page that closes in the next moment has kept what
//! was chosen. Keys hold person and meeting, so that nobody sends another person's answers from a shared device, and
//! every command has its own, so that two tabs of one person never overwrite each other.

use shared::id::{MeetingId, PersonId};

use super::queue::Entry;
use crate::storage;

const COMMAND: &str = "samling.command.";

fn prefix(person: &PersonId, meeting: &MeetingId) -> String {
    format!("{COMMAND}{person}/{meeting}/")
}

/// Everything kept of one person's in one meeting. What cannot be read stays where it is.
pub fn load(person: &PersonId, meeting: &MeetingId) -> Vec<Entry> {
    let texts = storage::all_with(&prefix(person, meeting));
    let entries = texts.iter().map(|text| serde_json::from_str(text));
    entries.filter_map(Result::ok).collect()
}

/// Answers whether the device took it.
#[must_use]
pub fn keep(person: &PersonId, meeting: &MeetingId, entry: &Entry) -> bool {
    let key = format!("{}{}", prefix(person, meeting), entry.request_id);
    serde_json::to_string(entry).is_ok_and(|text| storage::try_set(&key, &text))
}

pub fn forget(person: &PersonId, meeting: &MeetingId, entry: &Entry) {
    storage::remove(&format!("{}{}", prefix(person, meeting), entry.request_id));
}
