//! The two that are compared: which they are, as the address says, and what stood in them.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use shared::id::VersionId;
use shared::plan::docket::state::Version;
use shared::view::PlanVersionView;

use super::name;
use crate::api::{self, ApiError};
use crate::model::facts::Offline;
use crate::pages::plan::desk::{At, Desk};
use crate::pages::plan::prose::PlanProse;
use crate::pages::plan::room::Docket;

/// The older of the two in the address.
pub const FROM: &str = "fra";
const TO: &str = "til";
/// The plan as it stands now, in the address.
const NOW: &str = "naa";

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    Kept(VersionId),
    Now,
}

impl Side {
    /// As it is written in the address.
    pub fn word(&self) -> String {
        match self {
            Self::Kept(id) => id.to_string(),
            Self::Now => NOW.to_owned(),
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        if word == NOW {
            return Some(Self::Now);
        }
        VersionId::parse(word).ok().map(Self::Kept)
    }

    /// "Versjon 3 · Før lunsj", or that it is the plan as it stands; empty while it is not known.
    pub fn name(&self, docket: Docket) -> String {
        let words = docket.desk.words;
        self.said(docket, |version| name(words, version))
    }

    /// What stands over a column: the number alone.
    pub fn short(&self, docket: Docket) -> String {
        self.said(docket, |version| version.number.to_string())
    }

    fn said(&self, docket: Docket, say: impl Fn(&Version) -> String) -> String {
        match self {
            Self::Now => docket.desk.words.ve_now().to_owned(),
            Self::Kept(id) => {
                let said = docket.read(|view| view.docket.versions.get(id).map(say));
                said.flatten().unwrap_or_default()
            }
        }
    }
}

/// The address of a comparison.
pub fn address(desk: Desk, from: &Side, to: &Side) -> String {
    let page = desk.href(&At::Versions);
    format!("{page}?{FROM}={}&{TO}={}", from.word(), to.word())
}

/// The two of the address; the plan as it stands where it names none.
pub fn use_sides() -> Memo<(Side, Side)> {
    let query = use_query_map();
    Memo::new(move |_| {
        let side = |name| {
            let word = query.with(|query| query.get(name));
            word.and_then(|word| Side::parse(&word))
                .unwrap_or(Side::Now)
        };
        (side(FROM), side(TO))
    })
}

pub type Read = Result<Arc<PlanVersionView>, ApiError>;

/// What stood in the versions that were asked for, and in the plan when it was looked at last: what people write meanwhile
/// does not move what somebody reads.
#[derive(Clone, Copy)]
pub struct Stands {
    desk: Desk,
    prose: Option<PlanProse>,
    kept: RwSignal<BTreeMap<VersionId, Read>>,
    now: RwSignal<Option<Arc<PlanVersionView>>>,
}

impl Stands {
    /// Fetches what the address asks for.
    pub fn open(docket: Docket, sides: Memo<(Side, Side)>) -> Self {
        let this = Self {
            desk: docket.desk,
            prose: use_context(),
            kept: RwSignal::new(BTreeMap::new()),
            now: RwSignal::new(None),
        };
        Effect::new(move || {
            let (from, to) = sides.get();
            for side in [from, to] {
                if let Side::Kept(id) = side {
                    this.fetch(id);
                }
            }
        });
        Effect::new(move || {
            if this.is_ready() && this.now.with_untracked(Option::is_none) {
                this.look_again();
            }
        });
        this
    }

    /// Both documents are as the server has them, or it is known that it cannot be asked: prose that has not come yet is
    /// not gone, and a device's copy may be old.
    fn is_ready(self) -> bool {
        let is_current = |ready: Signal<bool>, synced: Signal<bool>, offline: Signal<Offline>| {
            ready.get() && (synced.get() || offline.get().is_shown())
        };
        let rows = self.desk.model;
        let has_prose = self.prose.is_none_or(|prose| {
            let model = prose.model();
            is_current(model.is_ready(), model.is_synced(), model.offline())
        });
        has_prose && is_current(rows.is_ready(), rows.is_synced(), rows.offline())
    }

    /// A version never changes: what has come is not asked for again.
    pub fn fetch(self, id: VersionId) {
        let is_here = |kept: &BTreeMap<VersionId, Read>| matches!(kept.get(&id), Some(Ok(_)));
        if self.kept.with_untracked(is_here) {
            return;
        }
        self.kept.update(|kept| {
            kept.remove(&id);
        });
        let plan = self.desk.view().card.id.to_string();
        spawn_local(async move {
            let answer = api::plan_version(&plan, &id).await.map(Arc::new);
            self.kept.try_update(|kept| kept.insert(id, answer));
        });
    }

    /// What stands in one of the two; none while it is on its way.
    pub fn read(self, side: &Side) -> Option<Read> {
        match side {
            Side::Now => self.now.get().map(Ok),
            Side::Kept(id) => self.kept.with(|kept| kept.get(id).cloned()),
        }
    }

    /// The plan as it stands this very moment.
    fn stands(self) -> PlanVersionView {
        PlanVersionView {
            rows: self.desk.plan.get(),
            prose: self
                .prose
                .map(|prose| prose.model().rows().get())
                .unwrap_or_default(),
        }
    }

    /// Whether the plan as it stands has been looked at; asks again when it is looked at again.
    pub fn is_looked_at(self) -> bool {
        self.now.with(Option::is_some)
    }

    pub fn look_again(self) {
        self.now.set(Some(Arc::new(untrack(|| self.stands()))));
    }

    /// Whether somebody has written in the plan since it was looked at.
    pub fn has_moved_on(self) -> bool {
        let stands = self.stands();
        let is_other = |now: &Arc<PlanVersionView>| {
            now.prose != stands.prose || !is_same(&now.rows, &stands.rows)
        };
        self.now.with(|now| now.as_ref().is_some_and(is_other))
    }
}

/// What is decided about the plan is not compared.
fn is_same(one: &shared::plan::ActionPlan, other: &shared::plan::ActionPlan) -> bool {
    let one = shared::plan::ActionPlan {
        head: other.head.clone(),
        ..one.clone()
    };
    one == *other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_is_read_as_it_is_written() {
        let version = VersionId::parse("v-1").unwrap();
        for side in [Side::Now, Side::Kept(version)] {
            assert_eq!(Side::parse(&side.word()), Some(side));
        }
        assert_eq!(Side::parse("Ikke en id!"), None);
    }
}
