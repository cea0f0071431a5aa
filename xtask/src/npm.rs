//! The tools from npm. Those of the root are never shipped; what the prose island stands on has a lock file of its own.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::steps::{run, step};

const LOCK: &str = "package-lock.json";
/// A copy of the lock file that `node_modules` was installed from.
const INSTALLED: &str = "node_modules/.installed-from.json";

/// Installs the tools unless they already are what the lock file says.
pub fn install() -> Result<()> {
    install_in(Path::new("."))
}

/// The same for another folder with a lock file of its own.
pub fn install_in(folder: &Path) -> Result<()> {
    let wanted = std::fs::read(folder.join(LOCK))
        .with_context(|| format!("cannot read {LOCK} in {}", folder.display()))?;
    let mark = folder.join(INSTALLED);
    if std::fs::read(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    step("npm ci", || {
        run(Command::new("npm").current_dir(folder).args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]))
        .context("Samling needs Node.js 20 or newer with npm")?;
        std::fs::write(mark, wanted).context("cannot mark node_modules as installed")
    })
}

/// A program that one of the tools brought.
pub fn tool(name: &str) -> Command {
    tool_in(Path::new("."), name)
}

/// The same for what another folder has installed. Started from the root of the workspace all the same.
pub fn tool_in(folder: &Path, name: &str) -> Command {
    Command::new(folder.join("node_modules/.bin").join(name))
}
