//! What the parts of the page share: the formal part as the viewer sees it, the item that is looked at, and what is asked.

use std::sync::Arc;

use leptos::prelude::*;
use shared::id::{ItemId, NoteId, PersonId};
use shared::lobby::RoomView;
use shared::proceedings::command::Command;
use shared::proceedings::formal::Ask;
use shared::proceedings::formal::state::{Item, Question};
use shared::proceedings::formal::undo::opposite;
use shared::proceedings::formal::view::{FormalView, ItemView};
use shared::programme::Person;

use crate::pages::asking::Asking;
use crate::room::RoomContext;
use crate::words::Words;

/// What somebody is filling in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// An item; none is a new one.
    Item(Option<ItemId>),
    Impartiality,
    Case(NoteId),
    Motion,
    Closing,
    Register,
    Resolution,
    Remark,
    Chair,
    Signers,
    Provisions,
}

#[derive(Clone, Copy)]
pub struct Desk {
    pub words: Words,
    pub view: Signal<Arc<RoomView>>,
    pub formal: Memo<FormalView>,
    pub me: StoredValue<PersonId>,
    pub asking: Asking,
    /// The item somebody looks at, when it is not the one that is treated.
    pub chosen: RwSignal<Option<ItemId>>,
    /// The item in the middle.
    pub shown: Memo<Option<ItemView>>,
    pub form: RwSignal<Option<Form>>,
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
        let chosen = RwSignal::<Option<ItemId>>::new(None);
        let shown = Memo::new(move |_| {
            let chosen = chosen.get();
            formal.with(|formal| {
                let chosen = chosen.filter(|id| formal.items.contains_key(id));
                let id = chosen.or_else(|| formal.current.clone())?;
                formal.items.get(&id).cloned()
            })
        });
        Self {
            words: context.words,
            view,
            formal,
            me: StoredValue::new(context.person.id.clone()),
            asking,
            chosen,
            shown,
            form: RwSignal::new(None),
            code: StoredValue::new(context.code.clone()),
        }
    }

    pub fn path(self, page: &str) -> String {
        self.code.with_value(|code| format!("/m/{code}/{page}"))
    }

    /// Asks, says so where there are words for it, and offers to take it back where that can be done.
    pub fn asks(self, ask: Ask, said: Option<&str>) {
        let undo = self.formal.with_untracked(|formal| opposite(formal, &ask));
        let undo = undo.into_iter().next().map(|ask| Command::Formal { ask });
        let said = said.map(str::to_owned);
        self.asking.tell(Command::Formal { ask }, said, undo);
    }

    pub fn person(self, id: &PersonId) -> Option<Person> {
        self.view.with(|view| {
            let found = view.people.iter().find(|one| one.person.id == *id);
            found.map(|one| one.person.clone())
        })
    }

    pub fn name(self, id: &PersonId) -> String {
        self.person(id)
            .map_or_else(|| id.to_string(), |person| person.name)
    }

    pub fn names(self, ids: &[PersonId]) -> String {
        let names: Vec<String> = ids.iter().map(|id| self.name(id)).collect();
        self.words.list(&names)
    }

    /// The item that is treated now, when the viewer may hear of it.
    pub fn current(self) -> Option<Item> {
        self.formal.with(|formal| {
            let view = formal.items.get(formal.current.as_ref()?)?;
            (!view.is_hidden).then(|| view.item.clone())
        })
    }

    pub fn records(self) -> bool {
        self.formal
            .with(|formal| formal.i_record && !formal.i_am_out)
    }

    pub fn is_running(self) -> bool {
        self.formal.with(|formal| {
            let sitting = formal.sitting.as_ref();
            sitting.is_some_and(|sitting| sitting.ended_at.is_none())
        })
    }

    pub fn is_over(self) -> bool {
        self.formal.with(|formal| formal.sitting.is_some()) && !self.is_running()
    }

    /// Whether the item in the middle is the one that is treated.
    pub fn is_at_work(self) -> bool {
        let shown = self
            .shown
            .with(|one| one.as_ref().map(|one| one.item.id.clone()));
        shown.is_some() && self.formal.with(|formal| formal.current == shown)
    }

    /// How many seats are taken by somebody who is here, and how many there are.
    pub fn taken(self) -> (usize, usize) {
        self.view.with(|view| {
            self.formal.with(|formal| {
                let is_here = |id: &PersonId| {
                    let mut people = view.people.iter();
                    people.any(|one| one.person.id == *id && one.is_here)
                };
                let taken = formal
                    .seats
                    .iter()
                    .filter(|seat| seat.holder.as_ref().is_some_and(is_here));
                (taken.count(), formal.seats.len())
            })
        })
    }

    /// Whether the viewer has a vote in the question that is open.
    pub fn my_ballot(self) -> Option<(ItemId, Question)> {
        let me = self.me.get_value();
        self.formal.with(|formal| {
            let item = &formal.items.get(formal.current.as_ref()?)?.item;
            let vote = item.vote.as_ref().filter(|_| formal.i_vote)?;
            let is_about_me = match &vote.question {
                Question::Impartiality { case } => {
                    item.case(case).is_some_and(|one| one.person == me)
                }
                _ => false,
            };
            (!is_about_me).then(|| (item.id.clone(), vote.question.clone()))
        })
    }

    /// What a question asks, as a sentence.
    pub fn question(self, item: &Item, question: &Question) -> String {
        super::question(self.words, item, question, |id| self.name(id))
    }

    pub fn opens(self, form: Form) {
        self.form.set(Some(form));
    }
}
