//! What became of the proposals, as a file for a spreadsheet: a line for each theme.

use leptos::prelude::*;

use super::elsewhere::Elsewhere;
use super::ends::{Group, ThemeEnd};
use super::line::led_to;
use super::place::named;
use crate::components::copy::SaveSheet;
use crate::pages::plan::room::{Docket, use_docket};

#[component]
pub fn Download() -> impl IntoView {
    let docket = use_docket();
    let elsewhere: Elsewhere = expect_context();
    let words = docket.desk.words;
    let name = format!("{} – {}", docket.desk.title(), words.tk_what_became());
    let lines = move || untrack(|| docket.ends.with(|ends| lines(docket, elsewhere, ends)));
    view! { <SaveSheet label=words.tk_download() name=name lines=lines/> }
}

fn lines(docket: Docket, elsewhere: Elsewhere, ends: &[ThemeEnd]) -> Vec<Vec<String>> {
    let words = docket.desk.words;
    let head = [
        words.tk_theme(),
        words.tk_proposals(),
        words.tk_dots(),
        words.tk_became_what(),
        words.tk_place(),
    ];
    let line = |end: &ThemeEnd| line(docket, elsewhere, end);
    let head = head.map(str::to_owned).to_vec();
    std::iter::once(head).chain(ends.iter().map(line)).collect()
}

fn line(docket: Docket, elsewhere: Elsewhere, end: &ThemeEnd) -> Vec<String> {
    let words = docket.desk.words;
    let proposals = end.theme.proposals.iter();
    let proposals: Vec<&str> = proposals.map(|it| it.title.as_str()).collect();
    let answer = match end.group {
        Group::Measure => words.tk_became_measures(),
        Group::Other => words.tk_became_other(),
        Group::Aside => words.tk_was_set_aside(),
        Group::Open => words.tk_lacks_answer(),
    };
    let rows = end.rows.iter().map(|row| named(docket.desk, row));
    let links = end.links.iter();
    let links = links.map(|link| led_to(docket.desk, elsewhere, link).0);
    let refusals = end.refusals.iter().map(|(_, reason)| reason.clone());
    let places: Vec<String> = rows.chain(links).chain(refusals).collect();
    vec![
        end.theme.title.clone(),
        proposals.join(", "),
        end.theme.dots.map(|n| n.to_string()).unwrap_or_default(),
        answer.to_owned(),
        places.join(", "),
    ]
}
