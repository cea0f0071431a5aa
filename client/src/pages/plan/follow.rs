//! Following whoever leads: the page they look at opens here too, until one scrolls, writes or goes elsewhere oneself. On a
//! phone one follows the facilitator from the beginning (UX 6, *Følg*).

use leptos::ev;
use leptos::prelude::*;
use leptos::web_sys::Element;
use shared::document::plan::row_at;
use shared::id::PersonId;
use shared::plan::outline::place_of;
use shared::plan::{ActionPlan, Row};
use shared::rights::Role;
use wasm_bindgen::JsCast;

use super::desk::{At, Desk, Room, card_id, use_desk};
use crate::components::icon::{Glyph, Icon};
use crate::model::facts::Peer;

/// Who leads, the first of these who is in the plan.
const LEADERS: [Role; 3] = [Role::Facilitator, Role::Chair, Role::ProgrammeManager];
/// What somebody writes in.
const FIELDS: &str = "input, textarea, select, [contenteditable=true]";

#[derive(Debug, Clone, PartialEq, Eq)]
struct Leader {
    first_name: String,
    role: Role,
    at: Option<At>,
    /// The row they are in.
    row: Option<Row>,
}

#[derive(Clone, Copy)]
pub struct Following {
    desk: Desk,
    leader: Memo<Option<Leader>>,
    is_on: RwSignal<bool>,
    /// On a phone it begins by itself, once.
    has_begun: StoredValue<bool>,
}

impl Following {
    pub fn open(desk: Desk) -> Self {
        let (peers, me) = (desk.model.peers(), desk.me().id);
        let leader =
            Memo::new(move |_| peers.with(|peers| desk.plan.with(|plan| leader(peers, &me, plan))));
        let this = Self {
            desk,
            leader,
            is_on: RwSignal::new(false),
            has_begun: StoredValue::new(false),
        };
        Effect::new(move || this.begin_by_itself());
        Effect::new(move |before| this.keep_up(before));
        Effect::new(move || this.show_row());
        let let_go = move || {
            this.is_on.try_set(false);
        };
        let wheel = window_event_listener(ev::wheel, move |_| let_go());
        let touch = window_event_listener(ev::touchmove, move |_| let_go());
        let focus = window_event_listener(ev::focusin, move |event| {
            let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
            if target.is_some_and(|it| it.matches(FIELDS).unwrap_or(false)) {
                let_go();
            }
        });
        on_cleanup(move || {
            wheel.remove();
            touch.remove();
            focus.remove();
        });
        this
    }

    fn begin_by_itself(self) {
        let leader = self.leader.get();
        let leads = leader.filter(|leader| leader.role == Role::Facilitator);
        let is_phone = self.desk.room.get() == Room::Narrow;
        if let Some(leader) = leads.filter(|_| is_phone && !self.has_begun.get_value()) {
            self.begin(&leader.first_name);
        }
    }

    fn begin(self, first_name: &str) {
        self.has_begun.set_value(true);
        self.is_on.set(true);
        let desk = self.desk;
        desk.toasts.say(desk.words.pl_follows_now(first_name));
    }

    /// Goes where the leader is. Who has gone elsewhere while the leader stood still has let go.
    fn keep_up(self, before: Option<(Option<At>, At)>) -> (Option<At>, At) {
        let to = self.leader.with(|leader| leader.as_ref()?.at.clone());
        let here = self.desk.at.get();
        if self.is_on.get() {
            let stood_still =
                |(was_to, was_here): &(Option<At>, At)| *was_to == to && *was_here != here;
            match &to {
                Some(to) if *to == here => {}
                Some(_) if before.as_ref().is_some_and(stood_still) => self.is_on.set(false),
                Some(to) => self.desk.go_along(to),
                None => {}
            }
        }
        (to, here)
    }

    fn show_row(self) {
        let row = self.leader.with(|leader| leader.as_ref()?.row.clone());
        if let Some(row) = row.filter(|_| self.is_on.get()) {
            let card = document().get_element_by_id(&card_id(&row));
            if let Some(card) = card {
                card.scroll_into_view();
            }
        }
    }

    fn press(self) {
        if self.is_on.get_untracked() {
            return self.is_on.set(false);
        }
        if let Some(leader) = self.leader.get_untracked() {
            self.begin(&leader.first_name);
        }
    }
}

