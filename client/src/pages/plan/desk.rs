//! What every part of a plan's page stands on: the plan as it is now, what it adds up to, and where the person is.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::document::plan::{RemovedRow, TextField, TextKey, path};
use shared::id::MeasureId;
use shared::plan::checks::{Finding, ProposalState, check};
use shared::plan::measure::Measure;
use shared::plan::outline::{Entry, Place, entries, place_of};
use shared::plan::sums::Sums;
use shared::plan::{ActionPlan, Head, PlanKind, Row};
use shared::programme::Person;
use shared::rights::Lock;
use shared::view::PlanView;
use shared::view::SessionView;
use wasm_bindgen::JsCast;

pub use super::at::At;
use super::at::{TRACE, VERSIONS, use_at};
use super::names;
use crate::components::toast::Toasts;
use crate::model::PlanModel;
use crate::model::facts::Peer;
use crate::words::{Words, use_words};

/// From here on the outline stands beside the document.
const WIDE_FROM: f64 = 1_000.0;
/// Below it everything is read as cards, and edited on purpose.
const NARROW_BELOW: f64 = 700.0;
/// How many frames a row that is being drawn is waited for.
const N_TRIES: u32 = 20;

/// A proposal that a row may have come from, as far as it is known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownProposal {
    pub state: ProposalState,
    pub title: String,
    /// None while nobody has voted.
    pub n_dots: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    Narrow,
    Middle,
    Wide,
}

struct About {
    session: Arc<SessionView>,
    view: Arc<PlanView>,
}

/// Goes to an address of the page.
type Way = Rc<dyn Fn(&str, NavigateOptions)>;

#[derive(Clone, Copy)]
pub struct Desk {
    pub words: Words,
    pub model: PlanModel,
    /// The language form of the plan's words.
    pub lang: &'static str,
    pub toasts: Toasts,
    pub plan: Memo<ActionPlan>,
    pub removed: Memo<Vec<RemovedRow>>,
    pub entries: Memo<Vec<Entry>>,
    pub sums: Memo<Sums>,
    pub findings: Memo<Vec<Finding>>,
    /// Filled by whoever knows what came of last autumn's proposals.
    pub proposals: RwSignal<Vec<KnownProposal>>,
    /// What is decided about the plan as a whole, as far as it is known here.
    pub head: RwSignal<Head>,
    /// Why the person may not write in it.
    pub lock: RwSignal<Option<Lock>>,
    pub at: Memo<At>,
    pub room: Memo<Room>,
    /// Whether fields stand where words are read.
    pub writes: Memo<bool>,
    /// On a phone a chapter is edited on purpose.
    pub is_editing: RwSignal<bool>,
    /// The cards that are open.
    pub open: RwSignal<BTreeSet<Row>>,
    about: StoredValue<About>,
    go: StoredValue<Way, LocalStorage>,
}

pub fn use_desk() -> Desk {
    expect_context()
}

impl Desk {
    pub fn open(
        model: PlanModel,
        toasts: Toasts,
        session: Arc<SessionView>,
        view: Arc<PlanView>,
    ) -> Self {
        let rows = model.rows();
        let head = RwSignal::new(view.head.clone());
        let plan = Memo::new(move |_| {
            let head = head.get();
            rows.with(|rows| ActionPlan {
                head,
                ..rows.plan.clone()
            })
        });
        let proposals = RwSignal::new(Vec::<KnownProposal>::new());
        let findings = Memo::new(move |_| {
            let states: Vec<ProposalState> =
                proposals.with(|known| known.iter().map(|it| it.state.clone()).collect());
            plan.with(|plan| check(plan, &states))
        });
        let entries = Memo::new(move |_| plan.with(entries));
        let (kind, asked) = (view.card.kind, use_at(entries));
        let room = use_room();
        let is_editing = RwSignal::new(false);
        let could_write = model.could_write();
        let writes = Memo::new(move |_| {
            could_write.get() && (room.get() != Room::Narrow || is_editing.get())
        });
        let navigate = use_navigate();
        let go: Way = Rc::new(move |path: &str, options| navigate(path, options));
        Self {
            words: use_words(),
            model,
            lang: view.programme.language_form.tag(),
            toasts,
            plan,
            removed: Memo::new(move |_| rows.with(|rows| rows.removed.clone())),
            entries,
            sums: Memo::new(move |_| plan.with(Sums::of)),
            findings,
            proposals,
            head,
            lock: RwSignal::new(view.lock),
            at: Memo::new(move |_| {
                entries.with(|entries| super::at::in_kind(kind, asked.get(), entries))
            }),
            room,
            writes,
            is_editing,
            open: RwSignal::new(BTreeSet::new()),
            about: StoredValue::new(About { session, view }),
            go: StoredValue::new_local(go),
        }
    }

