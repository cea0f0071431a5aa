//! What a group answered, as a page shows it: the picture, a sentence, the signs, and the same as a table.

use leptos::prelude::*;
use shared::chart::dots::Paper;
use shared::chart::sentence::saying;
use shared::chart::table::rows;
use shared::proceedings::tally::{Spread, Tally};

use super::dots::{Play, Shown};
use super::picture::Picture;
use super::say;
use crate::components::icon::{Glyph, Icon};
use crate::words::{Words, use_words};

/// The chart as a page shows it: picture and sentence, the signs, and the same as a table.
#[component]
pub fn DotFigure(shown: Shown) -> impl IntoView {
    let words = use_words();
    let as_table = RwSignal::new(false);
    let Some(saying) = shown.saying() else {
        return view! { <TooFew tally=shown.reveal.tally words=words/> }.into_any();
    };
    let play = shown.play();
    let wait = play.as_ref().map(Play::wait);
    let said = play.as_ref().map(Play::said);
    let tag = say::spread(words, &saying).map(|text| {
        let is_spread = saying.spread == Some(Spread::Spread);
        let color = if is_spread { "warning" } else { "neutral" };
        view! { <p><span class="ds-tag" data-color=color data-size="sm">{text}</span></p> }
    });
    let prompt = say::prompt(words, &saying).map(|text| view! { <p>{text}</p> });
    let last = shown.last;
    let key = view! {
        <p class="ch-key">
            <span><i class="ch-k1" aria-hidden="true"></i>{words.chart_middle()}" "{say::middle(words, saying.middle)}</span>
            {last.map(|last| view! { <span><i class="ch-k2" aria-hidden="true"></i>{words.chart_last_year()}" "{last}</span> })}
        </p>
    };
    let table = {
        let shown = shown.clone();
        move || {
            as_table
                .get()
                .then(|| view! { <DotTable shown=shown.clone() words=words/> })
        }
    };
    let caption = shown.caption(words);
    let observers = observers(&shown, words);
    let plays = Play::plays(play.as_ref());
    view! {
        <figure class="ch" class:plays=plays style=("--wait", wait)>
            <figcaption class="ch-late" style=("animation-delay", said.clone())>
                <b class="ch-sentence">{say::sentence(words, &saying.sentence)}</b>
                <span class="ds-sr-only">" "{caption}</span>
            </figcaption>
            <div class="ch-picture" hidden=move || as_table.get()>
                <div class="ch-wide"><Picture shown=shown.clone() paper=Paper::LAPTOP play=play.clone() words=words/></div>
                <div class="ch-narrow"><Picture shown=shown paper=Paper::PHONE play=play words=words/></div>
            </div>
            {table}
            <div class="ch-more">
                <div class="ch-late" style=("animation-delay", said.clone())>{tag}{prompt}{observers}</div>
                <div class="ch-narrow ch-late" style=("animation-delay", said)>{key}</div>
                <button
                    class="ds-button"
                    type="button"
                    data-variant="tertiary"
                    data-size="sm"
                    on:click=move |_| as_table.update(|as_table| *as_table = !*as_table)
                >
                    <Icon glyph=Glyph::Table/>
                    {move || if as_table.get() { words.chart_picture() } else { words.chart_table() }}
                </button>
            </div>
        </figure>
    }
    .into_any()
}

/// Fewer than four: how many, and nothing about what.
#[component]
pub fn TooFew(tally: Tally, words: Words) -> impl IntoView {
    view! {
        <div class="ch-few">
            <p><b>{words.chart_few(usize::from(tally.n_given))}</b></p>
            <p class="sub">{words.chart_few_text()}</p>
        </div>
    }
}

/// Those who score as a series of their own, in a sentence.
pub fn observers(shown: &Shown, words: Words) -> Option<impl IntoView + use<>> {
    let observers = shown.reveal.observers.as_ref()?;
    let saying = saying(&shown.values(), observers)?;
    let text = words.chart_observers_say(&say::sentence(words, &saying.sentence));
    Some(view! { <p>{text}</p> })
}

#[component]
fn DotTable(shown: Shown, words: Words) -> impl IntoView {
    let Shown { reveal, scale, .. } = &shown;
    let values = shown.values();
    let has_observers = reveal.observers.is_some();
    let name = |value: u8| {
        let step = scale.steps.iter().find(|step| step.value == value);
        let word = step.map(|step| step.label.get(words.0).to_owned());
        format!("{value} {}", word.unwrap_or_default())
    };
    let rows = rows(&values, &reveal.tally, reveal.observers.as_ref());
    let rows = rows.into_iter().map(|row| {
        let observers = has_observers.then(|| view! { <td>{row.n_observers}</td> });
        view! { <tr><th scope="row">{name(row.value)}</th><td>{row.n}</td>{observers}</tr> }
    });
    let other = |name: &'static str, n: fn(&Tally) -> u16| {
        let observers = reveal
            .observers
            .as_ref()
            .map(|tally| view! { <td>{n(tally)}</td> });
        view! { <tr><th scope="row">{name}</th><td>{n(&reveal.tally)}</td>{observers}</tr> }
    };
    view! {
        <table class="ds-table ch-table tn" data-size="sm">
            <caption class="ds-sr-only">{shown.caption(words)}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.chart_value()}</th>
                    <th scope="col">{words.chart_people()}</th>
                    {has_observers.then(|| view! { <th scope="col">{words.chart_observers()}</th> })}
                </tr>
            </thead>
            <tbody>
                {rows.collect_view()}
                {other(words.chart_skipped(), |tally| tally.n_skipped)}
                {other(words.chart_missing(), |tally| tally.n_missing)}
            </tbody>
        </table>
    }
}
