//! What is called stored is on disk: sudden death, a full disk, a locked database, and a restart under load.
//!
//! `SAMLING_KILLS=1000` kills more often.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use shared::document::assessment::{TextKey, splice_text, text};
use shared::document::splice::Splice;
use shared::sync::{ClientSync, LocalCopy, SaveState};
use sqlx::{Connection, SqliteConnection};
use tests::peer::{BROKEN, Dial, Peer};
use tests::process::Demo;
use tokio::task::JoinSet;

const N_WRITERS: usize = 10;
const DEFAULT_KILLS: usize = 50;
/// People are told within this long.
const TOLD_WITHIN: Duration = Duration::from_secs(5);

/// Somebody who writes a word at a time and remembers which of them were called stored.
struct Writer {
    number: usize,
    copy: LocalCopy,
    n_written: usize,
    /// Words that are not stored yet, by the key of their change.
    waiting: BTreeMap<u64, String>,
    stored: Vec<String>,
}

impl Writer {
    fn new(number: usize) -> Self {
        Self {
            number,
            copy: LocalCopy::default(),
            n_written: 0,
            waiting: BTreeMap::new(),
            stored: Vec::new(),
        }
    }

    /// Comes back with what the device has kept, and finds out what has become of it.
    async fn dial(&mut self, dial: Dial) -> Peer {
        // A device numbers what it kept anew.
        let words = std::mem::take(&mut self.waiting).into_values();
        let keys = self.copy.outbox.iter().map(|(key, _)| *key);
        self.waiting = keys.zip(words).collect();
        dial.reopen(std::mem::take(&mut self.copy)).await
    }

    /// Writes until the connection breaks, never more than a few words ahead of what is stored.
    async fn write_until_broken(&mut self, peer: &mut Peer, n_stored: &AtomicUsize) -> u16 {
        loop {
            if peer.sync.is_synced() && peer.sync.n_waiting() < 4 {
                self.write(peer, "").await;
            } else if let Err(code) = peer.step().await {
                assert!(peer.refusals.is_empty(), "refused: {:?}", peer.refusals);
                self.copy = peer.local_copy();
                return code;
            }
            n_stored.fetch_add(self.take_stock(&peer.sync), Ordering::Relaxed);
        }
    }

    async fn write(&mut self, peer: &mut Peer, padding: &str) {
        let word = format!("<{}.{}>", self.number, self.n_written);
        self.n_written += 1;
        let before: Vec<u64> = peer.sync.waiting().map(|(key, _)| key).collect();
        let insert = format!("{word}{padding}");
        // At the end, as people write: the text is cut there.
        let splice = Splice {
            at: u32::MAX,
            delete: 0,
            insert,
        };
        peer.edit(|replica| splice_text(replica, &TextKey::Conclusion, &splice))
            .await;
        let key = peer.sync.waiting().map(|(key, _)| key).max();
        let key = key
            .filter(|key| !before.contains(key))
            .expect("it waits to be stored");
        self.waiting.insert(key, word);
    }

    /// Words that no longer wait are stored, as far as the screen is concerned. Answers how many are new.
    fn take_stock(&mut self, sync: &ClientSync) -> usize {
        let first_waiting = sync.waiting().next().map_or(u64::MAX, |(key, _)| key);
        let later = self.waiting.split_off(&first_waiting);
        let stored = std::mem::replace(&mut self.waiting, later);
        let n_stored = stored.len();
        self.stored.extend(stored.into_values());
        n_stored
    }

    async fn until_stored(&mut self, peer: &mut Peer) {
        peer.until("the document is here", ClientSync::is_synced)
            .await;
        peer.until_stored().await;
        self.take_stock(&peer.sync);
        assert!(self.waiting.is_empty());
    }
}

