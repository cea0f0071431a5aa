//! One document room, two stock Yjs documents and two replicas of ours, and wires that lose, repeat and reorder.

use std::collections::{HashMap, VecDeque};

use bytes::Bytes;
use fastrand::Rng;
use serde_json::{Value, json};
use server::room::document::contents::Contents;
use server::room::document::session::{Newcomer, SessionId};
use server::room::document::{Delivery, DocumentRoom, Effects, Input};
use shared::document::Replica;
use shared::document::assessment::{Seed, TextKey, proposals, seed, text};
use shared::id::{Generation, IndicatorId, PersonId};
use shared::meeting::DocumentKind;
use shared::programme::Person;
use shared::protocol::{Limits, Message, Rights, decode};
use shared::rights::Role;
use shared::template::ReviewForm;
use shared::time::Timestamp;

use crate::edits::change;
use crate::node::Node;

const N_STEPS: usize = 150;
const N_STOCK: usize = 2;
const N_PEERS: usize = 4;
const CLIENT_IDS: [u64; N_PEERS] = [4_000_000_001, 17, 18, (1 << 53) - 2];
const NOW: Timestamp = Timestamp(1_000_000);

/// A peer's wires, and its replica if it is one of ours; the stock ones live in Node.
struct Peer {
    replica: Option<Replica>,
    session: SessionId,
    upstream: VecDeque<Bytes>,
    downstream: VecDeque<Bytes>,
}

pub struct World<'a> {
    node: &'a mut Node,
    rng: Rng,
    form: ReviewForm,
    room: DocumentRoom,
    log: Vec<Vec<u8>>,
    next_session: u64,
    peers: Vec<Peer>,
}

fn room(log: &[Vec<u8>]) -> DocumentRoom {
    let generation = Generation::parse("g-1").unwrap();
    let contents = Contents::open(
        DocumentKind::Assessment,
        log.iter().map(Vec::as_slice),
        HashMap::new(),
    )
    .unwrap();
    DocumentRoom::new(generation, Limits::default(), contents)
}

impl<'a> World<'a> {
    pub fn new(seed_number: u64, node: &'a mut Node) -> Self {
        let form =
            ReviewForm::from_json(include_str!("../../../shared/templates/psv-4x4.json")).unwrap();
        let first = seed(&mut Replica::new(1), &form, &Seed::default());
        node.open(&CLIENT_IDS[..N_STOCK], &first);
        let peer = |idx: usize| Peer {
            replica: (idx >= N_STOCK).then(|| {
                let mut replica = Replica::new(CLIENT_IDS[idx]);
                replica.apply(&first).unwrap();
                replica
            }),
            session: SessionId(0),
            upstream: VecDeque::new(),
            downstream: VecDeque::new(),
        };
        let peers = (0..N_PEERS).map(peer).collect();
        let log = vec![first];
        let mut world = Self {
            node,
            rng: Rng::with_seed(seed_number),
            form,
            room: room(&log),
            log,
            next_session: 1,
            peers,
        };
        for idx in 0..N_PEERS {
            world.join(idx);
        }
        world
    }

    /// Answers how many changes were made.
    pub fn run(mut self) -> u64 {
        let mut n_edits = 0;
        for _ in 0..N_STEPS {
            let idx = self.rng.usize(..N_PEERS);
            match self.rng.u8(..20) {
                0 => self.rejoin(idx),
                1 => self.disturb(idx),
                2..10 => n_edits += self.edit(idx),
                10..15 => self.serve(idx),
                _ => self.receive(idx),
            }
        }
        self.settle();
        self.check();
        n_edits
    }

    fn join(&mut self, idx: usize) {
        let session = SessionId(self.next_session);
        self.next_session += 1;
        let name = format!("Peer {idx}");
        let person = Person {
            id: PersonId::parse(&format!("peer-{idx}")).unwrap(),
            name,
            role: Role::BoardMember,
            title: None,
            represents: None,
        };
        let join = Input::Join(Newcomer {
            session,
            person,
            rights: Rights::Write,
            speaks_samling: false,
            client_id: 900 + session.0,
        });
        self.peers[idx].session = session;
        self.handle(join);
        let step1 = Message::SyncStep1(&self.state_vector(idx)).encode();
        self.peers[idx].upstream.push_back(step1.into());
    }

    /// What is under way is lost, and the handshake makes up for it.
    fn rejoin(&mut self, idx: usize) {
        let peer = &mut self.peers[idx];
        peer.upstream.clear();
        peer.downstream.clear();
        let session = peer.session;
        self.handle(Input::Leave { session });
        self.join(idx);
    }

    fn handle(&mut self, input: Input) {
        let mut effects = Effects::default();
        self.room.handle(input, NOW, &mut effects);
        assert_eq!(
            effects.killer, None,
            "honest updates never damage a document"
        );
        let appended = effects.append.iter().map(|entry| entry.update.to_vec());
        self.log.extend(appended);
        for delivery in effects.deliver {
            match delivery {
                Delivery::Enter { .. } => {}
                Delivery::FallBehind { session } => self.handle(Input::CatchUp { session }),
                Delivery::Spread { frame, except, .. } => {
                    let peers = self.peers.iter_mut();
                    for peer in peers.filter(|peer| Some(peer.session) != except) {
                        peer.downstream.push_back(frame.clone());
                    }
                }
                Delivery::Send { session, frame, .. } => {
                    if let Some(peer) = self.peers.iter_mut().find(|peer| peer.session == session) {
                        peer.downstream.push_back(frame);
                    }
                }
                Delivery::Close { code, reason, .. } => panic!("closed with {code}: {reason}"),
            }
        }
    }

