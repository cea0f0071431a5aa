//! `cargo xtask bench open`: how long a document with 200 000 edits behind it takes to open, from its snapshot and from
//! its bare log.
//!
//! The edits are made by ten people in turn at random places of one text, one letter at a time, every third a deletion.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use futures_util::future::try_join_all;
use server::clock;
use server::room::compaction::compact;
use server::room::document::contents::Contents;
use server::store::Store;
use server::store::log::{self, LogRow};
use server::store::writer::Write;
use shared::document::Replica;
use shared::document::assessment::{TextKey, splice_text};
use shared::document::splice::Splice;
use shared::id::{DocumentId, PersonId};
use shared::meeting::DocumentKind;

const N_EDITS: usize = 200_000;
const N_PEOPLE: u64 = 10;
/// Each is about one commit of a lively room.
const EDITS_PER_ROW: usize = 4;
/// So many edits in a row are one person's, as people write.
const EDITS_PER_TURN: usize = 40;
const N_ROUNDS: usize = 9;

#[tokio::main]
async fn main() -> Result<()> {
    let folder = tempfile::tempdir_in("target").context("no folder can be made in target/")?;
    let store = Store::open(&folder.path().join("open.db")).await?;
    let document = DocumentId::parse("long")?;
    let edits = edits();
    append(&store, &document, &edits).await?;

    let from_log = opened(&store, &document).await?;
    let began = Instant::now();
    compact(&store, &document, clock::now()).await?;
    let folding = began.elapsed();
    let mut from_snapshot = Vec::new();
    for _ in 0..N_ROUNDS {
        from_snapshot.push(opened(&store, &document).await?);
    }
    from_snapshot.sort();
    let loaded = store.load_document(&document).await?;
    let n_bytes = loaded.snapshot.map_or(0, |snapshot| snapshot.len());
    println!("| {N_EDITS} edits of {N_PEOPLE} people | ms |\n|---|---:|");
    println!(
        "| opened from its snapshot ({} kB), median of {N_ROUNDS} | {} |",
        n_bytes / 1_000,
        ms(from_snapshot[N_ROUNDS / 2])
    );
    println!(
        "| the slowest of them | {} |",
        ms(from_snapshot[N_ROUNDS - 1])
    );
    println!(
        "| opened from its bare log of {} rows | {} |",
        N_EDITS / EDITS_PER_ROW,
        ms(from_log)
    );
    println!(
        "| folded into a snapshot, in the background | {} |",
        ms(folding)
    );
    store.close().await;
    Ok(())
}

fn ms(took: Duration) -> u128 {
    took.as_millis()
}

/// From disk to a document that can answer.
async fn opened(store: &Store, document: &DocumentId) -> Result<Duration> {
    let began = Instant::now();
    let loaded = store.load_document(document).await?;
    let updates = loaded.updates.iter().map(|logged| &logged.update[..]);
    let updates = loaded.snapshot.as_deref().into_iter().chain(updates);
    let contents = Contents::open(DocumentKind::Assessment, updates, loaded.clients)?;
    let took = began.elapsed();
    ensure!(!contents.replica().has_gaps(), "the document has holes");
    Ok(took)
}

fn edits() -> Vec<Vec<u8>> {
    let mut rng = fastrand::Rng::with_seed(1);
    let mut people: Vec<Replica> = (1..=N_PEOPLE).map(|id| Replica::new(1_000 + id)).collect();
    let mut latest = Replica::new(1);
    let mut edits = Vec::with_capacity(N_EDITS);
    let mut len = 0_u32;
    while edits.len() < N_EDITS {
        let writer = rng.choice(&mut people).expect("there are ten");
        let missed = latest.diff(&writer.state_vector());
        writer
            .apply(&missed.expect("it comes from a replica"))
            .expect("what one replica encodes, another one merges");
        let mut place = rng.u32(..=len);
        for n in 0..EDITS_PER_TURN {
            let is_deletion = n % 3 == 2 && place > 0;
            let splice = Splice {
                at: place - u32::from(is_deletion),
                delete: u32::from(is_deletion),
                insert: (if is_deletion { "" } else { "e" }).to_owned(),
            };
            let update = splice_text(writer, &TextKey::Conclusion, &splice);
            let update = update.expect("something changes");
            latest
                .apply(&update)
                .expect("what one replica encodes, another one merges");
            edits.push(update);
            if is_deletion {
                (len, place) = (len - 1, place - 1);
            } else {
                (len, place) = (len + 1, place + 1);
            }
        }
    }
    edits
}

async fn append(store: &Store, document: &DocumentId, edits: &[Vec<u8>]) -> Result<()> {
    let author = PersonId::parse("kari")?;
    let rows = (1..)
        .zip(edits.chunks(EDITS_PER_ROW))
        .map(|(seq, updates)| LogRow {
            stream: document.into(),
            seq,
            at: clock::now(),
            body: log::encode(updates.iter().map(|update| (&author, &update[..]))),
        });
    let writes = rows.map(|row| {
        let bindings = Vec::new();
        store.write(Write::AppendLog { row, bindings })
    });
    try_join_all(writes).await?;
    Ok(())
}
