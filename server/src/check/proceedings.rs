//! Whether what has happened in a meeting, or to a plan, is whole: the folded state, every entry after it, and every
//! version.

use serde::de::DeserializeOwned;
use shared::id::PersonId;
use shared::plan::docket;
use shared::proceedings::event::Entry;

use super::Damage;
use crate::room::plans::{self, versions};
use crate::room::proceedings::history;
use crate::store::log::{LoggedUpdate, StoredRow};
use crate::store::plans::StoredDocket;
use crate::store::proceedings::{StoredFold, StoredProceedings};

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
    let (first, mut damages) = judge_fold(
        "proceedings_snapshot",
        stored.fold.as_ref(),
        history::is_fold,
    );
    damages.extend(judge_rows(&stored.rows, first, is_entry::<Entry>));
    damages
}

/// The number of the first row that must be there, and what is wrong with the folded state.
fn judge_fold(
    table: &'static str,
    fold: Option<&StoredFold>,
    is_fold: fn(&[u8]) -> bool,
) -> (i64, Vec<Damage>) {
    let Some((seq, fold)) = fold else {
        return (1, Vec::new());
    };
    let row = format_args!("row {seq}");
    let damage = match fold {
        Err(reason) => Some(Damage::new(table, row, reason)),
        Ok(fold) if !is_fold(fold) => Some(Damage::new(table, row, "it is no folded state")),
        Ok(_) => None,
    };
    (seq + 1, damage.into_iter().collect())
}

/// A plan's docket, and the versions kept of it.
pub fn judge_docket(stored: &StoredDocket) -> Vec<Damage> {
    let fold = stored.fold.as_ref();
    let (first, mut damages) = judge_fold("docket_snapshot", fold, plans::history::is_fold);
    let is_entry = is_entry::<docket::event::Entry>;
    damages.extend(judge_rows(&stored.rows, first, is_entry));
    for (id, body) in &stored.versions {
        let row = format_args!("version {id}");
        match body {
            Err(reason) => damages.push(Damage::new("plan_version", row, reason)),
            Ok(body) if !versions::is_version(body) => {
                damages.push(Damage::new("plan_version", row, "it is no plan"));
            }
            Ok(_) => {}
        }
    }
    damages
}

fn judge_rows(rows: &[StoredRow], first: i64, is_entry: fn(&LoggedUpdate) -> bool) -> Vec<Damage> {
    let mut damages = Vec::new();
    let mut expected = first;
    for row in rows {
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

/// What every entry says of who made it.
trait Signed: DeserializeOwned {
    fn by(&self) -> &PersonId;
}

impl Signed for Entry {
    fn by(&self) -> &PersonId {
        &self.by
    }
}

impl Signed for docket::event::Entry {
    fn by(&self) -> &PersonId {
        &self.by
    }
}

/// Whether it can be read, and was written by whom it says.
fn is_entry<E: Signed>(logged: &LoggedUpdate) -> bool {
    serde_json::from_slice(&logged.update).is_ok_and(|entry: E| *entry.by() == logged.author)
}
