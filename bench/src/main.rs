//! `cargo xtask bench sync` and `bench meeting`: a load of simulated clients on our server and on its peers, in one run on
//! one machine.
//!
//! This program plays the scenarios and prints what it saw. It expects everything built and installed; `xtask` sees to that.

#![expect(
    clippy::cast_precision_loss,
    reason = "figures for a table: counts far below 2^53"
)]

mod client;
mod course;
mod dialect;
mod door;
mod edit;
mod frames;
mod machine;
mod meeting;
mod outcome;
mod process;
mod report;
mod scenario;
mod servers;
mod tally;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::{Parser, ValueEnum};
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::LocalSet;

use crate::machine::Machine;
use crate::process::Cores;
use crate::report::{Report, Row};
use crate::scenario::Scenario;
use crate::servers::Kind;

/// Puts Samling's server and its peers under the same load, and prints what each delivers and costs
#[derive(Debug, Parser)]
struct Arguments {
    /// Which scenarios to play
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "LETTERS",
        default_value = "a,b,c,d,e,f"
    )]
    scenario: Vec<Scenario>,
    /// Which servers to measure; all of them without it
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    server: Vec<Kind>,
    /// How long each measured window is
    #[arg(long, value_name = "N", default_value_t = 10)]
    seconds: u64,
    /// Also write everything that was measured into a file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Why y-sweet could not be built, to be said in the tables
    #[arg(long, value_name = "REASON")]
    y_sweet_failure: Option<String>,
    /// Play meetings of so many people instead of the scenarios
    #[arg(long, value_delimiter = ',', value_name = "PEOPLE")]
    meeting: Vec<usize>,
    /// Let the system place server and load, instead of giving each a core of its own
    #[arg(long)]
    no_pin: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = Arguments::parse();
    if arguments.server.is_empty() {
        arguments.server = Kind::value_variants().to_vec();
    }
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    // Whatever ends the run, the server that is measured ends with it.
    tokio::select! {
        outcome = run(&arguments) => outcome,
        _ = terminate.recv() => bail!("stopped"),
        _ = interrupt.recv() => bail!("stopped"),
    }
}

async fn run(arguments: &Arguments) -> Result<()> {
    let n_cores = std::thread::available_parallelism()?.get();
    let cores = place(n_cores, arguments.no_pin)?;
    let mut report = Report {
        machine: Machine::look(n_cores, cores.is_some()).await?,
        seconds: arguments.seconds,
        rows: Vec::new(),
    };
    if !arguments.meeting.is_empty() {
        return meet(&arguments.meeting, &report.machine, cores).await;
    }
    for scenario in &arguments.scenario {
        check_open_files(*scenario)?;
        for kind in &arguments.server {
            let missing = arguments
                .y_sweet_failure
                .clone()
                .filter(|_| *kind == Kind::YSweet);
            report.rows.push(match missing {
                Some(reason) => Row::without_figures(*scenario, *kind, reason),
                None => play(*scenario, *kind, arguments.seconds, cores).await,
            });
        }
    }
    if let Some(path) = &arguments.json {
        std::fs::write(path, serde_json::to_string_pretty(&report)?)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    println!("{}", report.markdown(&arguments.scenario));
    Ok(())
}

/// Meetings of several sizes, one after another.
async fn meet(sizes: &[usize], machine: &Machine, cores: Option<Cores>) -> Result<()> {
    let mut figures = Vec::new();
    for n_members in sizes {
        eprintln!("a meeting of {n_members}");
        let lines = LocalSet::new();
        let played = lines.run_until(meeting::play(*n_members, cores));
        figures.push(played.await?);
    }
    println!("{}\n\n{}", machine.describe(), meeting::markdown(&figures));
    Ok(())
}

/// Gives server and load a core each, where there are two.
fn place(n_cores: usize, no_pin: bool) -> Result<Option<Cores>> {
    let cores = (n_cores > 1 && !no_pin).then_some(Cores { server: 0, load: 1 });
    if let Some(cores) = cores {
        process::pin_self(cores.load)?;
    }
    Ok(cores)
}

fn check_open_files(scenario: Scenario) -> Result<()> {
    let (needed, allowed) = (scenario.n_clients() + 100, machine::max_open_files()?);
    if allowed < needed {
        bail!("this shell allows {allowed} open files: run `ulimit -n {needed}` first");
    }
    Ok(())
}

async fn play(scenario: Scenario, kind: Kind, seconds: u64, cores: Option<Cores>) -> Row {
    eprintln!(
        "({}) {}: {}",
        scenario.letter(),
        scenario.title(),
        kind.name()
    );
    let length = Duration::from_secs(seconds);
    let played = LocalSet::new()
        .run_until(scenario.play(kind, length, cores))
        .await;
    played.map_or_else(
        |error| Row::without_figures(scenario, kind, format!("{error:#}")),
        |outcome| Row::new(scenario, kind, outcome),
    )
}
