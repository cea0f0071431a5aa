//! An indicator on the wall: empty columns, the reveal, and then the talk with the chart and one prompt.

use leptos::prelude::*;
use shared::chart::dots::Paper;
use shared::chart::sentence::Middle;
use shared::id::IndicatorId;
use shared::lobby::RoomView;
use shared::proceedings::tally::Spread;

use super::show::{Head, Wall, WallFoot, status};
use crate::charts::dots::{Play, Shown};
use crate::charts::figure::{TooFew, observers};
use crate::charts::picture::{EmptyPicture, Picture};
use crate::charts::say;
use crate::room::last_grade;
use crate::words::Words;

#[component]
pub fn Scores(wall: Wall, indicator: IndicatorId) -> impl IntoView {
    let Wall { view, words, .. } = wall;
    let (kicker, title) = wall.about(&indicator);
    let shown = {
        let indicator = indicator.clone();
        Memo::new(move |_| view.with(|view| shown(view, &indicator)))
    };
    let body = move || match shown.get() {
        Some(shown) => view! { <Revealed shown=shown words=words/> }.into_any(),
        None => view! { <Before wall=wall/> }.into_any(),
    };
    let answered = move || {
        if let Some(shown) = shown.get() {
            let tally = shown.tally();
            let n_given = usize::from(tally.n_given);
            let n_all = n_given + usize::from(tally.n_skipped + tally.n_missing);
            status(
                words.wall_of(&n_given.to_string(), &n_all.to_string()),
                words.wall_answered().to_owned(),
            )
            .into_any()
        } else {
            let (n_done, n_all) = view.with(n_done);
            status(
                words.wall_of(&n_done.to_string(), &n_all.to_string()),
                words.wall_done().to_owned(),
            )
            .into_any()
        }
    };
    view! {
        <Head kicker=kicker title=title/>
        {body}
        <WallFoot wall=wall status=answered/>
    }
}

/// What is shown of an indicator, once it is revealed.
pub fn shown(view: &RoomView, indicator: &IndicatorId) -> Option<Shown> {
    let round = view.proceedings.as_ref()?.rounds.get(indicator)?;
    Some(Shown {
        reveal: round.reveal.clone()?,
        scale: view.form.as_ref()?.scale.clone(),
        last: last_grade(view, indicator),
        own: None,
    })
}

/// How many have finished scoring, of how many.
pub fn n_done(view: &std::sync::Arc<RoomView>) -> (u16, u16) {
    let scoring = view
        .proceedings
        .as_ref()
        .map(|proceedings| &proceedings.scoring);
    scoring.map_or((0, 0), |scoring| (scoring.n_done, scoring.n_scorers))
}

/// The columns the dots will fall in.
#[component]
fn Before(wall: Wall) -> impl IntoView {
    let form = wall.view.with_untracked(|view| view.form.clone());
    form.map(|form| {
        view! {
            <div class="wl-body two">
                <EmptyPicture scale=form.scale paper=Paper::WALL words=wall.words/>
                <span></span>
            </div>
        }
    })
}

#[component]
fn Revealed(shown: Shown, words: Words) -> impl IntoView {
    let Some(saying) = shown.saying() else {
        return view! { <div class="wl-body mid wl-few"><TooFew tally=shown.reveal.tally words=words/></div> }
            .into_any();
    };
    let play = shown.play();
    let plays = Play::plays(play.as_ref());
    let wait = play.as_ref().map(Play::wait);
    let said_at = play.as_ref().map(Play::said);
    let middle_class = match saying.middle {
        Middle::At(_) => "num wl-middle",
        Middle::Between(..) => "num wl-middle pair",
    };
    let said = say::sentences(words, &saying.sentence);
    let said = said
        .into_iter()
        .map(|text| view! { <b>{text}</b> })
        .collect_view();
    let word = say::spread(words, &saying).map(|text| {
        let is_spread = saying.spread == Some(Spread::Spread);
        let class = if is_spread {
            "disp wl-spread"
        } else {
            "wl-gathered"
        };
        view! { <p class=class>{text}</p> }
    });
    let prompt = say::prompt(words, &saying).unwrap_or_else(|| words.wall_prompt().to_owned());
    let observers =
        observers(&shown, words).map(|text| view! { <div class="wl-also">{text}</div> });
    let caption = shown.caption(words);
    view! {
        <div class="wl-body two" class:plays=plays style=("--wait", wait)>
            <figure>
                <Picture shown=shown paper=Paper::WALL play=play words=words/>
                <figcaption class="ds-sr-only">{caption}</figcaption>
            </figure>
            <section class="wl-card wl-sum ch-late" style=("animation-delay", said_at)>
                <p class="k">{words.chart_middle_title()}</p>
                <p class=middle_class>{say::middle(words, saying.middle)}</p>
                <p>{said}</p>
                {observers}
                <hr/>
                {word}
                <p>{prompt}</p>
            </section>
        </div>
    }
    .into_any()
}
