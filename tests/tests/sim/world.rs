//! A server, its disk, a network and some devices, all in memory. One step does one small thing somewhere.

use std::collections::{BTreeMap, HashMap, VecDeque};

use bytes::Bytes;
use fastrand::Rng;
use server::room::document::contents::Contents;
use server::room::document::session::{Newcomer, SessionId};
use server::room::document::{Delivery, DocumentRoom, Effects, Input, Kind};
use shared::awareness::PeerState;
use shared::document::Replica;
use shared::document::assessment::{Seed, TextKey, proposals, seed, sticky, text};
use shared::id::{Generation, PersonId};
use shared::meeting::DocumentKind;
use shared::programme::Person;
use shared::protocol::{Limits, Message, Rights, decode};
use shared::rights::Role;
use shared::sync::{ClientSync, Effect, LocalCopy, SaveState};
use shared::template::ReviewForm;
use shared::time::Timestamp;

use crate::edits::change;
use crate::totals::Totals;

const N_STEPS: usize = 500;
const N_CLIENTS: usize = 5;
/// The last client may only read.
const READER: usize = N_CLIENTS - 1;
/// Two of the clients are tabs of one device: they share its outbox on disk.
const DEVICE_OF: [usize; N_CLIENTS] = [0, 0, 1, 2, 3];

/// What survives a reload of the page.
#[derive(Default)]
struct Device {
    generation: Option<Generation>,
    snapshot: Vec<u8>,
    next_row: u64,
    outbox: BTreeMap<u64, Vec<u8>>,
}

/// What survives a crash of the server.
#[derive(Default)]
struct Disk {
    snapshot: Option<Vec<u8>>,
    updates: Vec<Vec<u8>>,
    owners: HashMap<u64, PersonId>,
}

impl Disk {
    fn open(&self) -> Contents {
        let updates = self.snapshot.iter().chain(&self.updates);
        Contents::open(
            DocumentKind::Assessment,
            updates.map(Vec::as_slice),
            self.owners.clone(),
        )
        .expect("the disk opens")
    }

    /// Folds the log into a snapshot.
    fn fold(&mut self) {
        self.snapshot = Some(self.open().replica().snapshot());
        self.updates.clear();
    }
}

/// A page that is open, and its wires.
struct Client {
    sync: ClientSync,
    person: Person,
    session: Option<SessionId>,
    /// Writes to the device that are under way.
    keeping: VecDeque<(u64, Vec<u8>)>,
    /// Where this tab's changes stand in the device's outbox: its own key to the row.
    rows: BTreeMap<u64, u64>,
    upstream: VecDeque<Bytes>,
    downstream: VecDeque<Bytes>,
    /// It read too slowly: updates are left out until it has asked for the difference.
    is_behind: bool,
}

pub struct World {
    rng: Rng,
    now: Timestamp,
    disk: Disk,
    room: Option<DocumentRoom>,
    next_session: u64,
    next_client_id: u64,
    devices: Vec<Device>,
    clients: Vec<Client>,
    keys: Vec<TextKey>,
    /// Every update that some client was told is stored, or that a device has kept.
    promised: Vec<Vec<u8>>,
    totals: Totals,
}

impl Client {
    fn fall_behind(&mut self) {
        self.is_behind = true;
        self.downstream.retain(|frame| !is_update(frame));
    }

    fn deliver(&mut self, kind: Kind, frame: Bytes) {
        if kind == Kind::CatchUp {
            self.is_behind = false;
        }
        if kind != Kind::Update || !self.is_behind {
            self.downstream.push_back(frame);
        }
    }
}

fn is_update(frame: &Bytes) -> bool {
    matches!(decode(frame).unwrap()[..], [Message::Update(_)])
}

fn generation() -> Generation {
    Generation::parse("g-1").unwrap()
}

impl World {
    pub fn new(seed_number: u64) -> Self {
        let form =
            ReviewForm::from_json(include_str!("../../../shared/templates/psv-4x4.json")).unwrap();
        let keys = form
            .indicators
            .iter()
            .take(2)
            .map(|indicator| TextKey::Rationale(indicator.id.clone()))
            .chain([TextKey::Conclusion])
            .collect();
        let mut first = Replica::new(1);
        let disk = Disk {
            updates: vec![seed(&mut first, &form, &Seed::default())],
            ..Disk::default()
        };
        let mut world = Self {
            rng: Rng::with_seed(seed_number),
            now: Timestamp(1_000_000),
            disk,
            room: None,
            next_session: 1,
            next_client_id: 100,
            devices: (0..=DEVICE_OF[READER]).map(|_| Device::default()).collect(),
            clients: Vec::new(),
            keys,
            promised: Vec::new(),
            totals: Totals::default(),
        };
        world.start_server();
        for (idx, device) in DEVICE_OF.into_iter().enumerate() {
            let role = if idx == READER {
                Role::Observer
            } else {
                Role::BoardMember
            };
            // Tabs of one device are one person's.
            let id = PersonId::parse(&format!("person-{device}")).unwrap();
            let person = Person {
                id,
                name: format!("Person {idx}"),
                role,
                title: None,
                represents: None,
            };
            let client = world.open_page(person, LocalCopy::default());
            world.clients.push(client);
        }
        world
    }

