//! Which of the four programs an address belongs to. A link into another one is an ordinary page load, which the
//! router leaves alone when the link says `rel="external"`.

use std::cell::Cell;

use js_sys::{Function, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// Home, getting in, the lobby, and a meeting with its documents.
    Room,
    /// A meeting as it happens, without documents: the console, the wall, and what is read afterwards.
    Stage,
    /// The pages of whom runs the programme, and one's own.
    Office,
    /// The plans, and a participant's pages of the seminar in which they are written.
    Plan,
}

impl Program {
    /// As `boot.js` knows it.
    fn name(self) -> &'static str {
        match self {
            Self::Room => "room",
            Self::Stage => "stage",
            Self::Office => "office",
            Self::Plan => "plan",
        }
    }
}

/// Where `boot.js` puts the function that fetches a program ahead of time.
const SOON: &str = "samlingSoon";

/// The first parts of the office's addresses; `boot.js` reads the same list.
const OFFICE: [&str; 7] = [
    "folk",
    "moter",
    "programmet",
    "arshjul",
    "logg",
    "epost",
    "meg",
];

/// The pages of a meeting that are the stage's; `boot.js` reads the same list.
const STAGE: [&str; 6] = ["styr", "skjerm", "resultat", "rapport", "faktaark", "ark"];

/// The first part of the addresses of plans; `boot.js` reads the same.
const PLANS: &str = "planer";

/// The pages of a meeting that are a seminar's; `boot.js` reads the same list.
const SEMINAR: [&str; 5] = [
    "seminar",
    "evaluering",
    "styrets-arbeid",
    "formelt",
    "protokoll",
];

thread_local! {
    static HERE: Cell<Program> = const { Cell::new(Program::Room) };
}

/// Says which program this is; once, before anything is drawn.
pub fn set_here(program: Program) {
    HERE.set(program);
}

/// The `rel` of a link to `path` from the page that is open.
pub fn rel(path: &str) -> Option<&'static str> {
    (program(path) != HERE.get()).then_some("external")
}

/// Fetches the program of `path` while the person waits, unless it is this one: going there is quicker then, and nothing
/// depends on it.
pub fn will_go_to(path: &str) {
    let program = program(path);
    if program == HERE.get() {
        return;
    }
    let window: JsValue = window().into();
    let fetch = Reflect::get(&window, &SOON.into()).and_then(JsCast::dyn_into::<Function>);
    if let Ok(fetch) = fetch {
        drop(fetch.call1(&window, &program.name().into()));
    }
}

/// Whose page it is for somebody who is signed in.
pub fn program(path: &str) -> Program {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    match (parts.next(), parts.next(), parts.next()) {
        (Some("m"), Some(_), Some(page)) if STAGE.contains(&page) => Program::Stage,
        (Some("m"), Some(_), Some(page)) if SEMINAR.contains(&page) => Program::Plan,
        (Some(first), _, _) if OFFICE.contains(&first) => Program::Office,
        (Some(PLANS), _, _) => Program::Plan,
        _ => Program::Room,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_has_one_program() {
        for (path, expected) in [
            ("/", Program::Room),
            ("/logg-inn?til=/folk", Program::Room),
            ("/inn/abc", Program::Room),
            ("/m/482173/lobby", Program::Room),
            ("/m/482173/skjerm", Program::Stage),
            ("/m/482173/styr?x", Program::Stage),
            ("/m/482173/resultat", Program::Stage),
            ("/m/482173/rapport", Program::Stage),
            ("/m/482173/faktaark", Program::Stage),
            ("/m/482173", Program::Room),
            ("/m/482173/deltaker", Program::Room),
            ("/m/482173/forslag", Program::Room),
            ("/folk", Program::Office),
            ("/moter/nytt", Program::Office),
            ("/folkehogskole", Program::Room),
            ("/planer", Program::Plan),
            ("/planer/handlingsplan-2027", Program::Plan),
            ("/m/482173/seminar", Program::Plan),
            ("/m/482173/protokoll", Program::Plan),
        ] {
            assert_eq!(program(path), expected, "{path}");
        }
    }
}
