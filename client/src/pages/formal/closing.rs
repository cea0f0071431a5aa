//! Closed doors: why, for which part, who stays, and what the body decided.

use leptos::prelude::*;
use shared::meeting::MeetingForm;
use shared::proceedings::formal::Ask;
use shared::proceedings::formal::state::Question;

use super::desk::{Desk, Form};
use super::item::read;
use crate::components::icon::{Glyph, Icon};

#[component]
pub fn Closing(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let closing = Memo::new(move |_| read(desk, |item| item.closing.clone()).flatten());
    let may_propose = move || {
        let is_open = read(desk, |item| {
            item.closing.is_none() && item.resolution.is_none()
        });
        desk.records() && desk.is_at_work() && is_open == Some(true)
    };
    let card = move || {
        closing.get().map(|closing| {
            let state = match (&closing.outcome, closing.closed_at) {
                (_, Some(_)) => words.fo_is_closed(),
                (Some(_), None) => words.fo_stays_open(),
                (None, None) => words.fo_closing_asked(),
            };
            let stay: Vec<_> = closing.stay.iter().cloned().collect();
            let stay = (!stay.is_empty()).then(|| words.fo_stays(&desk.names(&stay)));
            // Whoever is outside an item that was kept from the public sees no votes.
            let counted = closing.outcome.as_ref();
            let counted = counted.filter(|one| one.votes_for.len() + one.votes_against.len() > 0);
            let votes = counted.map(|one| {
                words.fo_divided(&one.votes_for.len().to_string(), &one.votes_against.len().to_string())
            });
            let acts = (closing.outcome.is_none() && desk.records() && desk.is_at_work())
                .then(|| view! { <Acts desk=desk/> });
            view! {
                <section class="card pad col" aria-labelledby="fo-closing">
                    <h2 class="h-card" id="fo-closing"><Icon glyph=Glyph::PadlockLocked/>" "{state}</h2>
                    <p>{words.fo_closed_why(&closing.legal_basis, &closing.part)}</p>
                    <p class="sub">{votes}" "{stay}</p>
                    {acts}
                </section>
            }
        })
    };
    let is_remote = move || {
        desk.formal.with(|formal| {
            let sitting = formal.sitting.as_ref();
            sitting.is_some_and(|sitting| sitting.form != MeetingForm::InPerson)
        })
    };
    view! {
        {card}
        <Show when=may_propose>
            <div class="row wrap g8">
                <button class="ds-button fo-start" type="button" data-size="sm" data-variant="tertiary" data-color="neutral" on:click=move |_| desk.opens(Form::Closing)>
                    <Icon glyph=Glyph::PadlockLocked/>{words.fo_close_doors()}
                </button>
                <Show when=is_remote><span class="sub sm">{words.fo_remote_no_secrets()}</span></Show>
            </div>
        </Show>
    }
}

#[component]
fn Acts(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let vote = move |_| {
        if let Some(item) = untrack(|| read(desk, |item| item.id.clone())) {
            let question = Question::Closing;
            desk.asks(Ask::OpenVote { item, question }, None);
        }
    };
    let withdraw = move |_| {
        if let Some(item) = untrack(|| read(desk, |item| item.id.clone())) {
            desk.asks(Ask::WithdrawClosing { item }, Some(words.fo_did_withdraw()));
        }
    };
    view! {
        <div class="row wrap g8">
            <button class="ds-button" type="button" data-size="sm" on:click=vote>{words.fo_vote_on_it()}</button>
            <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" data-color="neutral" on:click=withdraw>{words.fo_withdraw()}</button>
        </div>
    }
}
