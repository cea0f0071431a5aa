//! `cargo xtask bench meeting`: a facilitator and so many participants on live lines. How long a press takes to everybody's
//! screen, what it costs when all score at once, and how far apart the screens are at a reveal.

mod line;
mod stage;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tokio::task::spawn_local;
use tokio::time::{Instant, sleep};

use crate::process::{Cores, Cpu};
use crate::tally::Spread;
use line::{Caller, Done, Log, Seen, follow};
use stage::{ROOM, Stage};

const N_MOVES: usize = 40;
/// Within which everybody scores.
const BURST: Duration = Duration::from_secs(2);
/// Between two presses; longer than the server gathers.
const PAUSE: Duration = Duration::from_millis(250);
const PATIENCE: Duration = Duration::from_secs(10);
const INDICATORS: [&str; 8] = [
    "forankring-og-eierskap",
    "planer-og-styring",
    "styre-og-ledelse",
    "prosjektarbeid-og-samspill",
    "arbeidsplasser",
    "robust-naeringsliv",
    "utviklingsevne",
    "varige-virkninger",
];

/// What a meeting of some size showed.
pub struct Figures {
    pub n_members: usize,
    first_view: usize,
    move_each: Option<Spread>,
    move_last: Option<Spread>,
    reveal_each: Option<Spread>,
    reveal_last: Option<Spread>,
    skew: Option<Spread>,
    clocks: Option<Spread>,
    starts: usize,
    score: Option<Spread>,
    frames_per_line: f64,
    bytes_per_line: f64,
    server_cpu_percent: f64,
    load_cpu_percent: f64,
    elsewhere_cpu_percent: f64,
}

struct Meeting {
    stage: Stage,
    logs: Vec<Log>,
    lead: Caller,
    members: Vec<Caller>,
}

/// Plays a meeting of one size.
pub async fn play(n_members: usize, cores: Option<Cores>) -> Result<Figures> {
    let mut meeting = Meeting::gather(n_members, cores).await?;
    let first_view = meeting.logs[0].borrow()[0].n_bytes;
    meeting.lead.ask(&json!({ "type": "begin-day" })).await?;
    let open = json!({ "type": "open-scoring", "is_open": true });
    meeting.lead.ask(&open).await?;
    let moves = meeting.moves().await?;
    let mut burst = Burst::default();
    let mut reveals = Vec::new();
    for indicator in INDICATORS {
        meeting.scores(indicator, &mut burst).await?;
        let reveal = json!({ "type": "reveal", "indicator": indicator });
        reveals.push(meeting.press(&reveal).await?);
    }
    let figures = Figures {
        n_members,
        first_view,
        move_each: Spread::of(&each(&moves)),
        move_last: Spread::of(&last(&moves)),
        reveal_each: Spread::of(&each(&reveals)),
        reveal_last: Spread::of(&last(&reveals)),
        skew: Spread::of(&reveals.iter().map(Press::skew_us).collect::<Vec<_>>()),
        clocks: Spread::of(&meeting.clock_errors_us()),
        starts: reveals.iter().map(Press::n_starts).max().unwrap_or(0),
        score: Spread::of(&burst.answers_us),
        frames_per_line: burst.per_line(burst.n_frames, n_members),
        bytes_per_line: burst.per_line(burst.n_bytes, n_members),
        server_cpu_percent: burst.percent(burst.server),
        load_cpu_percent: burst.percent(burst.load),
        elsewhere_cpu_percent: burst.percent(burst.elsewhere),
    };
    meeting.stage.process.stop().await?;
    Ok(figures)
}

/// A press of the facilitator's, and the frame that showed it on each line.
struct Press {
    done: Done,
    seen: Vec<Seen>,
}

impl Press {
    fn took_us(&self) -> impl Iterator<Item = u32> {
        let took = |seen: &Seen| micros(seen.at - self.done.asked_at);
        self.seen.iter().map(took)
    }

    fn skew_us(&self) -> u32 {
        let (first, last) = (self.took_us().min(), self.took_us().max());
        last.unwrap_or(0) - first.unwrap_or(0)
    }

