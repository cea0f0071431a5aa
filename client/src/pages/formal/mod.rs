//! The formal part of a seminar: the agenda at the left, the item that is treated in the middle, the votes by name at the
//! right. Members vote with two large buttons; whom leads and whoever keeps the minutes writes down what happens.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "a bundle of signals, copied as every handle is; it is large only where pointers are"
)]

mod agenda;
mod ballot;
mod begin;
mod closing;
mod desk;
mod dialogs;
mod impartiality;
mod item;
mod motions;
mod provisions;
mod result;
mod votes;

use leptos::prelude::*;
use shared::id::PersonId;
use shared::proceedings::formal::state::{Item, Question};

use self::agenda::Agenda;
use self::ballot::Ballot;
use self::desk::Desk;
use self::dialogs::Dialogs;
use self::item::Middle;
use self::votes::Votes;
use super::asking::Asking;
use super::room::RoomPage;
use crate::components::header::Header;
use crate::components::icon::{Glyph, Icon};
use crate::components::room_bar::RoomBars;
use crate::components::toast::{ToastPlace, Toasts};
use crate::meeting::meeting_title;
use crate::places;
use crate::room::RoomContext;
use crate::words::Words;

#[component]
pub fn FormalPage() -> impl IntoView {
    view! { <RoomPage page=formal/> }
}

fn formal(context: RoomContext) -> impl IntoView {
    let words = context.words;
    let about = context.view.with_untracked(|view| view.meeting.clone());
    let title = meeting_title(words, about.kind, about.year);
    let toasts = Toasts::new();
    let desk = Desk::new(&context, Asking::new(&context, toasts));
    let leads = move || {
        let chair = desk.formal.with(|formal| {
            let sitting = formal.sitting.as_ref();
            sitting.map(|sitting| sitting.chair.clone())
        });
        match chair {
            Some(chair) => words.fo_part_led_by(&desk.name(&chair)),
            None => words.fo_part().to_owned(),
        }
    };
    let here = move || {
        let (n_here, n_seats) = desk.taken();
        words.fo_here(&n_here.to_string(), &n_seats.to_string())
    };
    let minutes = context.path("protokoll");
    view! {
        <Header place=title person=Some(context.person.clone())>
            <span class="sub sm fo-wide">{leads}</span>
            <span class="sub sm fo-wide">{here}</span>
            <a class="ds-button" data-variant="secondary" data-color="neutral" href=minutes.clone() rel=places::rel(&minutes)>
                <Icon glyph=Glyph::FileText/>
                {words.fo_minutes()}
            </a>
        </Header>
        <RoomBars context=context/>
        <main class="fo" id="main">
            <Agenda desk=desk/>
            <Middle desk=desk/>
            <Votes desk=desk/>
        </main>
        <Ballot desk=desk/>
        <Dialogs desk=desk/>
        <ToastPlace toasts=toasts/>
    }
}

/// What a question asks, as a sentence; `name` knows what people are called.
pub fn question(
    words: Words,
    item: &Item,
    question: &Question,
    name: impl Fn(&PersonId) -> String,
) -> String {
    match question {
        Question::Proposal => words.fo_ask_proposal().to_owned(),
        Question::Closing => words.fo_ask_closing().to_owned(),
        Question::Impartiality { case } => item
            .case(case)
            .map(|case| words.fo_ask_impartiality(&name(&case.person)))
            .unwrap_or_default(),
        Question::Motion { motion } => item
            .motion(motion)
            .map(|motion| words.fo_ask_motion(&name(&motion.by)))
            .unwrap_or_default(),
    }
}
