//! The process that keeps the editors' documents, and how to ask it.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

const ISLAND: &str = "client/island";

pub struct Node {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Node {
    /// None when the island's tools are not installed.
    pub fn start() -> Option<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        if !root.join(ISLAND).join("node_modules/yjs").exists() {
            return None;
        }
        let mut child = Command::new("node")
            .arg(bundle(&root))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node runs where its modules are installed");
        let requests = child.stdin.take().expect("it is piped");
        let answers = BufReader::new(child.stdout.take().expect("it is piped"));
        Some(Self {
            child,
            requests,
            answers,
        })
    }

    pub fn open(&mut self, client_ids: &[u64], seed: &[u8]) {
        self.ask(&json!({"ask": "open", "clientIds": client_ids, "seed": encoded(seed)}));
    }

    /// Does in the editor what the numbers decide; the updates that came of it.
    pub fn edit(&mut self, doc: usize, draws: &[u32]) -> Vec<Vec<u8>> {
        list(&self.ask(&json!({"ask": "edit", "doc": doc, "draws": draws})))
    }

    /// The updates with which Yjs tidies up after it.
    pub fn apply(&mut self, doc: usize, update: &[u8]) -> Vec<Vec<u8>> {
        list(&self.ask(&json!({"ask": "apply", "doc": doc, "update": encoded(update)})))
    }

    /// The updates with which an editor that shows the document tidies up.
    pub fn show(&mut self, doc: usize) -> Vec<Vec<u8>> {
        list(&self.ask(&json!({"ask": "show", "doc": doc})))
    }

    /// Every piece of prose, as blocks.
    pub fn read(&mut self, doc: usize) -> Value {
        self.ask(&json!({"ask": "read", "doc": doc}))
    }

    fn ask(&mut self, request: &Value) -> Value {
        writeln!(self.requests, "{request}").expect("node listens");
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("node answers");
        serde_json::from_str(&line)
            .unwrap_or_else(|_| panic!("node failed on {request}: see above"))
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let ended = self.child.kill().and_then(|()| self.child.wait());
        ended.expect("node can be stopped");
    }
}

/// Node does not read TypeScript.
fn bundle(root: &Path) -> PathBuf {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("island-peers.mjs");
    let status = Command::new("node_modules/.bin/esbuild")
        .current_dir(root.join(ISLAND))
        .args([
            "test/peers.ts",
            "--bundle",
            "--platform=node",
            "--format=esm",
            "--log-level=warning",
        ])
        .arg(format!("--outfile={}", file.display()))
        .status()
        .expect("esbuild runs where it is installed");
    assert!(status.success(), "esbuild failed: see above");
    file
}

fn list(answer: &Value) -> Vec<Vec<u8>> {
    let updates = answer.as_array().expect("a list of updates");
    updates.iter().map(decoded).collect()
}

fn encoded(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

fn decoded(text: &Value) -> Vec<u8> {
    let text = text.as_str().expect("base64 in a string");
    BASE64_STANDARD.decode(text).expect("base64")
}
