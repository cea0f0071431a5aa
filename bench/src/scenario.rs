//! The six situations, and how each is played against one server.

use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use tokio::task::spawn_local;
use tokio::time::{Instant, sleep, sleep_until};

use crate::client::{self, Typing, Visitor};
use crate::course::{Course, Stage};
use crate::edit;
use crate::outcome::{Joining, Outcome, Window};
use crate::process::{Cores, Cpu, cpu_time, resident};
use crate::servers::{Kind, Server, Stock};

const WARM_UP: Duration = Duration::from_secs(3);
/// How long presence gets to calm down after everybody has joined.
const SETTLE: Duration = Duration::from_secs(2);
const JOIN_PATIENCE: Duration = Duration::from_mins(2);
/// When nothing has come for this long, what is missing counts as lost.
const DRAIN_PATIENCE: Duration = Duration::from_secs(5);
const LOOK_AGAIN: Duration = Duration::from_millis(10);
/// How many join at a time where the joining itself is not what is measured.
const N_TURNS: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Scenario {
    /// 25 clients in one document, all typing 5 edits/s
    A,
    /// 200 clients in one document, 20 typing 10 edits/s
    B,
    /// 40 documents of 25 clients, each typing 1 edit/s
    C,
    /// 500 clients in one document, 5 typing 10 edits/s
    D,
    /// 150 clients joining a document of 4 MB at once
    E,
    /// 1000 idle connections in 40 documents
    F,
}

/// A scenario in numbers.
#[derive(Debug, Clone, Copy)]
struct Cast {
    n_documents: usize,
    n_per_document: usize,
    n_typists: usize,
    every: Duration,
    n_bytes: usize,
    n_turns: usize,
}

impl Scenario {
    pub fn letter(self) -> char {
        match self {
            Self::A => 'a',
            Self::B => 'b',
            Self::C => 'c',
            Self::D => 'd',
            Self::E => 'e',
            Self::F => 'f',
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::A => "25 clients in one document, all typing 5 edits/s",
            Self::B => "200 clients in one document, 20 typing 10 edits/s",
            Self::C => "40 documents of 25 clients, each typing 1 edit/s",
            Self::D => "500 clients in one document, 5 typing 10 edits/s",
            Self::E => "150 clients joining a document of 4 MB at once",
            Self::F => "1000 idle connections in 40 documents",
        }
    }

    fn cast(self) -> Cast {
        let typing = |n_documents, n_per_document, n_typists, per_second| Cast {
            n_documents,
            n_per_document,
            n_typists,
            every: Duration::from_secs(1) / per_second,
            n_bytes: 0,
            n_turns: N_TURNS,
        };
        match self {
            Self::A => typing(1, 25, 25, 5),
            Self::B => typing(1, 200, 20, 10),
            Self::C => typing(40, 25, 25, 1),
            Self::D => typing(1, 500, 5, 10),
            Self::E => Cast {
                n_bytes: 4_000_000,
                n_turns: 150,
                ..typing(1, 150, 0, 1)
            },
            Self::F => typing(40, 25, 0, 1),
        }
    }

    pub fn n_clients(self) -> usize {
        self.cast().n_clients()
    }

    /// Plays it against a fresh server.
    pub async fn play(self, kind: Kind, length: Duration, cores: Option<Cores>) -> Result<Outcome> {
        let cast = self.cast();
        let stock = Stock {
            n_documents: cast.n_documents,
            n_clients: cast.n_clients() + 1, // one more for the prelude
            text_len: cast.n_bytes,
        };
        let server = Server::start(kind, stock, cores).await?;
        let prelude = Rc::new(Course::new(1));
        if cast.n_bytes > 0 {
            fill(&server, &cast, &prelude).await?;
        }
        let course = Rc::new(Course::new(cast.n_turns));
        let joining = join(&server, &cast, &course).await?;
        let window = match self {
            Self::E => None,
            _ => Some(measure(&server, &course, length).await?),
        };
        let outcome = Outcome::of(self, kind, &course.tally(), joining, window);
        course.enter(Stage::Over);
        prelude.enter(Stage::Over);
        server.process.stop().await?;
        Ok(outcome)
    }
}

impl Cast {
    fn n_clients(&self) -> usize {
        self.n_documents * self.n_per_document
    }