    fn edit(&mut self, idx: usize) -> u64 {
        let updates: Vec<Vec<u8>> = if let Some(replica) = &mut self.peers[idx].replica {
            let keys = [
                TextKey::Rationale(self.form.indicators[0].id.clone()),
                TextKey::Strengths(self.form.indicators[1].id.clone()),
                TextKey::Conclusion,
            ];
            change(replica, &mut self.rng, &keys).into_iter().collect()
        } else {
            let draws: Vec<u32> = (0..8).map(|_| self.rng.u32(..)).collect();
            self.node.edit(idx, &draws)
        };
        for update in &updates {
            let frame = Message::Update(update).encode();
            self.peers[idx].upstream.push_back(frame.into());
        }
        updates.len() as u64
    }

    fn serve(&mut self, idx: usize) {
        let peer = &mut self.peers[idx];
        if let Some(bytes) = peer.upstream.pop_front() {
            let session = peer.session;
            self.handle(Input::Frame { session, bytes });
        }
    }

    fn receive(&mut self, idx: usize) {
        let Some(frame) = self.peers[idx].downstream.pop_front() else {
            return;
        };
        for message in decode(&frame).unwrap() {
            match message {
                Message::SyncStep1(state_vector) => {
                    let diff = self.diff(idx, state_vector);
                    let frame = Message::SyncStep2(&diff).encode();
                    self.peers[idx].upstream.push_back(frame.into());
                }
                Message::SyncStep2(update) | Message::Update(update) => self.apply(idx, update),
                _ => {}
            }
        }
    }

    /// Two updates change places, or one comes twice; in both directions.
    fn disturb(&mut self, idx: usize) {
        let is_update = |frame: &Bytes| matches!(decode(frame).unwrap()[..], [Message::Update(_)]);
        let peer = &mut self.peers[idx];
        for queue in [&mut peer.upstream, &mut peer.downstream] {
            let updates: Vec<usize> = (0..queue.len())
                .filter(|at| is_update(&queue[*at]))
                .collect();
            if let [.., one, other] = updates[..] {
                queue.swap(one, other);
            }
            if let Some(at) = updates.first() {
                queue.push_back(queue[*at].clone());
            }
        }
    }

    fn settle(&mut self) {
        for idx in 0..N_PEERS {
            self.rejoin(idx);
        }
        while self
            .peers
            .iter()
            .any(|peer| !peer.upstream.is_empty() || !peer.downstream.is_empty())
        {
            for idx in 0..N_PEERS {
                self.serve(idx);
                self.receive(idx);
            }
        }
    }

    fn check(&mut self) {
        let fresh = room(&self.log);
        let expected = self.read(fresh.replica());
        let snapshot = fresh.replica().with_client_id(2);
        assert_eq!(self.read(&snapshot), expected, "read from a snapshot");
        assert_eq!(self.read(self.room.replica()), expected, "in memory");
        assert!(!fresh.replica().has_gaps());
        for idx in 0..N_PEERS {
            let words = match &self.peers[idx].replica {
                Some(replica) => self.read(replica),
                None => self.node.read(idx),
            };
            assert_eq!(words, expected, "peer {idx}");
        }
    }

    /// The same shape as Node answers.
    fn read(&self, replica: &Replica) -> Value {
        let fields = self.form.indicators.iter().flat_map(|indicator| {
            let id = || indicator.id.clone();
            [
                TextKey::Rationale(id()),
                TextKey::Strengths(id()),
                TextKey::Weaknesses(id()),
            ]
        });
        let rows = proposals(replica);
        let texts: serde_json::Map<String, Value> = fields
            .chain([TextKey::Conclusion])
            .map(|key| (key.to_string(), json!(text(replica, &key))))
            .collect();
        let shown = rows.iter().map(|row| {
            json!([
                row.id.as_str(),
                row.indicator.as_ref().map(IndicatorId::as_str),
                row.title,
                row.text
            ])
        });
        json!({"texts": texts, "rows": shown.collect::<Vec<Value>>()})
    }

    fn state_vector(&mut self, idx: usize) -> Vec<u8> {
        match &self.peers[idx].replica {
            Some(replica) => replica.state_vector(),
            None => self.node.state_vector(idx),
        }
    }

    fn diff(&mut self, idx: usize, state_vector: &[u8]) -> Vec<u8> {
        match &self.peers[idx].replica {
            Some(replica) => replica.diff(state_vector).unwrap(),
            None => self.node.diff(idx, state_vector),
        }
    }

    fn apply(&mut self, idx: usize, update: &[u8]) {
        match &mut self.peers[idx].replica {
            Some(replica) => {
                replica.apply(update).unwrap();
            }
            None => self.node.apply(idx, update),
        }
    }
}
