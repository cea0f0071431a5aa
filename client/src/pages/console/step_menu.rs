//! What can be done with a step of the run sheet: go there, skip it, do it once more, move it, give it other minutes. All
//! by single presses; nothing needs to be dragged.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use shared::id::StepId;
use shared::proceedings::command::Command;
use shared::proceedings::state::Step;
use wasm_bindgen::JsCast;

use super::lead::Lead;
use super::parts::{Look, Stepper, press};
use super::sheet::go;
use crate::components::icon::Glyph;
use crate::{announce, mint};

/// The button that opens the menu.
pub fn menu_id(id: &StepId) -> String {
    format!("con-st-{id}")
}

/// The step that the menu is of.
#[derive(Clone, Copy)]
struct Chosen {
    lead: Lead,
    id: StoredValue<StepId>,
    about: Memo<About>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct About {
    title: String,
    place: usize,
    n_steps: usize,
    is_skipped: bool,
    minutes: u16,
    is_now: bool,
}

impl Chosen {
    fn of(lead: Lead, id: StepId) -> Self {
        let id = StoredValue::new(id);
        let about = Memo::new(move |_| {
            let about = lead.read(|scene| {
                let steps = &scene.day.steps;
                let place = id.with_value(|id| steps.iter().position(|step| step.id == *id))?;
                let step = &steps[place];
                Some(About {
                    title: step.title.get(lead.words.0).to_owned(),
                    place,
                    n_steps: steps.len(),
                    is_skipped: step.is_skipped,
                    minutes: step.minutes,
                    is_now: step.id == scene.at.step,
                })
            });
            about.flatten().unwrap_or_default()
        });
        Self { lead, id, about }
    }

    fn title(self) -> String {
        self.about.with_untracked(|about| about.title.clone())
    }

    fn go_there(self) {
        let first = |id: &StepId| {
            self.lead
                .look(|scene| Some((scene.at.clone(), scene.first_of(id)?)))
        };
        if let Some((from, to)) = self.id.with_value(first).flatten() {
            go(self.lead, from, to);
        }
    }

    fn skip(self) {
        let words = self.lead.words;
        let is_skipped = !self.about.with_untracked(|about| about.is_skipped);
        let said = if is_skipped {
            words.con_skipped(&self.title())
        } else {
            words.con_unskipped(&self.title())
        };
        let step = self.id.get_value();
        self.lead
            .ask_and_say(Command::SkipStep { step, is_skipped }, said);
    }

    fn repeat(self) {
        let command = Command::RepeatStep {
            step: self.id.get_value(),
            copy: mint::step_id(),
        };
        let said = self.lead.words.con_repeated(&self.title());
        self.lead.ask_and_say(command, said);
    }

    fn shift(self, by: isize) {
        let place = self.about.with_untracked(|about| about.place);
        let before = self
            .lead
            .look(|scene| neighbour(&scene.day.steps, place, by));
        let Some(before) = before.flatten() else {
            return;
        };
        let step = self.id.get_value();
        keep_focus(menu_id(&step));
        let said = self.lead.words.con_moved(&self.title());
        self.lead
            .ask_and_say(Command::MoveStep { step, before }, said);
    }

    fn set_minutes(self, by: i32) {
        let minutes = i32::from(self.about.with_untracked(|about| about.minutes)) + by;
        let minutes = u16::try_from(minutes.clamp(1, 600)).unwrap_or(1);
        let step = self.id.get_value();
        self.lead.ask(Command::SetMinutes { step, minutes });
        announce::polite(self.lead.words.con_n_min(&minutes.to_string()));
    }
}

#[component]
pub fn StepMenu(lead: Lead, id: StepId, open: RwSignal<Option<StepId>>) -> impl IntoView {
    let words = lead.words;
    let chosen = Chosen::of(lead, id);
    let about = chosen.about;
    let is_now = Memo::new(move |_| about.with(|about| about.is_now));
    let go_there = move || {
        open.set(None);
        chosen.go_there();
    };
    let minutes = Memo::new(move |_| about.with(|about| about.minutes));
    let shown = Signal::derive(move || words.con_n_min(&minutes.get().to_string()));
    view! {
        <div class="con-menu" role="group" aria-label=words.con_step_more(&chosen.title())>
            {move || (!is_now.get()).then(|| press(Look::Edged, Some(Glyph::ArrowRight), words.con_go_there(), go_there))}
            <Moves chosen=chosen/>
            <Stepper
                label=words.con_minutes_of(&chosen.title())
                shown=shown
                less=words.con_five_less().to_owned()
                more=words.con_five_more().to_owned()
                on_less=Callback::new(move |()| chosen.set_minutes(-5))
                on_more=Callback::new(move |()| chosen.set_minutes(5))
            />
        </div>
    }
}

#[component]
fn Moves(chosen: Chosen) -> impl IntoView {
    let words = chosen.lead.words;
    let stands = Memo::new(move |_| {
        chosen.about.with(|about| {
            let is_last = about.place + 1 >= about.n_steps;
            (about.is_skipped, about.place == 0, is_last)
        })
    });
    move || {
        let (is_skipped, is_first, is_last) = stands.get();
        let label = if is_skipped {
            words.con_unskip()
        } else {
            words.con_skip()
        };
        view! {
            {press(Look::Bare, None, label, move || chosen.skip())}
            {press(Look::Bare, None, words.con_repeat(), move || chosen.repeat())}
            {(!is_first).then(|| press(Look::Bare, Some(Glyph::ArrowUp), words.con_up(), move || chosen.shift(-1)))}
            {(!is_last).then(|| press(Look::Bare, Some(Glyph::ArrowDown), words.con_down(), move || chosen.shift(1)))}
        }
    }
}

/// Before which step one must stand to have come one place up or down; none where there is nowhere to go.
#[expect(
    clippy::option_option,
    reason = "no place to go, and the last place, are two things"
)]
fn neighbour(steps: &[Step], place: usize, by: isize) -> Option<Option<StepId>> {
    let id = |place: usize| steps.get(place).map(|step| step.id.clone());
    if by < 0 {
        id(place.checked_sub(1)?).map(Some)
    } else {
        id(place + 1)?;
        Some(id(place + 2))
    }
}

/// A row that is moved in the page loses the focus; it is given back when the new order has come.
fn keep_focus(id: String) {
    Timeout::new(400, move || {
        let has_none = document()
            .active_element()
            .is_none_or(|active| active.tag_name() == "BODY");
        if has_none {
            focus(&id);
        }
    })
    .forget();
}

pub fn focus(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // What cannot take the focus leaves it where it is.
        drop(element.focus());
    }
}

#[cfg(test)]
mod tests {
    use shared::proceedings::state::Tool;
    use shared::template::Words;

    use super::*;

    fn step(id: &str) -> Step {
        Step {
            id: StepId::parse(id).unwrap(),
            day: 1,
            title: Words::default(),
            start: "09:00".into(),
            minutes: 10,
            tool: Tool::Talk,
            part: None,
            started_at: None,
            ended_at: None,
            is_skipped: false,
        }
    }

    #[test]
    fn a_step_goes_one_place_up_or_down_and_no_further() {
        let steps = [step("a"), step("b"), step("c")];
        let before = |place, by| neighbour(&steps, place, by).map(|id| id.map(String::from));
        assert_eq!(before(0, -1), None);
        assert_eq!(before(1, -1), Some(Some("a".into())));
        assert_eq!(before(0, 1), Some(Some("c".into())));
        assert_eq!(before(1, 1), Some(None));
        assert_eq!(before(2, 1), None);
    }
}
