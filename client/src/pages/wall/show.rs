//! The wall as a picture of a room: one face per phase, as large as the frame it stands in. The page fills the window with
//! it; the console shows it small. No controls, no scrolling, nothing under 32 units of 1080.

use std::sync::Arc;

use leptos::prelude::*;
use shared::id::IndicatorId;
use shared::lobby::RoomView;
use shared::time::Timestamp;

use super::decisions::{Formal, Judged, Promised};
use super::face::{Face, face, title_size};
use super::facts::Facts;
use super::foot::Foot;
use super::grade::Grade;
use super::pairing::words_of;
use super::pause::Pause;
use super::proposals::{Gathering, Owners, Voting, Writing};
use super::quiet::{Conclusion, Scoring, Talk};
use super::scores::Scores;
use super::seminar::{Agenda, Board, Goodbye, Notes, Reviewed, Work};
use super::vote::VoteOutcome;
use super::welcome::Welcome;
use crate::clock;
use crate::meeting::meeting_title;
use crate::words::{Words, tag};

/// How often what counts down is drawn anew.
const TICK_MS: u32 = 500;

/// What every face is given.
#[derive(Clone, Copy)]
pub struct Wall {
    pub view: Signal<Arc<RoomView>>,
    /// The server's time, once a second.
    pub now: Signal<Timestamp>,
    pub is_away: Signal<bool>,
    pub words: Words,
}

/// The wall of a room. `is_away`: the line to it is down, and this is the last picture.
#[component]
pub fn WallShow(
    view: Signal<Arc<RoomView>>,
    #[prop(optional, into)] is_away: Signal<bool>,
) -> impl IntoView {
    let now: Signal<Timestamp> = clock::ticking(TICK_MS).into();
    // What hangs on the language is drawn anew when a manager changes it.
    let language = Memo::new(move |_| view.with(|view| view.meeting.language));
    let face = Memo::new(move |_| view.with(|view| face(view)));
    let picture = move || {
        let words = words_of(language.get());
        let wall = Wall {
            view,
            now,
            is_away,
            words,
        };
        let shown = match face.get() {
            Face::Welcome => view! { <Welcome wall=wall/> }.into_any(),
            Face::Facts => view! { <Facts wall=wall/> }.into_any(),
            Face::Scoring => view! { <Scoring wall=wall/> }.into_any(),
            Face::Scores(indicator) => view! { <Scores wall=wall indicator=indicator/> }.into_any(),
            Face::Grade(indicator) => view! { <Grade wall=wall indicator=indicator/> }.into_any(),
            Face::Writing => view! { <Writing wall=wall/> }.into_any(),
            Face::Gathering => view! { <Gathering wall=wall/> }.into_any(),
            Face::Voting => view! { <Voting wall=wall/> }.into_any(),
            Face::Result => view! { <VoteOutcome wall=wall/> }.into_any(),
            Face::Owners => view! { <Owners wall=wall/> }.into_any(),
            Face::Conclusion => view! { <Conclusion wall=wall/> }.into_any(),
            Face::Pause(step) => view! { <Pause wall=wall step=step/> }.into_any(),
            Face::Talk(step) => view! { <Talk wall=wall step=step/> }.into_any(),
            Face::Agenda(step) => view! { <Agenda wall=wall step=step/> }.into_any(),
            Face::Reviewed(step) => view! { <Reviewed wall=wall step=step/> }.into_any(),
            Face::Notes => view! { <Notes wall=wall/> }.into_any(),
            Face::Board => view! { <Board wall=wall/> }.into_any(),
            Face::Work(step) => view! { <Work wall=wall step=step/> }.into_any(),
            Face::Judged(step) => view! { <Judged wall=wall step=step/> }.into_any(),
            Face::Promised(step) => view! { <Promised wall=wall step=step/> }.into_any(),
            Face::Formal(step) => view! { <Formal wall=wall step=step/> }.into_any(),
            Face::Goodbye(step) => view! { <Goodbye wall=wall step=step/> }.into_any(),
        };
        view! { <div class="wall" lang=tag(words.0)>{shown}</div> }
    };
    let is_rehearsal = move || view.with(|view| view.meeting.is_rehearsal);
    view! { <div class="wl-frame" class:rehearsal=is_rehearsal>{picture}</div> }
}

impl Wall {
    /// "PSV 2026".
    pub fn meeting_title(self) -> String {
        self.view.with(|view| {
            let meeting = &view.meeting;
            meeting_title(self.words, meeting.kind, meeting.year)
        })
    }

    /// "PSV 2026 · Prosess · Indikator 3 av 8", and what is asked.
    pub fn about(self, indicator: &IndicatorId) -> (String, String) {
        self.view.with(|view| {
            let words = self.words;
            let Some(form) = &view.form else {
                return (String::new(), String::new());
            };
            let place = form.indicators.iter().position(|one| one.id == *indicator);
            let place = place.map_or(0, |idx| idx + 1).to_string();
            let Some(indicator) = form.indicator(indicator) else {
                return (String::new(), String::new());
            };
            let part = form
                .part(&indicator.part)
                .map_or("", |part| part.title.get(words.0));
            let which = words.wall_indicator(&place, &form.indicators.len().to_string());
            let question = indicator.question.get(words.0);
            let title = if question.is_empty() {
                indicator.title.get(words.0)
            } else {
                question
            };
            let parts = [self.meeting_title(), part.to_owned(), which];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            (parts.join(" · "), title.to_owned())
        })
    }
}

/// A line of where we are, and what it is about.
#[component]
pub fn Head(#[prop(into)] kicker: String, #[prop(into)] title: String) -> impl IntoView {
    let class = title_size(&title);
    view! {
        <header>
            <p class="wl-kicker">{kicker}</p>
            <h1 class=class>{title}</h1>
        </header>
    }
}

/// The foot of most faces; children count something.
#[component]
pub fn WallFoot(wall: Wall, #[prop(optional, into)] status: ViewFn) -> impl IntoView {
    view! { <Foot view=wall.view now=wall.now is_away=wall.is_away words=wall.words status=status/> }
}

/// "11 av 14" and what they are, for the foot, with the dot that parts it from the phase.
pub fn status(count: String, what: String) -> impl IntoView {
    view! { <span><b class="tn">{count}</b>" "{what}</span><span class="dot" aria-hidden="true">"·"</span> }
}
