//! The outcomes as tables for people, one per scenario, and as JSON for programs.

use std::fmt::Write;

use serde::Serialize;

use crate::machine::Machine;
use crate::outcome::Outcome;
use crate::scenario::Scenario;
use crate::servers::Kind;
use crate::tally::Spread;

/// A server in a scenario: its figures, or why there are none.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    pub scenario: char,
    pub server: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
}

impl Row {
    pub fn new(scenario: Scenario, kind: Kind, outcome: Outcome) -> Self {
        Self {
            scenario: scenario.letter(),
            server: kind.name(),
            outcome: Some(outcome),
            failure: None,
        }
    }

    pub fn without_figures(scenario: Scenario, kind: Kind, reason: String) -> Self {
        Self {
            scenario: scenario.letter(),
            server: kind.name(),
            outcome: None,
            failure: Some(reason),
        }
    }
}

#[derive(Debug, Serialize)]
pub struct Report {
    pub machine: Machine,
    pub seconds: u64,
    pub rows: Vec<Row>,
}

/// A column of a table.
struct Column {
    head: &'static str,
    digits: usize,
    /// Whether ours is held against the best peer's: the smallest.
    has_ratio: bool,
    figure: fn(&Outcome) -> Option<f64>,
}

macro_rules! column {
    ($head:literal, $digits:literal, $has_ratio:literal, $figure:expr) => {
        Column {
            head: $head,
            digits: $digits,
            has_ratio: $has_ratio,
            figure: $figure,
        }
    };
}

const TYPING: &[Column] = &[
    column!("delivered/s", 0, false, |o| Some(o.delivered_per_s)),
    column!("p50 ms", 1, true, |o| o.latency.map(|spread| spread.p50_ms)),
    column!("p99 ms", 1, true, |o| o.latency.map(|spread| spread.p99_ms)),
    column!("max ms", 1, true, |o| o.latency.map(|spread| spread.max_ms)),
    column!("CPU µs/delivery", 1, true, |o| o.cpu_us_per_delivery),
    column!("server CPU %", 0, false, |o| Some(o.cpu_percent)),
    column!("load CPU %", 0, false, |o| Some(o.load_cpu_percent)),
    column!("join p99 ms", 0, true, |o| o
        .join
        .map(|spread| spread.p99_ms)),
    column!("kB/connection", 0, true, |o| Some(
        o.memory_per_connection_kb
    )),
    column!("RSS MB", 0, true, |o| Some(o.resident_mb)),
    column!("lost", 0, false, |o| Some(
        (o.n_expected - o.n_delivered) as f64
    )),
    column!("stored p50 ms", 1, false, |o| o
        .stored
        .map(|spread| spread.p50_ms)),
    column!("stored p99 ms", 1, false, |o| o
        .stored
        .map(|spread| spread.p99_ms)),
];

const JOINING: &[Column] = &[
    column!("all joined ms", 0, true, |o| Some(o.join_total_ms)),
    column!("join p50 ms", 0, true, |o| o
        .join
        .map(|spread| spread.p50_ms)),
    column!("join p99 ms", 0, true, |o| o
        .join
        .map(|spread| spread.p99_ms)),
    column!("join max ms", 0, true, |o| o
        .join
        .map(|spread| spread.max_ms)),
    column!("server CPU ms", 0, true, |o| Some(o.join_cpu_ms)),
    column!("kB/connection", 0, true, |o| Some(
        o.memory_per_connection_kb
    )),
    column!("RSS MB", 0, true, |o| Some(o.resident_mb)),
];

const IDLE: &[Column] = &[
    column!("kB/connection", 1, true, |o| Some(
        o.memory_per_connection_kb
    )),
    column!("RSS MB", 0, true, |o| Some(o.resident_mb)),
    column!("server CPU %", 1, true, |o| Some(o.cpu_percent)),
    column!("join p50 ms", 1, true, |o| o
        .join
        .map(|spread| spread.p50_ms)),
    column!("join p99 ms", 1, true, |o| o
        .join
        .map(|spread| spread.p99_ms)),
    column!("all joined ms", 0, true, |o| Some(o.join_total_ms)),
];

impl Report {
    pub fn markdown(&self, scenarios: &[Scenario]) -> String {
        let mut text = format!("{}\n", self.machine.describe());
        for scenario in scenarios {
            let rows: Vec<&Row> = self
                .rows
                .iter()
                .filter(|row| row.scenario == scenario.letter())
                .collect();
            write!(
                text,
                "\n### ({}) {}\n\n",
                scenario.letter(),
                scenario.title()
            )
            .expect(STRING);
            text.push_str(&table(columns(*scenario), &rows));
        }
        text
    }
}

const STRING: &str = "a text takes every word";

fn columns(scenario: Scenario) -> &'static [Column] {
    match scenario {
        Scenario::E => JOINING,
        Scenario::F => IDLE,
        _ => TYPING,
    }
}

fn table(columns: &[Column], rows: &[&Row]) -> String {
    let heads: Vec<&str> = columns.iter().map(|column| column.head).collect();
    let mut text = format!(
        "| | {} |\n|---|{}\n",
        heads.join(" | "),
        "---:|".repeat(columns.len())
    );
    for row in rows {
        let Some(outcome) = &row.outcome else {
            continue;
        };
        let cells: String = columns
            .iter()
            .map(|column| cell((column.figure)(outcome), column.digits))
            .collect();
        writeln!(text, "| {} |{cells}", row.server).expect(STRING);
    }
    let ratios: Vec<Option<f64>> = columns.iter().map(|column| ratio(column, rows)).collect();
    if ratios.iter().any(Option::is_some) {
        let cells: String = ratios.into_iter().map(|ratio| cell(ratio, 2)).collect();
        writeln!(text, "| *ours / best peer* |{cells}").expect(STRING);
    }
    for row in rows {
        for note in notes(row) {
            write!(text, "\n{}: {note}.\n", row.server).expect(STRING);
        }
    }
    text
}

fn cell(figure: Option<f64>, digits: usize) -> String {
    figure.map_or_else(|| " |".to_owned(), |figure| format!(" {figure:.digits$} |"))
}

/// Our figure over the smallest of a peer's.
fn ratio(column: &Column, rows: &[&Row]) -> Option<f64> {
    let is_ours = |row: &&&Row| row.server == Kind::Samling.name();
    let figure = |row: &&Row| row.outcome.as_ref().and_then(column.figure);
    let ours = rows.iter().find(is_ours).and_then(figure)?;
    let peers = rows.iter().filter(|row| !is_ours(row)).filter_map(figure);
    let best = peers.min_by(f64::total_cmp)?;
    (column.has_ratio && best > 0.0).then(|| ours / best)
}

/// What a reader must know beside the figures.
fn notes(row: &Row) -> Vec<String> {
    let mut notes: Vec<String> = row
        .failure
        .iter()
        .map(|failure| format!("no figures, because {failure}"))
        .collect();
    let Some(outcome) = &row.outcome else {
        return notes;
    };
    if outcome.n_repeated > 0 {
        notes.push(format!("{} deliveries came twice", outcome.n_repeated));
    }
    for (failure, n_connections) in &outcome.failures {
        notes.push(format!("{n_connections} connections ended: {failure}"));
    }
    if let Some(Spread { p99_ms, .. }) = outcome.load_lateness.filter(|late| late.p99_ms > 10.0) {
        notes.push(format!(
            "the load itself was {p99_ms:.0} ms late (p99), which is in the latencies"
        ));
    }
    notes
}
