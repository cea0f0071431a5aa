//! The web client: compiled, bound to JavaScript, made small, and handed to `assets`. Everything after the compiler is
//! skipped when what it would read has not changed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::assets::{self, Client};
use crate::npm;
use crate::steps::{note, run, step};
use crate::toolchain::WasmToolchain;

/// How the client is compiled: in its own target directory, because the compiler may be another than the server's.
pub const BUILD: [&str; 4] = ["--profile", PROFILE, "--target-dir", TARGET_DIR];

const TARGET_DIR: &str = "target/web";
const BINDINGS: &str = "target/web/bindings";
const FINGERPRINT: &str = "target/web/fingerprint";
const PROFILE: &str = "wasm";

/// The features by name: asking for all of them makes a file that browsers refuse.
const WASM_OPT: [&str; 8] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Warnings {
    AreShown,
    AreErrors,
}

/// Everything the server embeds, up to date.
pub fn build() -> Result<()> {
    npm::install()?;
    let toolchain = step("compiler for the browser", WasmToolchain::find)?;
    let wasm = step("web client", || compile(toolchain, Warnings::AreShown))?;
    let fingerprint = fingerprint(&wasm)?;
    if assets::are_built()
        && fs::read_to_string(FINGERPRINT).is_ok_and(|built| built == fingerprint)
    {
        note("dist/ is up to date");
        return Ok(());
    }
    // If anything below fails, the next run starts again.
    let _missing_is_fine = fs::remove_file(FINGERPRINT);
    step("bindings to JavaScript", || bind(&wasm))?;
    step("wasm-opt", || {
        let (input, output) = (bindings("client_bg.wasm"), bindings("client_small.wasm"));
        run(npm::tool("wasm-opt")
            .args(WASM_OPT)
            .arg(input)
            .arg("-o")
            .arg(output))
    })?;
    step("dist/", || {
        assets::write(&Client {
            wasm: fs::read(bindings("client_small.wasm"))
                .context("cannot read what wasm-opt wrote")?,
            glue: fs::read_to_string(bindings("client.js")).context("cannot read the bindings")?,
        })
    })?;
    fs::write(FINGERPRINT, fingerprint).context("cannot write the fingerprint of dist/")
}

/// Compiles the client and gives the path of what the compiler wrote.
pub fn compile(toolchain: WasmToolchain, warnings: Warnings) -> Result<PathBuf> {
    let mut cargo = toolchain.cargo("build");
    cargo.args(BUILD).args(["--package", "client"]);
    if warnings == Warnings::AreErrors {
        // Unlike flags for the compiler, this leaves what is compiled as it is, so that nothing is compiled twice.
        cargo.args(["-Zwarnings", "--config", "build.warnings='deny'"]);
    }
    run(&mut cargo)?;
    Ok(WasmToolchain::artifact(TARGET_DIR, PROFILE, "client.wasm"))
}

fn bind(wasm: &Path) -> Result<()> {
    let _missing_is_fine = fs::remove_dir_all(BINDINGS);
    Bindgen::new()
        .input_path(wasm)
        .out_name("client")
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .generate(BINDINGS)?;
    // Hashing names would break what the glue imports from there. No dependency brings any today.
    ensure!(
        !bindings("snippets").exists(),
        "a dependency brings JavaScript snippets, which this build does not hash"
    );
    Ok(())
}

fn fingerprint(wasm: &Path) -> Result<String> {
    let mut hasher = Sha256::new();
    hasher.update(fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?);
    hasher.update(fs::read("package-lock.json").context("cannot read package-lock.json")?);
    assets::fingerprint(&mut hasher)?;
    Ok(format!("{:?}", hasher.finalize()))
}

fn bindings(file: &str) -> PathBuf {
    Path::new(BINDINGS).join(file)
}
