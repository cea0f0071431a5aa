//! What must hold for any bytes that a stranger sends, as functions that panic when it does not. The short run
//! (`tests/tests/fuzz.rs`) and the long, coverage-guided one (`cargo xtask fuzz`) call the same ones.

pub mod forge;

use std::sync::LazyLock;

use shared::document::admit::{self, Limits, Nesting, Outline, Rules};
use shared::document::assessment::{self, NewProposal, Seed, TextKey, proposals, seed, text};
use shared::document::{MAX_CLIENT_ID, Replica};
use shared::id::ProposalId;
use shared::template::ReviewForm;
use shared::wire::{Reader, write_bytes};
use yrs::updates::decoder::Decode;
use yrs::{ClientID, Update};

/// yrs walks nested content by recursion: the server merges on a stack of this size.
pub const STACK: usize = 16 * 1024 * 1024;

const RULES: Rules = assessment::rules(Limits::NONE);

static FORM: LazyLock<ReviewForm> = LazyLock::new(|| {
    ReviewForm::from_json(include_str!("../../../shared/templates/psv-4x4.json"))
        .expect("our own form")
});

/// The first update of a small document: the form's texts, some words, two proposals. Its author is client 1.
pub static SEED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let proposal = |id: &str| NewProposal {
        id: ProposalId::parse(id).expect("a good id"),
        title: "Tittel 🌊".into(),
        text: "Mer båt".into(),
        indicator: None,
        author: None,
        owner: None,
        deadline: None,
    };
    let first = Seed {
        texts: vec![(TextKey::Conclusion, "Alt er blått.".into())],
        proposals: vec![proposal("p-1"), proposal("p-2")],
    };
    seed(&mut Replica::new(1), &FORM, &first)
});

/// Whatever the bytes are, the walk ends, and what it lets in yrs sees in the same way. Answers whether it was let in.
pub fn walker(bytes: &[u8]) -> bool {
    let _ = admit::state_vector(bytes, &RULES.limits);
    let _ = admit::awareness(bytes, &RULES.limits);
    let Ok(outline) = Outline::of(bytes, &RULES) else {
        assert!(admit::update(bytes, &RULES).is_err());
        return false;
    };
    assert_eq!(admit::update(bytes, &RULES), Ok(()));
    let update = Update::decode_v1(bytes).expect("what is let in can be decoded");
    let mut inserted = yrs::IdSet::new();
    for block in outline.blocks() {
        let ((client, clock), end) = (block.id, block.end);
        inserted.insert(
            yrs::ID::new(ClientID::new(client), clock_of(clock)),
            clock_of(end - clock),
        );
    }
    assert_eq!(update.insertions(true), inserted, "blocks");
    let mut deleted = yrs::IdSet::new();
    for (client, start, end) in outline.deletions() {
        deleted.insert(
            yrs::ID::new(ClientID::new(*client), clock_of(*start)),
            clock_of(end - start),
        );
    }
    assert!(update.delete_set().diff(&deleted).is_empty(), "deletions");
    assert!(deleted.diff(update.delete_set()).is_empty(), "deletions");
    true
}

fn clock_of(number: u64) -> u32 {
    u32::try_from(number).expect("the walk bounds clocks")
}

/// What became of the updates of one input.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Fate {
    /// Not let in.
    pub refused: u64,
    /// Building on something that never came.
    pub held: u64,
    /// In a place where the document has none.
    pub misplaced: u64,
    pub merged: u64,
}

