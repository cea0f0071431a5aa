//! The votes by name, seat by seat; and writing one down for somebody without a phone.

use leptos::prelude::*;
use shared::id::PersonId;
use shared::proceedings::formal::Ask;
use shared::proceedings::formal::state::{Item, Seat};

use super::desk::{Desk, Form};
use crate::components::avatar::PersonAvatar;
use crate::components::icon::{Glyph, Icon};

/// A seat and how it has voted.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    person: PersonId,
    sub: Option<String>,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    For,
    Against,
    Waiting,
    /// Not here, or no vote is open.
    Quiet,
    Out,
}

#[component]
pub fn Votes(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let rows = Memo::new(move |_| rows(desk));
    let list = move || {
        let rows = rows
            .get()
            .into_iter()
            .map(|row| view! { <SeatRow desk=desk row=row/> });
        view! { <ul class="fo-votes">{rows.collect_view()}</ul> }
    };
    let n_cast = move || {
        let cast = desk
            .current()
            .and_then(|item| item.vote.map(|vote| vote.cast.len()));
        cast.map(|n| {
            let n_missing = desk.formal.with(|formal| formal.missing.len());
            words.fo_n_of(&n.to_string(), &(n + n_missing).to_string())
        })
    };
    let may_register =
        move || desk.records() && desk.current().is_some_and(|item| item.vote.is_some());
    let rest = move |_| {
        let asked =
            untrack(|| desk.current()).and_then(|item| Some((item.id, item.vote?.question)));
        if let Some((item, question)) = asked {
            desk.asks(Ask::RestVotesFor { item, question }, None);
        }
    };
    view! {
        <section class="card fo-side" aria-labelledby="fo-votes">
            <div class="row g8"><h2 class="h-card" id="fo-votes">{words.fo_votes()}</h2><span class="sp"></span><span class="sub sm tn">{n_cast}</span></div>
            <p class="sub sm">{words.fo_votes_text()}</p>
            {list}
            <span class="sp"></span>
            <Show when=may_register>
                <button class="ds-button" type="button" data-variant="secondary" data-color="neutral" on:click=move |_| desk.opens(Form::Register)>{words.fo_register()}</button>
                <button class="ds-button" type="button" data-variant="tertiary" on:click=rest>{words.fo_rest_for()}</button>
            </Show>
        </section>
    }
}

fn rows(desk: Desk) -> Vec<Row> {
    let item = desk.current();
    let seats = desk.formal.with(|formal| formal.seats.clone());
    let mut rows: Vec<Row> = Vec::new();
    for seat in seats {
        rows.extend(taken(desk, item.as_ref(), &seat));
        let is_away = seat.holder.as_ref() != Some(&seat.member);
        let is_out = item.as_ref().is_some_and(|item| item.is_out(&seat.member));
        if is_away {
            let sub = if is_out {
                desk.words.fo_out_of_room()
            } else {
                desk.words.fo_absent()
            };
            rows.push(Row {
                person: seat.member,
                sub: Some(sub.to_owned()),
                state: State::Out,
            });
        }
    }
    rows
}

fn taken(desk: Desk, item: Option<&Item>, seat: &Seat) -> Option<Row> {
    let holder = seat.holder.clone()?;
    let vote = item.and_then(|item| item.vote.as_ref());
    let is_missing = desk.formal.with(|formal| formal.missing.contains(&holder));
    let state = match vote.map(|vote| vote.cast.get(&holder)) {
        Some(Some(cast)) if cast.is_for => State::For,
        Some(Some(_)) => State::Against,
        Some(None) if is_missing => State::Waiting,
        Some(None) | None => State::Quiet,
    };
    let sub = (holder != seat.member).then(|| desk.words.fo_sits(&desk.name(&seat.member)));
    let leads = desk.formal.with(|formal| {
        let sitting = formal.sitting.as_ref();
        sitting.is_some_and(|sitting| sitting.chair == holder)
    });
    let sub = sub.or_else(|| leads.then(|| desk.words.fo_leads_meeting().to_owned()));
    Some(Row {
        person: holder,
        sub,
        state,
    })
}

#[component]
fn SeatRow(desk: Desk, row: Row) -> impl IntoView {
    let words = desk.words;
    let avatar = desk
        .person(&row.person)
        .map(|person| view! { <PersonAvatar person=person/> });
    let state = match row.state {
        State::For => view! { <span class="fo-vote for"><Icon glyph=Glyph::ThumbUp/>{words.fo_for()}</span> }.into_any(),
        State::Against => view! { <span class="fo-vote against"><Icon glyph=Glyph::XMark/>{words.fo_against()}</span> }.into_any(),
        State::Waiting => view! { <span class="fo-vote sub"><Icon glyph=Glyph::Hourglass/>{words.fo_waits()}</span> }.into_any(),
        State::Quiet | State::Out => ().into_any(),
    };
    let is_out = row.state == State::Out;
    view! {
        <li class:out=is_out>
            {avatar}
            <span class="fo-nm">{desk.name(&row.person)}<small class="sub">{row.sub}</small></span>
            {state}
        </li>
    }
}
