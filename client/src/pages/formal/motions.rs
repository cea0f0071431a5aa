//! What is proposed, with what was added to it, and the motions that were put.

use leptos::prelude::*;
use shared::id::ItemId;
use shared::proceedings::formal::Ask;
use shared::proceedings::formal::state::{Motion, MotionKind, Question};

use super::desk::{Desk, Form};
use super::item::read;
use crate::components::icon::{Glyph, Icon};

#[component]
pub fn Proposal(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let parts = Memo::new(move |_| {
        read(desk, |item| {
            (
                item.id.clone(),
                item.draft.recommendation.clone(),
                item.motions.clone(),
            )
        })
    });
    let text = move || {
        parts.get().map(|(_, recommendation, motions)| view! { <Text desk=desk recommendation=recommendation motions=motions/> })
    };
    let rows = move || {
        parts.get().map(|(item, _, motions)| {
            let rows = motions.into_iter().map(|motion| {
                view! { <MotionRow desk=desk item=item.clone() motion=motion/> }
            });
            view! { <ul class="lines">{rows.collect_view()}</ul> }
        })
    };
    let may_put = move || {
        let is_undecided = read(desk, |item| item.resolution.is_none()) == Some(true);
        let may = desk.formal.with(|formal| formal.i_vote) || desk.records();
        is_undecided && desk.is_at_work() && may
    };
    view! {
        <section class="card pad col" aria-labelledby="fo-proposal">
            <h2 class="h-card" id="fo-proposal">{words.fo_proposal()}</h2>
            {text}
            {rows}
            <Show when=may_put>
                <button class="ds-button fo-start" type="button" data-size="sm" data-variant="tertiary" on:click=move |_| desk.opens(Form::Motion)>
                    <Icon glyph=Glyph::Plus/>{words.fo_put_motion()}
                </button>
            </Show>
        </section>
    }
}

fn counts(motion: &Motion) -> bool {
    let is_carried = motion.outcome.as_ref().is_some_and(|one| one.is_carried);
    !motion.is_withdrawn && (motion.is_taken_in || is_carried)
}

/// The recommendation, with what was added marked as such.
#[component]
fn Text(desk: Desk, recommendation: String, motions: Vec<Motion>) -> impl IntoView {
    let words = desk.words;
    let instead = motions
        .iter()
        .rfind(|one| counts(one) && one.kind == MotionKind::Instead);
    let instead = instead.map(|motion| motion.text.clone());
    let is_replaced = instead.is_some();
    let base = instead.unwrap_or(recommendation);
    let added = motions
        .iter()
        .filter(|one| counts(one) && one.kind == MotionKind::Addition);
    let added = added.map(|motion| {
        let by = words.fo_added_by(&desk.name(&motion.by));
        view! { " "<ins class="fo-added">{motion.text.clone()}</ins><span class="ds-sr-only">" "{by}</span> }
    });
    let added = added.collect_view();
    if base.is_empty() {
        return view! { <p class="sub">{words.fo_no_recommendation()}</p> }.into_any();
    }
    let base = if is_replaced {
        view! { <ins class="fo-added">{base}</ins> }.into_any()
    } else {
        view! { {base} }.into_any()
    };
    view! { <p class="fo-text">{base}{added}</p> }.into_any()
}

#[component]
fn MotionRow(desk: Desk, item: ItemId, motion: Motion) -> impl IntoView {
    let words = desk.words;
    let kind = match motion.kind {
        MotionKind::Addition => words.fo_kind_addition(),
        MotionKind::Instead => words.fo_kind_instead(),
        MotionKind::Separate => words.fo_kind_separate(),
    };
    let state = match &motion.outcome {
        _ if motion.is_withdrawn => words.fo_withdrawn().to_owned(),
        _ if motion.is_taken_in => words.fo_taken_in().to_owned(),
        Some(one) => {
            let votes = words.fo_divided(
                &one.votes_for.len().to_string(),
                &one.votes_against.len().to_string(),
            );
            let verdict = if one.is_carried {
                words.fo_carried()
            } else {
                words.fo_fell()
            };
            format!("{verdict} {votes}")
        }
        None => words.fo_not_voted().to_owned(),
    };
    let by = words.fo_motion_by(kind, &desk.name(&motion.by));
    let is_open = motion.outcome.is_none() && desk.is_at_work();
    let acts = is_open.then(|| view! { <Acts desk=desk item=item motion=motion.clone()/> });
    view! {
        <li class="fo-motion">
            <p class="sub sm">{by}" · "{state}</p>
            <p class="fo-prose" class:fo-gone=motion.is_withdrawn>{motion.text.clone()}</p>
            {acts}
        </li>
    }
}

#[component]
fn Acts(desk: Desk, item: ItemId, motion: Motion) -> impl IntoView {
    let words = desk.words;
    let records = desk.records();
    let is_mine = desk.me.with_value(|me| *me == motion.by);
    let id = motion.id.clone();
    let vote = (records && !motion.is_withdrawn && !motion.is_taken_in).then(|| {
        let (item, id) = (item.clone(), id.clone());
        let vote = move |_| {
            let question = Question::Motion { motion: id.clone() };
            desk.asks(Ask::OpenVote { item: item.clone(), question }, None);
        };
        view! { <button class="ds-button" type="button" data-size="sm" data-variant="secondary" on:click=vote>{words.fo_vote_on_it()}</button> }
    });
    let can_take_in = records && !motion.is_withdrawn && motion.kind != MotionKind::Separate;
    let take_in = can_take_in.then(|| {
        let (item, id, is_in) = (item.clone(), id.clone(), !motion.is_taken_in);
        let take_in = move |_| {
            let ask = Ask::TakeIn { item: item.clone(), motion: id.clone(), is_in };
            desk.asks(ask, Some(if is_in { words.fo_did_take_in() } else { words.fo_did_take_out() }));
        };
        let verb = if is_in { words.fo_take_in() } else { words.fo_take_out() };
        view! { <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" on:click=take_in>{verb}</button> }
    });
    let withdraw = (records || is_mine).then(|| {
        let is_withdrawn = !motion.is_withdrawn;
        let withdraw = move |_| {
            let ask = Ask::WithdrawMotion { item: item.clone(), motion: id.clone(), is_withdrawn };
            desk.asks(ask, Some(if is_withdrawn { words.fo_did_withdraw() } else { words.fo_did_put_again() }));
        };
        let verb = if is_withdrawn { words.fo_withdraw() } else { words.fo_put_again() };
        view! { <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" data-color="neutral" on:click=withdraw>{verb}</button> }
    });
    view! { <div class="row wrap g8">{vote}{take_in}{withdraw}</div> }
}
