//! A random week of answering, closing and opening again: each distribution that is shown again is the one before, or at
//! least four people have answered otherwise since.

use super::*;

const N_SEEDS: u64 = 60;
const N_ASKS: usize = 300;

#[test]
fn no_two_distributions_show_what_one_person_answered() {
    let mut n_shown_anew = 0;
    for seed in 0..N_SEEDS {
        n_shown_anew += std::panic::catch_unwind(|| live_through(seed))
            .unwrap_or_else(|_| panic!("seed {seed}"));
    }
    assert!(n_shown_anew > 100, "only {n_shown_anew} were shown anew");
}

fn live_through(seed: u64) -> usize {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut world = seminar();
    world.does("hanne", open());
    let mut ledger = Ledger::default();
    for n in 0..N_ASKS {
        let (who, command) = match rng.u8(..12) {
            0 => ("hanne", close()),
            1 => ("hanne", open()),
            _ => (INVITED[rng.usize(..INVITED.len())], any_ask(&mut rng, n)),
        };
        let outcome = world.asks(who, command.clone());
        let events = outcome.as_deref().unwrap_or_default();
        ledger.note(&world, who, &command, events);
    }
    ledger.n_anew
}
