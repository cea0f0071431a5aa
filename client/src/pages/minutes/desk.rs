//! What the parts of the page share: the minutes as they were fetched, and where they are on their way.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::{ItemId, PersonId};
use shared::proceedings::command::Command;
use shared::proceedings::formal::Ask;
use shared::proceedings::formal::minutes::MinutesPage;
use shared::proceedings::formal::state::{MinutesStep, Spot};
use shared::proceedings::formal::undo::opposite;
use shared::proceedings::formal::view::FormalView;
use shared::programme::Person;

use crate::api::{self, ApiError};
use crate::pages::asking::Asking;
use crate::room::RoomContext;
use crate::words::Words;

type Fetched = Option<Result<Arc<MinutesPage>, ApiError>>;

/// A place that somebody corrects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    pub item: ItemId,
    pub spot: Spot,
    pub text: String,
}

#[derive(Clone, Copy)]
pub struct Desk {
    pub words: Words,
    pub formal: Memo<FormalView>,
    pub fetched: RwSignal<Fetched>,
    /// Whether the version for everybody is looked at.
    pub is_public: RwSignal<bool>,
    pub slip: RwSignal<Option<Slip>>,
    pub asking: Asking,
    pub me: StoredValue<PersonId>,
    people: Memo<Vec<Person>>,
    code: StoredValue<String>,
}

impl Desk {
    pub fn new(context: &RoomContext, asking: Asking) -> Self {
        let view = context.view;
        let formal = Memo::new(move |_| {
            view.with(|view| {
                let proceedings = view.proceedings.as_ref();
                proceedings
                    .map(|all| all.formal.clone())
                    .unwrap_or_default()
            })
        });
        let people = Memo::new(move |_| {
            view.with(|view| view.people.iter().map(|one| one.person.clone()).collect())
        });
        let desk = Self {
            words: context.words,
            formal,
            fetched: RwSignal::new(None),
            is_public: RwSignal::new(false),
            slip: RwSignal::new(None),
            asking,
            me: StoredValue::new(context.person.id.clone()),
            people,
            code: StoredValue::new(context.code.clone()),
        };
        desk.follow();
        desk
    }

    /// Fetches the minutes now, and again whenever something happens in the part.
    fn follow(self) {
        Effect::new(move || {
            self.formal.with(|_| ());
            self.is_public.track();
            self.fetch();
        });
    }

    fn fetch(self) {
        let is_public = self.is_public.get_untracked();
        spawn_local(async move {
            let code = self.code.get_value();
            let answer = api::minutes(&code, is_public).await.map(Arc::new);
            let shown = self.fetched.try_get_untracked().flatten();
            // What is on the page stays when the network goes, and is drawn anew only when it is another.
            let is_away = answer == Err(ApiError::Unreachable) && matches!(shown, Some(Ok(_)));
            let answer = Some(answer);
            if shown != answer && !is_away {
                self.fetched.try_set(answer);
            }
        });
    }

    pub fn asks(self, ask: Ask, said: &str) {
        let undo = self.formal.with_untracked(|formal| opposite(formal, &ask));
        let undo = undo.into_iter().next().map(|ask| Command::Formal { ask });
        self.asking
            .tell(Command::Formal { ask }, Some(said.to_owned()), undo);
    }

    pub fn step(self) -> MinutesStep {
        self.formal.with(|formal| formal.minutes.step)
    }

    pub fn person(self, id: &PersonId) -> Option<Person> {
        self.people
            .with(|people| people.iter().find(|one| one.id == *id).cloned())
    }

    pub fn name(self, id: &PersonId) -> String {
        self.person(id)
            .map_or_else(|| id.to_string(), |person| person.name)
    }

    /// Whether a slip may be corrected now, by the viewer.
    pub fn corrects(self) -> bool {
        self.formal.with(|formal| {
            let is_over = formal
                .sitting
                .as_ref()
                .is_some_and(|one| one.ended_at.is_some());
            formal.i_record && is_over && formal.minutes.step != MinutesStep::Approved
        }) && !self.is_public.get()
    }
}