    pub fn run(mut self) -> Totals {
        for _ in 0..N_STEPS {
            self.now = self.now.plus_ms(self.rng.i64(1..200));
            self.step();
        }
        self.settle();
        self.check();
        self.totals
    }

    fn step(&mut self) {
        let idx = self.rng.usize(..N_CLIENTS);
        match self.rng.u8(..100) {
            0..28 => self.edit(idx),
            28..44 => self.keep_one(idx),
            44..60 => self.serve(),
            60..72 => self.receive(idx),
            72..82 => self.connect(idx),
            82..94 => self.disturb(idx),
            94..96 => self.disconnect(idx),
            96 => self.reload(idx),
            97 => self.crash(),
            98 => self.fall_behind(idx),
            _ => {
                self.tick();
                if self.rng.u8(..4) == 0 {
                    self.totals.folds += 1;
                    self.disk.fold();
                }
            }
        }
    }

    fn client_id(&mut self) -> u64 {
        self.next_client_id += 1;
        self.next_client_id
    }

    fn open_page(&mut self, person: Person, copy: LocalCopy) -> Client {
        let sync = ClientSync::new(self.client_id(), copy).expect("a device's own copy opens");
        Client {
            sync,
            person,
            session: None,
            keeping: VecDeque::new(),
            rows: BTreeMap::new(),
            upstream: VecDeque::new(),
            downstream: VecDeque::new(),
            is_behind: false,
        }
    }

    fn start_server(&mut self) {
        self.room = Some(DocumentRoom::new(
            generation(),
            Limits::default(),
            self.disk.open(),
        ));
    }

    fn edit(&mut self, idx: usize) {
        if idx == READER || self.clients[idx].sync.generation().is_none() {
            return;
        }
        self.totals.edits += 1;
        let (rng, keys) = (&mut self.rng, &self.keys);
        let mut effects = Vec::new();
        self.clients[idx]
            .sync
            .edit(|replica| change(replica, rng, keys), &mut effects);
        self.carry_out(idx, effects);
        let field = self
            .rng
            .choice(&self.keys)
            .expect("there are texts")
            .clone();
        let client = &mut self.clients[idx];
        let head = sticky(client.sync.replica(), &field, self.rng.u32(..20));
        let state = PeerState {
            field: Some(field.to_string()),
            anchor: head.clone(),
            head,
            ..PeerState::default()
        };
        let mut effects = Vec::new();
        client.sync.set_presence(state, self.now, &mut effects);
        self.carry_out(idx, effects);
    }

    fn carry_out(&mut self, idx: usize, effects: Vec<Effect>) {
        for effect in effects {
            let client = &mut self.clients[idx];
            match effect {
                Effect::Keep { key, update } => client.keeping.push_back((key, update)),
                Effect::Forget { up_to } => self.forget(idx, up_to),
                Effect::Send(frame) => {
                    assert!(
                        client.session.is_some(),
                        "nothing is sent into a closed socket"
                    );
                    client.upstream.push_back(frame.into());
                }
                Effect::Merged(_)
                | Effect::DocumentChanged
                | Effect::PresenceChanged
                | Effect::RightsChanged => {}
                Effect::SetAside { .. } | Effect::Redial | Effect::Refused(_) | Effect::TooOld => {
                    panic!("{effect:?} must not happen here")
                }
            }
        }
    }

    fn forget(&mut self, idx: usize, up_to: u64) {
        self.totals.confirmed += 1;
        let client = &mut self.clients[idx];
        let device = &mut self.devices[DEVICE_OF[idx]];
        device.generation = client.sync.generation().cloned();
        device.snapshot = client.sync.replica().snapshot();
        let later = client.rows.split_off(&(up_to + 1));
        for row in std::mem::replace(&mut client.rows, later).values() {
            device.outbox.remove(row);
        }
        client.sync.forgotten();
    }