/// Everything called stored is in the document, and nothing stands in it twice.
fn check(conclusion: &str, writers: &[Writer], when: &str) {
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for part in conclusion.split('<').skip(1) {
        let word = part.split('>').next().expect("split gives one");
        *found.entry(word).or_default() += 1;
    }
    for (word, times) in &found {
        assert_eq!(*times, 1, "{when}: {word} stands there more than once");
    }
    for writer in writers {
        for word in &writer.stored {
            assert!(
                found.contains_key(word.trim_matches(['<', '>'])),
                "{when}: {word} was called stored and is gone"
            );
        }
    }
}

async fn conclusion(demo: &Demo) -> String {
    let reader = demo.dial("observer").join().await;
    text(reader.sync.replica(), &TextKey::Conclusion).expect("every assessment has one")
}

fn dials(demo: &Demo) -> Vec<Dial> {
    let dials = demo.dial_as_writers();
    dials.iter().cycle().take(N_WRITERS).cloned().collect()
}

/// All writers write at once until each connection has broken. `n_stored` counts what they were told is stored.
async fn write_together(
    demo: &Demo,
    writers: Vec<Writer>,
    n_stored: &Arc<AtomicUsize>,
) -> JoinSet<(Writer, u16)> {
    let mut ready = Vec::new();
    for (mut writer, dial) in writers.into_iter().zip(dials(demo)) {
        let peer = writer.dial(dial).await;
        ready.push((writer, peer));
    }
    let mut together = JoinSet::new();
    for (mut writer, mut peer) in ready {
        let n_stored = Arc::clone(n_stored);
        together.spawn(async move {
            let code = writer.write_until_broken(&mut peer, &n_stored).await;
            (writer, code)
        });
    }
    together
}

/// The writers, in their own order, once the connection of each has ended with this code.
async fn all_back(together: JoinSet<(Writer, u16)>, expected: u16) -> Vec<Writer> {
    let ended = together.join_all().await.into_iter();
    let mut writers: Vec<Writer> = ended
        .map(|(writer, code)| {
            assert_eq!(code, expected, "writer {}", writer.number);
            writer
        })
        .collect();
    writers.sort_by_key(|writer| writer.number);
    writers
}

