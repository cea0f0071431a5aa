//! What every part of the two pages stands on: the evaluation as this person sees it now, with what they have just done
//! laid over it.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::PersonId;
use shared::lobby::RoomView;
use shared::proceedings::command::Command;
use shared::proceedings::evaluation::Ask;
use shared::proceedings::evaluation::form::EvaluationForm;
use shared::proceedings::evaluation::undo::opposite;
use shared::proceedings::evaluation::view::{EvaluationView, MyAgreement};
use shared::programme::Person;
use shared::rights::Act;

use crate::api::commands::CommandFailure;
use crate::commands::Commands;
use crate::components::toast::Toasts;
use crate::meeting::meeting_title;
use crate::pages::asking::Asking;
use crate::room::RoomContext;
use crate::words::Words;

/// Cheap to copy; lives as long as its page.
#[derive(Clone, Copy)]
pub struct Desk {
    pub words: Words,
    pub commands: Commands,
    pub toasts: Toasts,
    pub room: Signal<Arc<RoomView>>,
    asking: Asking,
    view: Memo<Option<Arc<EvaluationView>>>,
    context: StoredValue<RoomContext>,
}

impl Desk {
    /// Takes up what the device has kept.
    pub fn new(context: &RoomContext) -> Self {
        let toasts = Toasts::new();
        let room = context.view;
        let meeting = room.with_untracked(|room| room.meeting.id.clone());
        let commands = Commands::open(&context.person.id, &meeting);
        let pending = commands.pending();
        let view = Memo::new(move |_| {
            let mut view = room.with(|room| room.proceedings.as_ref()?.evaluation.clone())?;
            for entry in pending.get().iter() {
                if let Command::Evaluation { ask } = &entry.command {
                    lay(&mut view, ask);
                }
            }
            Some(Arc::new(view))
        });
        let line = context.room;
        let seq = line.seq();
        Effect::new(move || commands.seen(seq.get()));
        Effect::new(move || line.has_unsent(commands.status().get().waiting.n_all));
        // An answer from the server says that the network is back before the browser does.
        let offline = line.offline();
        Effect::new(move |was_away: Option<bool>| {
            let is_away = offline.get().is_shown();
            if was_away == Some(true) && !is_away {
                commands.try_now();
            }
            is_away
        });
        Self {
            words: context.words,
            commands,
            toasts,
            room,
            asking: Asking::new(context, toasts),
            view,
            context: StoredValue::new(context.clone()),
        }
    }

    pub fn path(self, page: &str) -> String {
        self.context.with_value(|context| context.path(page))
    }

    pub fn title(self) -> String {
        let about = self.room.with_untracked(|room| room.meeting.clone());
        meeting_title(self.words, about.kind, about.year)
    }

    /// The language the programme writes in.
    pub fn lang(self) -> &'static str {
        self.room.with_untracked(|room| room.meeting.language.tag())
    }

    /// Something of the view, as long as it stays the same; its default in a meeting that evaluates nothing.
    pub fn read<T: Default + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&EvaluationView) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        let view = self.view;
        Memo::new(move |_| view.with(|view| view.as_deref().map_or_else(T::default, &read)))
    }

    pub fn look<T: Default>(self, read: impl FnOnce(&EvaluationView) -> T) -> T {
        self.view
            .with_untracked(|view| view.as_deref().map_or_else(T::default, read))
    }

    pub fn form(self) -> Memo<Option<EvaluationForm>> {
        self.read(|view| view.form.clone())
    }

    pub fn may(self, act: Act) -> Memo<bool> {
        let room = self.room;
        Memo::new(move |_| room.with(|room| room.may.contains(&act)))
    }

    /// Whether the viewer opens and closes it.
    pub fn opens(self) -> Memo<bool> {
        let (leads, manages) = (self.may(Act::LeadMeeting), self.may(Act::ManageMeeting));
        Memo::new(move |_| leads.get() || manages.get())
    }

    pub fn person(self, id: &PersonId) -> Option<Person> {
        self.room.with(|room| {
            let mut people = room.people.iter();
            let found = people.find(|one| one.person.id == *id)?;
            Some(found.person.clone())
        })
    }

    /// What is one's own: kept on the device, and sent when it can be.
    pub fn give(self, ask: Ask) {
        self.commands.give(Command::Evaluation { ask });
    }

    /// What others see too: asked for at once, said when it has happened, and taken back for ten seconds.
    pub fn ask(self, ask: Ask, said: impl Into<String>) {
        self.ask_then(ask, said, || ());
    }

    /// The same, with what the page does when it has happened. Where it has not, what was written stays.
    pub fn ask_then(self, ask: Ask, said: impl Into<String>, then: impl FnOnce() + Send + 'static) {
        let back = self.look(|view| opposite(view, &ask));
        let said = said.into();
        spawn_local(async move {
            match self
                .asking
                .ask(Command::Evaluation { ask: ask.clone() })
                .await
            {
                Ok(()) => {
                    then();
                    self.say(said, back);
                }
                Err(failure @ CommandFailure::Unreachable) => {
                    let again = move || self.ask(ask.clone(), said.clone());
                    self.toasts.offer_again(failure.says(self.words), again);
                }
                Err(failure) => self.toasts.say(failure.says(self.words)),
            }
        });
    }

    fn say(self, said: String, back: Vec<Ask>) {
        if back.is_empty() {
            return self.toasts.say(said);
        }
        self.toasts.offer_undo(said, move || {
            for ask in back.clone() {
                let undone = Some(self.words.undone().to_owned());
                self.asking.tell(Command::Evaluation { ask }, undone, None);
            }
        });
    }
}

/// Only what is the person's own changes before the server has shown it.
fn lay(view: &mut EvaluationView, ask: &Ask) {
    match ask {
        Ask::Answer { statement, value } => {
            let mine = MyAgreement { value: *value };
            view.my_answers.insert(statement.clone(), mine);
        }
        Ask::Write { question, text } if text.trim().is_empty() => {
            view.my_texts.remove(question);
        }
        Ask::Write { question, text } => {
            view.my_texts.insert(question.clone(), text.clone());
        }
        Ask::Finish { is_done } => view.i_am_done = *is_done,
        _ => {}
    }
}
