//! What all clients of one run share: the clock, the stage the run is in, and the tally.

use std::cell::{Cell, RefCell, RefMut};
use std::time::Duration;

use tokio::sync::{Semaphore, watch};
use tokio::time::Instant;

use crate::tally::{Tally, Window};

const SCRATCH: usize = 64 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Joining,
    /// Everybody who types begins here, each with a phase of their own.
    Typing {
        from: Instant,
    },
    /// Nobody types any more, and what is under way may arrive.
    Listening,
    Over,
}

pub struct Course {
    began_at: Instant,
    stage: watch::Sender<Stage>,
    /// How many may join at a time.
    pub turns: Semaphore,
    window: Cell<Option<Window>>,
    tally: RefCell<Tally>,
    /// Every socket is read through this.
    pub scratch: RefCell<Vec<u8>>,
}

impl Course {
    pub fn new(n_turns: usize) -> Self {
        Self {
            began_at: Instant::now(),
            stage: watch::Sender::new(Stage::Joining),
            turns: Semaphore::new(n_turns),
            window: Cell::new(None),
            tally: RefCell::default(),
            scratch: RefCell::new(vec![0; SCRATCH]),
        }
    }

    /// Microseconds since the run began.
    pub fn micros(&self, at: Instant) -> u32 {
        let since = at.saturating_duration_since(self.began_at);
        u32::try_from(since.as_micros()).expect("a run takes minutes")
    }

    pub fn enter(&self, stage: Stage) {
        self.stage.send_replace(stage);
    }

    pub fn stages(&self) -> watch::Receiver<Stage> {
        self.stage.subscribe()
    }

    /// Measures what is sent from `from` on, for `length`.
    pub fn measure(&self, from: Instant, length: Duration) {
        self.window.set(Some(Window {
            from_us: self.micros(from),
            until_us: self.micros(from + length),
        }));
    }

    pub fn window(&self) -> Option<Window> {
        self.window.get()
    }

    /// For a moment: never kept across a wait.
    pub fn tally(&self) -> RefMut<'_, Tally> {
        self.tally.borrow_mut()
    }
}
