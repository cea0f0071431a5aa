//! The process that keeps the stock documents, and how to ask it.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

pub struct Node {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Node {
    /// None when the development tools are not installed.
    pub fn start() -> Option<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        if !root.join("node_modules/yjs").exists() {
            return None;
        }
        let mut child = Command::new("node")
            .arg("tests/tests/yjs/peers.mjs")
            .current_dir(root)
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

    /// Makes a change that the numbers decide; the updates that came of it.
    pub fn edit(&mut self, doc: usize, draws: &[u32]) -> Vec<Vec<u8>> {
        let answer = self.ask(&json!({"ask": "edit", "doc": doc, "draws": draws}));
        let updates = answer.as_array().expect("a list of updates");
        updates.iter().map(decoded).collect()
    }

    pub fn apply(&mut self, doc: usize, update: &[u8]) {
        self.ask(&json!({"ask": "apply", "doc": doc, "update": encoded(update)}));
    }

    pub fn state_vector(&mut self, doc: usize) -> Vec<u8> {
        decoded(&self.ask(&json!({"ask": "stateVector", "doc": doc})))
    }

    pub fn diff(&mut self, doc: usize, state_vector: &[u8]) -> Vec<u8> {
        let state_vector = encoded(state_vector);
        decoded(&self.ask(&json!({"ask": "diff", "doc": doc, "stateVector": state_vector})))
    }

    /// Everything that can be read: texts by name, and the rows in order.
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

fn encoded(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

fn decoded(text: &Value) -> Vec<u8> {
    let text = text.as_str().expect("base64 in a string");
    BASE64_STANDARD.decode(text).expect("base64")
}
