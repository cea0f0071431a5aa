//! Random days: several people add, move, remove, restore and write at once, with updates that come late and twice. Once
//! everything has arrived all read the same plan, and every row that was removed can be restored.

use super::*;
use crate::plan::sums::Sums;

const N_SEEDS: u64 = 40;
const N_STEPS: usize = 120;

struct World {
    rng: fastrand::Rng,
    people: Vec<Replica>,
    /// What each has not been given yet.
    waiting: Vec<Vec<Vec<u8>>>,
    n_rows: usize,
}

#[test]
fn whatever_people_do_at_once_ends_equal() {
    for seed in 0..N_SEEDS {
        let result = std::panic::catch_unwind(|| live_through(seed));
        assert!(result.is_ok(), "seed {seed}");
    }
}

fn live_through(seed: u64) {
    let first = seeded();
    let people: Vec<Replica> = (2..5).map(|client_id| twin(&first, client_id)).collect();
    let mut world = World {
        rng: fastrand::Rng::with_seed(seed),
        waiting: vec![Vec::new(); people.len()],
        people,
        n_rows: 0,
    };
    for _ in 0..N_STEPS {
        let who = world.rng.usize(..world.people.len());
        if world.rng.u8(..4) == 0 {
            world.deliver(who);
        } else if let Some(update) = world.change(who) {
            admitted(&update);
            for (other, waiting) in world.waiting.iter_mut().enumerate() {
                if other != who {
                    waiting.push(update.clone());
                }
            }
        }
    }
    for who in 0..world.people.len() {
        world.deliver(who);
        assert!(!world.people[who].has_gaps());
    }
    let all = [
        plan(&world.people[0]),
        plan(&world.people[1]),
        plan(&world.people[2]),
    ];
    assert!(all[0] == all[1] && all[1] == all[2]);
    assert_eq!(removed(&world.people[0]), removed(&world.people[2]));
    let fresh = twin(&world.people[0], 9);
    assert_eq!(plan(&fresh), all[0]);
    nothing_is_lost(fresh, &all[0]);
}

/// What is removed comes back whole, and the sums hold whatever came of the plan.
fn nothing_is_lost(mut replica: Replica, before: &ActionPlan) {
    let gone = removed(&replica);
    let n_gone = gone.iter().filter(|one| matches!(one.row, Row::Measure(_)));
    let n_gone = n_gone.count();
    for one in &gone {
        restore(&mut replica, &one.row).unwrap();
    }
    let after = plan(&replica);
    assert_eq!(removed(&replica), []);
    assert_eq!(after.measures.len(), before.measures.len() + n_gone);
    assert!(after.measures.len() >= sample::plan().measures.len());
    let sums = Sums::of(&after);
    let mut parts: Kroner = sums.by_focus_area.values().map(|cost| cost.budget).sum();
    parts = parts + sums.outside_focus_areas.budget + sums.operating.budget;
    assert_eq!(parts, sums.plan.budget);
}

impl World {
    /// Everything that waits, some of it twice.
    fn deliver(&mut self, who: usize) {
        let updates = std::mem::take(&mut self.waiting[who]);
        for update in updates {
            self.people[who].apply(&update).unwrap();
            if self.rng.u8(..5) == 0 {
                assert!(!self.people[who].apply(&update).unwrap());
            }
        }
    }

    fn change(&mut self, who: usize) -> Option<Vec<u8>> {
        let row = self.any_measure(who);
        let jitter = self.rng.u8(..);
        let replica = &mut self.people[who];
        match self.rng.u8(..9) {
            0 => {
                self.n_rows += 1;
                let id = measure_id(&format!("ny-{}", self.n_rows));
                add(replica, &Measure::new(id), jitter)
            }
            1 => remove(replica, &row),
            2 => {
                let gone = removed(replica);
                let one = gone.get(self.rng.usize(..gone.len().max(1)))?;
                restore(replica, &one.row)
            }
            3 => {
                let before = self.any_measure(who);
                move_row(&mut self.people[who], &row, Some(&before), jitter)
            }
            4 => {
                let area = area(["marin-verdiskaping", "reiseliv-hele-aaret"][who % 2]);
                match self.rng.u8(..3) {
                    0 => remove(replica, &area),
                    1 => restore(replica, &area),
                    _ => move_row(replica, &area, None, jitter),
                }
            }
            5 | 6 => {
                let key = key(&row, TextField::ResultGoal);
                let at = self.rng.u32(..20);
                let splice = Splice {
                    at,
                    delete: self.rng.u32(..4),
                    insert: ["å", "båt 🌊", "", "mål "][self.rng.usize(..4)].to_owned(),
                };
                splice_text(replica, &key, &splice)
            }
            _ => {
                let field = any_field(&mut self.rng);
                set(replica, &row, &field)
            }
        }
    }

    fn any_measure(&mut self, who: usize) -> Row {
        let replica = &self.people[who];
        let standing = Roots::of(replica).standing(&replica.read(), Kind::Measure);
        let idx = self.rng.usize(..standing.len().max(1));
        let id = standing.get(idx).map_or("tiltak-1-1", |place| &*place.id);
        measure(id)
    }
}

fn any_field(rng: &mut fastrand::Rng) -> Field {
    let amount = rng.bool().then(|| Kroner(rng.i64(0..=Kroner::MAX.0)));
    match rng.u8(..5) {
        0 => Field::Budget(amount),
        1 => Field::Funding(FundingSource::ALL[rng.usize(..6)], amount),
        2 => Field::Proposal(
            ProposalId::parse(&format!("forslag-{}", rng.u8(..5))).unwrap(),
            rng.bool(),
        ),
        3 => Field::Pa(rng.bool().then(|| "Kari".to_owned())),
        _ => {
            let area = ["marin-verdiskaping", "reiseliv-hele-aaret", "ingen"][rng.usize(..3)];
            Field::FocusArea(rng.bool().then(|| FocusAreaId::parse(area).unwrap()))
        }
    }
}
