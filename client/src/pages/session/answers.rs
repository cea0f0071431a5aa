//! Silent scoring: one indicator at a time, then one's own answers in a list, then the thanks.

use leptos::prelude::*;
use shared::id::IndicatorId;
use shared::proceedings::command::Command;
use shared::rights::Act;
use shared::template::{Indicator, Part};

use super::day::Day;
use super::foot::Foot;
use super::score::ScoreOne;
use super::waiting::Thanks;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;

/// Which page of the scoring one is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// An indicator, by its place in the form.
    At(usize),
    List,
}

/// With an `indicator` it begins there: the group is at that one.
#[component]
pub fn Scoring(day: Day, indicator: Option<Indicator>) -> impl IntoView {
    let page = RwSignal::new(first_page(day, indicator.as_ref().map(|it| &it.id)));
    let i_am_done = day.read(|view| view.scoring.i_am_done);
    move || match page.get() {
        Page::At(idx) => view! { <ScoreOne day=day idx=idx page=page/> }.into_any(),
        Page::List if i_am_done.get() => {
            view! { <Thanks day=day indicator=indicator.clone()/> }.into_any()
        }
        Page::List => view! { <OwnAnswers day=day page=page/> }.into_any(),
    }
}

/// Where somebody goes on: at the indicator the group waits for, or the first one without an answer.
fn first_page(day: Day, wanted: Option<&IndicatorId>) -> Page {
    let form = day.form_untracked();
    let Some(view) = day.view().get_untracked() else {
        return Page::List;
    };
    if view.scoring.i_am_done {
        return Page::List;
    }
    let is_open = |id: &IndicatorId| {
        let round = view.rounds.get(id);
        round.is_none_or(|round| round.my_score.is_none() && round.reveal.is_none())
    };
    let place = form.indicators.iter().position(|indicator| {
        wanted.is_none_or(|wanted| indicator.id == *wanted) && is_open(&indicator.id)
    });
    place.map_or(Page::List, Page::At)
}

#[component]
fn OwnAnswers(day: Day, page: RwSignal<Page>) -> impl IntoView {
    let words = day.words;
    let form = day.form_untracked();
    let n_all = form.indicators.len();
    let may = day.may(Act::Score);
    let n_missing = day.read(move |view| {
        let n_given = view
            .rounds
            .values()
            .filter(|round| round.my_score.is_some());
        n_all.saturating_sub(n_given.count())
    });
    let parts = form.parts.iter().map(|part| {
        view! { <PartList day=day part=part.clone() page=page/> }
    });
    let parts = parts.collect_view();
    let done = move |_| day.give(Command::FinishScoring { is_done: true });
    let help = move || match (may.get(), n_missing.get()) {
        (false, _) => day.why_not(Act::Score).to_owned(),
        (true, 0) => words.ses_answers_help().to_owned(),
        (true, n) => format!(
            "{} {}",
            words.ses_answers_missing(n),
            words.ses_answers_help()
        ),
    };
    view! {
        <main class="ph ses-main" id="main">
            <PageTitle tab=words.ses_answers()>{words.ses_answers_title(&n_all.to_string())}</PageTitle>
            <p class="sub ses-help">{help}</p>
            {parts}
        </main>
        <Foot day=day with_save=true>
            <span class="sp"></span>
            <Show when=move || may.get()>
                <button class="ds-button" type="button" on:click=done><Icon glyph=Glyph::Checkmark/>{words.ses_done()}</button>
            </Show>
        </Foot>
    }
}

#[component]
fn PartList(day: Day, part: Part, page: RwSignal<Page>) -> impl IntoView {
    let form = day.form_untracked();
    let heading = format!("part-{}", part.id);
    let lines = form
        .indicators
        .iter()
        .enumerate()
        .filter(|(_, indicator)| indicator.part == part.id)
        .map(|(idx, indicator)| {
            let go = move || page.set(Page::At(idx));
            view! { <Line day=day indicator=indicator.clone() go=go/> }
        });
    let lines = lines.collect_view();
    let title = part.title.get(day.words.0).to_owned();
    view! {
        <h2 class="xs sub ses-gh" id=heading.clone()>{title}</h2>
        <ol class="card lines ses-ls" aria-labelledby=heading>{lines}</ol>
    }
}

#[component]
fn Line(day: Day, indicator: Indicator, go: impl Fn() + 'static) -> impl IntoView {
    let words = day.words;
    let round = day.round(&indicator.id);
    let title = indicator.title.get(words.0).to_owned();
    let tile = move || {
        match round.with(|round| round.my_score.as_ref().map(|mine| mine.value)) {
        Some(Some(value)) => {
            view! { <span class=format!("tile {}", day_fill(day, value)) aria-hidden="true">{value}</span> }
                .into_any()
        }
        Some(None) => view! { <span class="tile no" aria-hidden="true">"–"</span> }.into_any(),
        None => view! { <span class="tile no open" aria-hidden="true"></span> }.into_any(),
    }
    };
    let value = move || {
        let mine = round.with(|round| round.my_score.as_ref().and_then(|mine| mine.value));
        mine.map(|value| format!("{value}: "))
    };
    let says = move || {
        let (mine, has_thought) =
            round.with(|round| (round.my_score.clone(), round.my_thought.is_some()));
        let said = match mine.as_ref().map(|mine| mine.value) {
            Some(Some(value)) => label(day, value),
            Some(None) => words.ses_skipped().to_owned(),
            None => words.ses_not_answered().to_owned(),
        };
        let mut said = said;
        if mine.is_some_and(|mine| mine.was_typed) {
            said = format!("{said} · {}", words.ses_was_typed());
        }
        if has_thought {
            said = format!("{said} · {}", words.ses_with_thought());
        }
        said
    };
    let is_revealed = Memo::new(move |_| round.with(|round| round.reveal.is_some()));
    let end = move || {
        if is_revealed.get() {
            view! { <Icon glyph=Glyph::PadlockLocked/><span class="ds-sr-only">{words.ses_revealed_locked()}</span> }
                .into_any()
        } else {
            view! { <Icon glyph=Glyph::Pencil/><span class="ds-sr-only">{words.ses_change()}</span> }
                .into_any()
        }
    };
    view! {
        <li>
            <button type="button" on:click=move |_| go()>
                {tile}<span class="ses-nm"><b>{title}</b><small><span class="ds-sr-only">{value}</span>{says}</small></span>{end}
            </button>
        </li>
    }
}

/// The word of a value.
pub fn label(day: Day, value: u8) -> String {
    let form = day.form_untracked();
    form.step(value)
        .map_or_else(String::new, |step| step.label.get(day.words.0).to_owned())
}

/// The fill of a value, for any scale.
pub fn day_fill(day: Day, value: u8) -> String {
    let form = day.form_untracked();
    let steps = &form.scale.steps;
    let place = steps.iter().position(|step| step.value == value);
    let fill = shared::chart::shade(place.unwrap_or(0), steps.len());
    format!("s{fill}")
}
