//! The development tools from npm. They are never shipped: the page needs none of them at run time.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::steps::{run, step};

const LOCK: &str = "package-lock.json";
/// A copy of the lock file that `node_modules` was installed from.
const INSTALLED: &str = "node_modules/.installed-from.json";

/// Installs the tools unless they already are what the lock file says.
pub fn install() -> Result<()> {
    let wanted = std::fs::read(LOCK).context("cannot read package-lock.json")?;
    if std::fs::read(INSTALLED).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    step("npm ci", || {
        run(Command::new("npm").args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]))
        .context("Samling needs Node.js 20 or newer with npm")?;
        std::fs::write(INSTALLED, wanted).context("cannot mark node_modules as installed")
    })
}

/// A program that one of the tools brought.
pub fn tool(name: &str) -> Command {
    Command::new(Path::new("node_modules/.bin").join(name))
}
