//! Bytes from strangers: the kept inputs, and a short run of new ones from a seed.
//!
//! `SAMLING_FUZZ_SECONDS=600` runs longer, `SAMLING_FUZZ_SEED=7` draws others; both are for this run without coverage.
//! `cargo xtask fuzz` is the long one that is guided by coverage. An input that fails is written to `target/tmp`.

mod corpus;
mod mutate;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use fastrand::Rng;
use tests::fuzz::{forge, merge, pack, unpack, walker};

const DEFAULT_SECONDS: u64 = 20;

#[test]
fn kept_updates_are_let_in_or_refused_as_their_names_say() {
    for (name, bytes) in corpus::load("walker") {
        let fate = merge(&[&bytes]);
        let (refused, held, merged) = (fate.refused, fate.held, fate.merged);
        // The first merged one is the document that everything is merged into.
        let expected = match name.split('-').next() {
            Some("honest") => (0, 0, 2),
            Some("held") => (0, 1, 1),
            _ => (1, 0, 1),
        };
        assert_eq!((refused, held, merged), expected, "{name}");
        assert_eq!(walker(&bytes), refused == 0, "{name}");
    }
}

#[test]
fn kept_inputs_that_once_did_harm_do_none() {
    for (name, input) in corpus::load("apply") {
        println!("{name}: {:?}", merge(&unpack(&input)));
    }
}

#[test]
fn damaged_and_forged_updates_do_no_harm() {
    let seconds = number("SAMLING_FUZZ_SECONDS").unwrap_or(DEFAULT_SECONDS);
    let seed = number("SAMLING_FUZZ_SEED").unwrap_or(0);
    let time = Duration::from_secs(seconds) / 4;
    let walked = damaged("walker", seed, time, |bytes| u64::from(walker(bytes)));
    let applied = damaged("apply", seed, time, |input| {
        merge(&unpack(input)).merged - 1
    });
    let forged = forged(seed, time * 2);
    println!("seed {seed}: walker {walked:?}, apply {applied:?}, forged {forged:?}");
    // A change that makes the run idle is noticed: most of what is forged must get as far as yrs.
    assert!(walked.n_let_in * 20 > walked.n_inputs, "{walked:?}");
    assert!(applied.n_let_in * 3 > applied.n_inputs, "{applied:?}");
    assert!(forged.n_let_in > forged.n_inputs, "{forged:?}");
}

#[derive(Debug, Default)]
struct Run {
    n_inputs: u64,
    /// Updates, of which an input may hold several.
    n_let_in: u64,
}

/// Runs inputs with small damage, kept ones and forged ones.
fn damaged(target: &str, seed: u64, time: Duration, check: impl Fn(&[u8]) -> u64) -> Run {
    let kept: Vec<Vec<u8>> = corpus::load(target)
        .into_iter()
        .map(|(_, input)| input)
        .collect();
    let draw = |rng: &mut Rng| {
        let mut input = match rng.bool() {
            true => rng.choice(&kept).expect("a corpus").clone(),
            false if target == "walker" => forge(rng).pop().unwrap_or_default(),
            false => pack(&forge(rng)),
        };
        mutate::damage(&mut input, &kept, rng);
        input
    };
    run(target, seed, time, draw, check)
}

/// Runs inputs as they are forged.
fn forged(seed: u64, time: Duration) -> Run {
    let draw = |rng: &mut Rng| pack(&forge(rng));
    run("apply", seed, time, draw, merged)
}

fn forge(rng: &mut Rng) -> Vec<Vec<u8>> {
    let n_choices = rng.usize(1..300);
    let choices: Vec<u8> = (0..n_choices).map(|_| rng.u8(..)).collect();
    forge::updates(&choices)
}

/// How many updates of an input were merged, apart from the document that they are merged into.
fn merged(input: &[u8]) -> u64 {
    merge(&unpack(input)).merged - 1
}

fn run(
    target: &str,
    seed: u64,
    time: Duration,
    draw: impl Fn(&mut Rng) -> Vec<u8>,
    check: impl Fn(&[u8]) -> u64,
) -> Run {
    let mut rng = Rng::with_seed(seed);
    let mut run = Run::default();
    let started = Instant::now();
    while started.elapsed() < time {
        let input = draw(&mut rng);
        match catch_unwind(AssertUnwindSafe(|| check(&input))) {
            Ok(n_let_in) => run.n_let_in += n_let_in,
            Err(panic) => {
                keep(target, &input);
                resume_unwind(panic);
            }
        }
        run.n_inputs += 1;
    }
    run
}

fn keep(target: &str, input: &[u8]) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{target}"));
    std::fs::write(&path, input).expect("the input can be written");
    eprintln!("{target} failed on {}: {input:?}", path.display());
}

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} must be a number, not {text:?}")),
    )
}
