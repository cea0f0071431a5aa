//! Who is in the room, who is on the way in, and what each viewer may see of it: one pure cut per viewer, made on the
//! server before anything is serialised. What happens in the meeting itself is not here.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::id::{IndicatorId, KnockId, MeetingId, PersonId};
use crate::meeting::{Meeting, MeetingForm, MeetingKind, MeetingState, Recommendation};
use crate::proceedings::evaluation::view::EarlierPromises;
use crate::proceedings::view::ProceedingsView;
use crate::programme::{Person, Programme};
use crate::rights::{Act, MeetingSettings, Role};
use crate::template::ReviewForm;
use crate::time::Timestamp;
use crate::view::{Groundwork, RoomTexts};

/// When somebody came and left. Several of the same person when they went out and came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attendance {
    pub person: PersonId,
    pub arrived_at: Timestamp,
    #[serde(default)]
    pub left_at: Option<Timestamp>,
}

/// Who asks to be let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Knocker {
    /// Somebody on the meeting's list.
    Person { person: PersonId },
    /// Somebody who is not; becomes a guest of this meeting.
    Guest {
        name: String,
        represents: Option<String>,
    },
    /// A screen for the wall.
    Screen,
}

/// A question to be let in that nobody has answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Knock {
    pub id: KnockId,
    pub knocker: Knocker,
    /// Two words for a person, four digits for a screen: the same stands on their screen.
    pub phrase: String,
    pub asked_at: Timestamp,
}

/// Everything about who is in a meeting's room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lobby {
    pub programme: Programme,
    pub meeting: Meeting,
    /// The active people of the programme, guests of this meeting included.
    pub people: Vec<Person>,
    pub attendance: Vec<Attendance>,
    pub knocks: Vec<Knock>,
    /// Who has a live line to the room now.
    pub connected: BTreeSet<PersonId>,
    /// How much waits on their devices, of those where something does.
    pub unsent: BTreeMap<PersonId, u16>,
    /// Whose test tap has arrived.
    pub tried: BTreeSet<PersonId>,
}

/// What one viewer sees of a room; what `/live/{room}` and `/api/rooms/{room}` say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomView {
    pub meeting: RoomMeeting,
    /// Those who are expected or here, in the programme's order.
    pub people: Vec<RoomPerson>,
    /// First names of people on the list who ask to be let in.
    pub on_the_way: Vec<String>,
    /// First names of those who let people in.
    pub receivers: Vec<String>,
    /// Only for whom may let in.
    pub knocks: Vec<Knock>,
    /// What the viewer may do here now.
    pub may: Vec<Act>,
    /// When another device was last let in as the viewer, by somebody who knew their face; only on devices that came in by
    /// the viewer's own link or code. Whoever did not do that ends the device.
    #[serde(default)]
    pub let_in_at: Option<Timestamp>,
    /// What has happened in the meeting.
    #[serde(default)]
    pub proceedings: Option<ProceedingsView>,
    #[serde(default)]
    pub texts: RoomTexts,
    /// The form of a PSV, for those who follow it.
    #[serde(default)]
    pub form: Option<ReviewForm>,
    /// The review before this one.
    #[serde(default)]
    pub last_review: Option<LastReview>,
    /// What the board promised at the seminar before this one; for those who read the meeting's papers.
    #[serde(default)]
    pub earlier_promises: Option<EarlierPromises>,
    /// What a seminar stands on.
    #[serde(default)]
    pub groundwork: Option<Groundwork>,
}

/// What the review before this one ended with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LastReview {
    pub year: u16,
    /// The common grades; an indicator without one was not agreed on.
    pub grades: BTreeMap<IndicatorId, u8>,
    pub recommendations: Vec<Recommendation>,
}

/// The meeting as the room shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomMeeting {
    pub id: MeetingId,
    pub kind: MeetingKind,
    pub year: u16,
    /// Which year of the programme it is: decides what weighs most.
    #[serde(default)]
    pub programme_year: u8,
    pub programme_name: String,
    pub municipality: String,
    /// The language of the wall: `nb` or `nn`.
    pub language: crate::programme::LanguageForm,
    pub state: MeetingState,
    pub state_since: Option<Timestamp>,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: jiff::civil::Date,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub last_date: Option<jiff::civil::Date>,
    pub start: Option<String>,
    pub place: Option<String>,
    pub meeting_form: MeetingForm,
    pub info: String,
    pub code: Option<String>,
    /// Whether it is a rehearsal, with birds instead of people.
    #[serde(default)]
    pub is_rehearsal: bool,
    #[serde(default)]
    pub settings: MeetingSettings,
    /// How many values the scale has, for the test tap; none without a form.
    pub scale: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomPerson {
    pub person: Person,
    pub is_here: bool,
    pub is_coming: bool,
    pub seated_for: Option<PersonId>,
    /// Leads, by role or because somebody let them.
    #[serde(default)]
    pub may_lead: bool,
    /// The rest only for whom may let in.
    pub is_connected: Option<bool>,
    /// How much of what they did and wrote waits on their devices.
    #[serde(default)]
    pub n_unsent: Option<u16>,
    pub has_tried: Option<bool>,
    pub times: Vec<Attendance>,
}