    pub fn view(self) -> Arc<PlanView> {
        self.about.with_value(|about| Arc::clone(&about.view))
    }

    pub fn me(self) -> Person {
        self.about.with_value(|about| about.session.person.clone())
    }

    /// "Handlingsplan 2027".
    pub fn title(self) -> String {
        let card = self.about.with_value(|about| about.view.card.clone());
        title(self.words, card.kind, card.year, card.last_year)
    }

    /// Whether it is the Omstillingsplan: what belongs to a year, and to single measures, is not in it.
    pub fn is_for_period(self) -> bool {
        self.about
            .with_value(|about| about.view.card.kind == PlanKind::RestructuringPlan)
    }

    /// The calendar years the plan has targets for.
    pub fn years(self) -> RangeInclusive<i16> {
        self.about.with_value(|about| {
            let card = &about.view.card;
            card.year..=card.last_year
        })
    }

    /// The calendar year the plan is for.
    pub fn year(self) -> i16 {
        self.about.with_value(|about| about.view.card.year)
    }

    /// The address of the plan.
    pub fn path(self) -> String {
        self.about
            .with_value(|about| format!("/planer/{}", about.view.card.id))
    }

    pub fn href(self, at: &At) -> String {
        let page = match at {
            At::Page(Place::Section(id)) => format!("kapittel={id}"),
            At::Page(Place::FocusArea(id)) => format!("omrade={id}"),
            At::Table => "vis=tabell".to_owned(),
            At::Revisions => format!("vis={}", super::at::REVISIONS),
            At::Trace => return format!("{}/{TRACE}", self.path()),
            At::Versions => return format!("{}/{VERSIONS}", self.path()),
        };
        format!("{}?{page}", self.path())
    }

    /// Tells the others which page is open here.
    pub fn rest_at(self, at: &At) {
        let path = match at {
            At::Page(place) => path(&place.row(), ""),
            at => at.rests_at().unwrap_or_default().to_owned(),
        };
        self.model.rest_at(path);
    }

    /// Opens a page because somebody else has. Going back leads to where one was by oneself: only the first step is one.
    pub fn go_along(self, at: &At, is_first: bool) {
        let options = NavigateOptions {
            replace: !is_first,
            ..NavigateOptions::default()
        };
        self.go.with_value(|go| go(&self.href(at), options));
    }

    /// The words of a row, as they stand.
    pub fn text(self, row: &Row, field: TextField) -> Signal<String> {
        match TextKey::new(row.clone(), field) {
            Some(key) => {
                let text = self.model.text(&key);
                Signal::derive(move || text.get())
            }
            None => Signal::derive(String::new),
        }
    }

    /// What a row is called: its title, or that it has none.
    pub fn title_of(self, row: &Row) -> Signal<String> {
        let words = self.words;
        if let Row::Frame(source) = row {
            let name = names::source(words, *source).to_owned();
            return Signal::derive(move || name.clone());
        }
        let text = self.text(row, TextField::Title);
        Signal::derive(move || match text.get() {
            empty if empty.trim().is_empty() => words.untitled().to_owned(),
            title => title,
        })
    }

    /// A measure without its words, which have signals of their own; as it was last while it is being removed.
    pub fn measure(self, id: &MeasureId) -> Memo<Measure> {
        let id = id.clone();
        self.row(Measure::new(id.clone()), move |plan| {
            let mut measures = plan.measures.iter();
            let measure = measures.find(|measure| measure.id == id)?;
            Some(without_words(measure.clone()))
        })
    }

