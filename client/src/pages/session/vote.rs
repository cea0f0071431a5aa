//! Dot voting: how many dots one has left is always in sight; candidates in an order of one's own.

use leptos::prelude::*;
use shared::id::GroupId;
use shared::proceedings::command::Command;
use shared::proceedings::view::VoteView;
use shared::rights::Act;

use super::day::Day;
use super::foot::Foot;
use crate::announce;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;

#[component]
pub fn DotVote(day: Day) -> impl IntoView {
    let words = day.words;
    let vote = Memo::new(move |_| day.view().get().and_then(|view| view.vote.clone()));
    let is_open =
        Memo::new(move |_| vote.with(|vote| vote.as_ref().is_some_and(|it| it.result.is_none())));
    let candidates = Memo::new(move |_| vote.get().map_or_else(Vec::new, |vote| vote.candidates));
    let (gives, writes) = (day.may(Act::GiveDots), day.may(Act::WriteAssessment));
    let is_advice =
        Memo::new(move |_| vote.with(|vote| vote.as_ref().is_some_and(|it| it.is_advice)));
    let may = Memo::new(move |_| {
        if is_advice.get() {
            writes.get()
        } else {
            gives.get()
        }
    });
    let help = move || {
        let (dots, most) = vote
            .get()
            .map_or((0, 0), |vote| (vote.dots, vote.max_per_candidate));
        words.ses_vote_help(usize::from(dots), &most.to_string())
    };
    let note = move || {
        if !may.get() {
            Some(day.why_not(Act::GiveDots))
        } else if is_advice.get() {
            Some(words.ses_vote_advice())
        } else {
            None
        }
    };
    let note = move || note().map(|text| view! { <p class="note sm">{text}</p> });
    let closed = move || view! { <p class="note">{words.ses_vote_not_open()}</p> };
    view! {
        <main class="ses-main ses-wide-page" id="main">
            <PageTitle tab=words.ses_face_vote()>{words.ses_vote_title()}</PageTitle>
            <Show when=move || is_open.get() fallback=closed>
                <p class="sub ses-help">{help}" "<span class="ses-wide">{words.ses_vote_order()}</span></p>
                {note}
                <ul class="ses-vote">
                    <For each=move || candidates.get() key=Clone::clone let(id)>
                        <Candidate day=day id=id vote=vote may=may/>
                    </For>
                </ul>
            </Show>
        </main>
        <Show when=move || is_open.get()>
            <VoteFoot day=day vote=vote may=may/>
        </Show>
    }
}

fn n_given(vote: &VoteView) -> u8 {
    vote.my_ballot.values().sum()
}

/// Why one dot more cannot be given here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Full {
    NoneLeft,
    MostOnOne,
}

fn full(vote: &VoteView, here: u8) -> Option<Full> {
    if here >= vote.max_per_candidate {
        Some(Full::MostOnOne)
    } else if n_given(vote) >= vote.dots {
        Some(Full::NoneLeft)
    } else {
        None
    }
}

#[component]
fn Candidate(
    day: Day,
    id: GroupId,
    vote: Memo<Option<VoteView>>,
    may: Memo<bool>,
) -> impl IntoView {
    let words = day.words;
    let group = day.group(&id);
    let title = Memo::new(move |_| {
        group
            .get()
            .map_or_else(String::new, |group| day.group_title(&group))
    });
    let wanted = id.clone();
    let here = Memo::new(move |_| {
        let given = vote.with(|vote| vote.as_ref()?.my_ballot.get(&wanted).copied());
        given.unwrap_or(0)
    });
    let full = Memo::new(move |_| vote.with(|vote| full(vote.as_ref()?, here.get())));
    let why_full = move || match full.get() {
        Some(Full::NoneLeft) => words.ses_vote_none().to_owned(),
        Some(Full::MostOnOne) => {
            let most = vote.get().map_or(0, |vote| vote.max_per_candidate);
            words.ses_vote_most(&most.to_string())
        }
        None => String::new(),
    };
    let group_id = StoredValue::new(id.clone());
    let give = move |dots: u8| {
        let group = group_id.get_value();
        day.give(Command::GiveDots { group, dots });
    };
    let plus = move || {
        if !may.get_untracked() {
            return;
        }
        if full.get_untracked().is_some() {
            return announce::polite(untrack(why_full));
        }
        give(here.get_untracked() + 1);
    };
    let minus = move || {
        if may.get_untracked() && here.get_untracked() > 0 {
            give(here.get_untracked() - 1);
        }
    };
    let pressed = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "+" => {
            event.prevent_default();
            plus();
        }
        "-" => {
            event.prevent_default();
            minus();
        }
        _ => {}
    };
    let reason = format!("full-{id}");
    let described = reason.clone();
    let dots = move || (0..here.get()).map(|_| view! { <i></i> }).collect_view();
    view! {
        <li class="ses-vi" class:on=move || { here.get() > 0 } on:keydown=pressed>
            <div class="ses-vt">
                <p><b>{move || title.get()}</b></p>
                <Within day=day group=group/>
            </div>
            <span class="dots ses-wide" aria-hidden="true">{dots}</span>
            <div class="ses-vp" role="group" aria-label=move || words.ses_dots_on(&title.get())>
                <button
                    type="button"
                    aria-label=move || words.ses_dot_less(&title.get())
                    aria-disabled=move || (!may.get() || here.get() == 0).to_string()
                    on:click=move |_| minus()
                >
                    <Icon glyph=Glyph::Minus/>
                </button>
                <output class="tn">{move || here.get()}</output>
                <button
                    type="button"
                    aria-label=move || words.ses_dot_more(&title.get())
                    aria-disabled=move || (!may.get() || full.get().is_some()).to_string()
                    aria-describedby=move || full.get().is_some().then(|| described.clone())
                    on:click=move |_| plus()
                >
                    <Icon glyph=Glyph::Plus/>
                </button>
                <span class="ds-sr-only" id=reason>{why_full}</span>
            </div>
        </li>
    }
}

