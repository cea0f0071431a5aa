//! `cargo xtask fuzz`: the long run, guided by coverage. The short one is in the tests.
//!
//! libFuzzer needs its counters in the code it watches, and rustc of any channel can put them there; the sanitizers,
//! which only the nightly toolchain has, are left out. Freed memory is overwritten instead, so that whoever still
//! looks at it falls.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::steps::{cargo, read, run, step};

const TARGETS: [&str; 3] = ["walker", "apply", "forge"];
const COUNTERS: &str = "-Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";
/// Built apart, because everything in it is instrumented.
const FOLDER: &str = "target/fuzz";

#[derive(clap::Args)]
pub struct Options {
    /// How long each target runs
    #[arg(long, value_name = "N", default_value_t = 300)]
    seconds: u32,
    /// Only this one: what may come in (walker), what follows from it (apply), or that from forged updates (forge)
    #[arg(value_parser = TARGETS)]
    target: Option<String>,
}

pub fn run_all(options: &Options) -> Result<()> {
    let host = host()?;
    step("fuzz targets", || {
        run(cargo()
            .args(["build", "--release", "--manifest-path", "fuzz/Cargo.toml"])
            .args(["--target", &host, "--target-dir", FOLDER])
            .env("RUSTFLAGS", COUNTERS))
    })?;
    let programs = Path::new(FOLDER).join(host).join("release");
    let is_wanted = |target: &str| options.target.as_deref().is_none_or(|only| only == target);
    for target in TARGETS.into_iter().filter(|target| is_wanted(target)) {
        step(target, || {
            fuzz(target, &programs.join(target), options.seconds)
        })?;
    }
    Ok(())
}

/// New inputs stay under `target`; an input that fails is written there too, and belongs in `fuzz/corpus` once it is
/// understood.
fn fuzz(target: &str, program: &Path, seconds: u32) -> Result<()> {
    let found = Path::new(FOLDER).join("corpus").join(target);
    std::fs::create_dir_all(&found).context("cannot keep what is found")?;
    let kept = Path::new("fuzz/corpus").join(target);
    let mut command = Command::new(program);
    command.arg(&found).args(kept.exists().then_some(kept));
    command
        .arg(format!("-max_total_time={seconds}"))
        .args(["-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1"])
        .arg(format!("-artifact_prefix={FOLDER}/{target}-"))
        .env("MALLOC_PERTURB_", "165");
    run(&mut command)
}

/// Named outright: only then do build scripts stay without counters.
fn host() -> Result<String> {
    let version = read(Command::new("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .context("rustc does not say for what it builds")
}
