//! Versions: kept by people and at natural points, named, brought back as a new one.

use super::{Asked, Decided, MAX_TITLE, some_words, unless, words};
use crate::id::VersionId;
use crate::plan::docket::event::Event;
use crate::plan::docket::refusal::Refusal;
use crate::plan::docket::state::{Occasion, Version};
use crate::rights::Act;

const MAX_VERSIONS: usize = 500;
/// Those that people ask for leave room for those that are kept when a plan is handed over or brought back.
const MAX_ASKED: usize = 400;
const MAX_ASKED_OF_ONE: usize = 60;
/// More days than a seminar has.
const MAX_DAY: u8 = 14;

impl Asked<'_> {
    pub fn keep_version(&self, id: VersionId, name: &str, day: Option<u8>) -> Decided {
        self.actor.may(Act::EditPlan)?;
        let name = words(name, MAX_TITLE)?;
        let occasion = match day {
            None => Occasion::Asked,
            Some(day) if (1..=MAX_DAY).contains(&day) => Occasion::DayEnd { day },
            Some(_) => return Err(Refusal::NotAValue),
        };
        if let Some(before) = self.docket.versions.get(&id) {
            return self.is_this_one(before, &occasion);
        }
        let is_asked = |version: &&Version| {
            matches!(version.occasion, Occasion::Asked | Occasion::DayEnd { .. })
        };
        let asked: Vec<&Version> = self.docket.versions.values().filter(is_asked).collect();
        let own = asked.iter().filter(|one| one.by == *self.actor.id());
        if asked.len() >= MAX_ASKED || own.count() >= MAX_ASKED_OF_ONE {
            return Err(Refusal::TooMany);
        }
        self.has_room_for_versions(1)?;
        Ok(vec![Event::VersionKept { id, name, occasion }])
    }

    pub fn rename_version(&self, id: VersionId, name: &str) -> Decided {
        self.actor.may(Act::EditPlan)?;
        let version = self.version(&id)?;
        if version.by != *self.actor.id() {
            self.actor.may(Act::DecidePlan)?;
        }
        let name = some_words(name, MAX_TITLE)?;
        unless(version.name == name, Event::VersionRenamed { id, name })
    }

    pub fn restore_version(&self, version: VersionId, before: VersionId, id: VersionId) -> Decided {
        self.actor.may(Act::DecidePlan)?;
        self.version(&version)?;
        let occasion = Occasion::Restored { version };
        if let Some(kept) = self.docket.versions.get(&id) {
            return self.is_this_one(kept, &occasion);
        }
        self.actor.may(Act::EditPlan)?;
        self.is_open()?;
        // A measure of one's own case would come back, or go, with all the others.
        let aside = self.around.aside.get(self.actor.id());
        if aside.is_some_and(|aside| !aside.is_empty()) {
            return Err(Refusal::SteppedAside);
        }
        if before == id || self.docket.versions.contains_key(&before) {
            return Err(Refusal::IdTaken);
        }
        self.has_room_for_versions(2)?;
        let kept = |id, occasion| Event::VersionKept {
            id,
            name: String::new(),
            occasion,
        };
        Ok(vec![
            kept(before, Occasion::BeforeRestoring),
            kept(id, occasion),
        ])
    }

    /// The same asking once more.
    fn is_this_one(&self, before: &Version, occasion: &Occasion) -> Decided {
        if before.by == *self.actor.id() && before.occasion == *occasion {
            return Ok(Vec::new());
        }
        Err(Refusal::IdTaken)
    }

    fn version(&self, id: &VersionId) -> Result<&Version, Refusal> {
        self.docket.versions.get(id).ok_or(Refusal::NoSuchVersion)
    }

    pub(super) fn has_room_for_versions(&self, n_more: usize) -> Result<(), Refusal> {
        if self.docket.versions.len() + n_more > MAX_VERSIONS {
            return Err(Refusal::TooMany);
        }
        Ok(())
    }
}
