//! The figures of one scenario on one server, worked out from what was seen and what it cost.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use crate::process::Cpu;
use crate::scenario::Scenario;
use crate::servers::Kind;
use crate::tally::{Spread, Tally};

/// How everybody came in.
#[derive(Debug, Clone, Copy)]
pub struct Joining {
    pub n_clients: usize,
    /// From the first dial to the last document.
    pub took: Duration,
    pub cpu: Duration,
    /// Resident memory in bytes.
    pub resident_before: u64,
    pub resident_after: u64,
}

/// What the measured window cost.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    pub took: Duration,
    pub cpu: Cpu,
    pub n_delivered: u64,
    pub resident: u64,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct Outcome {
    pub scenario: char,
    pub server: &'static str,
    pub n_clients: usize,
    pub join: Option<Spread>,
    pub join_total_ms: f64,
    pub join_cpu_ms: f64,
    /// Growth of resident memory while everybody joined; the kernel's socket buffers are not in it.
    pub memory_per_connection_kb: f64,
    pub resident_mb: f64,
    pub delivered_per_s: f64,
    pub latency: Option<Spread>,
    pub stored: Option<Spread>,
    pub cpu_us_per_delivery: Option<f64>,
    pub cpu_percent: f64,
    pub load_cpu_percent: f64,
    /// What others on this machine took meanwhile, in per cent of one core.
    pub elsewhere_cpu_percent: f64,
    pub load_lateness: Option<Spread>,
    pub n_sent: u64,
    pub n_expected: u64,
    pub n_delivered: u64,
    pub n_repeated: u64,
    pub n_echoes: u64,
    /// Why connections ended, and how many did.
    pub failures: BTreeMap<String, usize>,
}

impl Outcome {
    /// Deliveries that had not come some seconds after the last edit.
    pub fn n_lost(&self) -> u64 {
        self.n_expected - self.n_delivered
    }

    pub fn of(
        scenario: Scenario,
        kind: Kind,
        tally: &Tally,
        joining: Joining,
        window: Option<Window>,
    ) -> Self {
        let joins: Vec<u32> = tally.joins.iter().map(|join| join.took_us).collect();
        let grown = joining
            .resident_after
            .saturating_sub(joining.resident_before);
        let share = |part: fn(Cpu) -> Duration| {
            let of =
                |window: Window| 100.0 * part(window.cpu).as_secs_f64() / window.took.as_secs_f64();
            window.map_or(0.0, of)
        };
        let delivered = window.filter(|window| window.n_delivered > 0);
        let mut failures = BTreeMap::new();
        for failure in &tally.failures {
            *failures.entry(failure.clone()).or_default() += 1;
        }
        Self {
            scenario: scenario.letter(),
            server: kind.name(),
            n_clients: joining.n_clients,
            join: Spread::of(&joins),
            join_total_ms: millis(joining.took),
            join_cpu_ms: millis(joining.cpu),
            memory_per_connection_kb: grown as f64 / 1_024.0 / joining.n_clients as f64,
            resident_mb: window.map_or(joining.resident_after, |window| window.resident) as f64
                / 1_048_576.0,
            delivered_per_s: window.map_or(0.0, |window| {
                window.n_delivered as f64 / window.took.as_secs_f64()
            }),
            latency: Spread::of(&tally.latencies_us),
            stored: Spread::of(&tally.stored_us),
            cpu_us_per_delivery: delivered.map(|window| {
                window.cpu.server.as_secs_f64() * 1_000_000.0 / window.n_delivered as f64
            }),
            cpu_percent: share(|cpu| cpu.server),
            load_cpu_percent: share(|cpu| cpu.load),
            elsewhere_cpu_percent: share(Cpu::elsewhere),
            load_lateness: Spread::of(&tally.lateness_us),
            n_sent: tally.n_sent,
            n_expected: tally.n_expected,
            n_delivered: tally.n_delivered,
            n_repeated: tally.n_repeated,
            n_echoes: tally.n_echoes,
            failures,
        }
    }
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}
