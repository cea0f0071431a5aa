//! Whether somebody may take part: what was asked, what the body decided, who sits in the seat meanwhile.

use leptos::prelude::*;
use shared::id::{ItemId, PersonId};
use shared::proceedings::formal::Ask;
use shared::proceedings::formal::state::{Case, Question};
use shared::rights::Role;

use super::desk::{Desk, Form};
use super::item::read;
use crate::components::avatar::PersonAvatar;
use crate::components::icon::{Glyph, Icon};
use crate::dates;

#[component]
pub fn Impartiality(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let cases = Memo::new(move |_| read(desk, |item| item.cases.clone()).unwrap_or_default());
    let tag = move || {
        cases.with(|cases| {
            let is_settled = cases.iter().all(|case| case.outcome.is_some());
            (!cases.is_empty()).then(|| if is_settled {
                view! { <span class="ds-tag" data-color="success" data-size="sm"><Icon glyph=Glyph::Checkmark/>{words.fo_settled()}</span> }.into_any()
            } else {
                view! { <span class="ds-tag" data-color="warning" data-size="sm">{words.fo_unsettled()}</span> }.into_any()
            })
        })
    };
    let rows = move || {
        let item = read(desk, |item| item.id.clone());
        let rows = cases.get().into_iter().filter_map(|case| {
            let item = item.clone()?;
            Some(view! { <CaseRow desk=desk item=item case=case/> })
        });
        let rows: Vec<_> = rows.collect();
        if rows.is_empty() {
            return view! { <p class="sub">{words.fo_no_cases()}</p> }.into_any();
        }
        view! { <ul class="lines">{rows}</ul> }.into_any()
    };
    let may_raise = move || {
        let is_done = read(desk, |item| item.finished_at.is_some()).unwrap_or(true);
        !is_done
            && desk
                .formal
                .with(|formal| formal.i_may_raise && !formal.i_am_out)
    };
    view! {
        <section class="card pad col" aria-labelledby="fo-impartiality">
            <div class="row wrap g8">
                <h2 class="h-card" id="fo-impartiality"><Icon glyph=Glyph::Gavel/>" "{words.fo_impartiality()}</h2>
                <span class="sp"></span>
                {tag}
            </div>
            {rows}
            <Show when=may_raise>
                <button class="ds-button fo-start" type="button" data-size="sm" data-variant="tertiary" on:click=move |_| desk.opens(Form::Impartiality)>
                    <Icon glyph=Glyph::Plus/>{words.fo_raise()}
                </button>
            </Show>
        </section>
    }
}

/// What has been said of somebody, as sentences.
fn sentences(desk: Desk, case: &Case) -> Vec<String> {
    let words = desk.words;
    let name = desk.name(&case.person);
    let mut all = vec![match case.outcome.as_ref().map(|one| one.is_carried) {
        Some(true) => words.fo_is_out(&name, &case.ground),
        Some(false) => words.fo_is_not_out(&name),
        None => words.fo_is_asked(&name, &case.ground, &desk.name(&case.raised_by)),
    }];
    if let Some(at) = case.left_at {
        all.push(words.fo_left(&dates::time(words, at)));
    }
    if let Some(at) = case.returned_at {
        all.push(words.fo_returned(&dates::time(words, at)));
    }
    if let Some(deputy) = &case.deputy {
        all.push(words.fo_sits_for(&desk.name(deputy), &name));
    }
    if let Some(outcome) = &case.outcome {
        all.push(if outcome.is_unanimous() {
            words.fo_unanimous().to_owned()
        } else {
            words.fo_divided(
                &outcome.votes_for.len().to_string(),
                &outcome.votes_against.len().to_string(),
            )
        });
    }
    if !case.legal_basis.is_empty() {
        all.push(words.fo_basis(&case.legal_basis));
    }
    if !case.note.is_empty() {
        all.push(case.note.clone());
    }
    all
}

