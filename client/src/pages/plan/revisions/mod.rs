//! Revisions of the Omstillingsplan: what is adopted, what is proposed instead, why, and from where (domain 5). They stand
//! under the chapter they are about, and all together on a page of their own.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::id::RevisionId;
use shared::plan::docket::place::Place as About;
use shared::plan::docket::state::{Revision, RevisionStatus};
use shared::plan::outline::Place;

use super::desk::{At, focus_when_drawn, use_desk};
use super::room::{Docket, use_docket};
use super::section::titled;
use super::talk::page_of;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;

mod card;
mod decide;
mod draft;
mod form;
mod source;
mod texts;

use card::RevisionCard;
use draft::Typed;
use form::NewForm;

/// How many frames something that is being drawn is waited for.
const N_TRIES: u32 = 20;

/// Which revision somebody writes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Which {
    New(Place),
    Change(RevisionId),
}

impl Which {
    /// The beginning of the ids of its fields.
    fn id(&self) -> String {
        match self {
            Self::New(_) => "rv-new".to_owned(),
            Self::Change(id) => format!("rv-change-{id}"),
        }
    }
}

/// What is being written. It stays when another page of the plan is opened, until it is sent or let be.
#[derive(Clone, Copy)]
pub struct Revising {
    drafts: RwSignal<BTreeMap<Which, Typed>>,
    /// Why a revision is declined.
    notes: RwSignal<BTreeMap<RevisionId, String>>,
}

fn use_revising() -> Revising {
    expect_context()
}

impl Revising {
    pub fn new() -> Self {
        Self {
            drafts: RwSignal::new(BTreeMap::new()),
            notes: RwSignal::new(BTreeMap::new()),
        }
    }

    /// Whether something is typed that was not sent.
    pub fn would_lose(self) -> bool {
        let drafts = self
            .drafts
            .try_with_untracked(|drafts| drafts.values().any(|typed| typed.is_touched));
        let notes = self
            .notes
            .try_with_untracked(|notes| notes.values().any(|note| !note.trim().is_empty()));
        drafts.unwrap_or_default() || notes.unwrap_or_default()
    }

    fn begin(self, which: Which, typed: Typed) {
        focus_when_drawn(format!("{}-text", which.id()), N_TRIES);
        self.drafts.update(|drafts| {
            drafts.entry(which).or_insert(typed);
        });
    }

    fn is_open(self, which: &Which) -> bool {
        self.drafts.with(|drafts| drafts.contains_key(which))
    }

    fn end(self, which: &Which) {
        self.drafts.try_update(|drafts| drafts.remove(which));
    }

    fn is_declining(self, id: &RevisionId) -> bool {
        self.notes.with(|notes| notes.contains_key(id))
    }

    fn note(self, id: &RevisionId) -> String {
        self.notes
            .with(|notes| notes.get(id).cloned().unwrap_or_default())
    }

    fn set_note(self, id: RevisionId, note: String) {
        self.notes.update(|notes| {
            notes.insert(id, note);
        });
    }

    fn end_note(self, id: &RevisionId) {
        self.notes.try_update(|notes| notes.remove(id));
    }
}

/// The revisions that a viewer sees, the oldest first.
fn listed(docket: Docket) -> Vec<(RevisionId, Revision)> {
    let all = docket.read(|view| view.docket.revisions.clone());
    let mut all: Vec<_> = all.unwrap_or_default().into_iter().collect();
    all.sort_by(|(a, one), (b, other)| one.at.cmp(&other.at).then_with(|| a.cmp(b)));
    all
}

/// The page that holds the text a revision is about; none when it is gone.
fn place(docket: Docket, revision: &Revision) -> Option<Place> {
    let about = About::Words {
        text: revision.draft.text.clone(),
        quote: None,
    };
    docket.desk.plan.with(|plan| page_of(plan, &about))
}

/// Those of one page, or of none that there is.
fn ids_at(docket: Docket, at: Option<Place>) -> Memo<Vec<RevisionId>> {
    Memo::new(move |_| {
        let all = listed(docket).into_iter();
        all.filter(|(_, revision)| place(docket, revision) == at)
            .map(|(id, _)| id)
            .collect()
    })
}

/// Under a chapter or a focus area. Nothing in a plan that is not revised so.
#[component]
pub fn RevisionsHere(place: Place) -> impl IntoView {
    let docket = use_docket();
    let words = docket.desk.words;
    if !docket.desk.is_for_period() {
        return None;
    }
    let ids = ids_at(docket, Some(place.clone()));
    let is_empty = move || ids.with(Vec::is_empty);
    Some(view! {
        <section class="pl-block rv" aria-labelledby="rv-heading">
            <h2 class="disp h-sec" id="rv-heading">{words.rv_heading()}</h2>
            <Show when=is_empty><p class="note pl-empty">{says_none(docket)}</p></Show>
            <Cards ids=ids/>
            <NewForm place=place/>
        </section>
    })
}

