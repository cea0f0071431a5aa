//! The keystone: one document room and several clients in memory, driven from a seed.
//!
//! People type, add, move, link and remove proposals, reload, lose the network, come back; the server crashes before and
//! after a commit and starts again from its log. Once it is quiet, every replica reads the same, equals what a fresh
//! server opens from disk, nothing acknowledged is missing, and nothing kept on a device is lost. A failure prints its seed.
//!
//! `SAMLING_SIM_SEEDS=5000` runs more of them; `SAMLING_SIM_SEED=17` runs that one alone.

mod edits;
mod totals;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use world::World;

const DEFAULT_SEEDS: u64 = 400;

#[test]
fn all_replicas_end_equal_and_nothing_acknowledged_is_lost() {
    let seeds = match (number("SAMLING_SIM_SEED"), number("SAMLING_SIM_SEEDS")) {
        (Some(seed), _) => seed..seed + 1,
        (None, n_seeds) => 0..n_seeds.unwrap_or(DEFAULT_SEEDS),
    };
    let mut totals = totals::Totals::default();
    for seed in seeds.clone() {
        match catch_unwind(AssertUnwindSafe(|| World::new(seed).run())) {
            Ok(run) => totals.add(&run),
            Err(panic) => {
                eprintln!(
                    "the simulation failed with seed {seed}: run it alone with SAMLING_SIM_SEED={seed}"
                );
                resume_unwind(panic);
            }
        }
    }
    println!("{} seeds: {totals:?}", seeds.end - seeds.start);
    if seeds.end - seeds.start >= DEFAULT_SEEDS {
        totals.assert_everything_happened();
    }
}

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} must be a number, not {text:?}")),
    )
}