fn leader(peers: &[Peer], me: &PersonId, plan: &ActionPlan) -> Option<Leader> {
    let of_role = |role: Role| {
        let others = peers
            .iter()
            .filter(|peer| peer.person != *me && peer.role == role);
        // Of several devices the one that moved last.
        others.max_by_key(|peer| (peer.moved_at, peer.client_id))
    };
    let peer = LEADERS.into_iter().find_map(of_role)?;
    let path = peer.field.as_deref().unwrap_or_default();
    Some(Leader {
        first_name: peer.first_name(),
        role: peer.role,
        at: place(path, plan),
        row: row_at(path).filter(|_| !path.ends_with('/')),
    })
}

/// The page on which a path is.
fn place(path: &str, plan: &ActionPlan) -> Option<At> {
    let without_rows = [At::Table, At::Revisions, At::Trace, At::Versions];
    let page = without_rows
        .into_iter()
        .find(|at| at.rests_at() == Some(path));
    page.or_else(|| place_of(plan, &row_at(path)?).map(At::Page))
}

/// Nothing while nobody who leads is in the plan.
#[component]
pub fn FollowButton() -> impl IntoView {
    let following: Following = expect_context();
    let words = use_desk().words;
    let is_on = following.is_on;
    let name = Memo::new(move |_| {
        following
            .leader
            .with(|leader| Some(leader.as_ref()?.first_name.clone()))
    });
    move || {
        let name = name.get()?;
        let (on, off) = (words.pl_follows(&name), words.pl_follow(&name));
        Some(view! {
            <button
                class="ds-button pl-follow"
                type="button"
                data-size="sm"
                data-variant="secondary"
                data-color="neutral"
                class:on=move || is_on.get()
                on:click=move |_| following.press()
            >
                <Icon glyph=Glyph::Eye/>
                {move || if is_on.get() { on.clone() } else { off.clone() }}
            </button>
        })
    }
}

#[cfg(test)]
mod tests {
    use shared::id::{FocusAreaId, MeasureId, SectionId};
    use shared::plan::measure::Measure;
    use shared::plan::outline::Place;
    use shared::plan::{FocusArea, Section};
    use shared::time::Timestamp;

    use super::*;

    fn plan() -> ActionPlan {
        let area = FocusAreaId::parse("marin").unwrap();
        let measure = Measure {
            focus_area: Some(area.clone()),
            ..Measure::new(MeasureId::parse("tiltak").unwrap())
        };
        let section = Section {
            id: SectionId::parse("forside").unwrap(),
            title: String::new(),
        };
        let focus_area = FocusArea {
            id: area,
            number: 1,
            title: String::new(),
        };
        ActionPlan {
            sections: vec![section],
            focus_areas: vec![focus_area],
            measures: vec![measure],
            ..ActionPlan::default()
        }
    }

    fn peer(id: &str, role: Role, field: &str, moved_at: i64) -> Peer {
        Peer {
            client_id: 1,
            person: PersonId::parse(id).unwrap(),
            name: format!("{id} Nordmann"),
            role,
            hue: 0,
            field: Some(field.to_owned()),
            head: None,
            moved_at: Timestamp(moved_at),
        }
    }

    #[test]
    fn the_facilitator_leads_where_they_are_and_else_the_chair() {
        let plan = plan();
        let me = PersonId::parse("meg").unwrap();
        let measure = &plan.measures[0];
        let area = At::Page(Place::FocusArea(measure.focus_area.clone().unwrap()));
        let in_field = format!("measures/{}/budget", measure.id);
        let chair = peer("kari", Role::Chair, "tabell/", 5);
        assert_eq!(
            leader(&[peer("meg", Role::Facilitator, "", 1)], &me, &plan),
            None
        );
        let found = leader(std::slice::from_ref(&chair), &me, &plan).unwrap();
        assert_eq!(
            (found.first_name.as_str(), found.at),
            ("kari", Some(At::Table))
        );
        let old = peer("odd", Role::Facilitator, "", 2);
        let new = peer("odd", Role::Facilitator, &in_field, 3);
        let found = leader(&[chair, new, old], &me, &plan).unwrap();
        let row = Row::Measure(measure.id.clone());
        assert_eq!((found.at, found.row), (Some(area), Some(row)));
    }

    #[test]
    fn every_page_is_found_by_where_one_rests_on_it() {
        let plan = plan();
        let section = At::Page(Place::Section(plan.sections[0].id.clone()));
        let rests = shared::document::plan::path(&Row::Section(plan.sections[0].id.clone()), "");
        assert_eq!(place(&rests, &plan), Some(section));
        for at in [At::Table, At::Revisions, At::Trace, At::Versions] {
            assert_eq!(place(at.rests_at().unwrap(), &plan), Some(at));
        }
        assert_eq!(place("", &plan), None);
        assert_eq!(place("prose/a/b", &plan), None);
    }
}