/// Why there is nothing to see.
fn says_none(docket: Docket) -> impl IntoView {
    let words = docket.desk.words;
    move || match docket.has_review.get() {
        None if docket.is_away() => words.rv_away(),
        None => words.rv_fetching(),
        Some(_) => words.rv_none(),
    }
}

#[component]
fn Cards(ids: Memo<Vec<RevisionId>>) -> impl IntoView {
    view! {
        <ul class="pl-cards">
            <For each=move || ids.get() key=Clone::clone let(id)><RevisionCard id=id/></For>
        </ul>
    }
}

/// The line of the outline that leads to all of them.
#[component]
pub fn RevisionsLink(#[prop(optional_no_strip)] on_leave: Option<Callback<()>>) -> impl IntoView {
    let desk = use_desk();
    let is_here = move || desk.at.with(|at| *at == At::Revisions);
    desk.is_for_period().then(|| {
        view! {
            <a
                class="ds-link tk-out"
                href=desk.href(&At::Revisions)
                aria-current=move || is_here().then_some("page")
                on:click=move |_| {
                    if let Some(on_leave) = on_leave {
                        on_leave.run(());
                    }
                }
            >
                <Icon glyph=Glyph::PencilWriting/>
                {desk.words.rv_all()}
            </a>
        }
    })
}

/// All of them, by the page they are about.
#[component]
pub fn RevisionsPage() -> impl IntoView {
    let docket = use_docket();
    let desk = docket.desk;
    let words = desk.words;
    desk.rest_at(&At::Revisions);
    let places = Memo::new(move |_| {
        let all = listed(docket).into_iter();
        let here: Vec<_> = all.map(|(_, revision)| place(docket, &revision)).collect();
        let known = desk.entries.with(|entries| {
            let known = entries.iter().map(|entry| Some(entry.place.clone()));
            known.collect::<Vec<_>>()
        });
        let known = known.into_iter().chain([None]);
        known.filter(|at| here.contains(at)).collect::<Vec<_>>()
    });
    let is_empty = move || places.with(Vec::is_empty);
    let sum = move || {
        let all = listed(docket);
        (!all.is_empty()).then(|| view! { <p class="tk-sum">{counted(docket, &all)}</p> })
    };
    view! {
        <p class="back"><a class="ds-link" href=desk.path()>{desk.title()}</a></p>
        <PageTitle tab=words.rv_all()>{words.rv_all()}</PageTitle>
        {sum}
        <Show when=is_empty><p class="note pl-empty">{says_none(docket)}</p></Show>
        <For each=move || places.get() key=Clone::clone let(place)><OnePlace place=place/></For>
    }
}

/// "5 endringer: 2 foreslått, 1 godtatt av styret."
fn counted(docket: Docket, all: &[(RevisionId, Revision)]) -> String {
    use RevisionStatus as S;
    let words = docket.desk.words;
    let shown = all.iter().filter(|(_, revision)| !revision.is_withdrawn);
    let shown: Vec<_> = shown.map(|(_, revision)| revision.status).collect();
    let part = |status: S| {
        let n = shown.iter().filter(|it| **it == status).count();
        let name = card::status(words, status).0;
        (n > 0).then(|| words.rv_n_of(&n.to_string(), &name.to_lowercase()))
    };
    let parts = [S::Suggested, S::Accepted, S::Adopted, S::Declined].map(part);
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let all = words.rv_n_revisions(shown.len());
    if parts.is_empty() {
        return all;
    }
    format!("{all}: {}.", words.list(&parts))
}

#[component]
fn OnePlace(#[prop(optional_no_strip)] place: Option<Place>) -> impl IntoView {
    let docket = use_docket();
    let desk = docket.desk;
    let words = desk.words;
    let ids = ids_at(docket, place.clone());
    let heading = match place {
        None => view! { {words.rv_elsewhere()} }.into_any(),
        Some(place) => {
            let href = desk.href(&At::Page(place.clone()));
            let says = move || {
                let entry = desk.entries.with(|entries| {
                    let mut entries = entries.iter();
                    entries.find(|entry| entry.place == place).cloned()
                });
                let entry = entry?;
                let title = titled(desk, entry.title);
                Some(match entry.number {
                    Some(number) => format!("{number} {title}"),
                    None => title,
                })
            };
            view! { <a class="ds-link" href=href lang=desk.lang>{says}</a> }.into_any()
        }
    };
    view! {
        <section class="pl-block rv">
            <h2 class="disp h-sec">{heading}</h2>
            <Cards ids=ids/>
        </section>
    }
}
