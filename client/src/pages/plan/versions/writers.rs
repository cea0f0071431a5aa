//! Who has written what since the older of the two that are compared.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::PersonId;
use shared::programme::Person;
use shared::view::PlanWritingsView;

use super::sides::{Side, Stands};
use crate::api;
use crate::pages::plan::room::Docket;

#[derive(Clone, Copy)]
pub struct Writers {
    docket: Docket,
    written: RwSignal<PlanWritingsView>,
    /// Counts what is asked: of two answers the one to the later question holds.
    n_asked: StoredValue<u32>,
}

/// Who has written in some places.
pub struct Wrote {
    /// By name.
    pub people: Vec<Person>,
    /// Somebody else too, who is not named.
    pub others: bool,
}

impl Writers {
    /// Asks anew when other two are chosen, and when the plan as it stands is looked at again.
    pub fn open(docket: Docket, sides: Memo<(Side, Side)>, stands: Stands) -> Self {
        let this = Self {
            docket,
            written: RwSignal::new(PlanWritingsView::default()),
            n_asked: StoredValue::new(0),
        };
        Effect::new(move || {
            this.written.set(PlanWritingsView::default());
            this.n_asked.update_value(|n_asked| *n_asked += 1);
            let asked = this.n_asked.get_value();
            let (Side::Kept(since), until) = sides.get() else {
                return; // nobody has written since now
            };
            let until = match until {
                Side::Kept(until) => Some(until),
                Side::Now if stands.is_looked_at() => None,
                Side::Now => return,
            };
            let plan = docket.desk.view().card.id.to_string();
            spawn_local(async move {
                // Without an answer nobody is named; what changed is told all the same.
                let answer = api::plan_writings(&plan, &since, until.as_ref()).await;
                let is_last = this.n_asked.try_get_value() == Some(asked);
                if let (Ok(written), true) = (answer, is_last) {
                    this.written.try_set(written);
                }
            });
        });
        this
    }

    /// Those who wrote in one of these places.
    pub fn of(self, places: &[String]) -> Wrote {
        self.written.with(|written| {
            let ids = places.iter().filter_map(|place| written.by.get(place));
            let ids: BTreeSet<&PersonId> = ids.flatten().collect();
            let mut people: Vec<Person> =
                ids.iter().filter_map(|id| self.docket.person(id)).collect();
            people.sort_by(|one, other| one.name.cmp(&other.name));
            let others = places.iter().any(|place| written.others.contains(place));
            Wrote {
                others: others || people.len() < ids.len(),
                people,
            }
        })
    }
}

/// "Kari og Grete"; nothing where nobody is known.
pub fn writers(writers: Writers, place: String) -> Memo<String> {
    let words = writers.docket.desk.words;
    let place = [place];
    Memo::new(move |_| {
        let wrote = writers.of(&place);
        let names = wrote.people.iter().map(|it| it.first_name().to_owned());
        let others = wrote.others.then(|| words.ve_others().to_owned());
        let names: Vec<String> = names.chain(others).collect();
        words.list(&names)
    })
}
