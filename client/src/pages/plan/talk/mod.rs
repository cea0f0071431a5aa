//! What people say about a plan, beside the page it is about: comments and suggested changes. In a column where there is
//! room for one, else in a sheet. What somebody has begun to write stays when it is closed, and when it was not sent.

use leptos::prelude::*;
use shared::document::chapters::ProseKey;
use shared::document::plan::{TextField, TextKey};
use shared::id::{NoteId, SuggestionId};
use shared::plan::docket::place::{Place as About, PlanText};
use shared::plan::docket::state::{Suggestion, SuggestionState, Thread};
use shared::plan::outline::{Place, place_of};
use shared::plan::{ActionPlan, Row};

use super::desk::At;
use super::menu::Item;
use super::room::Docket;
use crate::components::dialog::Dialog;
use crate::components::icon::{Glyph, Icon};
use crate::words::Words;

mod card;
pub mod changed;
mod foot;
mod marked;
mod mention;
mod piece;
pub mod suggest;
mod suggestion;
mod thread;
mod write;

pub use card::CardTalk;
pub use piece::{PieceTalk, comment, marks};
use suggestion::SuggestionCard;
use thread::ThreadCard;
use write::Composer;

/// From here on the column stands beside the document.
const BESIDE_FROM: f64 = 1_280.0;

/// What somebody is writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Writing {
    Comment(About),
    Suggest(Row),
    SuggestProse(ProseKey),
}

#[derive(Clone, Copy)]
pub struct Talk {
    docket: Docket,
    writing: RwSignal<Option<Writing>>,
    /// What is typed: a comment, or why a change is suggested.
    text: RwSignal<String>,
    /// The new words of a suggestion; none until they differ from what stands.
    new_text: RwSignal<Option<String>>,
    is_sheet_open: RwSignal<bool>,
    is_beside: Memo<bool>,
    shows_done: RwSignal<bool>,
    shows_all: RwSignal<bool>,
}

pub fn use_talk() -> Talk {
    expect_context()
}

impl Talk {
    pub fn open(docket: Docket) -> Self {
        let width = || {
            let width = window().inner_width().ok().and_then(|it| it.as_f64());
            width.unwrap_or_default()
        };
        let is_wide = RwSignal::new(width() >= BESIDE_FROM);
        let listener = window_event_listener(leptos::ev::resize, move |_| {
            is_wide.try_set(width() >= BESIDE_FROM);
        });
        on_cleanup(move || listener.remove());
        let at = docket.desk.at;
        Self {
            docket,
            writing: RwSignal::new(None),
            text: RwSignal::new(String::new()),
            new_text: RwSignal::new(None),
            is_sheet_open: RwSignal::new(false),
            is_beside: Memo::new(move |_| is_wide.get() && at.with(|at| matches!(at, At::Page(_)))),
            shows_done: RwSignal::new(false),
            shows_all: RwSignal::new(false),
        }
    }

    pub fn begin(self, writing: Writing) {
        // Words that were typed about something else stay, for whoever only looked the wrong place up.
        self.new_text.set(None);
        self.writing.set(Some(writing));
        if !self.is_beside.get_untracked() {
            self.is_sheet_open.set(true);
        }
    }

    /// Whether something is typed that was not sent.
    pub fn would_lose(self) -> bool {
        let is_typed = |text: &String| !text.trim().is_empty();
        self.text.try_with_untracked(is_typed).unwrap_or_default()
            || self
                .new_text
                .try_with_untracked(Option::is_some)
                .unwrap_or_default()
    }

    /// After something was done: the toast that takes it back lies behind the sheet.
    fn close(self) {
        self.is_sheet_open.try_set(false);
    }

    /// For the menu of a row.
    pub fn items(self, row: &Row) -> Vec<Item> {
        if !self.docket.may.get_untracked().speak {
            return Vec::new();
        }
        let words = self.docket.desk.words;
        let of = row.clone();
        let comment = Item::new(words.tk_comment(), Glyph::ChatElipsis, move || {
            self.begin(Writing::Comment(marked::about(self.docket.desk, &of)));
        });
        let of = row.clone();
        let suggest = Item::new(words.tk_suggest(), Glyph::PencilWriting, move || {
            self.begin(Writing::Suggest(of.clone()));
        });
        if TextField::of(row).is_empty() || !untrack(|| self.suggests()) {
            return vec![comment];
        }
        vec![comment, suggest]
    }

