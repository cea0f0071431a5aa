//! What is decided and said about a plan, as the page has it from the plan's room, and how people ask for more.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::{GroupId, PersonId, ProposalId};
use shared::plan::docket::command::{Command, CommandRequest};
use shared::plan::docket::coverage::{Coverage, coverage};
use shared::plan::docket::undo::opposite;
use shared::plan::docket::view::MayDo;
use shared::programme::Person;
use shared::view::PlanRoomView;

use super::desk::{Desk, KnownProposal};
use super::trace::ends::{ThemeEnd, ends};
use crate::api::commands::{CommandFailure, command_soon};
use crate::live::PlanRoom;
use crate::mint;

#[derive(Clone, Copy)]
pub struct Docket {
    pub desk: Desk,
    pub may: Memo<MayDo>,
    /// What became of each theme of the review before the plan.
    pub ends: Memo<Vec<ThemeEnd>>,
    /// Whether the plan stands on a review at all; none until the room has been seen.
    pub has_review: Memo<Option<bool>>,
    room: PlanRoom,
    plan: StoredValue<String>,
}

pub fn use_docket() -> Docket {
    expect_context()
}

impl Docket {
    pub fn open(desk: Desk) -> Self {
        let id = desk.view().card.id.to_string();
        let room = PlanRoom::open(&id);
        let view = room.view();
        let covered = Memo::new(move |_| {
            view.with(|view| {
                view.as_deref()
                    .map_or_else(Vec::new, |view| covered(desk, view))
            })
        });
        let this = Self {
            desk,
            may: Memo::new(move |_| {
                view.with(|view| {
                    view.as_ref()
                        .map_or_else(MayDo::default, |it| it.docket.may)
                })
            }),
            ends: Memo::new(move |_| {
                view.with(|view| {
                    let Some(view) = view else { return Vec::new() };
                    let Some(review) = &view.review else {
                        return Vec::new();
                    };
                    covered.with(|covered| ends(&review.themes, covered, &view.docket.ends))
                })
            }),
            has_review: Memo::new(move |_| {
                view.with(|view| view.as_ref().map(|view| view.review.is_some()))
            }),
            room,
            plan: StoredValue::new(id),
        };
        Effect::new(move || {
            view.with(|view| {
                if let Some(view) = view {
                    let head = &view.docket.head;
                    if desk.head.with_untracked(|known| known != head) {
                        desk.head.set(head.clone());
                    }
                    if desk.lock.get_untracked() != view.lock {
                        desk.lock.set(view.lock);
                    }
                }
            });
        });
        Effect::new(move || {
            let known = view.with(|view| {
                let view = view.as_deref()?;
                Some(covered.with(|covered| known(view, covered)))
            });
            if let Some(known) = known {
                desk.proposals.set(known);
            }
        });
        this
    }

    /// What is read from the room as it stands; none until it has been seen.
    pub fn read<T>(self, read: impl FnOnce(&PlanRoomView) -> T) -> Option<T> {
        self.room.view().with(|view| view.as_deref().map(read))
    }

    /// The same, without being asked again when it changes.
    pub fn look<T>(self, read: impl FnOnce(&PlanRoomView) -> T) -> Option<T> {
        let read = |view: &Option<Arc<PlanRoomView>>| view.as_deref().map(read);
        self.room.view().try_with_untracked(read).flatten()
    }

    /// What became of a theme; as it was last where the theme is gone.
    pub fn end(self, id: &GroupId) -> Option<Memo<ThemeEnd>> {
        let find = {
            let id = id.clone();
            move |ends: &Vec<ThemeEnd>| ends.iter().find(|end| end.theme.id == id).cloned()
        };
        let first = self.ends.with_untracked(&find)?;
        let ends = self.ends;
        Some(Memo::new(move |known: Option<&ThemeEnd>| {
            let found = ends.with(&find);
            found.unwrap_or_else(|| known.cloned().unwrap_or_else(|| first.clone()))
        }))
    }

    /// Whether it is known that nothing reaches the server now.
    pub fn is_away(self) -> bool {
        self.room.offline().get().is_shown()
    }

    pub fn person(self, id: &PersonId) -> Option<Person> {
        let view = self.desk.view();
        view.people.iter().find(|person| person.id == *id).cloned()
    }

    /// A person's name, or that they were here once.
    pub fn name_of(self, id: &PersonId) -> String {
        let person = self.person(id);
        person.map_or_else(
            || self.desk.words.tk_somebody().to_owned(),
            |person| person.name,
        )
    }

