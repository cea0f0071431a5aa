//! One server, two people with the editor, and for each the replica on the page that the editor's document mirrors.

use std::collections::VecDeque;

use fastrand::Rng;
use serde_json::{Value, json};
use shared::document::Replica;
use shared::document::admit::{Limits, Nesting, Outline};
use shared::document::chapters::{ProseKey, read, rules, seed};

use crate::node::Node;

const N_STEPS: usize = 120;
const CLIENT_IDS: [u64; 2] = [(1 << 53) - 2, 17];

struct Person {
    /// What the model holds.
    replica: Replica,
    upstream: VecDeque<Vec<u8>>,
    downstream: VecDeque<Vec<u8>>,
}

pub struct World<'a> {
    node: &'a mut Node,
    rng: Rng,
    server: Replica,
    nesting: Nesting,
    log: Vec<Vec<u8>>,
    people: Vec<Person>,
    n_updates: u64,
}

fn keys() -> [ProseKey; 2] {
    [
        ("resultater", "maaloppnaaelse"),
        ("marin-verdiskaping", "strategier"),
    ]
    .map(|(place, part)| ProseKey::new(place, part).unwrap())
}

impl<'a> World<'a> {
    pub fn new(seed_number: u64, node: &'a mut Node) -> Self {
        let [key, _] = keys();
        let mut server = Replica::new(0);
        let paragraphs = vec!["Vi er på vei.".to_owned(), "Snart i mål.".to_owned()];
        let first = seed(&mut server, &[(key, paragraphs)]);
        let mut nesting = Nesting::default();
        let outline = Outline::of(&first, &rules(Limits::NONE)).unwrap();
        assert!(nesting.accept(&outline, &Replica::new(1), |_| 0));
        node.open(&CLIENT_IDS, &first);
        let person = |client_id| {
            let mut replica = Replica::new(client_id);
            replica.apply(&first).unwrap();
            Person {
                replica,
                upstream: VecDeque::new(),
                downstream: VecDeque::new(),
            }
        };
        Self {
            node,
            rng: Rng::with_seed(seed_number),
            server,
            nesting,
            people: CLIENT_IDS.map(person).into(),
            log: vec![first],
            n_updates: 0,
        }
    }

    /// Answers how many updates were made.
    pub fn run(mut self) -> u64 {
        for _ in 0..N_STEPS {
            let idx = self.rng.usize(..self.people.len());
            match self.rng.u8(..10) {
                0..5 => self.edit(idx),
                5..8 => self.serve(idx),
                _ => self.receive(idx),
            }
        }
        self.settle();
        self.check();
        self.n_updates
    }

    fn edit(&mut self, idx: usize) {
        let draws: Vec<u32> = (0..8).map(|_| self.rng.u32(..)).collect();
        let updates = self.node.edit(idx, &draws);
        self.made(idx, updates);
    }

    /// What the editor did goes through the page's replica, as it does in the model.
    fn made(&mut self, idx: usize, updates: Vec<Vec<u8>>) {
        let person = &mut self.people[idx];
        for update in updates {
            person
                .replica
                .apply(&update)
                .expect("what Yjs wrote merges");
            assert!(!person.replica.has_gaps());
            person.upstream.push_back(update);
            self.n_updates += 1;
        }
    }

    /// As the server takes an update in.
    fn serve(&mut self, idx: usize) {
        let Some(update) = self.people[idx].upstream.pop_front() else {
            return;
        };
        let reach = self.server.reach();
        let n_seen = |client_id| reach.get(&client_id).copied().unwrap_or(0);
        let outline = Outline::of(&update, &rules(Limits::default()))
            .unwrap_or_else(|reason| panic!("not let in: {reason}: {update:?}"));
        assert!(!outline.lacks_parts(n_seen), "the page sends no holes");
        assert!(self.nesting.accept(&outline, &self.server, n_seen));
        if !self.server.apply(&update).unwrap() {
            return;
        }
        self.log.push(update.clone());
        let others = self.people.iter_mut().enumerate();
        for (_, other) in others.filter(|(other, _)| *other != idx) {
            other.downstream.push_back(update.clone());
        }
    }

    fn receive(&mut self, idx: usize) {
        let Some(update) = self.people[idx].downstream.pop_front() else {
            return;
        };
        self.people[idx].replica.apply(&update).unwrap();
        let mut tidied = self.node.apply(idx, &update);
        tidied.extend(self.node.show(idx));
        self.made(idx, tidied);
    }

    fn settle(&mut self) {
        let is_busy =
            |person: &Person| !person.upstream.is_empty() || !person.downstream.is_empty();
        for _ in 0..100_000 {
            if !self.people.iter().any(is_busy) {
                return;
            }
            for idx in 0..self.people.len() {
                self.serve(idx);
                self.receive(idx);
            }
        }
        panic!("the editors answer each other for ever");
    }

    fn check(&mut self) {
        let mut fresh = Replica::new(0);
        for update in &self.log {
            fresh.apply(update).unwrap();
        }
        let expected = blocks(&fresh);
        assert_eq!(blocks(&self.server), expected, "in memory");
        let snapshot = fresh.snapshot();
        let outline = Outline::of(&snapshot, &rules(Limits::default())).unwrap();
        assert!(Nesting::default().accept(&outline, &Replica::new(1), |_| 0));
        assert_eq!(
            blocks(&fresh.with_client_id(2)),
            expected,
            "from a snapshot"
        );
        for idx in 0..self.people.len() {
            let replica = &self.people[idx].replica;
            assert_eq!(blocks(replica), expected, "page {idx}");
            // Also what nobody sees, such as marks that were tidied away.
            assert_eq!(replica.has_news(&snapshot), Ok(false), "page {idx}");
            assert_eq!(fresh.has_news(&replica.snapshot()), Ok(false), "server");
            assert_eq!(self.node.read(idx), expected, "editor {idx}");
        }
    }
}

/// Every piece that anything stands in.
fn blocks(replica: &Replica) -> Value {
    let pieces = keys().map(|key| (key.to_string(), json!(read(replica, &key))));
    let pieces = pieces
        .into_iter()
        .filter(|(_, blocks)| blocks != &json!([]));
    Value::Object(pieces.collect())
}
