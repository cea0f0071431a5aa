//! The room: who is done, those who are not first, whose line is gone, who asks to come in and who asks to speak.

use leptos::prelude::*;
use shared::id::PersonId;
use shared::lobby::RoomPerson;
use shared::proceedings::command::Command;
use shared::proceedings::state::{Phase, Tool};
use shared::programme::Person;
use shared::rights::{Act, MeetingSettings, Standing, lock};

use super::lead::Lead;
use super::parts::{Look, press};
use super::scene::Scene;
use super::{behalf, rehearsal, share};
use crate::components::avatar::PersonAvatar;
use crate::components::icon::{Glyph, Icon};
use crate::components::ring::n_expected;
use crate::pages::receive::actions::Actions;
use crate::pages::receive::knocks::Knocks;
use crate::room::RoomContext;
use crate::words::Words;

/// What is known of somebody here, in the order in which they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Is {
    Answering,
    LostAnswering,
    Lost,
    Done,
    Here,
}

#[component]
pub fn People(context: RoomContext, lead: Lead, actions: Actions) -> impl IntoView {
    let words = lead.words;
    let behalf = RwSignal::new(false);
    let share = RwSignal::new(false);
    let desk = RwSignal::new(false);
    let here = move || {
        lead.view
            .with(|view| words.con_n_of(&view.n_here().to_string(), &n_expected(view).to_string()))
    };
    let rows = Memo::new(move |_| rows(lead));
    let ids = move || {
        rows.with(|rows| {
            rows.iter()
                .map(|(_, person)| person.id.clone())
                .collect::<Vec<_>>()
        })
    };
    let row = move |id: PersonId| {
        let known = rows.with_untracked(|rows| rows.iter().find(|(_, one)| one.id == id).cloned());
        let person = known.map(|(_, person)| person);
        let is = Memo::new(move |_| {
            rows.with(|rows| {
                rows.iter()
                    .find(|(_, one)| one.id == id)
                    .map_or(Is::Here, |(is, _)| *is)
            })
        });
        person.map(|person| {
            let name = person.name.clone();
            let waits = unsent(lead, person.id.clone());
            view! { <li><PersonAvatar person=person size="tiny"/><span class="con-pn">{name}</span>{waits}{move || stands(words, is.get())}</li> }
        })
    };
    view! {
        <aside class="card con-room" aria-labelledby="con-room-title">
            <div class="row">
                <h2 class="h-card" id="con-room-title">{words.con_room()}</h2>
                <span class="sp"></span>
                <span class="sm sub tn">{here}</span>
            </div>
            <Knocks context=context.clone() actions=actions/>
            <ul class="con-ppl"><For each=ids key=Clone::clone children=row/></ul>
            <Hands lead=lead/>
            <rehearsal::Tricks lead=lead/>
            <div class="con-room-acts">
                {press(Look::Edged, Some(Glyph::Pencil), words.con_behalf(), move || behalf.set(true))}
                {press(Look::Bare, Some(Glyph::PersonPlus), words.receive_title(), move || desk.set(true))}
                {press(Look::Bare, Some(Glyph::PersonCheckmark), words.con_share(), move || share.set(true))}
            </div>
        </aside>
        <behalf::Behalf lead=lead is_open=behalf/>
        <share::Share lead=lead actions=actions is_open=share/>
        <share::Desk context=context actions=actions is_open=desk/>
    }
}

fn rows(lead: Lead) -> Vec<(Is, Person)> {
    lead.view.with(|view| {
        let scene = Scene::of(view);
        let count = scene.and_then(|scene| scene.count());
        let act = scene.and_then(asked);
        let scored = scene.and_then(|scene| scene.day.scoring.done.clone());
        let scored = scored.unwrap_or_default();
        let is = |one: &RoomPerson| {
            let is_lost = one.is_connected == Some(false);
            let is_missing = count
                .as_ref()
                .is_some_and(|count| count.missing.contains(&one.person.id));
            let is_done = match act {
                Some(Act::Score) => scored.contains(&one.person.id),
                Some(act) => !is_missing && count.is_some() && may(one, view.meeting.settings, act),
                None => false,
            };
            match (is_missing, is_lost) {
                (true, true) => Is::LostAnswering,
                (true, false) => Is::Answering,
                (false, true) => Is::Lost,
                (false, false) if is_done => Is::Done,
                (false, false) => Is::Here,
            }
        };
        let is_listed =
            |one: &&RoomPerson| one.is_here || matches!(is(one), Is::Answering | Is::LostAnswering);
        let people = view.people.iter().filter(is_listed);
        let mut rows: Vec<(Is, Person)> = people.map(|one| (is(one), one.person.clone())).collect();
        rows.sort_by_key(|(is, _)| *is);
        rows
    })
}