    fn keep_one(&mut self, idx: usize) {
        let client = &mut self.clients[idx];
        let Some((key, update)) = client.keeping.pop_front() else {
            return;
        };
        let mut effects = Vec::new();
        if self.rng.u8(..20) == 0 {
            client.keeping.clear();
            client.sync.not_kept(key, &mut effects);
        } else {
            let device = &mut self.devices[DEVICE_OF[idx]];
            device.generation = client.sync.generation().cloned();
            device.next_row += 1;
            device.outbox.insert(device.next_row, update.clone());
            client.rows.insert(key, device.next_row);
            self.promised.push(update);
            client.sync.kept(key, &mut effects);
        }
        self.carry_out(idx, effects);
    }

    fn connect(&mut self, idx: usize) {
        let client_id = self.client_id();
        let client = &mut self.clients[idx];
        let (Some(room), None) = (&mut self.room, client.session) else {
            return;
        };
        let session = SessionId(self.next_session);
        self.next_session += 1;
        client.session = Some(session);
        client.sync.opened();
        let mut effects = Effects::default();
        let rights = if idx == READER {
            Rights::Read
        } else {
            Rights::Write
        };
        let join = Input::Join(Newcomer {
            session,
            person: client.person.clone(),
            rights,
            speaks_samling: true,
            client_id,
        });
        room.handle(join, self.now, &mut effects);
        self.commit_and_deliver(effects);
    }

    fn disconnect(&mut self, idx: usize) {
        let client = &mut self.clients[idx];
        let Some(session) = client.session.take() else {
            return;
        };
        self.totals.disconnects += 1;
        client.upstream.clear();
        client.downstream.clear();
        client.is_behind = false;
        let mut effects = Vec::new();
        client.sync.closed(&mut effects);
        self.carry_out(idx, effects);
        if let Some(room) = &mut self.room {
            room.handle(Input::Leave { session }, self.now, &mut Effects::default());
        }
    }

    /// The page is gone, with whatever the device had not kept yet; a new one starts from the device.
    fn reload(&mut self, idx: usize) {
        self.disconnect(idx);
        self.totals.reloads += 1;
        let device = &self.devices[DEVICE_OF[idx]];
        let rows: Vec<u64> = device.outbox.keys().copied().collect();
        let outbox = (1..).zip(device.outbox.values().cloned()).collect();
        let copy = LocalCopy {
            generation: device.generation.clone(),
            snapshot: device.snapshot.clone(),
            outbox,
        };
        let mut client = self.open_page(self.clients[idx].person.clone(), copy);
        client.rows = (1..).zip(rows).collect();
        self.clients[idx] = client;
    }

    /// The server takes what has come from some of the clients as one batch.
    fn serve(&mut self) {
        let Some(room) = &mut self.room else {
            return self.start_server();
        };
        let mut effects = Effects::default();
        for _ in 0..self.rng.usize(1..8) {
            let client = &mut self.clients[self.rng.usize(..N_CLIENTS)];
            if let (Some(session), Some(bytes)) = (client.session, client.upstream.pop_front()) {
                room.handle(Input::Frame { session, bytes }, self.now, &mut effects);
            }
        }
        self.commit_and_deliver(effects);
    }

    fn commit_and_deliver(&mut self, effects: Effects) {
        assert_eq!(effects.killer, None);
        if !effects.append.is_empty() && self.rng.u8(..20) == 0 {
            self.totals.lost_commits += 1;
            return self.crash();
        }
        let appended = effects.append.into_iter();
        self.disk
            .updates
            .extend(appended.map(|entry| entry.update.to_vec()));
        self.disk.owners.extend(effects.bind);
        if self.rng.u16(..400) == 0 {
            return self.crash();
        }
        for delivery in effects.deliver {
            match delivery {
                Delivery::Enter { .. } => {}
                Delivery::FallBehind { session } => {
                    let mut clients = self.clients.iter_mut();
                    if let Some(client) = clients.find(|client| client.session == Some(session)) {
                        client.fall_behind();
                    }
                }
                Delivery::Send {
                    session,
                    frame,
                    kind,
                } => {
                    let mut clients = self.clients.iter_mut();
                    if let Some(client) = clients.find(|client| client.session == Some(session)) {
                        client.deliver(kind, frame);
                    }
                }
                Delivery::Spread {
                    frame,
                    kind,
                    except,
                } => {
                    for client in &mut self.clients {
                        if client.session.is_some() && client.session != except {
                            client.deliver(kind, frame.clone());
                        }
                    }
                }
                Delivery::Close { code, reason, .. } => panic!("closed with {code}: {reason}"),
            }
        }
    }

    /// A client stops reading: what is queued of updates is left out, and so is what follows.
    fn fall_behind(&mut self, idx: usize) {
        let client = &mut self.clients[idx];
        if client.session.is_none() {
            return;
        }
        self.totals.fallen_behind += 1;
        client.fall_behind();
    }

