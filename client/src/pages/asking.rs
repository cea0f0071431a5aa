//! Commands that a page of papers asks for: one at a time, with what went wrong said, tried again when nobody answered,
//! and undone within ten seconds.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::proceedings::command::{Command, CommandRequest};

use crate::api::commands::{CommandFailure, command_soon, request};
use crate::components::toast::Toasts;
use crate::live::Room;
use crate::room::RoomContext;
use crate::words::Words;

#[derive(Clone, Copy)]
pub struct Asking {
    code: StoredValue<String>,
    room: Room,
    pub words: Words,
    pub toasts: Toasts,
    pub is_busy: RwSignal<bool>,
}

impl Asking {
    pub fn new(context: &RoomContext, toasts: Toasts) -> Self {
        Self {
            code: StoredValue::new(context.code.clone()),
            room: context.room,
            words: context.words,
            toasts,
            is_busy: RwSignal::new(false),
        }
    }

    /// Asks, and sees to it that the page hears of the outcome also where no live line holds.
    pub async fn ask(self, asked: Command) -> Result<(), CommandFailure> {
        self.send(&request(asked)).await
    }

    async fn send(self, request: &CommandRequest) -> Result<(), CommandFailure> {
        let Some(code) = self.code.try_get_value() else {
            return Err(CommandFailure::Unreachable);
        };
        self.is_busy.try_set(true);
        let answer = command_soon(&code, request).await;
        self.is_busy.try_set(false);
        if answer.is_ok() {
            self.room.try_now();
        }
        answer.map(drop)
    }

    /// Asks, says `done` when it is done and why when it is not. Not while another one is on its way.
    pub fn tell(self, asked: Command, done: Option<String>, undo: Option<Command>) {
        self.tell_of(request(asked), done, undo);
    }

    /// Under the same id as long as nobody answers, so that nothing happens twice.
    fn tell_of(self, request: CommandRequest, done: Option<String>, undo: Option<Command>) {
        if self.is_busy.get_untracked() {
            return;
        }
        spawn_local(async move {
            match (self.send(&request).await, done, undo) {
                (Ok(()), Some(done), Some(undo)) => {
                    self.toasts
                        .offer_undo(done, move || self.tell(undo.clone(), None, None));
                }
                (Ok(()), Some(done), None) => self.toasts.say(done),
                (Ok(()), None, _) => self.toasts.withdraw_again(),
                (Err(failure @ CommandFailure::Unreachable), done, undo) => {
                    let again = move || self.tell_of(request.clone(), done.clone(), undo.clone());
                    self.toasts.offer_again(failure.says(self.words), again);
                }
                (Err(failure), _, _) => self.toasts.say(failure.says(self.words)),
            }
        });
    }
}