/// What is asked of each now.
fn asked(scene: Scene<'_>) -> Option<Act> {
    match (scene.step.tool, scene.at.phase) {
        (Tool::SilentScoring, _) | (_, Phase::Waiting) => Some(Act::Score),
        (_, Phase::Grade) => Some(Act::AgreeOnGrade),
        (_, Phase::Vote) => Some(Act::GiveDots),
        _ => None,
    }
}

/// Whether somebody is among those asked.
fn may(one: &RoomPerson, settings: MeetingSettings, act: Act) -> bool {
    let standing = Standing {
        is_coming: one.is_coming,
        is_seated: one.seated_for.is_some(),
        ..Standing::taking_part(one.person.role)
    };
    lock(&standing, &settings, act).is_none()
}

/// How much waits on somebody's devices, when something does.
fn unsent(lead: Lead, id: PersonId) -> impl IntoView {
    let words = lead.words;
    let n_unsent = Memo::new(move |_| {
        lead.view.with(|view| {
            let person = view.people.iter().find(|one| one.person.id == id);
            person.and_then(|one| one.n_unsent).unwrap_or(0)
        })
    });
    move || {
        let n = n_unsent.get();
        (n > 0).then(|| view! { <span class="xs con-off"><Icon glyph=Glyph::Mobile/>{words.con_unsent(&n.to_string())}</span> })
    }
}

fn stands(words: Words, is: Is) -> AnyView {
    match is {
        Is::Answering => view! { <span class="xs sub">{words.con_is_answering()}</span> }.into_any(),
        Is::LostAnswering | Is::Lost => {
            view! { <span class="xs con-off"><Icon glyph=Glyph::CloudSlash/>{words.disconnected()}</span> }.into_any()
        }
        Is::Done => view! {
            <span class="con-ok"><Icon glyph=Glyph::CheckmarkCircleFill/><span class="ds-sr-only">{words.con_is_done()}</span></span>
        }
        .into_any(),
        Is::Here => ().into_any(),
    }
}

/// The queue, first come first; each can be taken down when they have spoken.
#[component]
fn Hands(lead: Lead) -> impl IntoView {
    let words = lead.words;
    let hands = Memo::new(move |_| {
        lead.read(|scene| scene.day.hands.clone())
            .flatten()
            .unwrap_or_default()
    });
    move || {
        let hands = hands.get();
        if hands.is_empty() {
            return ().into_any();
        }
        let n = hands.len();
        let rows = hands.into_iter().map(|id| {
            let person = lead.view.with_untracked(|view| {
                let mut people = view.people.iter();
                people.find(|one| one.person.id == id).map(|one| one.person.clone())
            });
            person.map(|person| {
                let name = person.first_name().to_owned();
                let lower = move |_| lead.ask(Command::LowerHand { person: Some(id.clone()) });
                view! {
                    <li>
                        <button type="button" class="con-hand" aria-label=words.con_lower(&name) on:click=lower>
                            <PersonAvatar person=person size="tiny"/><span class="sm">{name.clone()}</span><Icon glyph=Glyph::XMark/>
                        </button>
                    </li>
                }
            })
        });
        view! {
            <section class="con-word" aria-labelledby="con-hands">
                <div class="row"><h3 class="sm" id="con-hands"><b>{words.con_hands()}</b></h3><span class="sp"></span><span class="xs sub tn">{n}</span></div>
                <ol>{rows.collect_view()}</ol>
            </section>
        }
        .into_any()
    }
}