async fn until_reached(n_stored: &AtomicUsize, target: usize) {
    let reached = async {
        while n_stored.load(Ordering::Relaxed) < target {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(tests::PATIENCE, reached)
        .await
        .expect("something is stored");
}

fn n_kills() -> usize {
    std::env::var("SAMLING_KILLS").map_or(DEFAULT_KILLS, |n| n.parse().expect("a number"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn killed_at_any_moment_it_has_everything_it_called_stored_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut rng = fastrand::Rng::with_seed(3);
    let mut writers: Vec<Writer> = (0..N_WRITERS).map(Writer::new).collect();
    for kill in 0..n_kills() {
        let demo = Demo::start(folder.path()).await;
        check(
            &conclusion(&demo).await,
            &writers,
            &format!("after kill {kill}"),
        );
        let n_stored = Arc::new(AtomicUsize::new(0));
        let together = write_together(&demo, writers, &n_stored).await;
        until_reached(&n_stored, rng.usize(1..80)).await;
        demo.kill().await;
        writers = all_back(together, BROKEN).await;
    }
    let demo = Demo::start(folder.path()).await;
    let n_written: usize = writers.iter().map(|writer| writer.n_written).sum();
    for (writer, dial) in writers.iter_mut().zip(dials(&demo)) {
        let mut peer = writer.dial(dial).await;
        writer.until_stored(&mut peer).await;
        assert_eq!(
            writer.stored.len(),
            writer.n_written,
            "everything written is stored in the end"
        );
    }
    let conclusion = conclusion(&demo).await;
    check(&conclusion, &writers, "in the end");
    assert_eq!(conclusion.matches('<').count(), n_written);
    println!("{} kills, {n_written} words", n_kills());
}

/// Waits until the server says that it cannot store, and that it says so in time.
async fn until_told(writer: &mut Writer, peer: &mut Peer) {
    let padding = "x".repeat(20_000);
    let code = loop {
        let typed = Instant::now();
        writer.write(peer, &padding).await;
        let outcome = loop {
            if peer.sync.save_state() == SaveState::Stored {
                break None;
            }
            if let Err(code) = peer.step().await {
                break Some(code);
            }
        };
        writer.take_stock(&peer.sync);
        if let Some(code) = outcome {
            assert!(
                typed.elapsed() < TOLD_WITHIN,
                "told after {:?}",
                typed.elapsed()
            );
            break code;
        }
    };
    assert_eq!(code, 4500);
    assert!(
        !writer.waiting.is_empty(),
        "called stored while nothing could be"
    );
    writer.copy = peer.local_copy();
}

#[tokio::test]
async fn on_a_full_disk_nothing_is_called_stored_and_all_goes_through_once_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let Some(demo) = Demo::start_on_small_disk(folder.path(), "8m").await else {
        assert!(std::env::var_os("CI").is_none(), "CI must let us mount");
        eprintln!("skipped: full disk (no file system of its own can be made here)");
        return;
    };
    let mut writer = Writer::new(0);
    let mut peer = writer.dial(demo.dial("chair")).await;
    peer.until("the document is here", ClientSync::is_synced)
        .await;
    writer.write(&mut peer, "").await;
    writer.until_stored(&mut peer).await;

    let filler = demo.inside(folder.path()).join("filler");
    fill(&filler);
    until_told(&mut writer, &mut peer).await;
    std::fs::remove_file(&filler).unwrap();

    let mut peer = writer.dial(demo.dial("chair")).await;
    writer.until_stored(&mut peer).await;
    let conclusion = conclusion(&demo).await;
    check(&conclusion, &[writer], "once there is room");
}

/// Writes until nothing more fits.
fn fill(path: &Path) {
    use std::io::Write;
    let mut file = std::fs::File::create(path).unwrap();
    while file.write_all(&[0; 512]).is_ok() {}
}

#[tokio::test]
async fn while_the_database_is_locked_nothing_is_called_stored_and_all_goes_through_later() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path()).await;
    let mut writer = Writer::new(0);
    let mut peer = writer.dial(demo.dial("chair")).await;
    peer.until("the document is here", ClientSync::is_synced)
        .await;

    let address = format!("sqlite://{}", folder.path().join("samling.db").display());
    let mut other = SqliteConnection::connect(&address).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut other)
        .await
        .unwrap();
    until_told(&mut writer, &mut peer).await;
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();

    let mut peer = writer.dial(demo.dial("chair")).await;
    writer.until_stored(&mut peer).await;
    check(&conclusion(&demo).await, &[writer], "once it is free");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn asked_to_stop_under_load_it_loses_nothing_and_all_are_back_in_five_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path()).await;
    let listen = demo.address();
    let writers = (0..N_WRITERS).map(Writer::new).collect();
    let n_stored = Arc::new(AtomicUsize::new(0));
    let together = write_together(&demo, writers, &n_stored).await;
    until_reached(&n_stored, 200).await;

    let asked = Instant::now();
    demo.terminate().await;
    let mut writers = all_back(together, 1012).await;
    assert_eq!(demo.end().await, Some(0));
    let demo = Demo::start_at(folder.path(), listen).await;
    for (writer, dial) in writers.iter_mut().zip(dials(&demo)) {
        let mut peer = writer.dial(dial).await;
        writer.until_stored(&mut peer).await;
    }
    assert!(
        asked.elapsed() < Duration::from_secs(5),
        "back after {:?}",
        asked.elapsed()
    );
    let n_written: usize = writers.iter().map(|writer| writer.n_written).sum();
    let conclusion = conclusion(&demo).await;
    check(&conclusion, &writers, "after the restart");
    assert_eq!(conclusion.matches('<').count(), n_written);
}