/// Takes updates in as the server does, one after the other, onto a document with something in it; then reads it,
/// encodes it, and opens it elsewhere. On a stack of its own.
pub fn merge<U: AsRef<[u8]> + Sync>(updates: &[U]) -> Fate {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let merging = thread.spawn_scoped(scope, || merge_here(updates));
        match merging.expect("a thread can start").join() {
            Ok(fate) => fate,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

fn merge_here<U: AsRef<[u8]>>(updates: &[U]) -> Fate {
    let mut fate = Fate::default();
    let mut replica = Replica::new(0);
    let mut nesting = Nesting::default();
    take_in(&SEED, &mut replica, &mut nesting, &mut fate);
    for update in updates {
        take_in(update.as_ref(), &mut replica, &mut nesting, &mut fate);
    }
    let words = read(&replica);
    let snapshot = replica.snapshot();
    let outline = Outline::of(&snapshot, &RULES).expect("what we encode is let in");
    assert!(!outline.lacks_parts(|_| 0), "a snapshot is whole");
    let mut fresh = Replica::new(MAX_CLIENT_ID);
    assert!(
        Nesting::default().accept(&outline, &fresh, |_| 0),
        "a snapshot stands in its place"
    );
    fresh
        .apply(&snapshot)
        .expect("what we encode can be merged");
    assert!(!fresh.has_gaps(), "a snapshot has no gaps");
    let differences = differences(&words, &read(&fresh));
    assert!(
        differences.is_empty(),
        "a snapshot reads otherwise: {differences:#?}"
    );
    assert_eq!(fresh.has_news(&replica.snapshot()), Ok(false));
    assert_eq!(
        replica.has_news(&fresh.snapshot()),
        Ok(false),
        "the copy has more"
    );
    assert_eq!(fresh.has_news(&snapshot), Ok(false), "the copy has less");
    for update in updates {
        if admit::state_vector(update.as_ref(), &RULES.limits).is_ok() {
            let _ = replica.diff(update.as_ref());
        }
    }
    fate
}

fn take_in(update: &[u8], replica: &mut Replica, nesting: &mut Nesting, fate: &mut Fate) {
    let Ok(outline) = Outline::of(update, &RULES) else {
        fate.refused += 1;
        return;
    };
    let reach = replica.reach();
    let n_seen = |client_id| reach.get(&client_id).copied().unwrap_or(0);
    if outline.lacks_parts(n_seen) {
        fate.held += 1;
    } else if nesting.accept(&outline, replica, n_seen) {
        replica
            .has_news(update)
            .expect("what is let in can be decoded");
        replica.apply(update).expect("what is let in can be merged");
        assert!(!replica.has_gaps(), "nothing waits");
        fate.merged += 1;
    } else {
        fate.misplaced += 1;
    }
}

/// Everything a person can read, by name.
///
/// Of each text its letters, not their order: somebody who forges an update can name a left neighbour that stands to
/// the right of the right one, and then replicas that learn of it at different times put it in different places.
fn read(replica: &Replica) -> Vec<String> {
    let texts = FORM.indicators.iter().flat_map(|indicator| {
        let id = || indicator.id.clone();
        [
            TextKey::Rationale(id()),
            TextKey::Strengths(id()),
            TextKey::Weaknesses(id()),
        ]
    });
    let rows = proposals(replica).into_iter().map(|mut row| {
        row.title = letters(&row.title);
        row.text = letters(&row.text);
        format!("{row:?}")
    });
    texts
        .chain([TextKey::Conclusion])
        .map(|key| format!("{key}: {:?}", text(replica, &key).as_deref().map(letters)))
        .chain(rows)
        .collect()
}

fn letters(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

fn differences(one: &[String], other: &[String]) -> Vec<String> {
    let only_in = |these: &[String], those: &[String]| -> Vec<String> {
        these
            .iter()
            .filter(|line| !those.contains(line))
            .cloned()
            .collect()
    };
    [only_in(one, other), only_in(other, one)].concat()
}

/// The updates of an input, each with its length in front. A length that says too much ends the list.
pub fn unpack(input: &[u8]) -> Vec<&[u8]> {
    let mut reader = Reader::new(input);
    std::iter::from_fn(|| reader.bytes().ok()).collect()
}

pub fn pack(updates: &[impl AsRef<[u8]>]) -> Vec<u8> {
    let mut out = Vec::new();
    for update in updates {
        write_bytes(&mut out, update.as_ref());
    }
    out
}
