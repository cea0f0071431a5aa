//! Programs that come from the distribution: found, or installed with apt where this process may.
//! Which part is needed for what is decided by the caller.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::steps::{read, run, step};

/// A program and the Debian packages that bring it.
pub struct Part {
    pub name: &'static str,
    /// Every one of these must be there for the part to count as installed. A `*` stands for the number of a version.
    pub files: &'static [&'static str],
    pub packages: &'static [&'static str],
}

impl Part {
    pub fn is_installed(&self) -> bool {
        self.files.iter().all(|file| find(file).is_some())
    }

    /// The folder of the part's first file, of the newest version that is installed.
    pub fn folder(&self) -> Option<PathBuf> {
        find(self.files.first()?)?.parent().map(Path::to_owned)
    }

    /// Installs the part unless it is there. An error says why it could not.
    pub fn install(&self) -> Result<()> {
        if self.is_installed() {
            return Ok(());
        }
        if !is_root() || !Path::new("/usr/bin/apt-get").exists() {
            bail!(
                "{} is missing: install the Debian packages {}",
                self.name,
                self.packages.join(" ")
            );
        }
        step(&format!("install {}", self.name), || {
            run(apt().args(["update", "-qq"]))?;
            run(apt()
                .args(["install", "-qq", "--yes", "--no-install-recommends"])
                .args(self.packages))
        })?;
        if !self.is_installed() {
            bail!(
                "{} is still missing after installing {}",
                self.name,
                self.packages.join(" ")
            );
        }
        Ok(())
    }
}

fn find(file: &str) -> Option<PathBuf> {
    let Some((folder, rest)) = file.split_once("*/") else {
        return Some(PathBuf::from(file)).filter(|file| file.exists());
    };
    let version = |path: &PathBuf| path.file_name()?.to_str()?.parse::<u32>().ok();
    let versions = std::fs::read_dir(folder).ok()?.flatten();
    versions
        .map(|entry| entry.path())
        .filter(|path| path.join(rest).exists())
        .max_by_key(version)
        .map(|path| path.join(rest))
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn is_root() -> bool {
    read(Command::new("id").arg("-u"))
        .context("who am I")
        .is_ok_and(|id| id == "0")
}
