//! The machine the figures come from.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};
use serde::Serialize;
use server::clock;
use server::store::Store;
use server::store::log::{self, LogRow};
use server::store::writer::Write;
use shared::id::DocumentId;

use crate::tally::Spread;

const N_COMMITS: i64 = 200;

#[derive(Debug, Clone, Serialize)]
pub struct Machine {
    pub date: String,
    pub cores: usize,
    pub processor: String,
    pub kernel: String,
    pub node: String,
    /// Whether server and load had a core each.
    pub pinned: bool,
    /// One row, committed with fsync, on the disk the database lies on.
    pub commit: Option<Spread>,
}

impl Machine {
    /// `n_cores` is the machine's, counted before this process was bound to one.
    pub async fn look(n_cores: usize, pinned: bool) -> Result<Self> {
        let now = jiff::Timestamp::from_millisecond(clock::now().0)?;
        let processor = std::fs::read_to_string("/proc/cpuinfo")?;
        let processor = processor
            .lines()
            .find_map(|line| line.strip_prefix("model name"));
        Ok(Self {
            date: now.to_string().chars().take(10).collect(),
            cores: n_cores,
            processor: processor
                .unwrap_or("unknown")
                .trim_matches([' ', '\t', ':'])
                .to_owned(),
            kernel: answer("uname", &["-sr"]),
            node: answer("node", &["--version"]),
            pinned,
            commit: Spread::of(&commits_us().await?),
        })
    }

    /// One line for people.
    pub fn describe(&self) -> String {
        let commit = self.commit.map_or_else(String::new, |commit| {
            format!(
                ", a commit with fsync {:.2} ms (p50), {:.2} ms (p99)",
                commit.p50_ms, commit.p99_ms
            )
        });
        let placing = if self.pinned {
            "server and load on a core each"
        } else {
            "server and load placed by the system"
        };
        format!(
            "{}: {} × {}, {}, Node {}, {placing}{commit}.",
            self.date, self.cores, self.processor, self.kernel, self.node
        )
    }
}

fn answer(program: &str, args: &[&str]) -> String {
    let output = Command::new(program).args(args).output();
    output.map_or_else(
        |_| "unknown".to_owned(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}

async fn commits_us() -> Result<Vec<u32>> {
    let folder = tempfile::tempdir_in("target").context("no folder can be made in target/")?;
    let store = Store::open(&folder.path().join("fsync.db")).await?;
    let mut times = Vec::new();
    for seq in 1..=N_COMMITS {
        let row = LogRow {
            stream: (&DocumentId::parse("fsync")?).into(),
            seq,
            at: clock::now(),
            body: log::encode(std::iter::empty()),
        };
        let began_at = Instant::now();
        let bindings = Vec::new();
        store.write(Write::AppendLog { row, bindings }).await?;
        times.push(u32::try_from(began_at.elapsed().as_micros())?);
    }
    store.close().await;
    Ok(times)
}

/// How many files this process may hold open, each connection being one.
pub fn max_open_files() -> Result<usize> {
    let limits = std::fs::read_to_string(Path::new("/proc/self/limits"))?;
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().next());
    Ok(soft
        .and_then(|soft| soft.parse().ok())
        .unwrap_or(usize::MAX))
}
