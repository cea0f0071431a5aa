//! `cargo xtask bench sync`: a load of simulated clients on our server and on its peers, in one run on one machine.
//!
//! This program plays the scenarios and prints what it saw. It expects everything built and installed; `xtask` sees to that.

#![expect(
    clippy::cast_precision_loss,
    reason = "figures for a table: counts far below 2^53"
)]

mod client;
mod course;
mod dialect;
mod edit;
mod frames;
mod outcome;
mod process;
mod scenario;
mod servers;
mod tally;

use std::time::Duration;

use anyhow::Result;
use clap::{Parser, ValueEnum};
use tokio::task::LocalSet;

use crate::process::Cores;
use crate::scenario::Scenario;
use crate::servers::Kind;

#[derive(Debug, Parser)]
struct Arguments {
    /// Which scenarios to play
    #[arg(long, value_delimiter = ',', value_name = "LETTERS", default_value = "a,b,c,d,e,f")]
    scenario: Vec<Scenario>,
    /// Which servers to measure
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    server: Vec<Kind>,
    /// How long each measured window is
    #[arg(long, value_name = "N", default_value_t = 10)]
    seconds: u64,
    /// Let the system place server and load, instead of giving each a core of its own
    #[arg(long)]
    no_pin: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let kinds = if arguments.server.is_empty() {
        Kind::value_variants()
    } else {
        &arguments.server
    };
    let n_cores = std::thread::available_parallelism()?.get();
    let cores = (n_cores > 1 && !arguments.no_pin).then_some(Cores { server: 0, load: 1 });
    if let Some(cores) = cores {
        process::pin_self(cores.load)?;
    }
    let length = Duration::from_secs(arguments.seconds);
    for scenario in &arguments.scenario {
        eprintln!("({}) {}", scenario.letter(), scenario.title());
        for kind in kinds {
            let outcome = LocalSet::new().run_until(scenario.play(*kind, length, cores)).await;
            match outcome {
                Ok(outcome) => println!("{}", serde_json::to_string(&outcome)?),
                Err(error) => println!("{}: {error:#}", kind.name()),
            }
        }
    }
    Ok(())
}
