//! What the board decides and says about itself: the formal part with the item that is treated, the promises, and how the
//! board sees its own work where the chair lets the wall show it.

use leptos::prelude::*;
use shared::id::{PersonId, QuestionId, StepId};
use shared::lobby::RoomView;
use shared::proceedings::evaluation::state::BoardPromise;
use shared::proceedings::evaluation::view::EvaluationView;
use shared::proceedings::formal::state::{Item, Outcome, Question, Resolution, Vote};
use shared::proceedings::formal::view::{FormalView, ItemView};
use shared::proceedings::state::{Phase, Tool};

use super::face::{title_size, type_size};
use super::proposals::cut;
use super::seminar::{Work, title_of};
use super::show::{Head, Wall, WallFoot};
use crate::dates;
use crate::pages::evaluation::say::said as said_of;
use crate::pages::formal::question;
use crate::pages::seminar::words as said;

/// So many items of an agenda fit one above the other.
const MOST_ITEMS: usize = 11;
const MOST_PROMISES: usize = 6;

fn name_of(view: &RoomView, id: &PersonId) -> String {
    let mut people = view.people.iter();
    let found = people.find(|one| one.person.id == *id);
    found.map_or_else(|| id.to_string(), |one| one.person.name.clone())
}

/// The item that is treated, with the vote as it stands; between items, the agenda.
#[component]
pub fn Formal(wall: Wall, step: StepId) -> impl IntoView {
    let formal = Memo::new(move |_| {
        wall.view.with(|view| {
            let day = view.proceedings.as_ref();
            day.map(|day| day.formal.clone()).unwrap_or_default()
        })
    });
    move || {
        let formal = formal.get();
        let current = formal.current.as_ref();
        match current.and_then(|id| formal.items.get(id)).cloned() {
            Some(item) => treated(wall, &formal, &item),
            None => agenda(wall, &step, formal),
        }
    }
}

fn agenda(wall: Wall, step: &StepId, formal: FormalView) -> AnyView {
    let words = wall.words;
    let title = title_of(wall, step).unwrap_or_default();
    let prompt = said::prompt(words, Tool::FormalMeeting, Phase::Whole);
    let order = formal.order.iter();
    let items: Vec<ItemView> = order
        .filter_map(|id| formal.items.get(id))
        .cloned()
        .collect();
    let (shown, n_more) = cut(items.len(), MOST_ITEMS);
    let rows = items.into_iter().take(shown).map(|one| {
        let number = one.item.draft.number.clone();
        let state = one.item.finished_at.map(|_| words.fo_treated());
        let title = item_title(wall, &one);
        view! { <li><span class="wl-t"><span class="tn k">{number}</span>" "{title}</span><span class="k">{state}</span></li> }
    });
    let rows = rows.collect_view();
    let more =
        (n_more > 0).then(|| view! { <li><span class="k">{words.wall_more(n_more)}</span></li> });
    view! {
        <header>
            <p class="wl-kicker">{wall.meeting_title()}</p>
            <h1 class="disp wl-title">{title}</h1>
            <p class="sm-wall-ask">{prompt}</p>
        </header>
        <div class="wl-body"><ul class="wl-rows">{rows}{more}</ul></div>
        <WallFoot wall=wall/>
    }
    .into_any()
}

fn item_title(wall: Wall, one: &ItemView) -> String {
    if one.is_hidden {
        return wall.words.fo_closed_item().to_owned();
    }
    one.item.draft.title.clone()
}

fn treated(wall: Wall, formal: &FormalView, one: &ItemView) -> AnyView {
    let item = &one.item;
    let kicker = format!("{} · {}", wall.meeting_title(), item.draft.number);
    let title = item_title(wall, one);
    let class = title_size(&title);
    let body = match (&item.vote, &item.resolution) {
        (Some(vote), _) => voting(wall, formal, item, vote),
        (None, Some(resolution)) => resolved(wall, resolution),
        (None, None) => text(item.proposal()),
    };
    view! {
        <header>
            <p class="wl-kicker">{kicker}</p>
            <h1 class=class>{title}</h1>
        </header>
        <div class="wl-body fo-wall">{body}</div>
        <WallFoot wall=wall/>
    }
    .into_any()
}

fn text(words: String) -> AnyView {
    let class = format!("fo-wall-text t{}", type_size(&words));
    view! { <p class=class>{words}</p> }.into_any()
}

