//! Soft lockstep: the page goes where the group goes, unless the person is in the middle of something or has chosen to
//! look back. Back is free; ahead is locked.

use std::sync::Arc;

use leptos::prelude::*;
use shared::proceedings::state::{Phase, Position};
use shared::proceedings::steps;
use shared::proceedings::view::ProceedingsView;

use super::day::Day;
use crate::pages::seminar::words::board_phase;

/// Where somebody can be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Place {
    /// The day has not begun.
    #[default]
    Before,
    At(Position),
}

#[derive(Clone, Copy)]
pub struct Follow {
    group: Memo<Place>,
    /// Where the person stays; none while they follow.
    stays_at: RwSignal<Option<Place>>,
}

/// What to do when the group has moved.
#[derive(Debug, PartialEq, Eq)]
enum Move {
    Follow,
    StayAt(Place),
    Nothing,
}

fn on_move(before: &Place, now: &Place, stays_at: Option<&Place>, is_busy: bool) -> Move {
    match stays_at {
        // The group has come to where the person is.
        Some(place) if place == now => Move::Follow,
        Some(_) => Move::Nothing,
        None if before == now => Move::Nothing,
        None if is_busy => Move::StayAt(before.clone()),
        None => Move::Follow,
    }
}

impl Follow {
    pub fn new(view: Memo<Option<Arc<ProceedingsView>>>) -> Self {
        let group = Memo::new(move |_| {
            let position = view.with(|view| view.as_ref().and_then(|view| view.position.clone()));
            position.map_or(Place::Before, Place::At)
        });
        Self {
            group,
            stays_at: RwSignal::new(None),
        }
    }

    /// Begins to follow; `moved` is told when the person has been taken along.
    pub fn begin(self, moved: impl Fn(&Place) + 'static) {
        let (group, stays_at) = (self.group, self.stays_at);
        Effect::new(move |before: Option<Place>| {
            let now = group.get();
            let Some(before) = before else { return now };
            let next = stays_at.with_untracked(|at| on_move(&before, &now, at.as_ref(), is_busy()));
            match next {
                Move::Follow => {
                    stays_at.set(None);
                    moved(&now);
                }
                Move::StayAt(place) => stays_at.set(Some(place)),
                Move::Nothing => {}
            }
            now
        });
    }

    pub fn group(self) -> Memo<Place> {
        self.group
    }

    /// What the page shows.
    pub fn shown(self) -> Memo<Place> {
        Memo::new(move |_| self.stays_at.get().unwrap_or_else(|| self.group.get()))
    }

    /// Whether the person is somewhere else than the group.
    pub fn is_elsewhere(self) -> Memo<bool> {
        Memo::new(move |_| {
            let group = self.group.get();
            self.stays_at
                .with(|at| at.as_ref().is_some_and(|at| *at != group))
        })
    }

    pub fn go(self, place: Place) {
        let is_there = self.group.with_untracked(|group| *group == place);
        self.stays_at.set((!is_there).then_some(place));
    }

    pub fn go_to_group(self) {
        self.stays_at.set(None);
    }
}

/// Whether the person writes, or has something open that they would lose sight of.
pub fn is_busy() -> bool {
    let is_open = document()
        .query_selector("dialog[open]")
        .is_ok_and(|open| open.is_some());
    let writes = document().active_element().is_some_and(|element| {
        element
            .matches("textarea:not([readonly]), input[type=text], select")
            .unwrap_or(false)
    });
    is_open || writes
}

/// What a place in the meeting is called, with the indicator it is about.
pub fn name_of(day: Day, position: &Position) -> String {
    let words = day.words;
    if day.is_seminar() {
        return name_of_step(day, position);
    }
    let face = match position.phase {
        Phase::Waiting => words.ses_face_score(),
        Phase::Talk => words.ses_face_talk(),
        Phase::Grade => words.ses_face_grade(),
        Phase::Write => words.ses_face_write(),
        Phase::Gather => words.ses_face_gather(),
        Phase::Vote => words.ses_face_vote(),
        Phase::Result => words.ses_face_result(),
        Phase::Whole => {
            let step = day.step(position);
            return step.map_or_else(String::new, |step| step.title.get(words.0).to_owned());
        }
    };
    let form = day.form_untracked();
    let indicator = position
        .indicator
        .as_ref()
        .and_then(|id| form.indicator(id));
    match indicator {
        Some(indicator) => format!("{face} · {}", indicator.title.get(words.0)),
        None => face.to_owned(),
    }
}

/// In a seminar: the step's own title, and which of its faces.
fn name_of_step(day: Day, position: &Position) -> String {
    let words = day.words;
    let Some(step) = day.step(position) else {
        return String::new();
    };
    let title = step.title.get(words.0);
    let face = match position.phase {
        Phase::Vote => Some(words.ses_face_vote()),
        Phase::Result => Some(words.ses_face_result()),
        phase => board_phase(words, step.tool, phase),
    };
    face.map_or_else(|| title.to_owned(), |face| format!("{title} · {face}"))
}

/// Whether the group is there or has been.
pub fn is_reached(day: Day, position: &Position) -> bool {
    let Some(view) = day.view().get() else {
        return false;
    };
    let form = day.form();
    view.position
        .as_ref()
        .is_some_and(|at| steps::is_reached(&view.steps, Some(&form), at, position))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::StepId;

    fn at(step: &str) -> Place {
        Place::At(Position {
            step: StepId::parse(step).unwrap(),
            indicator: None,
            phase: Phase::Whole,
        })
    }

    #[test]
    fn whoever_is_idle_goes_along_and_whoever_is_not_stays() {
        let (one, two, three) = (at("one"), at("two"), at("three"));
        assert_eq!(on_move(&one, &two, None, false), Move::Follow);
        assert_eq!(on_move(&one, &two, None, true), Move::StayAt(one.clone()));
        assert_eq!(on_move(&one, &one, None, true), Move::Nothing);
        assert_eq!(on_move(&one, &two, Some(&three), false), Move::Nothing);
        assert_eq!(on_move(&one, &two, Some(&two), true), Move::Follow);
    }
}
