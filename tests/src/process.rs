//! The binary itself, for what only a process can show: exit codes, signals and sudden death.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::PATIENCE;
use crate::peer::Dial;

/// `SAMLING_BIN`, or the debug build that lies beside the tests.
fn binary() -> PathBuf {
    let path = std::env::var_os("SAMLING_BIN").map_or_else(beside_the_tests, PathBuf::from);
    assert!(
        path.exists(),
        "{} is missing: run `cargo build --package server` first",
        path.display()
    );
    path
}

fn beside_the_tests() -> PathBuf {
    let test = std::env::current_exe().expect("the test knows where it is");
    let profile = test.ancestors().nth(2).expect("target/debug/deps/it");
    profile.join("samling")
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command.args(args).stdin(Stdio::null()).kill_on_drop(true);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("SAMLING_") {
            command.env_remove(name);
        }
    }
    command
}

/// Runs to the end.
pub async fn run(args: &[&str]) -> Output {
    let output = command(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .output();
    timeout(PATIENCE, output)
        .await
        .expect("it ends in time")
        .expect("the binary runs")
}

/// A running `samling demo`.
pub struct Demo {
    child: Child,
    guide: Value,
}

impl Demo {
    pub async fn start(data_dir: &Path) -> Self {
        let data_dir = data_dir.to_str().expect("a readable path");
        let mut child = command(&[
            "demo",
            "--json",
            "--listen",
            "127.0.0.1:0",
            "--data-dir",
            data_dir,
            "--log",
            "warn",
        ])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary runs");
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let line = timeout(PATIENCE, lines.next_line())
            .await
            .expect("ready in time")
            .expect("readable");
        let guide = serde_json::from_str(&line.expect("one line")).expect("one line of JSON");
        Self { child, guide }
    }

    pub fn guide(&self) -> &Value {
        &self.guide
    }

    /// The first person of a role dials the sample's document.
    pub fn dial(&self, role: &str) -> Dial {
        let url = self.guide["url"].as_str().expect("an address");
        let port: u16 = url
            .rsplit(':')
            .next()
            .and_then(|port| port.parse().ok())
            .expect("a port");
        let people = self.guide["people"].as_array().expect("people");
        let person = people
            .iter()
            .find(|person| person["role"] == role)
            .expect("the sample has every role");
        let dial = Dial::new(SocketAddr::from(([127, 0, 0, 1], port)), crate::DOCUMENT);
        dial.bearer(person["token"].as_str().expect("a token"))
    }

    /// Asks it to stop, as a service manager does.
    pub async fn terminate(&self) {
        let pid = self.child.id().expect("it runs").to_string();
        let status = Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .await
            .expect("kill runs");
        assert!(status.success());
    }

    /// Ends it without a word.
    pub async fn kill(mut self) {
        self.child.kill().await.expect("it dies");
    }

    /// The exit code.
    pub async fn end(mut self) -> Option<i32> {
        timeout(PATIENCE, self.child.wait())
            .await
            .expect("it ends in time")
            .expect("it ran")
            .code()
    }
}
