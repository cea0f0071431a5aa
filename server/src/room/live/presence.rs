//! Who is connected to a room, and whose test tap has arrived.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use shared::id::PersonId;
use tokio::time::Instant;

/// How long somebody who looks in by plain HTTP counts as connected.
const LEASE: Duration = Duration::from_secs(30);

#[derive(Default)]
pub struct Presence {
    n_lines: HashMap<PersonId, usize>,
    looked_in: HashMap<PersonId, Instant>,
    tried: BTreeSet<PersonId>,
    /// Who has come since the last snapshot.
    arriving: BTreeSet<PersonId>,
}

/// Who is connected, who has tried, who has just come, and when the first lease ends.
pub type Snapshot = (
    BTreeSet<PersonId>,
    BTreeSet<PersonId>,
    Vec<PersonId>,
    Option<Instant>,
);

impl Presence {
    pub fn dial(&mut self, person: &PersonId) {
        if !self.is_connected(person) {
            self.arriving.insert(person.clone());
        }
        *self.n_lines.entry(person.clone()).or_default() += 1;
    }

    pub fn hang_up(&mut self, person: &PersonId) {
        if let Some(n_lines) = self.n_lines.get_mut(person) {
            *n_lines -= 1;
            if *n_lines == 0 {
                self.n_lines.remove(person);
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
        self.n_lines.is_empty() && self.looked_in.is_empty()
    }

    pub fn snapshot(&mut self, now: Instant) -> Snapshot {
        self.looked_in.retain(|_, until| *until > now);
        let lines = self.n_lines.keys();
        let connected = lines.chain(self.looked_in.keys()).cloned().collect();
        let arriving = std::mem::take(&mut self.arriving).into_iter().collect();
        let lease_end = self.looked_in.values().min().copied();
        (connected, self.tried.clone(), arriving, lease_end)
    }

    fn is_connected(&self, person: &PersonId) -> bool {
        self.n_lines.contains_key(person) || self.looked_in.contains_key(person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_with_two_devices_comes_once_and_is_here_until_the_last_is_gone() {
        let (kari, now) = (PersonId::parse("kari").unwrap(), Instant::now());
        let mut presence = Presence::default();
        presence.dial(&kari);
        presence.dial(&kari);
        let (connected, _, arriving, _) = presence.snapshot(now);
        assert_eq!((connected.len(), arriving), (1, vec![kari.clone()]));
        presence.hang_up(&kari);
        let (connected, _, arriving, _) = presence.snapshot(now);
        assert_eq!((connected.len(), arriving.len()), (1, 0));
        presence.hang_up(&kari);
        assert!(presence.is_empty(now));
        presence.hang_up(&kari);
        assert!(presence.is_empty(now), "once too often does no harm");
    }

    #[test]
    fn who_looks_in_is_here_for_a_while() {
        let (kari, now) = (PersonId::parse("kari").unwrap(), Instant::now());
        let mut presence = Presence::default();
        presence.look_in(&kari, now);
        presence.look_in(&kari, now + LEASE / 2);
        let (connected, _, arriving, lease_end) = presence.snapshot(now + LEASE);
        assert_eq!((connected.len(), arriving.len()), (1, 1));
        assert_eq!(lease_end, Some(now + LEASE * 3 / 2));
        assert!(presence.is_empty(now + LEASE * 2));
    }
}
