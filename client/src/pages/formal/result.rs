//! What comes of the item: the vote as it stands, the resolution, and what whoever records does next.

use leptos::prelude::*;
use shared::proceedings::formal::Ask;
use shared::proceedings::formal::state::{Item, ItemKind, Outcome, Question, TieRule};

use super::desk::{Desk, Form};
use super::item::read;
use crate::components::icon::{Glyph, Icon};

/// How a vote stands.
#[expect(clippy::struct_field_names, reason = "counts are named so")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub n_for: usize,
    pub n_against: usize,
    pub n_missing: usize,
    pub n_voters: usize,
}

impl Count {
    pub fn of(desk: Desk, item: &Item) -> Option<Self> {
        let vote = item.vote.as_ref()?;
        let n_for = vote.cast.values().filter(|cast| cast.is_for).count();
        let n_against = vote.cast.len() - n_for;
        let n_missing = desk.formal.with(|formal| formal.missing.len());
        Some(Self {
            n_for,
            n_against,
            n_missing,
            n_voters: n_for + n_against + n_missing,
        })
    }

    fn needed(&self) -> usize {
        self.n_voters / 2 + 1
    }

    /// What can be said already.
    fn verdict(&self, desk: Desk) -> &'static str {
        let words = desk.words;
        let is_tie = self.n_missing == 0 && self.n_for == self.n_against && self.n_for > 0;
        if self.n_for >= self.needed() {
            return words.fo_has_majority();
        }
        if is_tie {
            let tie = desk
                .formal
                .with(|formal| formal.sitting.as_ref().map(|one| one.rules.tie));
            return match tie {
                Some(TieRule::ChairDecides) => words.fo_tie_now(),
                _ => words.fo_tie_falls(),
            };
        }
        if self.n_against > self.n_voters - self.needed() {
            return words.fo_no_majority();
        }
        words.fo_majority_open()
    }
}

#[component]
pub fn Result(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let count = Memo::new(move |_| read(desk, |item| Count::of(desk, item)).flatten());
    let resolution = Memo::new(move |_| read(desk, |item| item.resolution.clone()).flatten());
    let question = Memo::new(move |_| {
        read(desk, |item| {
            let vote = item.vote.as_ref()?;
            Some(desk.question(item, &vote.question))
        })
        .flatten()
    });
    let heading = move || {
        question
            .get()
            .unwrap_or_else(|| words.fo_resolution().to_owned())
    };
    let said = move || {
        resolution.get().map(|resolution| {
            let votes = resolution
                .outcome
                .as_ref()
                .map(|outcome| says(desk, outcome));
            view! {
                <p class="fo-text">{resolution.text.clone()}</p>
                <p class="sub">{votes}</p>
            }
        })
    };
    let bar = move || {
        count
            .get()
            .map(|count| view! { <Bar desk=desk count=count/> })
    };
    let nothing = move || {
        (count.get().is_none() && resolution.get().is_none())
            .then(|| view! { <p class="sub">{words.fo_no_vote()}</p> })
    };
    view! {
        <section class="card pad col" aria-labelledby="fo-result">
            <h2 class="h-card" id="fo-result">{heading}</h2>
            {said}
            <div aria-live="polite">{bar}</div>
            {nothing}
            <Show when=move || desk.records() && desk.is_at_work()><Acts desk=desk/></Show>
        </section>
    }
}

/// "Enstemmig", or how many, and who was against.
pub fn says(desk: Desk, outcome: &Outcome) -> String {
    let words = desk.words;
    if outcome.is_unanimous() {
        return words.fo_unanimous().to_owned();
    }
    let votes = words.fo_divided(
        &outcome.votes_for.len().to_string(),
        &outcome.votes_against.len().to_string(),
    );
    let against = words.fo_against_names(&desk.names(&outcome.votes_against));
    let decided = outcome.decided_by.as_ref();
    let decided = decided
        .map(|id| words.fo_decided_by(&desk.name(id)))
        .unwrap_or_default();
    format!("{votes} {against} {decided}").trim_end().to_owned()
}

