//! `samling check`: whether everything stored is whole, every document opens by each way back it has, and every meeting
//! and plan can be added up. Reads only, so a server may run meanwhile.

mod proceedings;

use std::fmt;

use shared::id::{DocumentId, MeetingId, PlanId};

use crate::room::compaction::{FoldError, fold};
use crate::store::inspection::StoredStream;
use crate::store::plans::StoredDocket;
use crate::store::proceedings::StoredProceedings;
use crate::store::{Store, StoreError};

/// What was found, one line each.
#[derive(Debug, Default)]
pub struct Report {
    pub lines: Vec<String>,
    pub n_damages: usize,
}

/// What is wrong, and where.
#[derive(Debug, PartialEq, Eq)]
struct Damage {
    table: &'static str,
    /// A row's number, or several.
    row: String,
    reason: String,
}

impl Damage {
    fn new(table: &'static str, row: impl fmt::Display, reason: impl fmt::Display) -> Self {
        Self {
            table,
            row: row.to_string(),
            reason: reason.to_string(),
        }
    }
}

impl Report {
    fn add(&mut self, document: &DocumentId, stream: &StoredStream, damages: &[Damage]) {
        let (n_rows, n_bytes, n_edits) = sizes(stream);
        let about = format!("{n_rows} rows, {n_bytes} bytes, {n_edits} edits");
        self.add_stream(document.as_str(), &about, damages);
    }

    /// Meetings in which nothing has happened are left out.
    fn add_meeting(&mut self, meeting: &MeetingId, stored: &StoredProceedings) {
        let (n_rows, n_bytes, n_entries) = proceedings::sizes(stored);
        if stored.fold.is_some() || n_rows > 0 {
            let about = format!("{n_rows} rows, {n_bytes} bytes, {n_entries} entries");
            self.add_stream(meeting.as_str(), &about, &proceedings::judge(stored));
        }
    }

    fn add_plan(&mut self, plan: &PlanId, stored: &StoredDocket) {
        let n_bytes: usize = stored.rows.iter().map(|row| row.n_bytes).sum();
        let (n_rows, n_versions) = (stored.rows.len(), stored.versions.len());
        let about = format!("{n_rows} rows, {n_bytes} bytes, {n_versions} versions");
        self.add_stream(plan.as_str(), &about, &proceedings::judge_docket(stored));
    }

    fn add_stream(&mut self, stream: &str, about: &str, damages: &[Damage]) {
        let state = if damages.is_empty() { "ok" } else { "damaged" };
        self.lines.push(format!("{stream}: {state}, {about}"));
        for Damage { table, row, reason } in damages {
            self.lines
                .push(format!("  table {table}, stream {stream}, {row}: {reason}"));
        }
        self.n_damages += damages.len();
    }

    fn add_plain(&mut self, damage: String) {
        self.lines.push(damage);
        self.n_damages += 1;
    }
}

/// Looks at the file, then at each document and each meeting.
pub async fn check(store: &Store) -> Result<Report, StoreError> {
    let mut report = Report::default();
    for damage in store.inspect_file().await? {
        report.add_plain(format!("the database file: {damage}"));
    }
    for document in store.load_document_ids().await? {
        // What the database cannot read of one document is no reason to leave out the next.
        match store.inspect_document(&document).await {
            Ok(stream) => {
                let judging = tokio::task::spawn_blocking(move || (judge(&stream), stream));
                match judging.await {
                    Ok((damages, stream)) => report.add(&document, &stream, &damages),
                    Err(error) => {
                        report.add_plain(format!("{document}: opening it broke: {error}"));
                    }
                }
            }
            Err(error) => report.add_plain(format!("{document}: {error}")),
        }
    }
    for meeting in store.load_meeting_ids().await? {
        match store.inspect_proceedings(&meeting).await {
            Ok(stored) => report.add_meeting(&meeting, &stored),
            Err(error) => report.add_plain(format!("{meeting}: {error}")),
        }
    }
    for plan in store.load_plan_ids().await? {
        match store.inspect_docket(&plan).await {
            Ok(stored) => report.add_plan(&plan, &stored),
            Err(error) => report.add_plain(format!("{plan}: {error}")),
        }
    }
    Ok(report)
}

