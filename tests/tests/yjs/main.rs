//! Stock Yjs as a second oracle: whatever people write, stock documents, our replicas and the server read the same.
//!
//! `SAMLING_YJS_SEEDS=2000` runs more seeds; `SAMLING_YJS_SEED=17` runs that one alone. A failure prints its seed.
//! Without the development tools from npm the test is reported as skipped; on CI that fails.

#[path = "../sim/edits.rs"]
mod edits;
mod node;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use node::Node;
use world::World;

const DEFAULT_SEEDS: u64 = 80;

#[test]
fn stock_documents_and_ours_read_the_same() {
    let Some(mut node) = Node::start() else {
        assert!(std::env::var_os("CI").is_none(), "run `cargo xtask test`");
        eprintln!("skipped: stock Yjs is not installed: run `cargo xtask test`");
        return;
    };
    let seeds = match (number("SAMLING_YJS_SEED"), number("SAMLING_YJS_SEEDS")) {
        (Some(seed), _) => seed..seed + 1,
        (None, n_seeds) => 0..n_seeds.unwrap_or(DEFAULT_SEEDS),
    };
    let mut n_edits = 0;
    for seed in seeds.clone() {
        match catch_unwind(AssertUnwindSafe(|| World::new(seed, &mut node).run())) {
            Ok(n) => n_edits += n,
            Err(panic) => {
                eprintln!("seed {seed} failed: run it alone with SAMLING_YJS_SEED={seed}");
                resume_unwind(panic);
            }
        }
    }
    println!("{} seeds, {n_edits} changes", seeds.end - seeds.start);
    assert!(
        n_edits > 20 * (seeds.end - seeds.start),
        "nobody writes any more: {n_edits}"
    );
}

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} must be a number, not {text:?}")),
    )
}