    fn visitor(&self, idx: usize) -> Visitor {
        let place = idx / self.n_documents;
        let n_typing = self.n_typists * self.n_documents;
        let typing = (place < self.n_typists).then(|| Typing {
            typist: u32::try_from(place).expect("a small number"),
            n_readers: u32::try_from(self.n_per_document - 1).expect("a small number"),
            every: self.every,
            phase: self
                .every
                .mul_f64((idx as f64 + fastrand::f64()) / n_typing as f64),
        });
        Visitor {
            client_id: fastrand::u64(1..1 << 53),
            name: format!("Member {idx}"),
            typing,
            brings: Vec::new(),
        }
    }
}

/// Makes the document as long as it is to be, keeps it open, and makes sure that it is served whole.
async fn fill(server: &Server, cast: &Cast, prelude: &Rc<Course>) -> Result<()> {
    let mut visitor = cast.visitor(0);
    if server.must_be_seeded() {
        visitor.brings = edit::long_document(visitor.client_id, cast.n_bytes);
    }
    spawn_local(client::run(
        prelude.clone(),
        server.door(0, 0, false),
        visitor,
    ));
    let give_up_at = Instant::now() + JOIN_PATIENCE;
    loop {
        let probe = Rc::new(Course::new(1));
        let task = spawn_local(client::run(
            probe.clone(),
            server.door(0, 0, false),
            cast.visitor(0),
        ));
        wait_for_joins(&probe, 1).await?;
        probe.enter(Stage::Over);
        task.await.context("the probe broke")?;
        if probe.tally().joins[0].n_bytes >= cast.n_bytes {
            return Ok(());
        }
        if Instant::now() > give_up_at {
            bail!("the long document is not served whole");
        }
        sleep(LOOK_AGAIN).await;
    }
}

async fn join(server: &Server, cast: &Cast, course: &Rc<Course>) -> Result<Joining> {
    let pid = server.process.pid;
    let (resident_before, cpu_before) = (resident(pid)?, cpu_time(pid)?);
    let began_at = Instant::now();
    for idx in 0..cast.n_clients() {
        let visitor = cast.visitor(idx);
        let door = server.door(idx % cast.n_documents, idx, visitor.typing.is_some());
        spawn_local(client::run(course.clone(), door, visitor));
    }
    wait_for_joins(course, cast.n_clients()).await?;
    let (took, cpu) = (
        began_at.elapsed(),
        cpu_time(pid)?.saturating_sub(cpu_before),
    );
    sleep(SETTLE).await;
    Ok(Joining {
        n_clients: cast.n_clients(),
        took,
        cpu,
        resident_before,
        resident_after: resident(pid)?,
    })
}

async fn wait_for_joins(course: &Course, n_clients: usize) -> Result<()> {
    let give_up_at = Instant::now() + JOIN_PATIENCE;
    loop {
        {
            let tally = course.tally();
            if tally.joins.len() == n_clients {
                return Ok(());
            }
            if Instant::now() > give_up_at || !tally.failures.is_empty() {
                let reason = tally.failures.first().map_or("too slow", String::as_str);
                bail!("{} of {n_clients} have joined: {reason}", tally.joins.len());
            }
        }
        sleep(LOOK_AGAIN).await;
    }
}

/// Lets everybody type, and looks at the server over a window in the middle.
async fn measure(server: &Server, course: &Course, length: Duration) -> Result<Window> {
    let pid = server.process.pid;
    let from = Instant::now() + WARM_UP;
    course.measure(from, length);
    course.enter(Stage::Typing {
        from: Instant::now(),
    });
    sleep_until(from).await;
    let (began_at, n_before) = (Instant::now(), course.tally().n_delivered);
    let before = Cpu::now(pid)?;
    sleep_until(from + length).await;
    let window = Window {
        took: began_at.elapsed(),
        cpu: Cpu::now(pid)?.since(before),
        n_delivered: course.tally().n_delivered - n_before,
        resident: resident(pid)?,
    };
    course.enter(Stage::Listening);
    drain(course).await;
    Ok(window)
}

/// Waits until everything has arrived, or nothing does any more.
async fn drain(course: &Course) {
    let (mut n_seen, mut seen_at) = (0, Instant::now());
    while !course.tally().is_complete() && seen_at.elapsed() < DRAIN_PATIENCE {
        let n_delivered = course.tally().n_delivered;
        if n_delivered != n_seen {
            (n_seen, seen_at) = (n_delivered, Instant::now());
        }
        sleep(LOOK_AGAIN).await;
    }
}
