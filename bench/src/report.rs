//! The outcomes as tables for people, one per scenario, and as JSON for programs.

use serde::Serialize;

use crate::machine::Machine;
use crate::outcome::Outcome;
use crate::scenario::Scenario;
use crate::servers::Kind;

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

/// A load that is later than this has itself to blame, and says so.
const LATE_MS: f64 = 10.0;

/// A machine that does this much else gives other figures than a quiet one.
const BUSY_PERCENT: f64 = 10.0;

type Figure = fn(&Outcome) -> Option<f64>;

/// A column of a table.
struct Column {
    head: &'static str,
    digits: usize,
    figure: Figure,
    /// Whether ours is held against the best peer's: the smallest.
    has_ratio: bool,
}

const fn shown(head: &'static str, digits: usize, figure: Figure) -> Column {
    Column {
        head,
        digits,
        figure,
        has_ratio: false,
    }
}

const fn compared(head: &'static str, digits: usize, figure: Figure) -> Column {
    Column {
        has_ratio: true,
        ..shown(head, digits, figure)
    }
}

const TYPING: &[Column] = &[
    shown("delivered/s", 0, |o| Some(o.delivered_per_s)),
    compared("p50 ms", 1, |o| Some(o.latency?.p50_ms)),
    compared("p99 ms", 1, |o| Some(o.latency?.p99_ms)),
    compared("max ms", 1, |o| Some(o.latency?.max_ms)),
    compared("CPU µs/delivery", 1, |o| o.cpu_us_per_delivery),
    shown("server CPU %", 0, |o| Some(o.cpu_percent)),
    shown("load CPU %", 0, |o| Some(o.load_cpu_percent)),
    compared("join p99 ms", 0, |o| Some(o.join?.p99_ms)),
    compared("kB/connection", 0, |o| Some(o.memory_per_connection_kb)),
    compared("RSS MB", 0, |o| Some(o.resident_mb)),
    shown("lost", 0, |o| Some(o.n_lost() as f64)),
    shown("stored p50 ms", 1, |o| Some(o.stored?.p50_ms)),
    shown("stored p99 ms", 1, |o| Some(o.stored?.p99_ms)),
];

const JOINING: &[Column] = &[
    compared("all joined ms", 0, |o| Some(o.join_total_ms)),
    compared("join p50 ms", 0, |o| Some(o.join?.p50_ms)),
    compared("join p99 ms", 0, |o| Some(o.join?.p99_ms)),
    compared("join max ms", 0, |o| Some(o.join?.max_ms)),
    compared("server CPU ms", 0, |o| Some(o.join_cpu_ms)),
    compared("kB/connection", 0, |o| Some(o.memory_per_connection_kb)),
    compared("RSS MB", 0, |o| Some(o.resident_mb)),
];

const IDLE: &[Column] = &[
    compared("kB/connection", 1, |o| Some(o.memory_per_connection_kb)),
    compared("RSS MB", 0, |o| Some(o.resident_mb)),
    compared("server CPU %", 1, |o| Some(o.cpu_percent)),
    compared("join p50 ms", 1, |o| Some(o.join?.p50_ms)),
    compared("join p99 ms", 1, |o| Some(o.join?.p99_ms)),
    compared("all joined ms", 0, |o| Some(o.join_total_ms)),
];

impl Report {
    pub fn markdown(&self, scenarios: &[Scenario]) -> String {
        let head = self.machine.describe() + "\n";
        let sections = scenarios.iter().map(|scenario| {
            let (letter, title) = (scenario.letter(), scenario.title());
            let rows = self.rows.iter().filter(|row| row.scenario == letter);
            let table = table(columns(*scenario), &rows.collect::<Vec<_>>());
            format!("\n### ({letter}) {title}\n\n{table}")
        });
        std::iter::once(head).chain(sections).collect()
    }
}

fn columns(scenario: Scenario) -> &'static [Column] {
    match scenario {
        Scenario::E => JOINING,
        Scenario::F => IDLE,
        _ => TYPING,
    }
}

fn table(columns: &[Column], rows: &[&Row]) -> String {
    let heads: Vec<&str> = columns.iter().map(|column| column.head).collect();
    let rule = "---:|".repeat(columns.len());
    let mut text = format!("| | {} |\n|---|{rule}\n", heads.join(" | "));
    for row in rows {
        if let Some(outcome) = &row.outcome {
            let cells = columns
                .iter()
                .map(|column| cell((column.figure)(outcome), column.digits));
            text.push_str(&line(row.server, cells));
        }
    }
    if columns.iter().any(|column| ratio(column, rows).is_some()) {
        let cells = columns.iter().map(|column| cell(ratio(column, rows), 2));
        text.push_str(&line("*ours / best peer*", cells));
    }
    let notes = rows.iter().flat_map(|row| notes(row));
    text + &notes
        .map(|note| format!("\n{note}.\n"))
        .collect::<Vec<_>>()
        .concat()
}

fn line(head: &str, cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.collect();
    format!("| {head} | {} |\n", cells.join(" | "))
}

fn cell(figure: Option<f64>, digits: usize) -> String {
    figure.map_or_else(String::new, |figure| format!("{figure:.digits$}"))
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
    let server = row.server;
    let failure = row.failure.iter();
    let mut notes: Vec<String> = failure
        .map(|failure| format!("{server}: no figures, because {failure}"))
        .collect();
    let Some(outcome) = &row.outcome else {
        return notes;
    };
    if outcome.n_repeated > 0 {
        let n_repeated = outcome.n_repeated;
        notes.push(format!("{server}: {n_repeated} deliveries came twice"));
    }
    for (failure, n_connections) in &outcome.failures {
        notes.push(format!(
            "{server}: {n_connections} connections ended: {failure}"
        ));
    }
    let elsewhere = outcome.elsewhere_cpu_percent;
    if elsewhere > BUSY_PERCENT {
        notes.push(format!(
            "{server}: other programs took {elsewhere:.0} % of a core meanwhile"
        ));
    }
    if let Some(late) = outcome.load_lateness.filter(|late| late.p99_ms > LATE_MS) {
        let p99_ms = late.p99_ms;
        notes.push(format!(
            "{server}: the load was {p99_ms:.0} ms late (p99), which is in the latencies"
        ));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[
        shown("n", 0, |o| Some(o.n_clients as f64)),
        compared("CPU", 1, |o| o.cpu_us_per_delivery),
    ];

    fn row(kind: Kind, cpu_us_per_delivery: Option<f64>) -> Row {
        let outcome = Outcome {
            cpu_us_per_delivery,
            n_clients: 25,
            ..Outcome::default()
        };
        Row::new(Scenario::A, kind, outcome)
    }

    #[test]
    fn ours_is_held_against_the_best_peer_and_a_missing_one_is_named() {
        let rows = [
            row(Kind::Samling, Some(4.0)),
            row(Kind::YWebsocket, Some(16.0)),
            row(Kind::Hocuspocus, Some(10.0)),
            Row::without_figures(Scenario::A, Kind::YSweet, "it does not build".into()),
        ];
        let rows: Vec<&Row> = rows.iter().collect();
        let expected = "\
| | n | CPU |
|---|---:|---:|
| Samling | 25 | 4.0 |
| y-websocket 2.1.0 | 25 | 16.0 |
| @hocuspocus/server 4.7.0 | 25 | 10.0 |
| *ours / best peer* |  | 0.40 |

y-sweet 0.9.1: no figures, because it does not build.
";
        assert_eq!(table(COLUMNS, &rows), expected);
        assert!(
            !table(COLUMNS, &rows[1..]).contains("ours"),
            "nothing to compare"
        );
    }
}
