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

use super::desk::{At, Desk, Room, card_id, use_desk, when_drawn};
use crate::components::icon::{Glyph, Icon};
use crate::model::facts::Peer;

/// Who leads, the first of these who is in the plan.
const LEADERS: [Role; 3] = [Role::Facilitator, Role::Chair, Role::ProgrammeManager];
/// What somebody writes in.
const FIELDS: &str = "input, textarea, select, [contenteditable=true]";

/// Scrolling, as the keyboard does it. The space bar also presses a button, so it does not count.
const SCROLL_KEYS: [&str; 6] = ["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"];
/// So many frames may pass before a card of a page that was just opened is there.
const N_FRAMES: u32 = 30;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Leader {
    person: PersonId,
    first_name: String,
    role: Role,
    at: Option<At>,
    /// The row they are in.
    row: Option<Row>,
}

/// Whom one goes along with, also while they are away for a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Followed {
    person: PersonId,
    first_name: String,
}

#[derive(Clone, Copy)]
pub struct Following {
    desk: Desk,
    /// Whoever one follows, and else whoever one could follow.
    leader: Memo<Option<Leader>>,
    whom: RwSignal<Option<Followed>>,
    /// Where one was taken last.
    taken_to: StoredValue<Option<At>>,
    /// On a phone it begins by itself, once, and not under somebody who has begun to write.
    may_begin: StoredValue<bool>,
}

impl Following {
    pub fn open(desk: Desk) -> Self {
        let (peers, me) = (desk.model.peers(), desk.me());
        let whom = RwSignal::new(None::<Followed>);
        let is_led = me.role != Role::Facilitator;
        let leader = Memo::new(move |_| {
            let whom = whom.get().map(|it: Followed| it.person);
            peers.with(|peers| {
                desk.plan
                    .with(|plan| leader(peers, &me.id, whom.as_ref(), plan))
            })
        });
        let this = Self {
            desk,
            leader,
            whom,
            taken_to: StoredValue::new(None),
            may_begin: StoredValue::new(is_led),
        };
        Effect::new(move || this.begin_by_itself());
        Effect::new(move |before| this.keep_up(before));
        Effect::new(move || this.show_row());
        this.listen();
        this
    }

    /// Hears of scrolling and writing.
    fn listen(self) {
        let wheel = window_event_listener(ev::wheel, move |_| self.let_go());
        let touch = window_event_listener(ev::touchmove, move |_| self.let_go());
        let keys = window_event_listener(ev::keydown, move |event| {
            if SCROLL_KEYS.contains(&event.key().as_str()) {
                self.let_go();
            }
        });
        let focus = window_event_listener(ev::focusin, move |event| {
            let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
            if target.is_some_and(|it| it.matches(FIELDS).unwrap_or(false)) {
                self.may_begin.try_set_value(false);
                self.let_go();
            }
        });
        on_cleanup(move || {
            wheel.remove();
            touch.remove();
            keys.remove();
            focus.remove();
        });
    }

    fn begin_by_itself(self) {
        let leader = self.leader.get();
        let leads = leader.filter(|leader| leader.role == Role::Facilitator);
        let is_phone = self.desk.room.get() == Room::Narrow;
        if let Some(leader) = leads.filter(|_| is_phone && self.may_begin.get_value()) {
            self.begin(leader);
        }
    }

    fn begin(self, leader: Leader) {
        self.may_begin.set_value(false);
        self.taken_to.set_value(None);
        let desk = self.desk;
        desk.toasts
            .say(desk.words.pl_follows_now(&leader.first_name));
        self.whom.set(Some(Followed {
            person: leader.person,
            first_name: leader.first_name,
        }));
    }

    fn let_go(self) {
        if self.whom.try_with_untracked(Option::is_some) == Some(true) {
            self.whom.set(None);
        }
    }

    fn keep_up(self, was_here: Option<At>) -> At {
        let here = self.desk.at.get();
        let to = self.leader.with(|leader| leader.as_ref()?.at.clone());
        if self.whom.with(Option::is_some) {
            let taken_to = self.taken_to.get_value();
            match step(was_here.as_ref(), &here, to.as_ref(), taken_to.as_ref()) {
                Step::Stay => {}
                Step::LetGo => self.let_go(),
                Step::Go(to) => {
                    self.taken_to.set_value(Some(to.clone()));
                    self.desk.go_along(&to, taken_to.is_none());
                }
            }
        }
        here
    }

    fn show_row(self) {
        let row = self.leader.with(|leader| leader.as_ref()?.row.clone());
        self.desk.at.track();
        if let Some(row) = row.filter(|_| self.whom.with(Option::is_some)) {
            when_drawn(card_id(&row), N_FRAMES, move |card| {
                // One may have let go meanwhile.
                if self.whom.try_with_untracked(Option::is_some) == Some(true) {
                    card.scroll_into_view();
                }
            });
        }
    }

    fn press(self) {
        if self.whom.with_untracked(Option::is_some) {
            return self.let_go();
        }
        if let Some(leader) = self.leader.get_untracked() {
            self.begin(leader);
        }
    }

