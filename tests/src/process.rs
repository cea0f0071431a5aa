//! The binary itself, for what only a process can show: exit codes, signals and sudden death.

use std::ffi::OsStr;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::PATIENCE;
use crate::database::Database;
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

fn command(args: &[impl AsRef<OsStr>]) -> Command {
    let mut command = without_settings(Command::new(binary()));
    command.args(args);
    command
}

fn demo_args(data_dir: &Path, listen: &str) -> [String; 8] {
    demo_args_on(
        "--data-dir",
        data_dir.to_str().expect("a readable path"),
        listen,
    )
}

/// `place` is a folder or an address, as `flag` says.
fn demo_args_on(flag: &str, place: &str, listen: &str) -> [String; 8] {
    let args = [
        "demo", "--json", "--listen", listen, flag, place, "--log", "warn",
    ];
    args.map(str::to_owned)
}

/// What the one who runs the tests has set for their own server is not for this one.
fn without_settings(mut command: Command) -> Command {
    command.stdin(Stdio::null()).kill_on_drop(true);
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
        Self::start_at(data_dir, SocketAddr::from(([127, 0, 0, 1], 0))).await
    }

    pub async fn start_on(database: &Database) -> Self {
        let args = demo_args_on("--database-url", &database.url(), "127.0.0.1:0");
        Self::read(command(&args)).await
    }

    /// Says much, into a file.
    pub async fn start_telling(database: &Database, log: &Path) -> Self {
        let mut args = demo_args_on("--database-url", &database.url(), "127.0.0.1:0");
        "debug".clone_into(&mut args[7]);
        let log = std::fs::File::create(log).expect("a file for the log");
        let mut telling = command(&args);
        telling.stderr(log);
        Self::read(telling).await
    }

    pub async fn start_at(data_dir: &Path, listen: SocketAddr) -> Self {
        Self::read(command(&demo_args(data_dir, &listen.to_string()))).await
    }

    /// On a file system of its own, this large, in memory. None where the system does not let us make one.
    ///
    /// It lives in the process's own mount namespace and goes with it; see [`Self::inside`].
    pub async fn start_on_small_disk(folder: &Path, size: &str) -> Option<Self> {
        let mount = format!(
            "mount -t tmpfs -o size={size} tmpfs '{}' && exec \"$@\"",
            folder.display()
        );
        let unshare = ["--mount", "--map-root-user"];
        let can = Command::new("unshare").args(unshare).arg("true").status();
        if !can.await.is_ok_and(|status| status.success()) {
            return None;
        }
        let mut small = without_settings(Command::new("unshare"));
        small
            .args(unshare)
            .args(["sh", "-c", &mount, "sh"])
            .arg(binary())
            .args(demo_args(folder, "127.0.0.1:0"));
        Some(Self::read(small).await)
    }

    async fn read(mut command: Command) -> Self {
        let mut child = command
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

    /// A path as the process sees it.
    pub fn inside(&self, path: &Path) -> PathBuf {
        let pid = self.child.id().expect("it runs");
        let path = path.strip_prefix("/").expect("an absolute path");
        Path::new(&format!("/proc/{pid}/root")).join(path)
    }

    pub fn address(&self) -> SocketAddr {
        let url = self.guide["url"].as_str().expect("an address");
        let port = url.rsplit(':').next().and_then(|port| port.parse().ok());
        SocketAddr::from(([127, 0, 0, 1], port.expect("a port")))
    }

    /// Everybody who may write dials the sample's document.
    pub fn dial_as_writers(&self) -> Vec<Dial> {
        let people = self.guide["people"].as_array().expect("people");
        // The sample's absent member writes no more than observers and deputies do.
        let may_write = |person: &&Value| {
            person["role"] != "observer"
                && person["role"] != "deputy"
                && person["id"] != "amir-rahimi"
        };
        people
            .iter()
            .filter(may_write)
            .map(|person| self.dial_as(person))
            .collect()
    }

    fn dial_as(&self, person: &Value) -> Dial {
        let token = person["token"].as_str().expect("a token");
        Dial::new(self.address(), crate::DOCUMENT).bearer(token)
    }

    /// The bearer token of somebody of the sample.
    pub fn token(&self, person: &str) -> &str {
        let mut people = self.guide["people"].as_array().expect("people").iter();
        let line = people.find(|line| line["id"] == person);
        line.and_then(|line| line["token"].as_str())
            .expect("a token")
    }

    pub fn guide(&self) -> &Value {
        &self.guide
    }

    /// The first person of a role dials the sample's document.
    pub fn dial(&self, role: &str) -> Dial {
        let people = self.guide["people"].as_array().expect("people");
        let person = people
            .iter()
            .find(|person| person["role"] == role)
            .expect("the sample has every role");
        self.dial_as(person)
    }

    /// Asks it to stop, as a service manager does.
    pub async fn terminate(&self) {
        self.signal("-TERM").await;
    }

    async fn signal(&self, signal: &str) {
        let pid = self.child.id().expect("it runs").to_string();
        let status = Command::new("kill")
            .args([signal, &pid])
            .status()
            .await
            .expect("kill runs");
        assert!(status.success());
    }

    /// Lets it die without a word, while others still speak to it.
    pub async fn send_kill(&self) {
        self.signal("-KILL").await;
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
