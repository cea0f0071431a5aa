//! Which askings have been carried out, so that a repeat after a lost answer changes nothing.

use std::collections::{HashMap, VecDeque};

use serde::{Deserialize, Serialize};
use shared::id::{PersonId, RequestId};
use shared::time::Timestamp;

/// How many of one person's askings are remembered. A device asks again within minutes, or never.
const MAX_OF_ONE: usize = 1_000;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answered(HashMap<PersonId, VecDeque<(RequestId, Timestamp)>>);

impl Answered {
    /// What the same asking was answered.
    pub fn find(&self, person: &PersonId, request: &RequestId) -> Option<Timestamp> {
        // What is asked again was asked lately.
        let mut own = self.0.get(person)?.iter().rev();
        own.find(|(other, _)| other == request).map(|(_, at)| *at)
    }

    pub fn note(&mut self, person: &PersonId, request: &RequestId, at: Timestamp) {
        let own = self.0.entry(person.clone()).or_default();
        if own.len() >= MAX_OF_ONE {
            own.pop_front();
        }
        own.push_back((request.clone(), at));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_persons_latest_askings_are_remembered() {
        let [kari, ola] = ["kari", "ola"].map(|id| PersonId::parse(id).unwrap());
        let request = |n: usize| RequestId::parse(&format!("r{n}")).unwrap();
        let mut answered = Answered::default();
        for n in 0..=MAX_OF_ONE {
            answered.note(&kari, &request(n), Timestamp(n.try_into().unwrap()));
        }
        assert_eq!(answered.find(&kari, &request(0)), None);
        assert_eq!(answered.find(&kari, &request(1)), Some(Timestamp(1)));
        assert_eq!(answered.find(&ola, &request(1)), None);
    }
}
