//! Saying what is done and how long it took, and running other programs so that a failure names the command.

use std::ffi::OsStr;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// Does one named piece of work, and says so before and after.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("==> {name}");
    let started = Instant::now();
    let done = work().with_context(|| format!("{name} failed"))?;
    eprintln!("    {name}: {:.1} s", started.elapsed().as_secs_f32());
    Ok(done)
}

/// One line under the step that is running.
pub fn note(text: &str) {
    eprintln!("    {text}");
}

/// Runs a program with its output passed through; any exit but success is an error.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    if !status.success() {
        bail!("`{}` ended with {status}", shown(command));
    }
    Ok(())
}

/// Runs a program quietly and gives what it printed.
pub fn read(command: &mut Command) -> Result<String> {
    let output = command
        .output()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    if !output.status.success() {
        bail!("`{}` ended with {}", shown(command), output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The cargo of the active toolchain.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Turns this process into another, so that Ctrl-C and the exit code are its own. Returns only on failure.
pub fn become_program(program: &Path, arguments: &[String]) -> Result<()> {
    let mut command = Command::new(program);
    command.arg("demo").args(arguments);
    eprintln!("==> {}", shown(&command));
    let error = command.exec();
    Err(error).with_context(|| format!("cannot start `{}`", shown(&command)))
}

/// True where a missing part must fail the run instead of being skipped.
pub fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true")
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}
