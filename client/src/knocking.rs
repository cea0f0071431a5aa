//! Waiting at a door: asks now and then whether somebody has opened it, and goes in when they have.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::protocol::close;
use shared::sync::redial::Redial;
use shared::view::{KnockState, SessionView};

use crate::api::ask::Failed;
use crate::api::doors;
use crate::mint;

const ASKS_EVERY_MS: u32 = 2_000;
/// So many questions without an answer, and the page says that the network is away.
const LOST_AFTER: u32 = 3;

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    In(Box<SessionView>),
    Refused,
    /// Too old, or used.
    Over,
}

/// A question that waits for its answer; ends with the page that asked it.
#[derive(Clone, Copy)]
pub struct Knocking {
    inner: StoredValue<Inner, LocalStorage>,
    answer: RwSignal<Option<Answer>>,
    is_lost: RwSignal<bool>,
}

struct Inner {
    token: String,
    pauses: Redial,
    n_failures: u32,
    next: Option<Timeout>,
}

impl Knocking {
    pub fn wait(token: String) -> Self {
        let inner = Inner {
            token,
            pauses: Redial::default(),
            n_failures: 0,
            next: None,
        };
        let knocking = Self {
            inner: StoredValue::new_local(inner),
            answer: RwSignal::new(None),
            is_lost: RwSignal::new(false),
        };
        knocking.ask();
        on_cleanup(move || {
            knocking.inner.try_update_value(|inner| inner.next = None);
        });
        knocking
    }

    pub fn answer(self) -> Signal<Option<Answer>> {
        self.answer.into()
    }

    /// Whether the server has not been reached for a while.
    pub fn is_lost(self) -> Signal<bool> {
        self.is_lost.into()
    }

    fn ask(self) {
        let Some(token) = self.inner.try_with_value(|inner| inner.token.clone()) else {
            return;
        };
        spawn_local(async move {
            let state = doors::knock_state(&token).await.map(|view| view.state);
            match state {
                Ok(KnockState::Waiting) => self.ask_later(),
                Ok(KnockState::Refused) => self.ended(Answer::Refused),
                Ok(KnockState::Admitted) => match doors::enter(&token).await {
                    Ok(session) => self.ended(Answer::In(Box::new(session))),
                    Err(failed) => self.failed(&failed),
                },
                Err(failed) => self.failed(&failed),
            }
        });
    }

    fn failed(self, failed: &Failed) {
        match failed {
            Failed::Refused(problem) if matches!(problem.status, 404 | 410) => {
                self.ended(Answer::Over);
            }
            Failed::Refused(problem) if problem.code == "not-admitted-yet" => self.ask_later(),
            Failed::Refused(_) | Failed::Unreachable | Failed::Broken => self.ask_after_a_pause(),
        }
    }

    fn ended(self, answer: Answer) {
        self.answer.try_set(Some(answer));
    }

    fn ask_later(self) {
        self.inner.try_update_value(|inner| {
            inner.n_failures = 0;
            inner.pauses.begin_anew();
            inner.next = Some(Timeout::new(ASKS_EVERY_MS, move || self.ask()));
        });
        self.say_lost(false);
    }

    fn ask_after_a_pause(self) {
        let n_failures = self.inner.try_update_value(|inner| {
            inner.n_failures += 1;
            let pause = inner.pauses.pause_ms(close::ABNORMAL, 0, mint::share());
            let pause_ms = pause.unwrap_or(ASKS_EVERY_MS).max(ASKS_EVERY_MS);
            inner.next = Some(Timeout::new(pause_ms, move || self.ask()));
            inner.n_failures
        });
        self.say_lost(n_failures.is_some_and(|n| n >= LOST_AFTER));
    }

    fn say_lost(self, is_lost: bool) {
        if self.is_lost.try_get_untracked() == Some(!is_lost) {
            self.is_lost.try_set(is_lost);
        }
    }
}
