//! The common grade on the wall: who proposes what, the reason as it is written, and how many agree.

use leptos::prelude::*;
use shared::chart::strip::{Change, change};
use shared::id::{IndicatorId, PersonId};
use shared::lobby::RoomView;
use shared::proceedings::state::Grade as GradeOf;
use shared::proceedings::view::RoundView;

use super::face::{end_of, type_size};
use super::show::{Head, Wall, WallFoot, status};
use crate::components::icon::{Glyph, Icon};
use crate::room::last_grade;
use crate::words::Words;

/// So much of a reason fits in the smallest type.
const MOST_LETTERS: usize = 620;

#[component]
pub fn Grade(wall: Wall, indicator: IndicatorId) -> impl IntoView {
    let Wall { view, words, .. } = wall;
    let (kicker, title) = wall.about(&indicator);
    let id = indicator.clone();
    let round = Memo::new(move |_| {
        view.with(|view| {
            let rounds = view
                .proceedings
                .as_ref()
                .map(|proceedings| &proceedings.rounds);
            rounds
                .and_then(|rounds| rounds.get(&id).cloned())
                .unwrap_or_default()
        })
    });
    let last = Memo::new(move |_| view.with(|view| last_grade(view, &indicator)));
    let grade = move || round.with(|round| drawn(words, &view.get(), round, last.get()));
    let is_settled = Memo::new(move |_| round.with(|round| round.settled.is_some()));
    let text =
        Memo::new(move |_| view.with(|view| end_of(view.texts.rationale.trim(), MOST_LETTERS)));
    let why = move || {
        let text = text.get();
        let class = format!("wl-text t{}", type_size(&text));
        let writing = (!is_settled.get()).then(|| {
            let what = if text.is_empty() {
                words.wall_no_rationale()
            } else {
                words.wall_rationale_now()
            };
            view! { <p class="wl-writing"><Icon glyph=Glyph::PencilWriting/>{what}</p> }
        });
        view! { <p class="k">{words.wall_because()}</p><p class=class>{text}</p>{writing}
        }
    };
    let agreed = move || round.with(|round| agreement(words, round));
    view! {
        <Head kicker=kicker title=title/>
        <div class="wl-body grade-face">
            <div class="wl-grade">{grade}</div>
            <section class="wl-card wl-why">{why}</section>
        </div>
        <WallFoot wall=wall status=agreed/>
    }
}

fn drawn(words: Words, view: &RoomView, round: &RoundView, last: Option<u8>) -> AnyView {
    let (over, grade) = match (&round.settled, &round.proposed) {
        (Some(settled), _) => match settled.grade {
            GradeOf::One(_) => (words.wall_agreed_on().to_owned(), Some(settled.grade)),
            GradeOf::Range { .. } => (words.wall_not_agreed().to_owned(), Some(settled.grade)),
        },
        (None, Some(proposed)) => {
            let who = first_name(words, view, &proposed.by);
            (words.wall_proposes(&who), Some(proposed.grade))
        }
        (None, None) => (words.wall_grade_ask().to_owned(), None),
    };
    let word = match grade {
        Some(GradeOf::One(value)) => {
            let step = view.form.as_ref().and_then(|form| form.step(value));
            step.map(|step| step.label.get(words.0).to_owned())
        }
        _ => None,
    };
    let (class, shown) = match grade {
        Some(GradeOf::One(value)) => ("num wl-ring", value.to_string()),
        Some(GradeOf::Range { lowest, highest }) => {
            ("num wl-ring range", format!("{lowest}–{highest}"))
        }
        None => ("num wl-ring none", String::new()),
    };
    let was = last.map(|last| view! { <p class="k">{words.wall_last_was(&last.to_string())}</p> });
    let change = round.settled.as_ref().and_then(|settled| {
        let (class, text) = match change(settled, last) {
            Change::Up(n) => ("wl-up", words.result_up(&n.to_string())),
            Change::Down(n) => ("wl-down", words.result_down(&n.to_string())),
            Change::Same => ("k", words.result_same().to_owned()),
            Change::New => ("k", words.result_new().to_owned()),
            Change::NoGrade => return None,
        };
        Some(view! { <p class=class>{text}</p> })
    });
    view! {
        <p class="k">{over}</p>
        <p class=class>{shown}</p>
        {word.map(|word| view! { <p class="disp wl-word">{word}</p> })}
        {change}
        {was}
    }
    .into_any()
}

/// The first name of somebody in the room, else what they are.
fn first_name(words: Words, view: &RoomView, id: &PersonId) -> String {
    let person = view.people.iter().find(|one| one.person.id == *id);
    person.map_or_else(
        || crate::words::capitalised(words.role_facilitator()),
        |one| one.person.first_name().to_owned(),
    )
}

fn agreement(words: Words, round: &RoundView) -> AnyView {
    if round.n_answerers == 0 || round.proposed.is_none() {
        return ().into_any();
    }
    let count = words.wall_of(&round.n_agreed.to_string(), &round.n_answerers.to_string());
    let remarks = usize::from(round.n_remarks);
    let what = match remarks {
        0 => words.wall_agree().to_owned(),
        n => format!("{} · {}", words.wall_agree(), words.wall_remarks(n)),
    };
    status(count, what).into_any()
}
