//! `cargo xtask`: everything there is to build, check and run, as a newcomer types it. Each module is one job; this
//! one only reads the command line. No rule of Samling lives here.

mod assets;
mod bench;
mod checks;
mod css;
mod fuzz;
mod island;
mod npm;
mod parts;
mod steps;
mod tests;
mod toolchain;
mod web;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

use crate::steps::{cargo, step};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Build, check and run Samling", version)]
struct Arguments {
    #[command(subcommand)]
    job: Job,
}

#[derive(Subcommand)]
enum Job {
    /// Build everything and serve the sample programme: `cargo xtask run -- --data-dir data`
    Run {
        /// Handed on to `samling demo`
        #[arg(last = true)]
        demo: Vec<String>,
    },
    /// Build the web client into `dist/`, then the server with it inside, as a release
    Build {
        /// Stop after the web client
        #[arg(long)]
        web_only: bool,
    },
    /// Format, lints, documentation, and the code that also runs in the browser: warnings are errors
    Check,
    /// Every test, browser included; installs what it lacks where it may
    Test(tests::Options),
    /// Measure, beside other servers
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Try ever new bytes on admission and what is behind it, guided by coverage
    Fuzz(fuzz::Options),
}

fn main() -> ExitCode {
    match run(Arguments::parse().job) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}"); // the causes on one line: where it happened in xtask helps nobody
            ExitCode::FAILURE
        }
    }
}

fn run(job: Job) -> Result<()> {
    // Paths in every module start at the root of the workspace, wherever the command was typed.
    std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .context("cannot enter the root of the workspace")?;
    match job {
        Job::Run { demo } => {
            web::build()?;
            let server = build_server()?;
            steps::become_program(&server, &demo)
        }
        Job::Build { web_only } => {
            web::build()?;
            if !web_only {
                build_server()?;
            }
            Ok(())
        }
        Job::Check => checks::run_all(),
        Job::Test(options) => tests::run_all(&options),
        Job::Bench(bench) => bench::run_all(&bench),
        Job::Fuzz(options) => fuzz::run_all(&options),
    }
}

/// The release binary, with `dist/` inside.
fn build_server() -> Result<PathBuf> {
    step("server (release)", || {
        steps::run(cargo().args(["build", "--release", "--package", "server"]))
    })?;
    Ok(Path::new("target/release").join("samling"))
}
