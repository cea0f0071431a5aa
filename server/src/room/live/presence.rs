//! Who is connected to a room, what waits on their devices, and whose test tap has arrived.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use shared::id::PersonId;
use tokio::time::Instant;

/// How long somebody who looks in by plain HTTP counts as connected.
const LEASE: Duration = Duration::from_secs(30);

/// One live line among a room's.
pub type LineKey = u64;

#[derive(Default)]
pub struct Presence {
    /// For each line, how much waits on its device.
    lines: HashMap<PersonId, BTreeMap<LineKey, u16>>,
    n_dialled: LineKey,
    looked_in: HashMap<PersonId, Instant>,
    tried: BTreeSet<PersonId>,
    /// Who has come since the last snapshot.
    arriving: BTreeSet<PersonId>,
}

pub struct Snapshot {
    pub connected: BTreeSet<PersonId>,
    /// How much waits on all devices of each together, of those where something does.
    pub unsent: BTreeMap<PersonId, u16>,
    pub tried: BTreeSet<PersonId>,
    /// Who has just come.
    pub arriving: Vec<PersonId>,
    /// When the first lease ends.
    pub lease_end: Option<Instant>,
}

impl Presence {
    pub fn dial(&mut self, person: &PersonId) -> LineKey {
        if !self.is_connected(person) {
            self.arriving.insert(person.clone());
        }
        self.n_dialled += 1;
        let lines = self.lines.entry(person.clone()).or_default();
        lines.insert(self.n_dialled, 0);
        self.n_dialled
    }

    /// The device at the end of a line says how much of what its person did has not been answered.
    pub fn has_unsent(&mut self, person: &PersonId, key: LineKey, n_unsent: u16) {
        let lines = self.lines.get_mut(person);
        if let Some(line) = lines.and_then(|lines| lines.get_mut(&key)) {
            *line = n_unsent;
        }
    }

    pub fn hang_up(&mut self, person: &PersonId, key: LineKey) {
        if let Some(lines) = self.lines.get_mut(person) {
            lines.remove(&key);
            if lines.is_empty() {
                self.lines.remove(person);
            }
        }
    }

    pub fn look_in(&mut self, person: &PersonId, now: Instant) {
        if !self.is_connected(person) {
            self.arriving.insert(person.clone());
        }
        self.looked_in.insert(person.clone(), now + LEASE);
    }

    pub fn try_tap(&mut self, person: &PersonId) {
        self.tried.insert(person.clone());
    }

    pub fn is_empty(&mut self, now: Instant) -> bool {
        self.looked_in.retain(|_, until| *until > now);
        self.lines.is_empty() && self.looked_in.is_empty()
    }

    pub fn snapshot(&mut self, now: Instant) -> Snapshot {
        self.looked_in.retain(|_, until| *until > now);
        let connected = self.lines.keys().chain(self.looked_in.keys());
        let unsent = self.lines.iter().map(|(person, lines)| {
            let n_all = lines.values().fold(0, |all: u16, n| all.saturating_add(*n));
            (person.clone(), n_all)
        });
        Snapshot {
            connected: connected.cloned().collect(),
            unsent: unsent.filter(|(_, n_all)| *n_all > 0).collect(),
            tried: self.tried.clone(),
            arriving: std::mem::take(&mut self.arriving).into_iter().collect(),
            lease_end: self.looked_in.values().min().copied(),
        }
    }

    fn is_connected(&self, person: &PersonId) -> bool {
        self.lines.contains_key(person) || self.looked_in.contains_key(person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_with_two_devices_comes_once_and_is_here_until_the_last_is_gone() {
        let (kari, now) = (PersonId::parse("kari").unwrap(), Instant::now());
        let mut presence = Presence::default();
        let (phone, laptop) = (presence.dial(&kari), presence.dial(&kari));
        let seen = presence.snapshot(now);
        assert_eq!(
            (seen.connected.len(), seen.arriving),
            (1, vec![kari.clone()])
        );
        presence.hang_up(&kari, phone);
        let seen = presence.snapshot(now);
        assert_eq!((seen.connected.len(), seen.arriving.len()), (1, 0));
        presence.hang_up(&kari, laptop);
        assert!(presence.is_empty(now));
        presence.hang_up(&kari, laptop);
        assert!(presence.is_empty(now), "once too often does no harm");
    }

    #[test]
    fn what_waits_on_the_devices_of_somebody_adds_up_and_goes_with_their_lines() {
        let (kari, now) = (PersonId::parse("kari").unwrap(), Instant::now());
        let mut presence = Presence::default();
        let (phone, laptop) = (presence.dial(&kari), presence.dial(&kari));
        presence.has_unsent(&kari, phone, 2);
        presence.has_unsent(&kari, laptop, u16::MAX);
        assert_eq!(presence.snapshot(now).unsent[&kari], u16::MAX);
        presence.has_unsent(&kari, laptop, 1);
        assert_eq!(presence.snapshot(now).unsent[&kari], 3);
        presence.hang_up(&kari, phone);
        presence.has_unsent(&kari, phone, 5);
        assert_eq!(presence.snapshot(now).unsent[&kari], 1);
        presence.has_unsent(&kari, laptop, 0);
        assert!(presence.snapshot(now).unsent.is_empty());
    }

    #[test]
    fn who_looks_in_is_here_for_a_while() {
        let (kari, now) = (PersonId::parse("kari").unwrap(), Instant::now());
        let mut presence = Presence::default();
        presence.look_in(&kari, now);
        presence.look_in(&kari, now + LEASE / 2);
        let seen = presence.snapshot(now + LEASE);
        assert_eq!((seen.connected.len(), seen.arriving.len()), (1, 1));
        assert_eq!(seen.lease_end, Some(now + LEASE * 3 / 2));
        assert!(presence.is_empty(now + LEASE * 2));
    }
}
