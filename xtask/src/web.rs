//! The web client: compiled, bound to JavaScript, made small, and handed to `assets`. Everything after the compiler is
//! skipped when what it would read has not changed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::assets::{self, Program};
use crate::island;
use crate::npm;
use crate::steps::{note, run, step};
use crate::toolchain::WasmToolchain;

/// How the client is compiled: in its own target directory, because the compiler may be another than the server's.
pub const BUILD: [&str; 4] = ["--profile", PROFILE, "--target-dir", TARGET_DIR];

const TARGET_DIR: &str = "target/web";
const BINDINGS: &str = "target/web/bindings";
const FINGERPRINT: &str = "target/web/fingerprint";
const PROFILE: &str = "wasm";

/// The programs made from the client's one library: what everybody meets first, a meeting's documents, a meeting as it
/// happens, the pages of whom runs the programme, and the plans with the seminar in which they are written.
const PROGRAMS: [&str; 4] = ["client", "stage", "office", "plan"];

/// Functions of one name stand side by side, which compresses better: `-Oz` writes fewer bytes and sends more.
/// The features by name: asking for all of them makes a file that browsers refuse.
const WASM_OPT: [&str; 9] = [
    "-Os",
    "--reorder-functions-by-name",
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
    island::install()?;
    let toolchain = step("compiler for the browser", WasmToolchain::find)?;
    step("web client", || compile(toolchain, Warnings::AreShown))?;
    let fingerprint = fingerprint()?;
    if assets::are_built()
        && fs::read_to_string(FINGERPRINT).is_ok_and(|built| built == fingerprint)
    {
        note("dist/ is up to date");
        return Ok(());
    }
    // If anything below fails, the next run starts again.
    let _missing_is_fine = fs::remove_file(FINGERPRINT);
    step("bindings to JavaScript", bind)?;
    step("wasm-opt", || PROGRAMS.into_iter().try_for_each(shrink))?;
    step("prose island", island::bundle)?;
    step("dist/", || {
        let programs = PROGRAMS.into_iter().map(read).collect::<Result<Vec<_>>>()?;
        assets::write(&programs, &island::read()?)
    })?;
    fs::write(FINGERPRINT, fingerprint).context("cannot write the fingerprint of dist/")
}

/// Compiles all programs in one run of cargo, which shares everything but the linking.
pub fn compile(toolchain: WasmToolchain, warnings: Warnings) -> Result<()> {
    let mut cargo = toolchain.cargo("build");
    cargo.args(BUILD).args(["--package", "client"]);
    if warnings == Warnings::AreErrors {
        // Unlike flags for the compiler, this leaves what is compiled as it is, so that nothing is compiled twice.
        cargo.args(["-Zwarnings", "--config", "build.warnings='deny'"]);
    }
    run(&mut cargo)
}

fn bind() -> Result<()> {
    let _missing_is_fine = fs::remove_dir_all(BINDINGS);
    for program in PROGRAMS {
        Bindgen::new()
            .input_path(compiled(program))
            .out_name(program)
            .web(true)?
            .typescript(false)
            .omit_default_module_path(true)
            .generate(BINDINGS)?;
    }
    // Hashing names would break what the glue imports from there. No dependency brings any today.
    ensure!(
        !bindings("snippets").exists(),
        "a dependency brings JavaScript snippets, which this build does not hash"
    );
    Ok(())
}

fn shrink(program: &str) -> Result<()> {
    run(npm::tool("wasm-opt")
        .args(WASM_OPT)
        .arg(bindings(&format!("{program}_bg.wasm")))
        .arg("-o")
        .arg(small(program)))
}

fn read(name: &'static str) -> Result<Program> {
    Ok(Program {
        name,
        wasm: fs::read(small(name)).context("cannot read what wasm-opt wrote")?,
        glue: fs::read_to_string(bindings(&format!("{name}.js")))
            .context("cannot read the bindings")?,
    })
}

fn fingerprint() -> Result<String> {
    let mut hasher = Sha256::new();
    for wasm in PROGRAMS.map(compiled) {
        hasher.update(fs::read(&wasm).with_context(|| format!("cannot read {}", wasm.display()))?);
    }
    hasher.update(fs::read("package-lock.json").context("cannot read package-lock.json")?);
    island::fingerprint(&mut hasher)?;
    assets::fingerprint(&mut hasher)?;
    Ok(format!("{:?}", hasher.finalize()))
}

/// What the compiler wrote.
fn compiled(program: &str) -> PathBuf {
    WasmToolchain::artifact(TARGET_DIR, PROFILE, &format!("{program}.wasm"))
}

fn small(program: &str) -> PathBuf {
    bindings(&format!("{program}_small.wasm"))
}

fn bindings(file: &str) -> PathBuf {
    Path::new(BINDINGS).join(file)
}
