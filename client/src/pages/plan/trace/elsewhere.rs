//! What a proposal can lead to outside the rows of the plan: a text of a chapter, a revision of the Omstillingsplan, or a
//! promise of the board. What stands outside the plan is asked for when somebody first looks.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::{NoteId, PlanId};
use shared::lobby::RoomView;
use shared::meeting::{MeetingKind, MeetingState};
use shared::plan::PlanKind;
use shared::plan::docket::state::PlanLink;
use shared::view::{MeetingCard, PlanRoomView};

use crate::api::{self, ApiError, rooms};
use crate::frame::{self, Says};
use crate::live::Seen;
use crate::pages::plan::desk::{At, Desk};
use crate::pages::plan::prose::headings;
use crate::pages::plan::section::titled;
use crate::pages::plan::talk::suggest::beginning;

/// The promises of as many seminars are offered, the newest first.
const N_SEMINARS: usize = 2;

/// Something that a proposal can lead to, as people would name it, and the way there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub link: PlanLink,
    pub name: String,
    pub href: String,
}

/// What was found outside the plan.
#[derive(Clone, Copy)]
pub struct Elsewhere {
    found: RwSignal<Option<Result<Vec<Found>, ApiError>>>,
    is_asked: StoredValue<bool>,
}

impl Elsewhere {
    pub fn new() -> Self {
        Self {
            found: RwSignal::new(None),
            is_asked: StoredValue::new(false),
        }
    }

    /// None while it is being fetched, or nobody has looked.
    pub fn found(self) -> Option<Result<Vec<Found>, ApiError>> {
        self.found.get()
    }

    /// Asks, unless it is known or on its way.
    pub fn look(self) {
        if !self.is_asked.get_value() {
            self.ask();
        }
    }

    pub fn ask(self) {
        self.is_asked.set_value(true);
        self.found.set(None);
        spawn_local(async move {
            let found = fetch().await;
            self.found.try_set(Some(found));
        });
    }

    /// What a link is called; none where that is not known.
    pub fn name(self, link: &PlanLink) -> Option<String> {
        self.found.with(|found| {
            let found = found.as_ref()?.as_ref().ok()?;
            let found = found.iter().find(|found| found.link == *link)?;
            Some(found.name.clone())
        })
    }
}

async fn fetch() -> Result<Vec<Found>, ApiError> {
    let mut all = Vec::new();
    let plans = api::plans().await?.into_iter();
    for card in plans.filter(|card| card.kind == PlanKind::RestructuringPlan) {
        if let Some(view) = seen::<PlanRoomView>(card.id.as_str()).await? {
            all.extend(revisions(&card.id, &view));
        }
    }
    let programme = api::programme().await?;
    for seminar in newest(&programme.meetings) {
        if let Some(view) = seen::<RoomView>(seminar.id.as_str()).await? {
            all.extend(promises(seminar, &view));
        }
    }
    Ok(all)
}

/// A room as it is; none when the person may not see it.
async fn seen<V: Seen>(room: &str) -> Result<Option<V>, ApiError> {
    let text = match rooms::room(room, None).await {
        Ok(text) => text,
        Err(ApiError::NotAllowed | ApiError::NotFound) => None,
        Err(error) => return Err(error),
    };
    let frame = text.and_then(|text| frame::read(&text));
    Ok(frame.and_then(|frame| match frame.says {
        Says::View(view) => frame::view(&view.to_string()),
        Says::Changes { .. } => None,
    }))
}

/// The seminars that have been opened, the newest first.
fn newest(meetings: &[MeetingCard]) -> impl Iterator<Item = &MeetingCard> {
    let seminars = meetings.iter().rev();
    seminars
        .filter(|it| it.kind == MeetingKind::BoardSeminar && it.state != MeetingState::Planned)
        .take(N_SEMINARS)
}