    /// A row that `find` finds in the plan.
    pub fn row<R>(
        self,
        before: R,
        find: impl Fn(&ActionPlan) -> Option<R> + Send + Sync + 'static,
    ) -> Memo<R>
    where
        R: Clone + PartialEq + Send + Sync + 'static,
    {
        let plan = self.plan;
        Memo::new(move |known: Option<&R>| {
            let found = plan.with(|plan| find(plan));
            found.unwrap_or_else(|| known.cloned().unwrap_or_else(|| before.clone()))
        })
    }

    /// First names of those who are in a field of this path, or of the row it is of.
    pub fn writers(
        self,
        is_here: impl Fn(&str) -> bool + Send + Sync + 'static,
    ) -> Memo<Vec<String>> {
        let (peers, me) = (self.model.peers(), self.me().id);
        Memo::new(move |_| {
            peers.with(|peers| {
                let here = peers.iter().filter(|peer| peer.person != me);
                let here = here.filter(|peer| peer.field.as_deref().is_some_and(&is_here));
                let names: BTreeSet<String> = here.map(Peer::first_name).collect();
                names.into_iter().collect()
            })
        })
    }

    /// Opens the page a row stands on, and the row itself.
    pub fn go_to(self, row: &Row) {
        let place = self.plan.with_untracked(|plan| place_of(plan, row));
        let Some(place) = place else { return };
        let is_page = place.row() == *row;
        self.open.update(|open| {
            open.insert(row.clone());
        });
        let href = self.href(&At::Page(place));
        self.go
            .with_value(|go| go(&href, NavigateOptions::default()));
        if !is_page {
            focus_when_drawn(card_id(row), N_TRIES);
        }
    }
}

/// "Handlingsplan 2027", "Omstillingsplan 2024–2029".
pub fn title(words: Words, kind: PlanKind, year: i16, last_year: i16) -> String {
    match kind {
        PlanKind::ActionPlan => words.pl_action_plan(&year.to_string()),
        PlanKind::RestructuringPlan => {
            words.pl_restructuring_plan(&year.to_string(), &last_year.to_string())
        }
    }
}

/// The id of an element for a path.
pub fn element_id(path: &str) -> String {
    format!("pl-{}", path.replace('/', "-"))
}

/// The id of the button that opens a row's card.
pub fn card_id(row: &Row) -> String {
    element_id(&path(row, "card"))
}

/// The id of the field with a row's title.
pub fn title_id(row: &Row) -> String {
    element_id(&path(row, "title"))
}

/// Gives an element the focus as soon as it is there.
pub fn focus_when_drawn(id: String, n_tries: u32) {
    when_drawn(id, n_tries, |element| {
        drop(element.focus());
        element.scroll_into_view();
    });
}

/// Does something with an element that may be drawn in one of the next frames.
pub fn when_drawn(id: String, n_tries: u32, act: impl FnOnce(web_sys::HtmlElement) + 'static) {
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id);
        let element = element.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
        match element {
            Some(element) => act(element),
            None if n_tries > 0 => when_drawn(id, n_tries - 1, act),
            None => {}
        }
    });
}

fn without_words(mut measure: Measure) -> Measure {
    let words = [
        &mut measure.title,
        &mut measure.strategy,
        &mut measure.background,
        &mut measure.result_goal,
        &mut measure.effect_goal,
        &mut measure.indicator,
        &mut measure.decision_point.name,
    ];
    words.into_iter().for_each(String::clear);
    for milestone in &mut measure.milestones {
        milestone.title.clear();
    }
    measure
}

fn use_room() -> Memo<Room> {
    let now = || {
        let width = window().inner_width().ok().and_then(|it| it.as_f64());
        match width.unwrap_or(WIDE_FROM) {
            width if width < NARROW_BELOW => Room::Narrow,
            width if width < WIDE_FROM => Room::Middle,
            _ => Room::Wide,
        }
    };
    let room = RwSignal::new(now());
    let listener = window_event_listener(leptos::ev::resize, move |_| {
        room.try_set(now());
    });
    on_cleanup(move || listener.remove());
    Memo::new(move |_| room.get())
}