#[component]
fn CaseRow(desk: Desk, item: ItemId, case: Case) -> impl IntoView {
    let mut said = sentences(desk, &case).into_iter();
    let first = said.next();
    let rest = said.collect::<Vec<_>>().join(" ");
    let avatar = desk
        .person(&case.person)
        .map(|person| view! { <PersonAvatar person=person/> });
    let acts = (desk.records() && desk.is_at_work())
        .then(|| view! { <Acts desk=desk item=item case=case/> });
    view! {
        <li class="fo-case">
            {avatar}
            <div>
                <p>{first}</p>
                <p class="sub">{rest}</p>
                {acts}
            </div>
        </li>
    }
}

/// What whoever records can do about it.
#[component]
fn Acts(desk: Desk, item: ItemId, case: Case) -> impl IntoView {
    let words = desk.words;
    let id = case.id.clone();
    let question = Question::Impartiality { case: id.clone() };
    let vote = case.outcome.is_none().then(|| {
        let (item, question) = (item.clone(), question.clone());
        let vote = move |_| {
            let (item, question) = (item.clone(), question.clone());
            desk.asks(Ask::OpenVote { item, question }, None);
        };
        view! { <button class="ds-button" type="button" data-size="sm" on:click=vote>{words.fo_vote_on_it()}</button> }
    });
    let withdraw = case.outcome.is_none().then(|| {
        let (item, case) = (item.clone(), id.clone());
        let withdraw = move |_| {
            let (item, case) = (item.clone(), case.clone());
            desk.asks(Ask::WithdrawCase { item, case }, Some(words.fo_did_withdraw()));
        };
        view! { <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" data-color="neutral" on:click=withdraw>{words.fo_withdraw()}</button> }
    });
    let is_in = case.left_at.is_none() || case.returned_at.is_some();
    let may_leave = case.outcome.as_ref().is_none_or(|one| one.is_carried);
    let steps_out = (is_in && may_leave).then(|| {
        let (item, case) = (item.clone(), id.clone());
        let out = move |_| {
            let (item, case) = (item.clone(), case.clone());
            desk.asks(Ask::StepOut { item, case }, Some(words.fo_did_step_out()));
        };
        view! { <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" on:click=out>{words.fo_steps_out()}</button> }
    });
    let note = {
        let case = id.clone();
        move |_| desk.opens(Form::Case(case.clone()))
    };
    let deputy = case
        .is_out()
        .then(|| view! { <DeputySelect desk=desk item=item.clone() case=case.clone()/> });
    view! {
        <div class="row wrap g8 fo-case-acts">
            {vote}{steps_out}{deputy}
            <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" data-color="neutral" on:click=note>{words.fo_note_case()}</button>
            {withdraw}
        </div>
    }
}

#[component]
fn DeputySelect(desk: Desk, item: ItemId, case: Case) -> impl IntoView {
    let words = desk.words;
    let id = format!("fo-deputy-{}", case.id);
    let deputies = desk.view.with_untracked(|view| {
        let people = view
            .people
            .iter()
            .filter(|one| one.person.role == Role::Deputy);
        people
            .map(|one| (one.person.id.clone(), one.person.name.clone()))
            .collect::<Vec<_>>()
    });
    let options = deputies.into_iter().map(|(person, name)| {
        let is_chosen = case.deputy.as_ref() == Some(&person);
        view! { <option value=person.to_string() selected=is_chosen>{name}</option> }
    });
    let options = options.collect_view();
    let case_id = case.id.clone();
    let seat = move |event: leptos::ev::Event| {
        let ask = Ask::SeatDeputy {
            item: item.clone(),
            case: case_id.clone(),
            deputy: PersonId::parse(&event_target_value(&event)).ok(),
        };
        desk.asks(ask, None);
    };
    view! {
        <span class="row g8">
            <label class="sm" for=id.clone()>{words.fo_deputy()}</label>
            <select class="ds-input" id=id on:change=seat>
                <option value="">{words.fo_no_deputy()}</option>
                {options}
            </select>
        </span>
    }
}