fn revisions(plan: &PlanId, view: &PlanRoomView) -> Vec<Found> {
    let all = view.docket.revisions.iter();
    let open = all.filter(|(_, revision)| !revision.is_withdrawn);
    let one = |(id, revision): (&_, &shared::plan::docket::state::Revision)| {
        let draft = &revision.draft;
        let name = beginning(&draft.proposed_text).or_else(|| beginning(&draft.adopted_text))?;
        Some(Found {
            link: PlanLink::Revision {
                plan: plan.clone(),
                revision: Clone::clone(id),
            },
            name,
            href: revision_href(plan),
        })
    };
    open.filter_map(one).collect()
}

pub fn revision_href(plan: &PlanId) -> String {
    format!("/planer/{plan}?vis={}", crate::pages::plan::at::REVISIONS)
}

fn promises(seminar: &MeetingCard, view: &RoomView) -> Vec<Found> {
    let evaluation = view.proceedings.as_ref();
    let evaluation = evaluation.and_then(|it| it.evaluation.as_ref());
    let all = evaluation.map_or(&[][..], |it| &it.promises);
    let one = |promise: &shared::proceedings::evaluation::state::BoardPromise| {
        Some(Found {
            link: PlanLink::Promise {
                meeting: seminar.id.clone(),
                promise: NoteId::parse(promise.id.as_str()).ok()?,
            },
            name: beginning(&promise.text)?,
            href: promise_href(&seminar.id),
        })
    };
    all.iter().filter_map(one).collect()
}

pub fn promise_href(seminar: &shared::id::MeetingId) -> String {
    format!("/m/{seminar}/styrets-arbeid")
}

/// The texts of the plan's chapters, in its order.
pub fn chapters(desk: Desk) -> Vec<Found> {
    let of_entry = |entry: shared::plan::outline::Entry| {
        let href = desk.href(&At::Page(entry.place.clone()));
        let title = titled(desk, entry.title);
        let title = match entry.number {
            Some(number) => format!("{number} {title}"),
            None => title,
        };
        let texts = headings(desk, &entry.place).into_iter();
        let found = texts.map(move |(key, heading)| Found {
            link: PlanLink::Chapter { path: key },
            name: match heading {
                Some(heading) => format!("{title}: {heading}"),
                None => title.clone(),
            },
            href: href.clone(),
        });
        found.collect::<Vec<_>>()
    };
    desk.entries.get().into_iter().flat_map(of_entry).collect()
}

#[cfg(test)]
mod tests {
    use shared::id::{PersonId, RevisionId};
    use shared::plan::docket::place::PlanText;
    use shared::plan::docket::state::{Revision, RevisionDraft, RevisionSource, RevisionStatus};
    use shared::time::Timestamp;

    use super::*;

    #[test]
    fn a_revision_is_offered_by_its_words_unless_it_was_withdrawn() {
        let revision = |adopted: &str, proposed: &str, is_withdrawn: bool| Revision {
            draft: RevisionDraft {
                text: PlanText::Prose("prose/a/b".parse().unwrap()),
                adopted_text: adopted.to_owned(),
                proposed_text: proposed.to_owned(),
                reason: "Målet er nådd.".to_owned(),
                source: RevisionSource::Discussion,
            },
            by: PersonId::parse("odd").unwrap(),
            at: Timestamp::default(),
            status: RevisionStatus::Suggested,
            note: None,
            decided: None,
            is_withdrawn,
        };
        let mut view = PlanRoomView::default();
        for (id, one) in [
            ("r-1", revision("250", "300", false)),
            ("r-2", revision("Ut.", "", false)),
            ("r-3", revision("", "Trukket.", true)),
        ] {
            let id = RevisionId::parse(id).unwrap();
            view.docket.revisions.insert(id, one);
        }
        let plan = PlanId::parse("omstillingsplan").unwrap();
        let found = revisions(&plan, &view).into_iter();
        let names: Vec<String> = found.map(|found| found.name).collect();
        assert_eq!(names, ["300", "Ut."]);
    }
}
