//! What those who receive people do. Everything that can be taken back offers to be, for ten seconds.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::{KnockId, MeetingId, PersonId};
use shared::lobby::{Attendance, RoomPerson};
use shared::meeting::MeetingState;
use shared::view::ParticipantChange;

use crate::api::ask::Failed;
use crate::api::{self, rooms};
use crate::components::failed::says;
use crate::components::toast::Toasts;
use crate::room::RoomContext;
use crate::words::Words;
use crate::{announce, clock};

#[derive(Clone, Copy)]
pub struct Actions {
    meeting: StoredValue<MeetingId>,
    is_rehearsal: bool,
    toasts: Toasts,
    pub words: Words,
}

impl Actions {
    pub fn new(context: &RoomContext, toasts: Toasts) -> Self {
        let about = context.view.with_untracked(|view| view.meeting.clone());
        Self {
            meeting: StoredValue::new(about.id),
            is_rehearsal: about.is_rehearsal,
            toasts,
            words: context.words,
        }
    }

    /// Answers somebody who asks to be let in.
    /// Says so in a rehearsal, where nobody comes and nobody leaves.
    fn is_only_tried(self) -> bool {
        if self.is_rehearsal {
            self.toasts.say(self.words.con_not_rehearsed().to_owned());
        }
        self.is_rehearsal
    }

    pub fn answer(self, knock: KnockId, name: String, admit: bool) {
        let words = self.words;
        spawn_local(async move {
            let done = rooms::answer_knock(&self.meeting.get_value(), &knock, admit).await;
            match done {
                Ok(()) if admit => self.toasts.say(words.knock_admitted(&name)),
                Ok(()) => self.toasts.say(words.knock_refused(&name)),
                Err(failed) => self.say_failed(&failed),
            }
        });
    }

    /// Takes the meeting one step on or back. `said` is what is said when it has been done.
    pub fn change_state(self, from: MeetingState, to: MeetingState, said: &'static str) {
        spawn_local(async move {
            match rooms::change_state(&self.meeting.get_value(), to).await {
                Ok(_) if to.may_become(from) => {
                    let back = move || self.change_state(to, from, self.words.undone());
                    self.toasts.offer_undo(said.to_owned(), back);
                }
                Ok(_) => self.toasts.say(said.to_owned()),
                Err(failed) => self.say_failed(&failed),
            }
        });
    }

    /// All the times of one person, as they should stand.
    pub fn set_times(self, one: &RoomPerson, times: Vec<Attendance>, said: String) {
        if self.is_only_tried() {
            return;
        }
        let person = one.person.id.clone();
        let before = one.times.clone();
        spawn_local(async move {
            match rooms::change_attendance(&self.meeting.get_value(), &person, times).await {
                Ok(()) => self.toasts.offer_undo(said, move || {
                    self.put_back_times(person.clone(), before.clone());
                }),
                Err(failed) => self.say_failed(&failed),
            }
        });
    }

    fn put_back_times(self, person: PersonId, times: Vec<Attendance>) {
        spawn_local(async move {
            match rooms::change_attendance(&self.meeting.get_value(), &person, times).await {
                Ok(()) => announce::polite(self.words.undone()),
                Err(failed) => self.say_failed(&failed),
            }
        });
    }

    pub fn has_come(self, one: &RoomPerson) {
        let mut times = one.times.clone();
        times.push(Attendance {
            person: one.person.id.clone(),
            arrived_at: clock::now(),
            left_at: None,
        });
        self.set_times(one, times, self.words.has_come(one.person.first_name()));
    }

    pub fn has_left(self, one: &RoomPerson) {
        let mut times = one.times.clone();
        for open in times.iter_mut().filter(|times| times.left_at.is_none()) {
            open.left_at = Some(clock::now().max(open.arrived_at));
        }
        self.set_times(one, times, self.words.has_left(one.person.first_name()));
    }

    /// Moves the latest arrival, or the latest leaving, to another time of the same day.
    pub fn correct(self, one: &RoomPerson, arrived: Option<(u32, u32)>, left: Option<(u32, u32)>) {
        let mut times = one.times.clone();
        let Some(last) = times.last_mut() else { return };
        if let Some((hour, minute)) = arrived {
            last.arrived_at = clock::same_day_at(last.arrived_at, hour, minute);
        }
        if let (Some((hour, minute)), Some(left_at)) = (left, last.left_at) {
            last.left_at = Some(clock::same_day_at(left_at, hour, minute));
        }
        if last
            .left_at
            .is_some_and(|left_at| left_at < last.arrived_at)
        {
            let text = self.words.times_wrong();
            self.toasts.say(text.to_owned());
            return;
        }
        self.set_times(
            one,
            times,
            self.words.times_changed(one.person.first_name()),
        );
    }

    /// Reports somebody absent, or coming after all.
    pub fn set_coming(self, person: PersonId, is_coming: bool, said: String) {
        self.change_participant(person, said, move |change| {
            change.is_coming = is_coming;
            change.seated_for = None;
        });
    }

    /// Seats a deputy for a member, or lets the deputy go.
    pub fn seat(self, deputy: PersonId, member: Option<PersonId>, said: String) {
        self.change_participant(deputy, said, move |change| {
            change.is_coming = true;
            change.seated_for = member;
        });
    }

    /// Lets somebody lead beside the facilitator, or not any more.
    pub fn set_may_lead(self, person: PersonId, may_lead: bool, said: String) {
        self.change_participant(person, said, move |change| change.may_lead = may_lead);
    }

    /// What is not changed stays as the meeting has it.
    fn change_participant(
        self,
        person: PersonId,
        said: String,
        change: impl FnOnce(&mut ParticipantChange) + 'static,
    ) {
        if self.is_only_tried() {
            return;
        }
        spawn_local(async move {
            let Some(before) = self.participant(&person).await else {
                return self.say_failed(&Failed::Unreachable);
            };
            let mut after = before.clone();
            change(&mut after);
            let meeting = self.meeting.get_value();
            match rooms::change_participant(&meeting, &person, &after).await {
                Ok(()) => self.toasts.offer_undo(said, move || {
                    self.put_back_participant(person.clone(), before.clone());
                }),
                Err(failed) => self.say_failed(&failed),
            }
        });
    }

    fn put_back_participant(self, person: PersonId, before: ParticipantChange) {
        spawn_local(async move {
            let meeting = self.meeting.get_value();
            match rooms::change_participant(&meeting, &person, &before).await {
                Ok(()) => announce::polite(self.words.undone()),
                Err(failed) => self.say_failed(&failed),
            }
        });
    }

    async fn participant(self, person: &PersonId) -> Option<ParticipantChange> {
        let id = self.meeting.get_value();
        let view = api::meeting(id.as_str()).await.ok()?;
        let known = view.meeting.participant(person);
        Some(ParticipantChange {
            is_coming: known.is_none_or(|known| known.is_coming),
            seated_for: known.and_then(|known| known.seated_for.clone()),
            may_lead: known.is_some_and(|known| known.may_lead),
        })
    }

    fn say_failed(self, failed: &Failed) {
        self.toasts.say(says(self.words, failed));
    }
}
