//! What every part of the participant's pages stands on: the meeting as this person sees it now, with what they have
//! just done laid over it. Of a review, with its document; of a seminar, without one.

use std::sync::Arc;

use leptos::prelude::*;
use shared::id::{GroupId, IndicatorId, MeetingId, PersonId, ProposalId};
use shared::lobby::RoomView;
use shared::meeting::MeetingState;
use shared::proceedings::command::Command;
use shared::proceedings::state::{Group, Position, Step};
use shared::proceedings::steps;
use shared::proceedings::view::{ProceedingsView, RoundView};
use shared::programme::Person;
use shared::rights::{Act, Role};
use shared::template::{Indicator, ReviewForm};
use shared::time::Timestamp;

use super::follow::Follow;
use super::pen::Pen;
use crate::commands::{Commands, overlay};
use shared::sync::SaveState as Written;

use crate::live::Room;
use crate::meeting::{MeetingContext, meeting_title};
use crate::room::{RoomContext, last_grade};
use crate::words::Words;

/// Provided to every page of a meeting; cheap to copy.
#[derive(Clone, Copy)]
pub struct Day {
    pub words: Words,
    pub room: Room,
    pub commands: Commands,
    pub follow: Follow,
    about: StoredValue<About>,
    room_view: Signal<Option<Arc<RoomView>>>,
    view: Memo<Option<Arc<ProceedingsView>>>,
    form: Memo<Arc<ReviewForm>>,
}

/// What does not change while the page is open.
struct About {
    id: MeetingId,
    code: String,
    title: String,
    me: Person,
    /// The language form of what people write.
    lang: &'static str,
    is_rehearsal: bool,
    pen: Pen,
    /// None in a seminar.
    meeting: Option<MeetingContext>,
}

pub fn use_day() -> Day {
    expect_context()
}

/// What a day is put together from.
struct Parts {
    words: Words,
    room: Room,
    commands: Commands,
    form: Arc<ReviewForm>,
}

impl Day {
    /// See [`RoomView::let_in_at`].
    pub fn let_in_at(self) -> Signal<Option<Timestamp>> {
        let view = self.room_view;
        Signal::derive(move || view.with(|view| view.as_ref()?.let_in_at))
    }

    /// Follows the room of a review, and takes up what the device has kept.
    pub fn open(meeting: &MeetingContext) -> Self {
        let about = About {
            id: meeting.view.meeting.id.clone(),
            code: meeting.code.clone(),
            title: meeting.title(),
            me: meeting.session.person.clone(),
            lang: meeting.lang(),
            is_rehearsal: meeting.view.meeting.rehearsal_of.is_some(),
            pen: Pen::of(meeting.model),
            meeting: Some(meeting.clone()),
        };
        let commands = Commands::open(&about.me.id, &meeting.view.meeting.id);
        let parts = Parts {
            words: meeting.words,
            room: Room::open(&meeting.code),
            commands,
            form: Arc::clone(&meeting.form),
        };
        Self::of(parts, about)
    }

    /// The same in a seminar, whose room is followed already.
    pub fn in_seminar(context: &RoomContext) -> Self {
        let meeting = context.view.with_untracked(|view| view.meeting.clone());
        let about = About {
            id: meeting.id.clone(),
            code: context.code.clone(),
            title: meeting_title(context.words, meeting.kind, meeting.year),
            me: context.person.clone(),
            lang: meeting.language.tag(),
            is_rehearsal: meeting.is_rehearsal,
            pen: Pen::none(),
            meeting: None,
        };
        let parts = Parts {
            words: context.words,
            room: context.room,
            commands: Commands::open(&about.me.id, &meeting.id),
            form: Arc::new(ReviewForm::nothing()),
        };
        Self::of(parts, about)
    }

    fn of(parts: Parts, about: About) -> Self {
        let Parts {
            words,
            room,
            commands,
            form: known,
        } = parts;
        let (me, pen) = (about.me.id.clone(), about.pen);
        let room_view = room.view();
        let pending = commands.pending();
        let view = Memo::new(move |_| {
            let room = room_view.get()?;
            let mut view = room.proceedings.clone()?;
            overlay::lay(&mut view, &me, pending.get().iter());
            Some(Arc::new(view))
        });
        let form = Memo::new(move |_| {
            let newer = room_view.with(|room| room.as_ref().and_then(|room| room.form.clone()));
            newer.map_or_else(|| Arc::clone(&known), Arc::new)
        });
        let seq = room.seq();
        Effect::new(move || commands.seen(seq.get()));
        Effect::new(move || {
            let n_texts = match pen.save.get().state {
                Written::OnDevice { n_waiting } => n_waiting,
                _ => 0,
            };
            room.has_unsent(commands.status().get().waiting.n_all + n_texts);
        });
        // An answer from the server says that the network is back before the browser does.
        let offline = room.offline();
        Effect::new(move |was_away: Option<bool>| {
            let is_away = offline.get().is_shown();
            if was_away == Some(true) && !is_away {
                commands.try_now();
            }
            is_away
        });
        Self {
            words,
            room,
            commands,
            follow: Follow::new(view),
            about: StoredValue::new(about),
            room_view,
            view,
            form,
        }
    }

    /// The review with its document; only for faces that a seminar does not have.
    pub fn meeting(self) -> MeetingContext {
        let meeting = self.about.with_value(|about| about.meeting.clone());
        meeting.expect("a face of a review")
    }

    pub fn pen(self) -> Pen {
        self.about.with_value(|about| about.pen)
    }

    pub fn meeting_id(self) -> MeetingId {
        self.about.with_value(|about| about.id.clone())
    }

    pub fn title(self) -> String {
        self.about.with_value(|about| about.title.clone())
    }