    /// At how many different moments the screens begin; one, when all is well.
    fn n_starts(&self) -> usize {
        let mut starts: Vec<_> = self.seen.iter().map(|seen| seen.starts_at_ms).collect();
        starts.sort_unstable();
        starts.dedup();
        starts.len()
    }
}

fn each(presses: &[Press]) -> Vec<u32> {
    presses.iter().flat_map(Press::took_us).collect()
}

fn last(presses: &[Press]) -> Vec<u32> {
    presses
        .iter()
        .filter_map(|press| press.took_us().max())
        .collect()
}

fn micros(time: Duration) -> u32 {
    u32::try_from(time.as_micros()).unwrap_or(u32::MAX)
}

/// What it took when all scored at once, over all indicators.
#[derive(Default)]
struct Burst {
    answers_us: Vec<u32>,
    n_frames: usize,
    n_bytes: usize,
    n_bursts: usize,
    length: Duration,
    server: Duration,
    load: Duration,
    elsewhere: Duration,
}

impl Burst {
    fn per_line(&self, n: usize, n_members: usize) -> f64 {
        n as f64 / (n_members * self.n_bursts) as f64
    }

    fn percent(&self, cpu: Duration) -> f64 {
        100.0 * cpu.as_secs_f64() / self.length.as_secs_f64()
    }
}

impl Meeting {
    async fn gather(n_members: usize, cores: Option<Cores>) -> Result<Self> {
        let stage = Stage::set(n_members, cores).await?;
        let (mut logs, mut members) = (Vec::new(), Vec::new());
        for token in &stage.members {
            let log: Log = Rc::new(RefCell::new(Vec::new()));
            let (address, token, own) = (stage.address, token.clone(), Rc::clone(&log));
            members.push(Caller::dial(address, ROOM, &token).await?);
            spawn_local(async move {
                if let Err(error) = follow(address, ROOM, &token, own).await {
                    eprintln!("a line ended: {error:#}");
                }
            });
            logs.push(log);
        }
        let lead = Caller::dial(stage.address, ROOM, &stage.facilitator).await?;
        let meeting = Self {
            stage,
            logs,
            lead,
            members,
        };
        meeting.until(|seen| !seen.is_empty()).await?;
        sleep(PAUSE * 4).await; // those who came later are seen to come
        Ok(meeting)
    }

    async fn until(&self, is_so: impl Fn(&[Seen]) -> bool) -> Result<()> {
        let give_up_at = Instant::now() + PATIENCE;
        while !self.logs.iter().all(|log| is_so(&log.borrow())) {
            if Instant::now() > give_up_at {
                bail!("a line has not brought what it should");
            }
            sleep(Duration::from_millis(2)).await;
        }
        Ok(())
    }

    /// Asks, and waits until every line shows it.
    async fn press(&mut self, command: &Value) -> Result<Press> {
        sleep(PAUSE).await;
        let done = self.lead.ask(command).await?;
        self.until(|seen| seen.last().is_some_and(|last| last.seq >= done.seq))
            .await?;
        let shows = |log: &Log| {
            let seen = log.borrow();
            seen.iter().find(|seen| seen.seq >= done.seq).copied()
        };
        let seen = self.logs.iter().filter_map(shows).collect();
        Ok(Press { done, seen })
    }

    /// Back and forth between the first two steps.
    async fn moves(&mut self) -> Result<Vec<Press>> {
        let place = |step: &str| json!({ "step": step });
        let places = [place("velkommen"), place("fakta")];
        let mut presses = Vec::with_capacity(N_MOVES);
        for idx in 0..N_MOVES {
            let (from, to) = (&places[idx % 2], &places[(idx + 1) % 2]);
            let command = json!({ "type": "move", "from": from, "to": to });
            presses.push(self.press(&command).await?);
        }
        Ok(presses)
    }