    /// Once everything else is read, it asks for the difference.
    fn catch_up(&mut self, idx: usize) {
        let client = &self.clients[idx];
        let (Some(room), Some(session)) = (&mut self.room, client.session) else {
            return;
        };
        if client.is_behind && client.downstream.is_empty() {
            let mut effects = Effects::default();
            room.handle(Input::CatchUp { session }, self.now, &mut effects);
            self.commit_and_deliver(effects);
        }
    }

    fn crash(&mut self) {
        if self.room.take().is_some() {
            self.totals.crashes += 1;
        }
        for idx in 0..N_CLIENTS {
            self.disconnect(idx);
        }
    }

    fn receive(&mut self, idx: usize) {
        for _ in 0..self.rng.usize(1..6) {
            let Some(frame) = self.clients[idx].downstream.pop_front() else {
                return self.catch_up(idx);
            };
            let mut effects = Vec::new();
            self.clients[idx]
                .sync
                .frame(&frame, self.now, &mut effects)
                .expect("the server speaks the protocol");
            self.carry_out(idx, effects);
        }
    }

    /// Updates from others may come twice or out of order, and the server may get one before its predecessor, as it
    /// does from a stock client that types while it still owes step 2.
    fn disturb(&mut self, idx: usize) {
        let queue = &mut self.clients[idx].upstream;
        if let Some(at) =
            (1..queue.len()).find(|at| is_update(&queue[*at - 1]) && is_update(&queue[*at]))
        {
            queue.swap(at - 1, at);
            self.totals.reordered += 1;
        }
        let queue = &mut self.clients[idx].downstream;
        let updates: Vec<usize> = (0..queue.len())
            .filter(|at| is_update(&queue[*at]))
            .collect();
        if let [.., one, other] = updates[..] {
            queue.swap(one, other);
            self.totals.reordered += 1;
        }
        if let Some(at) = updates.first() {
            queue.push_back(queue[*at].clone());
            self.totals.duplicated += 1;
        }
    }

    fn tick(&mut self) {
        if let Some(room) = &mut self.room {
            let mut effects = Effects::default();
            room.handle(Input::Tick, self.now, &mut effects);
            self.commit_and_deliver(effects);
        }
        for idx in 0..N_CLIENTS {
            let mut effects = Vec::new();
            self.clients[idx].sync.tick(self.now, &mut effects);
            self.carry_out(idx, effects);
        }
    }

    /// Everybody comes back, and all that is under way arrives.
    fn settle(&mut self) {
        for _ in 0..10_000 {
            for idx in 0..N_CLIENTS {
                self.connect(idx);
                self.keep_one(idx);
                self.receive(idx);
            }
            self.serve();
            self.tick();
            let is_quiet = self.room.is_some()
                && self.clients.iter().all(|client| {
                    client.session.is_some()
                        && client.sync.is_synced()
                        && client.sync.save_state() == SaveState::Stored
                        && client.keeping.is_empty()
                        && !client.is_behind
                        && client.downstream.is_empty()
                        && client.upstream.is_empty()
                });
            if is_quiet {
                return;
            }
        }
        panic!("it never gets quiet");
    }

    fn check(&self) {
        let fresh = self.disk.open();
        let expected = self.read(fresh.replica());
        let room = self.room.as_ref().expect("settled with the server up");
        assert_eq!(
            self.read(room.replica()),
            expected,
            "the server's memory differs from its disk"
        );
        assert!(!fresh.replica().has_gaps());
        let mut copy = fresh.replica().with_client_id(2);
        for (idx, client) in self.clients.iter().enumerate() {
            let replica = client.sync.replica();
            assert_eq!(
                self.read(replica),
                expected,
                "client {idx} reads something else"
            );
            assert!(
                !copy.apply(&replica.snapshot()).unwrap(),
                "client {idx} has what the disk lacks"
            );
            let mut own = replica.with_client_id(3);
            assert!(
                !own.apply(&copy.snapshot()).unwrap(),
                "client {idx} lacks what the disk has"
            );
        }
        for update in &self.promised {
            assert!(
                !copy.apply(update).expect("it was merged before"),
                "something promised is missing"
            );
        }
        let in_outboxes: usize = self.devices.iter().map(|device| device.outbox.len()).sum();
        assert_eq!(in_outboxes, 0, "a stored change still waits on a device");
    }

    /// Everything a person can read in the document.
    fn read(&self, replica: &Replica) -> Vec<String> {
        let rows = proposals(replica);
        let texts = self
            .keys
            .iter()
            .map(|key| format!("{key}: {:?}", text(replica, key)));
        texts
            .chain(rows.iter().map(|row| format!("{row:?}")))
            .collect()
    }
}