    /// Whether other words are suggested here. What is adopted of the Omstillingsplan is revised instead.
    fn suggests(self) -> bool {
        let desk = self.docket.desk;
        let is_adopted = desk.is_for_period() && desk.head.with(|head| head.state.is_frozen());
        self.docket.may.get().speak && !is_adopted
    }

    fn threads(self) -> Vec<(NoteId, Thread)> {
        let all = self.docket.read(|view| view.docket.threads.clone());
        all.unwrap_or_default().into_iter().collect()
    }

    fn suggestions(self) -> Vec<(SuggestionId, Suggestion)> {
        let all = self.docket.read(|view| view.docket.suggestions.clone());
        all.unwrap_or_default().into_iter().collect()
    }

    /// Whether something about this is listed beside the page that is open.
    fn is_here(self, about: &About) -> bool {
        let desk = self.docket.desk;
        let page = desk.plan.with(|plan| page_of(plan, about));
        desk.at.with(|at| match (at, page) {
            (At::Page(here), Some(page)) => *here == page,
            // What is about the whole plan, or about something that is gone, belongs to every page.
            _ => true,
        })
    }
}

/// The page that holds what something was said about.
pub fn page_of(plan: &ActionPlan, about: &About) -> Option<Place> {
    if let Some(row) = about.row() {
        return place_of(plan, row);
    }
    let About::Words {
        text: PlanText::Prose(key),
        ..
    } = about
    else {
        return None;
    };
    let place = key.place();
    let sections = plan.sections.iter().map(|it| Row::Section(it.id.clone()));
    let areas = plan.focus_areas.iter();
    let areas = areas.map(|it| Row::FocusArea(it.id.clone()));
    let row = sections.chain(areas).find(|row| match row {
        Row::Section(id) => id.as_str() == place,
        Row::FocusArea(id) => id.as_str() == place,
        _ => false,
    })?;
    place_of(plan, &row)
}

/// Something that was said.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Said {
    Thread(NoteId),
    Suggestion(SuggestionId),
}

struct Listed {
    said: Said,
    about: About,
    is_open: bool,
}

fn listed(talk: Talk) -> Vec<Listed> {
    let threads = talk.threads().into_iter().map(|(id, thread)| Listed {
        said: Said::Thread(id),
        is_open: thread.resolved.is_none(),
        about: thread.place,
    });
    let suggestions = talk.suggestions().into_iter();
    let suggestions = suggestions.map(|(id, suggestion)| Listed {
        said: Said::Suggestion(id),
        is_open: suggestion.state == SuggestionState::Open,
        about: About::Words {
            text: suggestion.draft.text,
            quote: None,
        },
    });
    threads.chain(suggestions).collect()
}

/// The list, and the form above it.
#[component]
fn SaidHere() -> impl IntoView {
    let talk = use_talk();
    let docket = talk.docket;
    let desk = docket.desk;
    let words = desk.words;
    let all = Memo::new(move |_| {
        let shows_all = talk.shows_all.get();
        let here = listed(talk).into_iter();
        let here = here.filter(|one| shows_all || talk.is_here(&one.about));
        here.map(|one| (one.said, one.is_open)).collect::<Vec<_>>()
    });
    let shown = move || {
        let shows_done = talk.shows_done.get();
        let shown = all.get().into_iter();
        let shown = shown.filter(|(_, is_open)| shows_done || *is_open);
        shown.map(|(said, _)| said).collect::<Vec<_>>()
    };
    let n_done = Memo::new(move |_| all.with(|all| all.iter().filter(|(_, open)| !open).count()));
    let n_elsewhere = Memo::new(move |_| {
        let there = listed(talk).into_iter();
        there
            .filter(|one| one.is_open && !talk.is_here(&one.about))
            .count()
    });
    let row = Memo::new(move |_| {
        desk.at.with(|at| match at {
            At::Page(place) => Some(place.row()),
            _ => None,
        })
    });
    let begin = move |_| {
        let about = row.get_untracked();
        let about = about.map_or(About::Plan, |row| About::Row { row });
        talk.begin(Writing::Comment(about));
    };
    let empty = move || {
        let says = match docket.has_review.get() {
            None if docket.is_away() => words.tk_talk_away(),
            None => words.tk_talk_fetching(),
            Some(_) if !docket.may.get().speak => words.tk_talk_closed(),
            Some(_) => words.tk_talk_none(),
        };
        shown()
            .is_empty()
            .then(|| view! { <p class="note">{says}</p> })
    };
    view! {
        {move || talk.writing.get().map(|writing| view! { <Composer writing=writing/> })}
        <Show when=move || talk.writing.with(Option::is_none) && docket.may.get().speak>
            <button class="ds-button" type="button" data-size="sm" data-variant="secondary" on:click=begin>
                <Icon glyph=Glyph::ChatElipsis/>
                {words.tk_comment_page()}
            </button>
        </Show>
        {empty}
        <ul class="tk-said">
            <For each=shown key=Clone::clone let(said)>
                {match said {
                    Said::Thread(id) => view! { <ThreadCard id=id/> }.into_any(),
                    Said::Suggestion(id) => view! { <SuggestionCard id=id/> }.into_any(),
                }}
            </For>
        </ul>
        <Show when=move || n_done.get() != 0>
            {toggle(talk.shows_done, move || words.tk_n_done(n_done.get()))}
        </Show>
        <Show when=move || n_elsewhere.get() != 0>
            {toggle(talk.shows_all, move || words.tk_n_elsewhere(n_elsewhere.get()))}
        </Show>
    }
}