/// Rows, bytes of rows and snapshots together, and updates.
fn sizes(stream: &StoredStream) -> (usize, usize, usize) {
    let snapshots = stream.snapshots.iter().flat_map(|(_, update)| update);
    let n_bytes = stream.rows.iter().map(|row| row.n_bytes).sum::<usize>()
        + snapshots.map(bytes::Bytes::len).sum::<usize>();
    let n_edits = stream.rows.iter().flat_map(|row| &row.updates);
    (
        stream.rows.len(),
        n_bytes,
        n_edits.map(Vec::len).sum::<usize>(),
    )
}

fn judge(stream: &StoredStream) -> Vec<Damage> {
    let mut damages = Vec::new();
    for (seq, update) in &stream.snapshots {
        if let Err(reason) = update {
            damages.push(Damage::new("snapshot", format_args!("row {seq}"), reason));
        }
    }
    for row in &stream.rows {
        if let Err(reason) = row.updates {
            damages.push(Damage::new("log", format_args!("row {}", row.seq), reason));
        }
    }
    damages.extend(missing_rows(stream));
    damages.extend(judge_ways_back(stream));
    for client_id in &stream.ownerless_clients {
        let row = format_args!("client id {client_id}");
        damages.push(Damage::new("document_client", row, "it is bound to nobody"));
    }
    damages
}

/// The last row that was ever appended, as far as can be told.
fn last_seq(stream: &StoredStream) -> i64 {
    let row = stream.rows.last().map_or(0, |row| row.seq);
    let snapshot = stream.snapshots.last().map_or(0, |(seq, _)| *seq);
    row.max(snapshot)
}

/// Rows that must be there: all from the first on, or all after the older of two snapshots.
fn missing_rows(stream: &StoredStream) -> Vec<Damage> {
    let mut expected = match &stream.snapshots[..] {
        [(oldest, _), _, ..] => oldest + 1,
        _ => 1,
    };
    let end = last_seq(stream) + 1;
    let seqs = stream.rows.iter().map(|row| row.seq);
    let mut missing = Vec::new();
    for seq in seqs.chain(std::iter::once(end)) {
        if seq > expected {
            let row = format!("rows {expected} to {}", seq - 1);
            missing.push(Damage::new("log", row, "missing"));
        }
        expected = expected.max(seq + 1);
    }
    missing
}

/// Every way to the document must open and give the same.
fn judge_ways_back(stream: &StoredStream) -> Vec<Damage> {
    let ways = ways_back(stream);
    if ways.is_empty() {
        let reason = "there is no whole way to the document: it does not open";
        return vec![Damage::new(
            "log",
            format_args!("row {}", last_seq(stream)),
            reason,
        )];
    }
    let mut damages = Vec::new();
    let mut document: Option<Vec<u8>> = None;
    for (base, opened) in ways {
        let (table, row) = match base {
            0 => ("log", String::from("row 1")),
            seq => ("snapshot", format!("row {seq}")),
        };
        match (opened, &document) {
            (Err(error), _) => damages.push(Damage::new(table, row, error)),
            (Ok(folded), None) => document = Some(folded),
            (Ok(folded), Some(first)) if folded != *first => damages.push(Damage::new(
                table,
                row,
                "it gives another document than the log before it",
            )),
            (Ok(_), Some(_)) => {}
        }
    }
    damages
}

/// From the beginning, and from each whole snapshot, with the whole log after it: row and document.
fn ways_back(stream: &StoredStream) -> Vec<(i64, Result<Vec<u8>, FoldError>)> {
    let unbroken_from = unbroken_from(stream);
    let start: (i64, &[u8]) = (0, &[]);
    let snapshots = stream.snapshots.iter();
    let snapshots = snapshots.filter_map(|(seq, update)| Some((*seq, &**update.as_ref().ok()?)));
    std::iter::once(start)
        .chain(snapshots)
        .filter(|(base, _)| base + 1 >= unbroken_from)
        .map(|(base, snapshot)| (base, open(base, snapshot, stream)))
        .collect()
}

fn open(base: i64, snapshot: &[u8], stream: &StoredStream) -> Result<Vec<u8>, FoldError> {
    let rows = stream.rows.iter().filter(|row| row.seq > base);
    let updates = rows.flat_map(|row| row.updates.iter().flatten());
    let updates = updates.map(|logged| &logged.update[..]);
    fold((base > 0).then_some(snapshot).into_iter().chain(updates))
}

/// The row from which on nothing is missing or damaged.
fn unbroken_from(stream: &StoredStream) -> i64 {
    let mut expected = last_seq(stream);
    for row in stream.rows.iter().rev() {
        if row.seq != expected || row.updates.is_err() {
            break;
        }
        expected -= 1;
    }
    expected + 1
}