    /// The name on the button, and whether one follows. None while nobody leads.
    fn named(self) -> Option<(String, bool)> {
        if let Some(followed) = self.whom.get() {
            return Some((followed.first_name, true));
        }
        let name = |leader: &Option<Leader>| leader.as_ref().map(|it| it.first_name.clone());
        self.leader.with(name).map(|name| (name, false))
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Step {
    Stay,
    Go(At),
    LetGo,
}

/// What somebody who follows does: the leader is at `to`, and they themselves are `here` and were `was_here`. Who is
/// neither where they were nor where they were taken has gone there by themselves.
fn step(was_here: Option<&At>, here: &At, to: Option<&At>, taken_to: Option<&At>) -> Step {
    let has_moved = was_here.is_some_and(|was_here| was_here != here);
    if has_moved && taken_to != Some(here) {
        return Step::LetGo;
    }
    match to {
        Some(to) if to != here && taken_to != Some(to) => Step::Go(to.clone()),
        _ => Step::Stay,
    }
}

/// `whom`, when one follows them, and else the first of those who lead.
fn leader(
    peers: &[Peer],
    me: &PersonId,
    whom: Option<&PersonId>,
    plan: &ActionPlan,
) -> Option<Leader> {
    // Of several devices the one that moved last.
    let last = |is_theirs: &dyn Fn(&Peer) -> bool| {
        let others = peers
            .iter()
            .filter(|peer| peer.person != *me && is_theirs(peer));
        others.max_by_key(|peer| (peer.moved_at, peer.client_id))
    };
    let peer = match whom {
        Some(whom) => last(&|peer| peer.person == *whom),
        None => LEADERS
            .into_iter()
            .find_map(|role| last(&|peer| peer.role == role)),
    }?;
    let path = peer.field.as_deref().unwrap_or_default();
    Some(Leader {
        person: peer.person.clone(),
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
    let named = Memo::new(move |_| following.named());
    move || {
        let (name, is_on) = named.get()?;
        let label = if is_on {
            words.pl_follows(&name)
        } else {
            words.pl_follow(&name)
        };
        Some(view! {
            <button
                class="ds-button pl-follow"
                type="button"
                data-size="sm"
                data-variant="secondary"
                data-color="neutral"
                class:on=is_on
                on:click=move |_| following.press()
            >
                <Icon glyph=Glyph::Eye/>
                {label}
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
            leader(&[peer("meg", Role::Facilitator, "", 1)], &me, None, &plan),
            None
        );
        let found = leader(std::slice::from_ref(&chair), &me, None, &plan).unwrap();
        assert_eq!(
            (found.first_name.as_str(), found.at),
            ("kari", Some(At::Table))
        );
        let old = peer("odd", Role::Facilitator, "", 2);
        let new = peer("odd", Role::Facilitator, &in_field, 3);
        let peers = [chair, new, old];
        let found = leader(&peers, &me, None, &plan).unwrap();
        let row = Row::Measure(measure.id.clone());
        assert_eq!((found.at, found.row), (Some(area), Some(row)));
        let kari = PersonId::parse("kari").unwrap();
        let found = leader(&peers, &me, Some(&kari), &plan).unwrap();
        assert_eq!(found.at, Some(At::Table), "whom one follows, one follows");
        assert_eq!(leader(&peers[1..], &me, Some(&kari), &plan), None);
    }

    #[test]
    fn one_goes_along_until_one_goes_elsewhere() {
        let [table, trace, versions] = [At::Table, At::Trace, At::Versions];
        // Where one was and is, where the leader is, and where one was taken last.
        let cases = [
            (
                "it begins",
                [Some(&table), Some(&table), Some(&trace), None],
                Step::Go(At::Trace),
            ),
            (
                "on the way",
                [Some(&table), Some(&table), Some(&trace), Some(&trace)],
                Step::Stay,
            ),
            (
                "arrived",
                [Some(&table), Some(&trace), Some(&trace), Some(&trace)],
                Step::Stay,
            ),
            (
                "gone on",
                [Some(&trace), Some(&trace), Some(&versions), Some(&trace)],
                Step::Go(At::Versions),
            ),
            (
                "gone on meanwhile",
                [Some(&table), Some(&trace), Some(&versions), Some(&trace)],
                Step::Go(At::Versions),
            ),
            (
                "elsewhere",
                [Some(&trace), Some(&table), Some(&trace), Some(&trace)],
                Step::LetGo,
            ),
            (
                "both elsewhere",
                [Some(&trace), Some(&table), Some(&versions), Some(&trace)],
                Step::LetGo,
            ),
            (
                "elsewhere while they are away",
                [Some(&trace), Some(&table), None, Some(&trace)],
                Step::LetGo,
            ),
            (
                "they are away",
                [Some(&trace), Some(&trace), None, Some(&trace)],
                Step::Stay,
            ),
            (
                "the page was just opened",
                [None, Some(&table), Some(&trace), None],
                Step::Go(At::Trace),
            ),
        ];
        for (name, [was_here, here, to, taken_to], expected) in cases {
            let here = here.expect("one is always somewhere");
            assert_eq!(step(was_here, here, to, taken_to), expected, "{name}");
        }
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