#[component]
fn Bar(desk: Desk, count: Count) -> impl IntoView {
    let words = desk.words;
    let grow = |n: usize| n.to_string();
    let needed = words.fo_needed(&count.needed().to_string(), &count.n_voters.to_string());
    view! {
        <div class="fo-count">
            <p class="num">{count.n_for}<small>{words.fo_for_count()}</small></p>
            <p class="num">{count.n_against}<small>{words.fo_against_count()}</small></p>
            <div class="fo-bar" aria-hidden="true">
                <span class="for" style=("flex-grow", grow(count.n_for)) hidden=count.n_for == 0></span>
                <span class="against" style=("flex-grow", grow(count.n_against)) hidden=count.n_against == 0></span>
                <span class="missing" style=("flex-grow", grow(count.n_missing)) hidden=count.n_missing == 0></span>
            </div>
        </div>
        <p><b>{count.verdict(desk)}</b>" "<span class="sub">{needed}</span></p>
    }
}

/// What can be done next, as one thing at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Next {
    OpenVote,
    Count(Question),
    Resolve { n_missing: usize, is_carried: bool },
    Finish,
}

fn next(desk: Desk, item: &Item) -> Next {
    if item.resolution.is_some() {
        return Next::Finish;
    }
    match (&item.vote, Count::of(desk, item)) {
        (Some(vote), Some(count)) if vote.question == Question::Proposal => Next::Resolve {
            n_missing: count.n_missing,
            is_carried: count.n_for > count.n_against,
        },
        (Some(vote), _) => Next::Count(vote.question.clone()),
        (None, _) => Next::OpenVote,
    }
}

#[component]
fn Acts(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let id = Memo::new(move |_| read(desk, |item| item.id.clone()));
    let next = Memo::new(move |_| read(desk, |item| next(desk, item)));
    let can_write = move || {
        read(desk, |item| {
            let carried = item
                .motions
                .iter()
                .any(|motion| motion.outcome.as_ref().is_some_and(|one| one.is_carried));
            item.resolution.is_none()
                && item.vote.is_none()
                && (carried || item.draft.kind == ItemKind::Information)
        }) == Some(true)
    };
    let press = move |_| {
        let (Some(item), Some(next)) = (id.get_untracked(), next.get_untracked()) else {
            return;
        };
        match next {
            Next::OpenVote => {
                let question = Question::Proposal;
                desk.asks(Ask::OpenVote { item, question }, None);
            }
            Next::Count(question) => desk.asks(Ask::CloseVote { item, question }, None),
            Next::Resolve { n_missing, .. } if n_missing > 0 => {
                desk.asking
                    .toasts
                    .say(words.refusal_votes_missing().to_owned());
            }
            Next::Resolve {
                is_carried: true, ..
            } => {
                let text = untrack(|| read(desk, Item::proposal)).unwrap_or_default();
                desk.asks(Ask::Resolve { item, text }, Some(words.fo_did_resolve()));
            }
            Next::Resolve { .. } => desk.opens(Form::Resolution),
            Next::Finish => desk.asks(Ask::FinishItem { item }, Some(words.fo_did_finish())),
        }
    };
    let verb = move || match next.get() {
        Some(Next::Count(_)) => words.fo_count(),
        Some(Next::Resolve { .. }) => words.fo_resolve(),
        Some(Next::Finish) => words.fo_finish_item(),
        Some(Next::OpenVote) | None => words.fo_open_vote(),
    };
    let n_missing = move || {
        let n = desk.formal.with(|formal| formal.missing.len());
        (n > 0).then(|| view! { <span class="fo-n">{words.fo_n_missing(n)}</span> })
    };
    let has_vote = move || read(desk, |item| item.vote.is_some()) == Some(true);
    let again = move |_| {
        if let Some(item) = id.get_untracked() {
            desk.asks(Ask::CancelVote { item }, Some(words.fo_did_cancel()));
        }
    };
    view! {
        <div class="row wrap g8">
            <button class="ds-button fo-big" type="button" on:click=press>
                <Icon glyph=Glyph::Gavel/>{verb}{n_missing}
            </button>
            <Show when=has_vote>
                <button class="ds-button" type="button" data-variant="tertiary" data-color="neutral" on:click=again>{words.fo_new_vote()}</button>
                <button class="ds-button" type="button" data-variant="tertiary" data-color="neutral" on:click=move |_| desk.opens(Form::Resolution)>{words.fo_other_text()}</button>
            </Show>
            <Show when=can_write>
                <button class="ds-button" type="button" data-variant="secondary" on:click=move |_| desk.opens(Form::Resolution)>{words.fo_write_resolution()}</button>
            </Show>
        </div>
        <p class="sub sm">{words.fo_goes_to_minutes()}</p>
    }
}
