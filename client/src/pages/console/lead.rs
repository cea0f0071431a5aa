//! What a facilitator asks for. It is said when it has happened, and can be taken back for ten seconds. What is not
//! answered can be tried again; without the network nothing is asked, and it is said who else can.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::PersonId;
use shared::lobby::RoomView;
use shared::proceedings::command::{Command, CommandRequest};
use shared::proceedings::undo::opposite;

use super::scene::Scene;
use crate::api::commands::{self, CommandFailure};
use crate::components::toast::Toasts;
use crate::live::Room;
use crate::room::RoomContext;
use crate::words::Words;

#[derive(Clone, Copy)]
pub struct Lead {
    pub words: Words,
    pub view: Signal<Arc<RoomView>>,
    pub toasts: Toasts,
    room: Room,
    code: StoredValue<String>,
    me: StoredValue<PersonId>,
    is_busy: RwSignal<bool>,
}

impl Lead {
    pub fn new(context: &RoomContext, toasts: Toasts) -> Self {
        Self {
            words: context.words,
            view: context.view,
            toasts,
            room: context.room,
            code: StoredValue::new(context.code.clone()),
            me: StoredValue::new(context.person.id.clone()),
            is_busy: RwSignal::new(false),
        }
    }

    /// What is read from the meeting as it stands; none before the day has begun.
    pub fn read<T>(self, read: impl FnOnce(Scene<'_>) -> T) -> Option<T> {
        self.view.with(|view| Scene::of(view).map(read))
    }

    /// The same, without being asked again when it changes.
    pub fn look<T>(self, read: impl FnOnce(Scene<'_>) -> T) -> Option<T> {
        self.view.with_untracked(|view| Scene::of(view).map(read))
    }

    pub fn path(self, page: &str) -> String {
        self.code.with_value(|code| format!("/m/{code}/{page}"))
    }

    pub fn me(self) -> PersonId {
        self.me.get_value()
    }

    /// Whether an answer is being waited for: of two presses in a row the second is not meant.
    pub fn is_busy(self) -> bool {
        self.is_busy.get_untracked()
    }

    pub fn is_away(self) -> bool {
        self.room.offline().get().is_shown()
    }

    /// Who else can lead, when this device cannot.
    pub fn away_text(self) -> String {
        let me = self.me();
        let others = self.view.with(|view| {
            let others = view.people.iter();
            let others = others.filter(|one| one.may_lead && one.person.id != me);
            let names = others.map(|one| one.person.first_name().to_owned());
            names.collect::<Vec<_>>()
        });
        if others.is_empty() {
            self.words.con_away().to_owned()
        } else {
            self.words.con_away_by(&self.words.list(&others))
        }
    }

    /// First names, in the order given.
    pub fn names(self, people: &[PersonId]) -> String {
        let first_names = self.view.with(|view| {
            let known = people.iter().filter_map(|id| {
                let one = view.people.iter().find(|one| one.person.id == *id)?;
                Some(one.person.first_name().to_owned())
            });
            known.collect::<Vec<_>>()
        });
        self.words.list(&first_names)
    }

    /// Asks, says nothing when it has happened.
    pub fn ask(self, command: Command) {
        self.ask_all(vec![command], None);
    }

    /// Asks, says so, and offers to take it back where that can be done.
    pub fn ask_and_say(self, command: Command, said: impl Into<String>) {
        self.ask_all(vec![command], Some(said.into()));
    }

    /// Asks for several things one after another; the first refusal stops the rest.
    pub fn ask_all(self, all: Vec<Command>, said: Option<String>) {
        // A note may be kept while its page is being left.
        if self.code.try_get_value().is_none() {
            return;
        }
        if self.room.offline().get_untracked().is_shown() {
            return self.toasts.say(untrack(|| self.away_text()));
        }
        let undo = self.view.with_untracked(|view| {
            let day = view.proceedings.as_ref();
            let ways_back = day.map(|day| {
                let backwards = all.iter().rev();
                backwards
                    .flat_map(|command| opposite(day, command))
                    .collect()
            });
            ways_back.unwrap_or_default()
        });
        let requests = all.into_iter().map(commands::request).collect();
        self.send(Arc::new(Asked {
            requests,
            said,
            undo,
        }));
    }

    fn send(self, asked: Arc<Asked>) {
        let code = self.code.get_value();
        self.is_busy.set(true);
        spawn_local(async move {
            let done = ask_in_order(&code, &asked.requests).await;
            self.is_busy.try_set(false);
            match done {
                Ok(()) => self.tell(&asked),
                Err(failure @ CommandFailure::Unreachable) => {
                    let again = move || self.send(Arc::clone(&asked));
                    self.toasts.offer_again(failure.says(self.words), again);
                }
                Err(failure) => self.toasts.say(failure.says(self.words)),
            }
        });
    }

    fn tell(self, asked: &Asked) {
        let Some(said) = asked.said.clone() else {
            return self.toasts.withdraw_again();
        };
        if asked.undo.is_empty() {
            return self.toasts.say(said);
        }
        let undo = asked.undo.clone();
        self.toasts.offer_undo(said, move || {
            let requests = undo.iter().cloned().map(commands::request).collect();
            self.send(Arc::new(Asked {
                requests,
                said: Some(self.words.undone().to_owned()),
                undo: Vec::new(),
            }));
        });
    }
}

/// What was asked for, kept to be asked again under the same ids: nothing happens twice.
struct Asked {
    requests: Vec<CommandRequest>,
    /// What is said when it has happened.
    said: Option<String>,
    undo: Vec<Command>,
}

/// One after another; the first that is not done stops the rest.
async fn ask_in_order(code: &str, requests: &[CommandRequest]) -> Result<(), CommandFailure> {
    for request in requests {
        commands::command_soon(code, request).await?;
    }
    Ok(())
}
