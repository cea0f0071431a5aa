//! `cargo xtask check`: what can be said about the code without running it. Warnings are errors everywhere.

use anyhow::Result;

use crate::island;
use crate::steps::{cargo, note, run, step};
use crate::toolchain::WasmToolchain;
use crate::web::{self, Warnings};

/// The same selection of packages in every step, so that cargo looks at each dependency once.
const HOST: [&str; 3] = ["--workspace", "--exclude", "client"];

pub fn run_all() -> Result<()> {
    step("format", || run(cargo().args(["fmt", "--all", "--check"])))?;
    step("clippy", || {
        run(cargo()
            .arg("clippy")
            .args(HOST)
            .args(["--all-targets", "--", "--deny", "warnings"]))
    })?;
    step("documentation", || {
        run(cargo()
            .arg("doc")
            .args(HOST)
            .arg("--no-deps")
            .env("RUSTDOCFLAGS", "--deny warnings"))
    })?;

    step("types of the prose island", island::check)?;
    let wasm = step("compiler for the browser", WasmToolchain::find)?;
    if wasm.has_clippy() {
        step("clippy for the browser", || {
            // In the client's own directory and profile, so that the macros compiled here serve the real build too.
            let packages = ["--package", "shared", "--package", "client"];
            run(wasm
                .cargo("clippy")
                .args(web::BUILD)
                .args(packages)
                .args(["--", "--deny", "warnings"]))
        })
    } else {
        note(
            "skipped: clippy for the browser, because this toolchain has none; compiler warnings are still errors",
        );
        // The client includes shared, and the tests need this very build.
        step("client and shared for the browser", || {
            web::compile(wasm, Warnings::AreErrors)
        })
    }
}
