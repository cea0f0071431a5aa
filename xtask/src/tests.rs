//! `cargo xtask test`: every test there is. It brings the parts the tests need and tells them through the environment
//! where those are; what each test then does is in the `tests` crate.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::parts::Part;
use crate::steps::{cargo, is_ci, note, run, step};
use crate::web;

const CHROMIUM: Part = Part {
    name: "Chromium",
    files: &["/usr/bin/chromium"],
    packages: &["chromium"],
};

const POSTGRES: Part = Part {
    name: "PostgreSQL",
    files: &["/usr/lib/postgresql/*/bin/initdb"],
    packages: &["postgresql"],
};

/// One selection for building and testing, so that cargo compiles each dependency once.
const HOST: [&str; 5] = ["--workspace", "--exclude", "client", "--exclude", "xtask"];

#[derive(clap::Args)]
pub struct Options {
    /// How many random meetings the simulation plays
    #[arg(long, value_name = "N")]
    sim_seeds: Option<u32>,
    /// Handed on to `cargo test`: a part of the name of the tests to run, or `-- --nocapture`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

pub fn run_all(options: &Options) -> Result<()> {
    let has_browser = bring(&CHROMIUM, "browser tests")?;
    let has_postgres = bring(&POSTGRES, "tests on PostgreSQL")?;
    web::build()?;
    step("server (for tests)", || {
        run(cargo().arg("build").args(HOST))
    })?;

    let mut tests = cargo();
    tests
        .arg("test")
        .args(HOST)
        .args(rest(options, has_postgres))
        .env("SAMLING_BIN", absolute("target/debug/samling")?);
    if has_browser {
        tests.env("CHROMIUM", CHROMIUM.files[0]);
    }
    if let Some(bin) = POSTGRES.folder() {
        tests.env("POSTGRES_BIN", bin);
    }
    if let Some(seeds) = options.sim_seeds {
        tests.env("SAMLING_SIM_SEEDS", seeds.to_string());
    }
    step("tests", || run(&mut tests))?;
    if options.rest.is_empty() {
        // What the pages work out by themselves needs no browser.
        step("tests of the client", || {
            run(cargo().args(["test", "--package", "client", "--lib"]))
        })?;
        step("tests of the build", || {
            run(cargo().args(["test", "--package", "xtask"]))
        })?;
    }
    Ok(())
}

/// What is handed on to `cargo test`: what cannot run is left out by its name.
fn rest(options: &Options, has_postgres: bool) -> Vec<String> {
    let mut rest = options.rest.clone();
    if !has_postgres {
        if !rest.iter().any(|word| word == "--") {
            rest.push("--".to_owned());
        }
        rest.extend(["--skip", "on_postgres"].map(str::to_owned));
    }
    rest
}

/// Installs a part, or says which tests go without it. On CI nothing goes without.
fn bring(part: &Part, tests: &str) -> Result<bool> {
    match part.install() {
        Ok(()) => Ok(true),
        Err(error) if is_ci() => Err(error).with_context(|| format!("{tests} need {}", part.name)),
        Err(error) => {
            note(&format!("skipped: {tests} ({error:#})"));
            Ok(false)
        }
    }
}

fn absolute(path: &str) -> Result<PathBuf> {
    std::path::absolute(Path::new(path)).with_context(|| format!("cannot find {path}"))
}
