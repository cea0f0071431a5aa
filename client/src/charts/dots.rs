//! What a group answered on one indicator, and when its parts are shown. [`super::picture`] draws it, and
//! [`super::figure`] is the whole of it on a page.
//!
//! A reveal that has just begun is played: every part waits until its moment by the server's clock, in the style sheet, so
//! that all screens move together. A page that comes later shows the end at once.

use std::time::Duration;

use leptos::prelude::*;
use shared::chart::reveal::{Timeline, timeline};
use shared::chart::sentence::{Saying, saying};
use shared::proceedings::tally::Tally;
use shared::proceedings::view::RevealView;
use shared::template::Scale;
use shared::time::Timestamp;

use super::say;
use crate::clock;
use crate::words::Words;

/// How long after its last part a reveal is over for certain.
const SETTLED_MS: i64 = 500;

/// What a chart is drawn from; cheap enough to copy about.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    pub reveal: RevealView,
    pub scale: Scale,
    /// Last year's common grade.
    pub last: Option<u8>,
    /// What the viewer answered, if they did.
    pub own: Option<u8>,
}

impl Shown {
    pub fn values(&self) -> Vec<u8> {
        self.scale.steps.iter().map(|step| step.value).collect()
    }

    pub fn tally(&self) -> &Tally {
        &self.reveal.tally
    }

    /// None where there are too few scores to show.
    pub fn saying(&self) -> Option<Saying> {
        saying(&self.values(), self.tally())
    }

    /// The picture in words, for those who do not see it.
    pub fn caption(&self, words: Words) -> String {
        let mut parts = vec![say::caption(words, &self.values(), self.tally())];
        if let Some(saying) = self.saying() {
            parts.push(words.chart_middle_is(&say::middle(words, saying.middle)));
        }
        parts.extend(
            self.last
                .map(|last| words.chart_last_was(&last.to_string())),
        );
        parts.extend(self.own.map(|own| words.chart_own(&own.to_string())));
        parts.join(" ")
    }

    /// What the parts of the reveal wait for, if it is still going on.
    pub fn play(&self) -> Option<Play> {
        let n_dots = self.tally().counts.iter().map(|n| usize::from(*n)).sum();
        Play::at(self.reveal.starts_at, n_dots)
    }
}

/// A reveal that is going on, as the page that draws it sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Play {
    pub timeline: Timeline,
    /// Until it starts; negative when it has.
    wait_ms: i64,
}

impl Play {
    fn at(starts_at: Timestamp, n_dots: usize) -> Option<Self> {
        let timeline = timeline(n_dots, starts_at.0);
        let wait_ms = starts_at.0 - clock::server_now().0;
        (wait_ms + timeline.end > 0).then_some(Self { timeline, wait_ms })
    }

    /// Whether it is playing. What is laid out anew later, as when a phone is turned, stands still.
    pub fn plays(play: Option<&Self>) -> RwSignal<bool> {
        let plays = RwSignal::new(play.is_some());
        if let Some(play) = play {
            let left_ms = play.wait_ms + play.timeline.end + SETTLED_MS;
            let left = Duration::from_millis(u64::try_from(left_ms).unwrap_or(0));
            set_timeout(
                move || {
                    plays.try_set(false);
                },
                left,
            );
        }
        plays
    }

    /// Until it starts, for what comes all at once where things move less; stands on whatever holds picture and sentence.
    pub fn wait(&self) -> String {
        self.until(0)
    }

    /// Until the sentence comes.
    pub fn said(&self) -> String {
        self.until(self.timeline.sentence)
    }

    /// Until a moment of its [`timeline`].
    pub fn until(&self, at_ms: i64) -> String {
        format!("{}ms", self.wait_ms + at_ms)
    }
}