/// What is gathered in a candidate, which unfolds.
#[component]
fn Within(day: Day, group: Memo<Option<shared::proceedings::state::Group>>) -> impl IntoView {
    let words = day.words;
    let ids = Memo::new(move |_| group.get().map_or_else(Vec::new, |group| group.proposals));
    move || {
        let ids = ids.get();
        if ids.is_empty() {
            return ().into_any(); // a measure of a plan
        }
        if ids.len() < 2 {
            return view! { <small class="sub xs">{words.ses_gathered(ids.len())}</small> }
                .into_any();
        }
        let n = ids.len();
        let lines = ids
            .into_iter()
            .map(|id| view! { <li>{move || day.proposal_title(&id)}</li> });
        view! {
            <details class="more ses-more">
                <summary>{words.ses_gathered(n)}</summary>
                <ul class="ds-list bullets sm">{lines.collect_view()}</ul>
            </details>
        }
        .into_any()
    }
}

#[component]
fn VoteFoot(day: Day, vote: Memo<Option<VoteView>>, may: Memo<bool>) -> impl IntoView {
    let words = day.words;
    let left = Memo::new(move |_| {
        vote.with(|vote| {
            vote.as_ref().map_or((0, 0), |vote| {
                (vote.dots.saturating_sub(n_given(vote)), vote.dots)
            })
        })
    });
    let dots = move || {
        let (left, all) = left.get();
        (0..all)
            .map(|at| view! { <i class:o={at >= left}></i> })
            .collect_view()
    };
    let done =
        Memo::new(move |_| vote.with(|vote| vote.as_ref().is_some_and(|vote| vote.i_am_done)));
    let many = move || {
        vote.get()
            .map(|vote| words.ses_vote_done(&vote.n_done.to_string(), &vote.n_voters.to_string()))
    };
    let press = move |_| {
        day.give(Command::FinishVoting {
            is_done: !done.get_untracked(),
        });
    };
    view! {
        <Foot day=day>
            <Show when=move || may.get() fallback=move || view! { <span class="sm sub">{many}</span> }>
                <span class="row g8 ses-left" role="status">
                    <span class="dots" aria-hidden="true">{dots}</span>
                    <b>{move || words.ses_vote_left(usize::from(left.get().0))}</b>
                </span>
                <span class="sm sub" class:ses-laptop=move || !done.get()>{many}</span>
                <span class="sp"></span>
                <button class="ds-button" type="button" data-variant=move || done.get().then_some("secondary") on:click=press>
                    {move || if done.get() { words.ses_vote_change() } else { words.ses_done() }}
                </button>
            </Show>
        </Foot>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_is_refused_at_either_limit() {
        let group = |name: &str| GroupId::parse(name).unwrap();
        let mut vote = VoteView {
            dots: 3,
            max_per_candidate: 2,
            ..VoteView::default()
        };
        assert_eq!(full(&vote, 0), None);
        vote.my_ballot.insert(group("a"), 2);
        assert_eq!(full(&vote, 2), Some(Full::MostOnOne));
        assert_eq!(full(&vote, 0), None);
        vote.my_ballot.insert(group("b"), 1);
        assert_eq!(full(&vote, 0), Some(Full::NoneLeft));
        assert_eq!(full(&vote, 1), Some(Full::NoneLeft));
    }
}
