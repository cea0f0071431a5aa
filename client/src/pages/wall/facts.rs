//! What is known before anybody thinks anything: what came of last year's recommendations, and this year's figures.

use leptos::prelude::*;
use shared::fact_sheet::FactSheet;
use shared::lobby::RoomView;
use shared::meeting::FollowUp;

use super::show::{Head, Wall, WallFoot};
use crate::words::Words;

/// So many recommendations fit with two lines each; more stand closer.
const LOOSE: usize = 5;
const MOST_RECOMMENDATIONS: usize = 7;
const MOST_FIGURES: usize = 6;

/// A recommendation and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Came {
    text: String,
    follow_up: Option<FollowUp>,
    what_happened: String,
}

#[component]
pub fn Facts(wall: Wall) -> impl IntoView {
    let Wall { view, words, .. } = wall;
    let came = Memo::new(move |_| view.with(|view| came(view)));
    let figures = Memo::new(move |_| {
        view.with(|view| {
            let sheet = view.proceedings.as_ref()?.fact_sheet.sheet.as_ref()?;
            Some(figures(words, sheet))
        })
    });
    let recommendations = move || {
        let came = came.get();
        if came.is_empty() {
            return view! { <p class="k">{words.chart_first_year()}</p> }.into_any();
        }
        let is_tight = came.len() > LOOSE;
        let class = if is_tight { "wl-recs tight" } else { "wl-recs" };
        let rows = came
            .into_iter()
            .take(MOST_RECOMMENDATIONS)
            .map(|one| row(words, one, is_tight));
        view! { <ul class=class>{rows.collect_view()}</ul> }.into_any()
    };
    let figures =
        move || match figures.get().filter(|figures| !figures.is_empty()) {
            Some(figures) => {
                let rows = figures.into_iter().take(MOST_FIGURES).map(|(name, value, of)| {
                view! { <div><dt>{name}</dt><dd><b class="num">{value}</b>" "{of}</dd></div> }
            });
                view! { <dl class="wl-figs">{rows.collect_view()}</dl> }.into_any()
            }
            None => view! { <p class="k">{words.wall_no_figures()}</p> }.into_any(),
        };
    view! {
        <Head kicker=wall.meeting_title() title=words.wall_facts()/>
        <div class="wl-body facts-face">
            <section>
                <h2 class="disp wl-h">{words.wall_since_last()}</h2>
                {recommendations}
            </section>
            <section>
                <h2 class="disp wl-h">{words.wall_figures()}</h2>
                {figures}
            </section>
        </div>
        <WallFoot wall=wall/>
    }
}

fn row(words: Words, one: Came, is_tight: bool) -> impl IntoView + use<> {
    let (class, state) = match one.follow_up {
        Some(FollowUp::Done) => ("wl-state done", words.wall_done_state()),
        Some(FollowUp::Partly) => ("wl-state partly", words.wall_partly()),
        Some(FollowUp::NotDone) => ("wl-state", words.wall_not_done()),
        None => ("wl-state", words.wall_not_said()),
    };
    let what_happened = if is_tight {
        first_sentence(&one.what_happened).to_owned()
    } else {
        one.what_happened
    };
    let happened =
        (!what_happened.is_empty()).then(move || view! { <p class="k">{what_happened}</p> });
    view! { <li><span class=class>{state}</span><p>{one.text}</p>{happened}</li> }
}

/// "21. januar" is no end of a sentence: what follows one begins with a capital letter.
fn first_sentence(text: &str) -> &str {
    let ends = text.match_indices(". ").find(|(at, _)| {
        let rest = &text[at + 2..];
        rest.chars().next().is_some_and(char::is_uppercase)
    });
    ends.map_or(text, |(at, _)| &text[..=at])
}

/// What the manager has written this year counts before what last year's meeting said.
fn came(view: &RoomView) -> Vec<Came> {
    let Some(last) = &view.last_review else {
        return Vec::new();
    };
    let notes = view
        .proceedings
        .as_ref()
        .map(|proceedings| &proceedings.fact_sheet.follow_ups);
    let all = last.recommendations.iter().enumerate();
    all.map(|(idx, one)| {
        let note = notes.and_then(|notes| notes.get(&idx));
        Came {
            text: one.text.clone(),
            follow_up: note.map(|note| note.follow_up).or(one.follow_up),
            what_happened: note.map_or_else(
                || one.what_happened.clone().unwrap_or_default(),
                |note| note.what_happened.clone(),
            ),
        }
    })
    .collect()
}

/// Name, value and what it is to be held against.
fn figures(words: Words, sheet: &FactSheet) -> Vec<(String, String, String)> {
    let mut figures = Vec::new();
    for goal in &sheet.goals {
        let target = if goal.target.is_empty() {
            String::new()
        } else {
            words.wall_of_target(&goal.target)
        };
        figures.push((goal.title.clone(), goal.achieved.clone(), target));
    }
    let measures = &sheet.measures;
    let n_all = measures.in_progress + measures.done + measures.stopped + measures.not_started;
    if n_all > 0 {
        let text = words.wall_of_all(&n_all.to_string());
        figures.push((
            words.wall_measures_done().to_owned(),
            measures.done.to_string(),
            text,
        ));
    }
    if let Some(paid) = sheet.paid {
        let of = sheet
            .granted
            .map_or_else(String::new, |granted| words.wall_of_all(&kroner(granted)));
        figures.push((words.wall_paid().to_owned(), kroner(paid), of));
    }
    if let Some(percent) = sheet.attendance_percent {
        figures.push((
            words.wall_attendance().to_owned(),
            words.wall_percent(&percent.to_string()),
            String::new(),
        ));
    }
    figures
}

/// "3,4 mill." from a million on, else in thousands with a narrow space.
fn kroner(amount: i64) -> String {
    let tenths = (amount + 50_000).div_euclid(100_000);
    if amount >= 1_000_000 {
        return match tenths % 10 {
            0 => format!("{} mill.", tenths / 10),
            rest => format!("{},{rest} mill.", tenths / 10),
        };
    }
    let digits = amount.to_string();
    let split = digits.len().saturating_sub(3);
    match digits.split_at(split) {
        ("" | "-", _) => digits,
        (thousands, rest) => format!("{thousands}\u{202f}{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_before_a_capital_letter() {
        for (text, expected) in [
            (
                "Vedtatt 21. januar. Møter når det trengs.",
                "Vedtatt 21. januar.",
            ),
            ("Ikke påbegynt.", "Ikke påbegynt."),
            ("", ""),
        ] {
            assert_eq!(first_sentence(text), expected);
        }
    }

    #[test]
    fn amounts_are_short_enough_to_read_from_the_back_row() {
        for (amount, expected) in [
            (0, "0"),
            (850, "850"),
            (350_000, "350\u{202f}000"),
            (1_000_000, "1 mill."),
            (3_440_000, "3,4 mill."),
            (9_960_000, "10 mill."),
        ] {
            assert_eq!(kroner(amount), expected);
        }
    }
}