    /// Everybody scores once, each at a moment of their own.
    async fn scores(&mut self, indicator: &'static str, burst: &mut Burst) -> Result<()> {
        sleep(PAUSE).await;
        let count = |logs: &[Log]| {
            let each = logs.iter().map(|log| {
                let seen = log.borrow();
                (
                    seen.len(),
                    seen.iter().map(|seen| seen.n_bytes).sum::<usize>(),
                )
            });
            each.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
        };
        let before = count(&self.logs);
        let cpu = Cpu::now(self.stage.process.pid)?;
        let began_at = Instant::now();
        let mut tasks = Vec::new();
        for (idx, mut member) in self.members.drain(..).enumerate() {
            let wait = BURST.mul_f64(fastrand::f64());
            let value = 1 + (idx * 7 + indicator.len()) % 5;
            tasks.push(spawn_local(async move {
                sleep(wait).await;
                let score = json!({ "type": "score", "indicator": indicator, "value": value });
                let done = member.ask(&score).await;
                (member, done)
            }));
        }
        for task in tasks {
            let (member, done) = task.await.context("a participant has failed")?;
            burst.answers_us.push(micros(done?.took));
            self.members.push(member);
        }
        sleep((began_at + BURST + PAUSE).saturating_duration_since(Instant::now())).await;
        let used = Cpu::now(self.stage.process.pid)?.since(cpu);
        let after = count(&self.logs);
        burst.n_frames += after.0 - before.0;
        burst.n_bytes += after.1 - before.1;
        burst.n_bursts += 1;
        burst.length += began_at.elapsed();
        burst.server += used.server;
        burst.load += used.load;
        burst.elsewhere += used.elsewhere();
        Ok(())
    }

    /// How wrong each device is about the server's clock, when it believes the quickest of its frames.
    fn clock_errors_us(&self) -> Vec<u32> {
        let error = |log: &Log| {
            let seen = log.borrow();
            let late_ms = seen.iter().map(|seen| seen.at_ms - seen.now_ms).min();
            late_ms.and_then(|ms| u32::try_from(ms.abs() * 1_000).ok())
        };
        self.logs.iter().filter_map(error).collect()
    }
}

/// One column for each size.
pub fn markdown(figures: &[Figures]) -> String {
    let heads = figures
        .iter()
        .map(|one| format!(" {} people |", one.n_members));
    let heads: String = heads.collect();
    let rule = "---:|".repeat(figures.len());
    let mut text = format!("| |{heads}\n|---|{rule}\n");
    for (name, figure) in ROWS {
        let cells: Vec<String> = figures.iter().map(figure).collect();
        text += ["| ", name, " | ", &cells.join(" | "), " |\n"]
            .concat()
            .as_str();
    }
    text
}

type Figure = fn(&Figures) -> String;

const ROWS: &[(&str, Figure)] = &[
    ("Move, press to each line, p50 / p99 / max ms", |f| {
        spread(f.move_each)
    }),
    ("Move, press to the last line, p50 / p99 / max ms", |f| {
        spread(f.move_last)
    }),
    ("Reveal, press to each line, p50 / p99 / max ms", |f| {
        spread(f.reveal_each)
    }),
    ("Reveal, press to the last line, p50 / p99 / max ms", |f| {
        spread(f.reveal_last)
    }),
    (
        "Reveal, from the first line to the last, p50 / p99 / max ms",
        |f| spread(f.skew),
    ),
    ("Moments at which the screens of one reveal begin", |f| {
        f.starts.to_string()
    }),
    (
        "A device's error about the server's clock, p50 / p99 / max ms",
        |f| spread(f.clocks),
    ),
    (
        "All score within 2 s: the answer, p50 / p99 / max ms",
        |f| spread(f.score),
    ),
    ("… frames to each line", |f| {
        format!("{:.1}", f.frames_per_line)
    }),
    ("… kB to each line", |f| {
        format!("{:.1}", f.bytes_per_line / 1_000.0)
    }),
    ("… server, % of a core", |f| {
        format!("{:.0}", f.server_cpu_percent)
    }),
    ("… load, % of a core", |f| {
        format!("{:.0}", f.load_cpu_percent)
    }),
    ("… other programs, % of a core", |f| {
        format!("{:.0}", f.elsewhere_cpu_percent)
    }),
    ("First view, kB", |f| {
        format!("{:.1}", f.first_view as f64 / 1_000.0)
    }),
];

fn spread(spread: Option<Spread>) -> String {
    spread.map_or_else(String::new, |spread| {
        format!(
            "{:.1} / {:.1} / {:.1}",
            spread.p50_ms, spread.p99_ms, spread.max_ms
        )
    })
}