    /// Says what was done, with the way back where there is one.
    fn did(self, said: String, back: Vec<Command>) {
        if back.is_empty() {
            return self.desk.toasts.say(said);
        }
        self.desk
            .toasts
            .offer_undo(said, move || self.take_back(back.clone()));
    }

    fn take_back(self, back: Vec<Command>) {
        let Some(plan) = self.plan.try_get_value() else {
            return;
        };
        let desk = self.desk;
        spawn_local(async move {
            for command in back {
                let request = request(command);
                if let Err(failure) = command_soon(&plan, &request).await {
                    return desk.toasts.say(why(desk, &failure));
                }
            }
        });
    }
}

fn request(command: Command) -> CommandRequest {
    CommandRequest {
        request_id: mint::request_id(),
        command,
    }
}

fn why(desk: Desk, failure: &CommandFailure) -> String {
    match failure {
        CommandFailure::Refused(code) => desk.words.plan_refusal(code),
        failure => failure.says(desk.words),
    }
}

fn covered(desk: Desk, view: &PlanRoomView) -> Vec<Coverage> {
    let Some(review) = &view.review else {
        return Vec::new();
    };
    desk.plan
        .with(|plan| coverage(plan, &view.docket.ends, &review.proposals))
}

/// As the list of what to look at wants them.
fn known(view: &PlanRoomView, covered: &[Coverage]) -> Vec<KnownProposal> {
    let themes = view.review.iter().flat_map(|review| &review.themes);
    let themes: Vec<_> = themes.collect();
    let one = |covered: &Coverage| {
        let found = themes.iter().find_map(|theme| {
            let mut proposals = theme.proposals.iter();
            let proposal = proposals.find(|proposal| proposal.id == covered.id)?;
            Some((proposal.title.clone(), theme.dots))
        });
        let (title, dots) = found.unwrap_or_default();
        KnownProposal {
            state: covered.state(),
            title,
            n_dots: dots.map(u32::from),
        }
    };
    covered.iter().map(one).collect()
}

/// One place on the page from which things are asked for: what was said no to is told right there.
#[derive(Clone, Copy)]
pub struct Asking {
    docket: Docket,
    pub is_busy: RwSignal<bool>,
    pub fault: RwSignal<Option<String>>,
    /// What was not answered: asked for again, it is the same asking.
    unanswered: StoredValue<Option<CommandRequest>>,
}

impl Asking {
    pub fn new(docket: Docket) -> Self {
        Self {
            docket,
            is_busy: RwSignal::new(false),
            fault: RwSignal::new(None),
            unanswered: StoredValue::new(None),
        }
    }

    /// `done` is called when it has happened; nothing that was typed may be cleared before.
    pub fn ask(self, command: Command, said: String, done: impl FnOnce() + 'static) {
        if self.is_busy.get_untracked() {
            return;
        }
        let back = self.docket.look(|view| opposite(&view.docket, &command));
        let again = self.unanswered.get_value();
        let again = again.filter(|request| request.command == command);
        let request = again.unwrap_or_else(|| request(command));
        self.is_busy.set(true);
        self.fault.set(None);
        let (docket, plan) = (self.docket, self.docket.plan.get_value());
        spawn_local(async move {
            let answer = command_soon(&plan, &request).await;
            self.is_busy.try_set(false);
            match answer {
                Ok(_) => {
                    self.unanswered.try_set_value(None);
                    done();
                    docket.did(said, back.unwrap_or_default());
                }
                Err(failure) => {
                    let is_unanswered = failure == CommandFailure::Unreachable;
                    self.unanswered
                        .try_set_value(is_unanswered.then_some(request));
                    self.fault.try_set(Some(why(docket.desk, &failure)));
                }
            }
        });
    }
}

/// Why it was not done.
#[component]
pub fn Fault(asking: Asking) -> impl IntoView {
    let said = move || {
        asking.fault.get().map(|said| {
            view! { <p class="ds-validation-message" data-color="danger" data-size="sm">{said}</p> }
        })
    };
    view! { <div role="alert" class="tk-fault">{said}</div> }
}

/// The ids of all of them.
pub fn ids(end: &ThemeEnd) -> BTreeSet<ProposalId> {
    let proposals = end.theme.proposals.iter();
    proposals.map(|proposal| proposal.id.clone()).collect()
}