impl RoomView {
    pub fn n_here(&self) -> usize {
        self.people.iter().filter(|person| person.is_here).count()
    }
}

impl Lobby {
    /// The room as somebody may see it who may do these things here now.
    pub fn visible_to(&self, may: impl Fn(Act) -> bool) -> RoomView {
        let may: Vec<Act> = Act::ALL.into_iter().filter(|act| may(*act)).collect();
        let receives = may.contains(&Act::ReceivePeople) || may.contains(&Act::ManageMeeting);
        let people = self
            .people
            .iter()
            .filter(|person| person.role != Role::Projector)
            .filter_map(|person| self.room_person(person, receives))
            .collect();
        let on_the_way = self.knocks.iter().filter_map(|knock| match &knock.knocker {
            Knocker::Person { person } => self
                .person(person)
                .map(|person| person.first_name().to_owned()),
            Knocker::Guest { .. } | Knocker::Screen => None,
        });
        RoomView {
            meeting: self.room_meeting(),
            people,
            on_the_way: on_the_way.collect::<BTreeSet<_>>().into_iter().collect(),
            receivers: self.receivers(),
            knocks: if receives {
                self.knocks.clone()
            } else {
                Vec::new()
            },
            may,
            let_in_at: None,
            proceedings: None,
            texts: RoomTexts::default(),
            form: self.meeting.form.clone(),
            last_review: None,
            earlier_promises: None,
            groundwork: None,
        }
    }

    /// None when the person is neither expected nor here.
    fn room_person(&self, person: &Person, receives: bool) -> Option<RoomPerson> {
        let standing = self.meeting.standing(person);
        let times = self
            .attendance
            .iter()
            .filter(|times| times.person == person.id);
        let times: Vec<Attendance> = times.cloned().collect();
        let is_here = times.iter().any(|times| times.left_at.is_none());
        let is_guest = person.role == Role::Guest && self.meeting.participants.is_empty();
        if !(is_here || standing.is_listed && !is_guest) {
            return None;
        }
        let participant = self.meeting.participant(&person.id);
        Some(RoomPerson {
            person: person.clone(),
            is_here,
            is_coming: standing.is_coming,
            seated_for: participant.and_then(|participant| participant.seated_for.clone()),
            may_lead: self.leads(person),
            is_connected: receives.then(|| self.connected.contains(&person.id)),
            n_unsent: receives.then(|| self.unsent.get(&person.id).copied().unwrap_or(0)),
            has_tried: receives.then(|| self.tried.contains(&person.id)),
            times: if receives { times } else { Vec::new() },
        })
    }

    fn leads(&self, person: &Person) -> bool {
        let participant = self.meeting.participant(&person.id);
        person.role == Role::Facilitator || participant.is_some_and(|one| one.may_lead)
    }

    fn receivers(&self) -> Vec<String> {
        let people = self.people.iter().filter(|person| self.leads(person));
        people
            .map(|person| person.first_name().to_owned())
            .collect()
    }

    fn room_meeting(&self) -> RoomMeeting {
        let meeting = &self.meeting;
        let form = meeting.form.as_ref();
        RoomMeeting {
            id: meeting.id.clone(),
            kind: meeting.kind,
            year: meeting.year,
            programme_year: meeting.programme_year,
            programme_name: self.programme.name.clone(),
            municipality: self.programme.municipality.clone(),
            language: self.programme.language_form,
            state: meeting.state,
            state_since: meeting.state_since,
            date: meeting.date,
            last_date: meeting.last_date,
            start: meeting.start.clone(),
            place: meeting.place.clone(),
            meeting_form: meeting.meeting_form,
            info: meeting.info.clone(),
            code: meeting.code.clone(),
            is_rehearsal: meeting.rehearsal_of.is_some(),
            settings: meeting.settings,
            scale: form.map_or_else(Vec::new, |form| {
                form.scale.steps.iter().map(|step| step.value).collect()
            }),
        }
    }

    fn person(&self, id: &PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == *id)
    }
}

#[cfg(test)]
mod tests;
