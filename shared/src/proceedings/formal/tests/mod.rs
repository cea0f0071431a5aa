//! The rules of the formal part, table by table; the sample's meeting once more; and a random meeting whose closed doors
//! must hold.

mod doors;
mod impartiality;
mod minutes;
mod over;
mod random;
mod sample;
mod seating;
mod stored;
mod told;
mod voting;

use super::ask::Ask;
use super::state::{Formal, Item, ItemDraft, MotionKind, Question, Rules};
use super::view::FormalView;
use crate::id::{ItemId, MeasureId, NoteId};
use crate::meeting::MeetingForm;
use crate::proceedings::command::Command;
use crate::proceedings::refusal::Refusal;
use crate::proceedings::tests::{World, person};

pub const FIRST: &str = "sak-1";
pub const SECOND: &str = "sak-2";
/// Of the people of [`World`]: five members and a deputy have a seat; whoever sits for nobody, and whoever helps, has none.
pub const SEATED: [&str; 6] = ["ragnhild", "torgeir", "ingunn", "kjersti", "odd", "mathias"];
pub const WITHOUT: [&str; 6] = ["berit", "hanne", "per", "gjest", "bjoern", "vegg"];

pub fn item(id: &str) -> ItemId {
    ItemId::parse(id).unwrap()
}

pub fn note(id: &str) -> NoteId {
    NoteId::parse(id).unwrap()
}

pub fn draft(number: &str, title: &str) -> ItemDraft {
    ItemDraft {
        number: number.to_owned(),
        title: title.to_owned(),
        recommendation: "Innstillingen vedtas.".to_owned(),
        ..ItemDraft::default()
    }
}

pub fn begin(chair: &str) -> Ask {
    Ask::Begin {
        chair: person(chair),
        form: MeetingForm::InPerson,
        rules: Rules::default(),
    }
}

pub fn open(id: &str) -> Ask {
    Ask::OpenItem { item: item(id) }
}

pub fn vote(id: &str, question: &Question, is_for: bool) -> Ask {
    Ask::Vote {
        item: item(id),
        question: question.clone(),
        is_for,
        person: None,
    }
}

pub fn motion(id: &str, name: &str) -> Ask {
    Ask::PutMotion {
        item: item(id),
        motion: note(name),
        kind: MotionKind::default(),
        text: "Og så dette.".to_owned(),
        by: None,
    }
}

pub fn raise(id: &str, name: &str, who: &str) -> Ask {
    Ask::RaiseImpartiality {
        item: item(id),
        case: note(name),
        person: person(who),
        raised_by: None,
        ground: "eier i selskapet som søker".to_owned(),
        legal_basis: "reglene om inhabilitet".to_owned(),
    }
}

/// Asks of the formal part are commands.
pub trait Formally {
    fn does_formally(&mut self, who: &str, ask: Ask);
    fn is_refused_formally(&mut self, who: &str, ask: Ask, why: Refusal);
    fn formal(&self) -> &Formal;
    fn formally_sees(&self, who: &str) -> FormalView;
    fn item(&self, id: &str) -> Item {
        self.formal().item(&item(id)).unwrap().clone()
    }
}

impl Formally for World {
    #[track_caller]
    fn does_formally(&mut self, who: &str, ask: Ask) {
        self.does(who, Command::Formal { ask });
    }

    #[track_caller]
    fn is_refused_formally(&mut self, who: &str, ask: Ask, why: Refusal) {
        self.is_refused(who, Command::Formal { ask }, why);
    }

    fn formal(&self) -> &Formal {
        &self.proceedings.formal
    }

    fn formally_sees(&self, who: &str) -> FormalView {
        self.sees(who).formal
    }
}

/// Two items on the agenda, the first about a measure of the plan.
pub fn planned() -> World {
    let mut world = World::new();
    let about = ItemDraft {
        measure: Some(MeasureId::parse("tare").unwrap()),
        ..draft("1/26", "Tarepilot")
    };
    for (id, draft) in [(FIRST, about), (SECOND, draft("2/26", "Handlingsplan"))] {
        world.does_formally(
            "hanne",
            Ask::AddItem {
                item: item(id),
                draft,
                before: None,
            },
        );
    }
    world
}

/// The first item is being treated.
pub fn opened() -> World {
    let mut world = planned();
    world.does_formally("bjoern", begin("ragnhild"));
    world.does_formally("bjoern", open(FIRST));
    world
}

/// Puts a question to the vote: those named vote against, everybody else for.
pub fn decides(world: &mut World, id: &str, question: &Question, against: &[&str]) {
    let (question, item) = (question.clone(), item(id));
    world.does_formally(
        "bjoern",
        Ask::OpenVote {
            item: item.clone(),
            question: question.clone(),
        },
    );
    for who in against {
        world.does_formally(who, vote(id, &question, false));
    }
    world.does_formally(
        "bjoern",
        Ask::RestVotesFor {
            item: item.clone(),
            question: question.clone(),
        },
    );
    if question != Question::Proposal {
        world.does_formally("bjoern", Ask::CloseVote { item, question });
    }
}

pub fn resolve(world: &mut World, id: &str, text: &str) {
    world.does_formally(
        "bjoern",
        Ask::Resolve {
            item: item(id),
            text: text.to_owned(),
        },
    );
}
