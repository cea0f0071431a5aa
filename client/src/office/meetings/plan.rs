//! A meeting while it is being prepared: what is on the page, what the server has, and the saving in between.
//!
//! Every change is saved soon after it is made. When somebody else has changed the meeting meanwhile, nothing is
//! written until the person has fetched it anew; then their changes are put on top of the other's.

use gloo_net::http::Method;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::MeetingId;
use shared::meeting::{Meeting, MeetingState, Participant};
use shared::time::Timestamp;
use shared::view::{MeetingDraft, MeetingSaved, MeetingView};

use crate::announce;
use crate::clock;
use crate::office::api::{self, Trouble};
use crate::office::trouble;
use crate::words::Words;

/// How long a change waits for the next one.
const PATIENCE_MS: u32 = 800;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saving {
    /// Nothing was changed yet.
    Untouched,
    Waiting,
    Done(Timestamp),
    Failed(Trouble),
    /// Somebody else was faster.
    ChangedMeanwhile,
}

#[derive(Clone, Copy)]
pub struct Plan {
    pub words: Words,
    pub id: StoredValue<MeetingId>,
    pub draft: RwSignal<MeetingDraft>,
    pub state: RwSignal<MeetingState>,
    pub code: RwSignal<Option<String>>,
    pub saving: RwSignal<Saving>,
    /// What the server has, as far as is known.
    base: StoredValue<MeetingDraft>,
    is_sending: StoredValue<bool>,
    timer: StoredValue<Option<Timeout>, LocalStorage>,
}

impl Plan {
    pub fn new(words: Words, meeting: &Meeting) -> Self {
        let draft = draft_of(meeting);
        Self {
            words,
            id: StoredValue::new(meeting.id.clone()),
            base: StoredValue::new(draft.clone()),
            draft: RwSignal::new(draft),
            state: RwSignal::new(meeting.state),
            code: RwSignal::new(meeting.code.clone()),
            saving: RwSignal::new(Saving::Untouched),
            is_sending: StoredValue::new(false),
            timer: StoredValue::new_local(None),
        }
    }

    pub fn path(self, part: &str) -> String {
        self.id.with_value(|id| format!("/api/meetings/{id}{part}"))
    }

    /// Changes the meeting, and saves it soon.
    pub fn change(self, change: impl FnOnce(&mut MeetingDraft)) {
        self.draft.update(change);
        if self.saving.get_untracked() != Saving::ChangedMeanwhile {
            self.saving.set(Saving::Waiting);
            self.save_soon();
        }
    }

    pub fn save_soon(self) {
        let timer = Timeout::new(PATIENCE_MS, move || self.save());
        self.timer.set_value(Some(timer));
    }

    /// One at a time: what is changed while a save is under way goes with the next.
    pub fn save(self) {
        if self.is_sending.get_value() {
            return;
        }
        let mut draft = self.draft.get_untracked();
        draft.version = self.base.with_value(|base| base.version);
        self.is_sending.set_value(true);
        self.saving.set(Saving::Waiting);
        spawn_local(async move {
            let saved: Result<MeetingSaved, Trouble> =
                api::ask(Method::PUT, &self.path(""), &draft).await;
            self.is_sending.try_set_value(false);
            match saved {
                Ok(saved) => self.saved(draft, &saved),
                Err(trouble) => self.failed(trouble),
            }
        });
    }

    fn saved(self, mut sent: MeetingDraft, saved: &MeetingSaved) {
        sent.version = saved.version;
        let is_newer = self
            .draft
            .try_with_untracked(|draft| !is_same(draft, &sent))
            .unwrap_or(false);
        self.base.try_set_value(sent);
        self.code.try_set(saved.code.clone());
        self.state.try_set(saved.state);
        if is_newer {
            self.save_soon();
        } else {
            self.saving.try_set(Saving::Done(clock::now()));
        }
    }

    /// The meeting has gone a step on or back, which made a version of its own. When it made more than that one,
    /// somebody else has changed the meeting meanwhile, and what they changed must be known before anything is saved.
    pub fn moved(self, saved: &MeetingSaved) {
        let known = self.base.try_with_value(|base| base.version);
        if known.is_some_and(|known| saved.version == known + 1) {
            self.base
                .try_update_value(|base| base.version = saved.version);
        } else {
            self.fetch_anew();
        }
        self.code.try_set(saved.code.clone());
        self.state.try_set(saved.state);
    }

    fn failed(self, trouble: Trouble) {
        let saving = if trouble.is_changed_meanwhile() {
            announce::assertive(self.words.changed_meanwhile());
            Saving::ChangedMeanwhile
        } else {
            announce::polite(trouble::says(self.words, &trouble));
            Saving::Failed(trouble)
        };
        self.saving.try_set(saving);
    }

