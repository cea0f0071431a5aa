//! The prose island: its TypeScript is checked by `check` and bundled here, into one file that a page imports when it first
//! needs it. What it stands on is pinned in its own lock file, because unlike the other tools it is shipped.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::assets;
use crate::npm;
use crate::steps::run;

const FOLDER: &str = "client/island";
const ENTRY: &str = "client/island/src/island.ts";
const BUNDLE: &str = "target/web/island.js";

/// How it is bundled: as the browsers of the start page can read it, with icons as text.
const OPTIONS: [&str; 7] = [
    "--bundle",
    "--format=esm",
    "--minify",
    "--target=es2022,safari16.4",
    "--loader:.svg=text",
    "--legal-comments=none",
    "--log-level=warning",
];

pub fn install() -> Result<()> {
    npm::install_in(Path::new(FOLDER))
}

pub fn check() -> Result<()> {
    install()?;
    run(npm::tool_in(Path::new(FOLDER), "tsc").args(["--project", FOLDER]))
}

pub fn bundle() -> Result<()> {
    run(npm::tool_in(Path::new(FOLDER), "esbuild")
        .arg(ENTRY)
        .args(OPTIONS)
        .arg(format!("--outfile={BUNDLE}")))
}

/// What [`bundle`] made.
pub fn read() -> Result<Vec<u8>> {
    fs::read(BUNDLE).context("cannot read what esbuild wrote")
}

/// Everything it is made from, but for the icons, which are assets.
pub fn fingerprint(hasher: &mut Sha256) -> Result<()> {
    assets::hash_directory(hasher, &Path::new(FOLDER).join("src"))?;
    let lock = Path::new(FOLDER).join("package-lock.json");
    hasher.update(fs::read(&lock).with_context(|| format!("cannot read {}", lock.display()))?);
    Ok(())
}