    pub fn path(self, page: &str) -> String {
        self.about.with_value(|about| match page {
            "" => format!("/m/{}", about.code),
            page => format!("/m/{}/{page}", about.code),
        })
    }

    /// The language form of what people write.
    pub fn lang(self) -> &'static str {
        self.about.with_value(|about| about.lang)
    }

    pub fn is_rehearsal(self) -> bool {
        self.about.with_value(|about| about.is_rehearsal)
    }

    pub fn is_seminar(self) -> bool {
        self.about.with_value(|about| about.meeting.is_none())
    }

    pub fn me(self) -> Person {
        self.about.with_value(|about| about.me.clone())
    }

    pub fn room_view(self) -> Signal<Option<Arc<RoomView>>> {
        self.room_view
    }

    /// None until the room has been seen, and in a meeting without proceedings.
    pub fn view(self) -> Memo<Option<Arc<ProceedingsView>>> {
        self.view
    }

    /// Something of the view, as long as it stays the same; its default until there is a view.
    pub fn read<T: Default + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&ProceedingsView) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        let view = self.view;
        Memo::new(move |_| view.with(|view| view.as_deref().map_or_else(T::default, &read)))
    }

    pub fn round(self, indicator: &IndicatorId) -> Memo<RoundView> {
        let indicator = indicator.clone();
        self.read(move |view| view.rounds.get(&indicator).cloned().unwrap_or_default())
    }

    pub fn form(self) -> Arc<ReviewForm> {
        self.form.get()
    }

    pub fn form_untracked(self) -> Arc<ReviewForm> {
        self.form.get_untracked()
    }

    pub fn step(self, position: &Position) -> Option<Step> {
        let view = self.view.get_untracked()?;
        steps::find(&view.steps, &position.step).cloned()
    }

    pub fn give(self, command: Command) {
        self.commands.give(command);
    }

    /// Whether the viewer may do something here now.
    pub fn may(self, act: Act) -> Memo<bool> {
        let room = self.room_view;
        Memo::new(move |_| {
            room.with(|room| room.as_ref().is_some_and(|room| room.may.contains(&act)))
        })
    }

    /// Why not, for somebody who may not.
    pub fn why_not(self, act: Act) -> &'static str {
        let words = self.words;
        let is_over = self.room_view.with_untracked(|room| {
            room.as_ref()
                .is_some_and(|room| room.meeting.state == MeetingState::Closed)
        });
        if is_over {
            return words.ses_not_over();
        }
        match (self.me().role, act) {
            (Role::Observer, Act::Score) => words.ses_not_observer_score(),
            (Role::Observer, _) => words.ses_not_observer(),
            (Role::Deputy, _) => words.ses_not_seated(),
            (Role::Facilitator, _) => words.ses_not_facilitator(),
            (Role::Guest, _) => words.ses_not_guest(),
            (Role::ProjectManager, _) => words.ses_not_project(),
            _ => words.ses_not_now(),
        }
    }

    /// "Mona": the first of those who lead; "prosessleder" while nobody is known.
    pub fn leader(self) -> String {
        let words = self.words;
        let names = self.room_view.with_untracked(|room| {
            room.as_ref()
                .map_or_else(Vec::new, |room| room.receivers.clone())
        });
        match names.first() {
            Some(first) => first.clone(),
            None => words.ses_the_leader().to_owned(),
        }
    }

    pub fn person(self, id: &PersonId) -> Option<Person> {
        let known = self
            .about
            .with_value(|about| about.meeting.as_ref()?.person(id).cloned());
        known.or_else(|| {
            let room = self.room_view.get()?;
            let found = room.people.iter().find(|one| one.person.id == *id)?;
            Some(found.person.clone())
        })
    }

    /// "Indikator 3 av 8 · Prosess".
    pub fn indicator_line(self, indicator: &Indicator) -> String {
        let form = self.form_untracked();
        let words = self.words;
        let number = form
            .indicators
            .iter()
            .position(|one| one.id == indicator.id)
            .map_or(0, |place| place + 1);
        let part = form
            .part(&indicator.part)
            .map_or("", |part| part.title.get(words.0));
        let all = form.indicators.len().to_string();
        words.indicator_of(&number.to_string(), &all, part)
    }

    /// The common grade of the review before this one.
    pub fn last_grade(self, indicator: &IndicatorId) -> Option<u8> {
        last_grade(&*self.room_view.get()?, indicator)
    }

    /// What a group is called: its own title, or that of the one proposal in it.
    pub fn group_title(self, group: &Group) -> String {
        if !group.title.trim().is_empty() {
            return group.title.clone();
        }
        let first = group.proposals.first();
        first.map_or_else(
            || self.words.untitled().to_owned(),
            |id| self.proposal_title(id),
        )
    }

    /// The words of a shared proposal, as they are in the document now.
    pub fn proposal_title(self, id: &ProposalId) -> String {
        let written = self.pen().title_of.run(id.clone());
        if !written.trim().is_empty() {
            return written;
        }
        let of_room = self.room_view.with(|room| {
            room.as_ref()
                .and_then(|room| room.texts.titles.get(id).cloned())
        });
        let known = of_room.filter(|title| !title.trim().is_empty());
        known.unwrap_or_else(|| self.words.untitled().to_owned())
    }

    pub fn group(self, id: &GroupId) -> Memo<Option<Group>> {
        let id = id.clone();
        self.read(move |view| {
            view.proposals
                .groups
                .iter()
                .find(|group| group.id == id)
                .cloned()
        })
    }

    /// What a place in the meeting is called.
    pub fn name_of(self, position: &Position) -> String {
        super::follow::name_of(self, position)
    }
}