    /// Fetches the meeting as it is now and puts this person's changes on top.
    pub fn fetch_anew(self) {
        spawn_local(async move {
            match api::get::<MeetingView>(&self.path("")).await {
                Ok(view) => {
                    let theirs = draft_of(&view.meeting);
                    let base = self.base.get_value();
                    let mine = self.draft.get_untracked();
                    let merged = merge(&base, mine, &theirs);
                    let is_different = !is_same(&merged, &theirs);
                    self.base.try_set_value(theirs);
                    self.draft.try_set(merged);
                    self.state.try_set(view.meeting.state);
                    self.saving.try_set(Saving::Untouched);
                    if is_different {
                        self.save();
                    }
                }
                Err(error) => {
                    let trouble = Trouble {
                        error,
                        problem: None,
                    };
                    announce::polite(trouble::says(self.words, &trouble));
                }
            }
        });
    }

    /// Changes one participant, who may not be on the list yet.
    pub fn participant(self, change: impl FnOnce(&mut Participant), person: &shared::id::PersonId) {
        self.change(|draft| {
            let list = &mut draft.participants;
            let place = list.iter().position(|it| it.person == *person);
            let place = place.unwrap_or_else(|| {
                list.push(Participant::coming(person.clone()));
                list.len() - 1
            });
            change(&mut list[place]);
        });
    }
}

fn draft_of(meeting: &Meeting) -> MeetingDraft {
    MeetingDraft {
        template: None,
        date: meeting.date,
        last_date: meeting.last_date,
        start: meeting.start.clone(),
        end: meeting.end.clone(),
        place: meeting.place.clone(),
        meeting_form: meeting.meeting_form,
        info: meeting.info.clone(),
        settings: meeting.settings,
        participants: meeting.participants.clone(),
        run_sheet: meeting.run_sheet.clone(),
        version: meeting.version,
    }
}

/// Alike in everything but the version.
fn is_same(a: &MeetingDraft, b: &MeetingDraft) -> bool {
    let mut a = a.clone();
    a.version = b.version;
    a == *b
}

/// What one person changed since `base`, on top of what somebody else made of it.
fn merge(base: &MeetingDraft, mine: MeetingDraft, theirs: &MeetingDraft) -> MeetingDraft {
    fn newer<T: PartialEq + Clone>(base: &T, mine: T, theirs: &T) -> T {
        if mine == *base { theirs.clone() } else { mine }
    }
    MeetingDraft {
        template: None,
        date: newer(&base.date, mine.date, &theirs.date),
        last_date: newer(&base.last_date, mine.last_date, &theirs.last_date),
        start: newer(&base.start, mine.start, &theirs.start),
        end: newer(&base.end, mine.end, &theirs.end),
        place: newer(&base.place, mine.place, &theirs.place),
        meeting_form: newer(&base.meeting_form, mine.meeting_form, &theirs.meeting_form),
        info: newer(&base.info, mine.info, &theirs.info),
        settings: newer(&base.settings, mine.settings, &theirs.settings),
        participants: merge_lists(&base.participants, mine.participants, &theirs.participants),
        run_sheet: newer(&base.run_sheet, mine.run_sheet, &theirs.run_sheet),
        version: theirs.version,
    }
}

fn merge_lists(
    base: &[Participant],
    mine: Vec<Participant>,
    theirs: &[Participant],
) -> Vec<Participant> {
    let mut merged = theirs.to_vec();
    merged.retain(|it| {
        let was_there = base.iter().any(|was| was.person == it.person);
        !was_there || mine.iter().any(|own| own.person == it.person)
    });
    for own in mine {
        let was = base.iter().find(|was| was.person == own.person);
        if was == Some(&own) {
            continue;
        }
        match merged.iter_mut().find(|it| it.person == own.person) {
            Some(it) => *it = own,
            None => merged.push(own),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use shared::id::PersonId;
    use shared::meeting::MeetingKind;

    use super::*;

    fn draft() -> MeetingDraft {
        let id = MeetingId::parse("psv-2026").unwrap();
        let mut meeting = Meeting::new(id, MeetingKind::StatusReview, date(2026, 10, 27), 3);
        meeting.participants = ["kari", "per"].map(listed).to_vec();
        draft_of(&meeting)
    }

    fn listed(person: &str) -> Participant {
        Participant::coming(PersonId::parse(person).unwrap())
    }

    #[test]
    fn what_two_people_changed_is_both_there() {
        let base = draft();
        let mut mine = base.clone();
        mine.place = Some("Rådhuset".into());
        mine.participants[0].is_coming = false;
        let mut theirs = base.clone();
        theirs.info = "Ta med PC".into();
        theirs.participants[1].may_lead = true;
        theirs.participants.push(listed("siv"));
        theirs.version = 7;
        let merged = merge(&base, mine, &theirs);
        assert_eq!(merged.place.as_deref(), Some("Rådhuset"));
        assert_eq!((merged.info.as_str(), merged.version), ("Ta med PC", 7));
        assert!(!merged.participants[0].is_coming);
        assert!(merged.participants[1].may_lead);
        assert_eq!(merged.participants.len(), 3);
    }

    #[test]
    fn who_one_of_them_took_off_the_list_stays_off() {
        let base = draft();
        let mut mine = base.clone();
        mine.participants.remove(1);
        let merged = merge(&base, mine, &base);
        assert_eq!(merged.participants, [listed("kari")]);
        let mut theirs = base.clone();
        theirs.participants.remove(0);
        let merged = merge(&base, base.clone(), &theirs);
        assert_eq!(merged.participants, [listed("per")]);
    }
}
