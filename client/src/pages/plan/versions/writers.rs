//! Who has written what since the older of the two that are compared.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::programme::Person;
use shared::view::PlanWritingsView;

use super::sides::{Side, Stands};
use crate::api;
use crate::pages::plan::room::Docket;

#[derive(Clone, Copy)]
pub struct Writers {
    docket: Docket,
    written: RwSignal<PlanWritingsView>,
}

impl Writers {
    /// Asks anew when other two are chosen, and when the plan as it stands is looked at again.
    pub fn open(docket: Docket, sides: Memo<(Side, Side)>, stands: Stands) -> Self {
        let this = Self {
            docket,
            written: RwSignal::new(PlanWritingsView::default()),
        };
        Effect::new(move || {
            this.written.set(PlanWritingsView::default());
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
                let is_asked_for = sides.try_with_untracked(|(from, to)| {
                    *from == Side::Kept(since) && *to == until.map_or(Side::Now, Side::Kept)
                });
                if let (Ok(written), Some(true)) = (answer, is_asked_for) {
                    this.written.try_set(written);
                }
            });
        });
        this
    }

    /// Those who wrote in one of these places, by name.
    pub fn of(self, places: &[String]) -> Vec<Person> {
        self.written.with(|written| {
            let ids = places.iter().filter_map(|place| written.by.get(place));
            let people = ids.flatten().filter_map(|id| self.docket.person(id));
            let people: BTreeMap<String, Person> = people.map(|it| (it.name.clone(), it)).collect();
            people.into_values().collect()
        })
    }
}

/// "Kari og Grete"; nothing where nobody is known.
pub fn writers(writers: Writers, place: String) -> Memo<String> {
    let words = writers.docket.desk.words;
    let place = [place];
    Memo::new(move |_| {
        let names = writers.of(&place).into_iter();
        let names: Vec<String> = names.map(|it| it.first_name().to_owned()).collect();
        words.list(&names)
    })
}
