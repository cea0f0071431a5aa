//! `cargo xtask bench sync`: builds our server, the load generator and the peers, and lets the `bench` crate play; `bench
//! meeting` needs no peers.
//! A peer that cannot be built here is left out by the load generator, which says so in its table.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::npm;
use crate::steps::{cargo, note, run, step};

const LOAD: &str = "target/release/bench";
const NODE_PEERS: &str = "bench/peers";
const Y_SWEET: &str = "target/peers/bin/y-sweet";
const Y_SWEET_VERSION: &str = "0.9.1";

#[derive(clap::Subcommand)]
pub enum Bench {
    /// Document sync: the same load on our server and on its peers
    Sync {
        /// Handed on to the load generator: `--scenario a,b --server samling,y-websocket --seconds 10 --json FILE`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        rest: Vec<String>,
    },
    /// A PSV of 25 and of 100 people on live lines: commands, reveals, and everybody scoring at once
    Meeting {
        /// Handed on to the load generator: `--no-pin`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        rest: Vec<String>,
    },
    /// How long a document with many edits behind it takes to open
    Open,
}

pub fn run_all(bench: &Bench) -> Result<()> {
    match bench {
        Bench::Sync { rest } => sync(rest),
        Bench::Meeting { rest } => {
            build()?;
            run(Command::new(LOAD).args(["--meeting", "25,100"]).args(rest))
        }
        Bench::Open => {
            run(cargo().args(["run", "--release", "--package", "bench", "--bin", "opening"]))
        }
    }
}

fn sync(rest: &[String]) -> Result<()> {
    build()?;
    npm::install_in(Path::new(NODE_PEERS))?;
    let mut load = Command::new(LOAD);
    if let Err(error) = build_y_sweet() {
        note(&format!("y-sweet is left out: {error:#}"));
        load.args([
            "--y-sweet-failure",
            &format!("it could not be built here: {error:#}"),
        ]);
    }
    run(load.args(rest))
}

fn build() -> Result<()> {
    // Each by itself: together they would share more features of their libraries than our server ships with.
    for package in ["server", "bench"] {
        step(&format!("{package} (release)"), || {
            run(cargo().args(["build", "--release", "--package", package]))
        })?;
    }
    Ok(())
}

fn build_y_sweet() -> Result<()> {
    if Path::new(Y_SWEET).exists() {
        return Ok(());
    }
    fs::create_dir_all("target/peers").context("cannot make target/peers")?;
    step("y-sweet", || {
        run(cargo()
            .args([
                "install",
                "y-sweet",
                "--locked",
                "--version",
                Y_SWEET_VERSION,
            ])
            .args([
                "--root",
                "target/peers",
                "--target-dir",
                "target/peers/build",
            ]))
    })
}