fn toggle(
    is_on: RwSignal<bool>,
    label: impl Fn() -> String + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <button
            class="link sm tk-toggle"
            type="button"
            aria-pressed=move || is_on.get().to_string()
            on:click=move |_| is_on.update(|is_on| *is_on = !*is_on)
        >
            {label}
        </button>
    }
}

fn n_open(talk: Talk) -> usize {
    let all = listed(talk).into_iter();
    all.filter(|one| one.is_open && talk.is_here(&one.about))
        .count()
}

/// Beside the document.
#[component]
pub fn TalkColumn() -> impl IntoView {
    let talk = use_talk();
    let words = talk.docket.desk.words;
    let n = Memo::new(move |_| n_open(talk));
    view! {
        <Show when=move || talk.is_beside.get()>
            <aside class="tk-col" aria-labelledby="tk-col-heading">
                <div class="row">
                    <h2 class="h-card" id="tk-col-heading">{words.tk_comments()}</h2>
                    <span class="sp"></span>
                    <span class="sub sm">{move || words.tk_n_open(n.get())}</span>
                </div>
                <SaidHere/>
            </aside>
        </Show>
    }
}

/// In a sheet, with the button that opens it.
#[component]
pub fn TalkSheet() -> impl IntoView {
    let talk = use_talk();
    let words = talk.docket.desk.words;
    let n = Memo::new(move |_| n_open(talk));
    let is_open = talk.is_sheet_open;
    // Where something was said leads there, and the sheet would hide it.
    Effect::new(move || {
        talk.docket.desk.at.track();
        is_open.set(false);
    });
    let is_sheet = move || !talk.is_beside.get();
    view! {
        <Show when=is_sheet>
            <button
                class="ds-button"
                type="button"
                data-variant="secondary"
                aria-haspopup="dialog"
                on:click=move |_| is_open.set(true)
            >
                <Icon glyph=Glyph::ChatElipsis/>
                <span class="tk-n-said">{move || words.tk_n_comments(n.get())}</span>
                <span class="tk-n" aria-hidden="true">{move || n.get()}</span>
            </button>
            <Dialog is_open=is_open id="tk-sheet" heading=Signal::derive(move || words.tk_comments().to_owned()) class="sheet tk-sheet">
                <Show when=move || is_open.get()><SaidHere/></Show>
            </Dialog>
        </Show>
    }
}

/// What something was said about, as people would name it.
fn named(words: Words, about: &About) -> Option<String> {
    match about {
        About::Plan => Some(words.tk_whole_plan().to_owned()),
        About::Words { text, .. } => match text {
            PlanText::Row(key) => Some(super::names::text_field(words, key.field()).to_owned()),
            PlanText::Prose(_) => Some(words.tk_prose().to_owned()),
        },
        About::Row { .. } | About::Field { .. } => None,
    }
}

fn about_prose(key: ProseKey) -> About {
    About::Words {
        text: PlanText::Prose(key),
        quote: None,
    }
}

fn text_of(key: &TextKey) -> PlanText {
    PlanText::Row(key.clone())
}