fn voting(wall: Wall, formal: &FormalView, item: &Item, vote: &Vote) -> AnyView {
    let words = wall.words;
    let name = |id: &PersonId| wall.view.with_untracked(|view| name_of(view, id));
    let asks = question(words, item, &vote.question, name);
    let n_for = vote.cast.values().filter(|cast| cast.is_for).count();
    let n_against = vote.cast.len() - n_for;
    let n_missing = formal.missing.len();
    let proposed = match &vote.question {
        Question::Motion { motion } => item.motion(motion).map(|it| it.text.clone()),
        Question::Proposal => Some(item.proposal()),
        Question::Closing | Question::Impartiality { .. } => None,
    };
    view! {
        {proposed.map(text)}
        <p class="wl-what">{asks}</p>
        <p class="fo-wall-count">
            <b class="num">{n_for}</b>{words.fo_for_count()}
            <b class="num">{n_against}</b>{words.fo_against_count()}
            <span class="k">{(n_missing > 0).then(|| words.fo_n_wait(n_missing))}</span>
        </p>
    }
    .into_any()
}

fn resolved(wall: Wall, resolution: &Resolution) -> AnyView {
    let words = wall.words;
    let votes = |outcome: &Outcome| {
        if outcome.is_unanimous() {
            return words.fo_unanimous().to_owned();
        }
        let count = |people: &Vec<PersonId>| people.len().to_string();
        words.fo_divided(&count(&outcome.votes_for), &count(&outcome.votes_against))
    };
    let votes = resolution.outcome.as_ref().map(votes);
    view! {
        <p class="wl-what">{words.fo_resolution()}</p>
        {text(resolution.text.clone())}
        <p class="wl-what">{votes}</p>
    }
    .into_any()
}

fn evaluation(view: &RoomView) -> EvaluationView {
    let day = view.proceedings.as_ref();
    day.and_then(|day| day.evaluation.clone())
        .unwrap_or_default()
}

/// What the board promises itself.
#[component]
pub fn Promised(wall: Wall, step: StepId) -> impl IntoView {
    let words = wall.words;
    let promises = Memo::new(move |_| wall.view.with(|view| evaluation(view).promises));
    move || {
        let promises = promises.get();
        if promises.is_empty() {
            return view! { <Work wall=wall step=step.clone()/> }.into_any();
        }
        let (shown, _) = cut(promises.len(), MOST_PROMISES);
        let row = |promise: BoardPromise| {
            let name = |id| wall.view.with_untracked(|view| name_of(view, &id));
            let who = promise.responsible.map(name);
            let when = promise
                .deadline
                .map(|date| dates::day_month_year(words, date));
            view! { <li><span class="wl-t">{promise.text}</span><span class="wl-who">{who}</span><span class="k">{when}</span></li> }
        };
        let rows = promises.into_iter().take(shown).map(row).collect_view();
        let title = title_of(wall, &step).unwrap_or_default();
        view! {
            <Head kicker=wall.meeting_title() title=title/>
            <div class="wl-body"><ul class="wl-rows">{rows}</ul></div>
            <WallFoot wall=wall/>
        }
        .into_any()
    }
}

/// The statements the board agrees with most and least, when the wall is let see them.
#[component]
pub fn Judged(wall: Wall, step: StepId) -> impl IntoView {
    let words = wall.words;
    let seen = Memo::new(move |_| wall.view.with(|view| evaluation(view)));
    move || {
        let seen = seen.get();
        let (Some(result), Some(form)) = (&seen.result, &seen.form) else {
            return view! { <Work wall=wall step=step.clone()/> }.into_any();
        };
        let row = |id: &QuestionId| {
            let statement = result.statements.get(id)?;
            let said = said_of(words, form, &statement.tally)?.sentence;
            let text = form.statement(id)?.text.get(words.0).to_owned();
            Some(view! { <li><span class="wl-t">{text}</span><span class="k">{said}</span></li> })
        };
        let list = |heading: String, ids: &[QuestionId]| {
            let rows: Vec<_> = ids.iter().filter_map(row).collect();
            (!rows.is_empty()).then(|| {
                view! { <section><h2 class="wl-what">{heading}</h2><ul class="wl-rows">{rows}</ul></section> }
            })
        };
        let highest = list(words.ev_highest(result.highest.len()), &result.highest);
        let lowest = list(words.ev_lowest(result.lowest.len()), &result.lowest);
        let title = title_of(wall, &step).unwrap_or_default();
        view! {
            <Head kicker=wall.meeting_title() title=title/>
            <div class="wl-body fo-wall">{highest}{lowest}</div>
            <WallFoot wall=wall/>
        }
        .into_any()
    }
}
