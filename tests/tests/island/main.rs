//! Stock Yjs and the island's editor as an oracle for chapters: whatever two people do in it at once is let in, and read
//! alike by the editor, the server's replica and the one that mirrors it on the page.
//!
//! `SAMLING_ISLAND_SEEDS=2000` runs more seeds; `SAMLING_ISLAND_SEED=17` runs that one alone. A failure prints its seed.
//! Without the island's tools from npm the test is reported as skipped; on CI that fails.

mod node;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use node::Node;
use world::World;

const DEFAULT_SEEDS: u64 = 60;

#[test]
fn the_editor_and_our_replicas_read_the_same() {
    let Some(mut node) = Node::start() else {
        assert!(std::env::var_os("CI").is_none(), "run `cargo xtask test`");
        eprintln!("skipped: the island's tools are not installed: run `cargo xtask test`");
        return;
    };
    let seeds = match (
        number("SAMLING_ISLAND_SEED"),
        number("SAMLING_ISLAND_SEEDS"),
    ) {
        (Some(seed), _) => seed..seed + 1,
        (None, n_seeds) => 0..n_seeds.unwrap_or(DEFAULT_SEEDS),
    };
    let mut n_updates = 0;
    for seed in seeds.clone() {
        match catch_unwind(AssertUnwindSafe(|| World::new(seed, &mut node).run())) {
            Ok(n) => n_updates += n,
            Err(panic) => {
                eprintln!("seed {seed} failed: run it alone with SAMLING_ISLAND_SEED={seed}");
                resume_unwind(panic);
            }
        }
    }
    println!("{} seeds, {n_updates} updates", seeds.end - seeds.start);
    assert!(
        n_updates > 20 * (seeds.end - seeds.start),
        "nobody writes any more: {n_updates}"
    );
}

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} must be a number, not {text:?}")),
    )
}
