//! The compiler for the browser. Three ways, tried in order: the target of the active toolchain, rustup, and Debian's
//! second toolchain with its own sources (compiler and standard library must be of the same version).

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::parts::Part;
use crate::steps::{cargo, note, read, run};

const TARGET: &str = "wasm32-unknown-unknown";

const DEBIAN: Part = Part {
    name: "Debian's second Rust toolchain",
    files: &[
        "/usr/bin/cargo",
        "/usr/bin/rustc",
        "/usr/bin/wasm-ld-19",
        "/usr/lib/rustlib/src/rust",
    ],
    packages: &["rustc-web", "cargo-web", "rust-web-src", "lld-19"],
};

/// A toolchain that can compile for the browser.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum WasmToolchain {
    Active,
    Debian,
}

impl WasmToolchain {
    /// The first way that works on this machine, installing what it may.
    pub fn find() -> Result<Self> {
        if active_has_target() {
            return Ok(Self::Active);
        }
        if add_with_rustup() {
            note(&format!("rustup added the target {TARGET}"));
            return Ok(Self::Active);
        }
        match DEBIAN.install() {
            Ok(()) => {
                note("the client is compiled with Debian's second toolchain");
                Ok(Self::Debian)
            }
            Err(error) => bail!(
                "no way to compile for the browser: install {TARGET} for the active toolchain, or run `rustup target add {TARGET}` \
                 where rustup can download, or on Debian 12 run as root so that its second toolchain can be installed ({error})"
            ),
        }
    }

    /// `cargo` with everything set for the browser but the subcommand's own flags.
    pub fn cargo(self, subcommand: &str) -> Command {
        match self {
            Self::Active => {
                let mut command = cargo();
                command.args([subcommand, "--target", TARGET]);
                command
            }
            Self::Debian => {
                let mut command = Command::new("/usr/bin/cargo");
                command
                    .args([
                        subcommand,
                        "--target",
                        TARGET,
                        "-Zbuild-std=std,panic_abort",
                    ])
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-19")
                    .env("RUSTC", "/usr/bin/rustc")
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env_remove("CARGO")
                    .env_remove("RUSTUP_TOOLCHAIN");
                command
            }
        }
    }

    /// Where cargo puts the client, below the target directory.
    pub fn artifact(directory: &str, profile: &str, file: &str) -> std::path::PathBuf {
        Path::new(directory).join(TARGET).join(profile).join(file)
    }

    /// Whether `cargo clippy` also works for the browser.
    pub fn has_clippy(self) -> bool {
        self == Self::Active && read(cargo().args(["clippy", "--version"])).is_ok()
    }
}

fn active_has_target() -> bool {
    let mut command = Command::new("rustc");
    command.args(["--print", "target-libdir", "--target", TARGET]);
    read(&mut command).is_ok_and(|directory| Path::new(&directory).exists())
}

/// Rustup on a machine without a network must give up at once: the next way is waiting.
fn add_with_rustup() -> bool {
    let mut command = Command::new("rustup");
    command
        .args(["target", "add", TARGET])
        .env("RUSTUP_MAX_RETRIES", "0")
        .env("RUST_BACKTRACE", "0");
    run(command.stdout(Stdio::null()).stderr(Stdio::null())).is_ok()
}
