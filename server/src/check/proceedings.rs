//! Whether what has happened in a meeting is whole: the folded state, and every entry after it.

use shared::proceedings::event::Entry;

use super::Damage;
use crate::room::proceedings::history;
use crate::store::log::LoggedUpdate;
use crate::store::proceedings::StoredProceedings;

/// Rows, bytes and entries.
pub fn sizes(stored: &StoredProceedings) -> (usize, usize, usize) {
    let fold = stored.fold.iter().flat_map(|(_, fold)| fold);
    let n_bytes = stored.rows.iter().map(|row| row.n_bytes).sum::<usize>()
        + fold.map(bytes::Bytes::len).sum::<usize>();
    let entries = stored.rows.iter().flat_map(|row| &row.updates);
    let n_entries = entries.map(Vec::len).sum();
    (stored.rows.len(), n_bytes, n_entries)
}

pub fn judge(stored: &StoredProceedings) -> Vec<Damage> {
    const FOLDED: &str = "proceedings_snapshot";
    let mut damages = Vec::new();
    let mut expected = 1;
    if let Some((seq, fold)) = &stored.fold {
        expected = seq + 1;
        let row = format_args!("row {seq}");
        match fold {
            Err(reason) => damages.push(Damage::new(FOLDED, row, reason)),
            Ok(fold) if !history::is_fold(fold) => {
                damages.push(Damage::new(FOLDED, row, "it is no state of a meeting"));
            }
            Ok(_) => {}
        }
    }
    for row in &stored.rows {
        if row.seq != expected {
            let rows = format!("rows {expected} to {}", row.seq - 1);
            damages.push(Damage::new("log", rows, "missing"));
        }
        expected = row.seq + 1;
        match &row.updates {
            Err(reason) => {
                damages.push(Damage::new("log", format_args!("row {}", row.seq), reason));
            }
            Ok(entries) if !entries.iter().all(is_entry) => {
                let row = format_args!("row {}", row.seq);
                damages.push(Damage::new("log", row, "it holds what is no entry"));
            }
            Ok(_) => {}
        }
    }
    damages
}

/// Whether it can be read, and was written by whom it says.
fn is_entry(logged: &LoggedUpdate) -> bool {
    serde_json::from_slice(&logged.update).is_ok_and(|entry: Entry| entry.by == logged.author)
}
