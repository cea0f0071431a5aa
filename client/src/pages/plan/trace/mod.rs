//! "Hva ble det av forslagene?": every theme of the review before the plan, with the dots it got, and where it ended.
//!
//! [`ends`] tells what became of each, [`acts`] gives those without an answer one, [`pick`] does so inside a focus area,
//! and [`from`] leads from a row back to its theme.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::desk::{At, focus_when_drawn, use_desk};
use super::room::{Docket, use_docket};
use crate::components::page_title::PageTitle;
use crate::words::Words;

mod acts;
mod download;
pub mod elsewhere;
pub mod ends;
pub mod from;
mod line;
mod other;
pub mod pick;
pub mod place;

use download::Download;
use ends::{Group, ThemeEnd};
use line::Line;

/// How many frames a theme that is being drawn is waited for.
const N_TRIES: u32 = 60;

#[component]
pub fn TracePage() -> impl IntoView {
    let docket = use_docket();
    let desk = docket.desk;
    let words = desk.words;
    desk.rest_at(&At::Trace);
    let asked = use_query_map().with_untracked(|query| query.get("tema"));
    if let Some(theme) = asked {
        focus_when_drawn(line_id(&theme), N_TRIES);
    }
    let body = move || match docket.has_review.get() {
        None => unseen(docket).into_any(),
        Some(false) => view! { <p class="note">{words.tk_no_review()}</p> }.into_any(),
        Some(true) if docket.ends.with(Vec::is_empty) => {
            view! { <p class="note">{words.tk_no_themes()}</p> }.into_any()
        }
        Some(true) => view! { <Summary/><Groups/> }.into_any(),
    };
    let has_themes = move || docket.ends.with(|ends| !ends.is_empty());
    view! {
        <p class="back"><a class="ds-link" href=desk.path()>{desk.title()}</a></p>
        <div class="row wrap g16">
            <PageTitle tab=words.tk_what_became()>{words.tk_what_became()}</PageTitle>
            <span class="sp"></span>
            <Show when=has_themes><Download/></Show>
        </div>
        {body}
    }
}

/// The id of the line of a theme.
fn line_id(theme: &str) -> String {
    format!("tk-tema-{theme}")
}

fn unseen(docket: Docket) -> impl IntoView {
    let words = docket.desk.words;
    let says = move || {
        if docket.is_away() {
            words.tk_away()
        } else {
            words.tk_fetching()
        }
    };
    view! { <p class="note" role="status">{says}</p> }
}

/// The address of a theme on the page.
pub fn href(theme: &str) -> String {
    let page = use_desk().href(&At::Trace);
    format!("{page}?tema={theme}")
}

/// Themes and dots of a group.
fn count(ends: &[ThemeEnd], group: Group) -> (usize, usize) {
    let here = ends.iter().filter(|end| end.group == group);
    here.fold((0, 0), |(n, dots), end| (n + 1, dots + end.n_dots()))
}

/// "18 forslag ble til 9 temaer. 6 har fått en plass, 3 mangler svar."
fn sentence(words: Words, ends: &[ThemeEnd]) -> String {
    let n_proposals = ends.iter().map(|end| end.theme.proposals.len()).sum();
    let n = |group| count(ends, group).0;
    let n_placed = n(Group::Measure) + n(Group::Other);
    let parts = [
        (n_placed, words.tk_n_placed(n_placed)),
        (n(Group::Aside), words.tk_n_aside(n(Group::Aside))),
        (n(Group::Open), words.tk_n_open_themes(n(Group::Open))),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(_, said)| said)
        .collect();
    let themes = words.tk_n_themes(ends.len());
    let became = words.tk_became(n_proposals, &themes);
    format!("{became} {}.", crate::words::capitalised(&parts.join(", ")))
}

#[component]
fn Summary() -> impl IntoView {
    let docket = use_docket();
    let words = docket.desk.words;
    let said = move || docket.ends.with(|ends| sentence(words, ends));
    let dots = move || {
        let (here, all) = docket.ends.with(|ends| {
            let all: usize = ends.iter().map(ThemeEnd::n_dots).sum();
            (count(ends, Group::Measure).1, all)
        });
        (all > 0).then(|| words.tk_dots_point(&here.to_string(), &all.to_string()))
    };
    let parts = move || {
        let part = |group: Group| {
            let (n, n_dots) = docket.ends.with(|ends| count(ends, group));
            let has_dots = docket
                .ends
                .with(|ends| ends.iter().any(|end| end.n_dots() > 0));
            let weight = if has_dots { n_dots } else { n };
            (weight > 0).then(|| {
                view! { <i class=format!("tk-part {}", class(group)) style=("flex-grow", weight.to_string())></i> }
            })
        };
        Group::ALL.map(part).into_iter().flatten().collect_view()
    };
    view! {
        <p class="tk-sum"><b>{said}</b>" "<span class="sub">{dots}</span></p>
        <div class="tk-bar" aria-hidden="true">{parts}</div>
    }
}

fn class(group: Group) -> &'static str {
    match group {
        Group::Measure => "tk-is-measure",
        Group::Other => "tk-is-other",
        Group::Aside => "tk-is-aside",
        Group::Open => "tk-is-open",
    }
}

#[component]
fn Groups() -> impl IntoView {
    let group = |group: Group| view! { <OneGroup group=group/> };
    view! { <div class="tk-groups">{Group::ALL.map(group).into_iter().collect_view()}</div> }
}

#[component]
fn OneGroup(group: Group) -> impl IntoView {
    let docket = use_docket();
    let words = docket.desk.words;
    let (heading, about) = match group {
        Group::Measure => (words.tk_became_measures(), None),
        Group::Other => (words.tk_became_other(), None),
        Group::Aside => (words.tk_was_set_aside(), None),
        Group::Open => (words.tk_lacks_answer(), Some(words.tk_lacks_answer_about())),
    };
    let here = Memo::new(move |_| {
        docket.ends.with(|ends| {
            let here = ends.iter().filter(|end| end.group == group);
            here.map(|end| end.theme.id.clone()).collect::<Vec<_>>()
        })
    });
    let counted = move || {
        let (n, n_dots) = docket.ends.with(|ends| count(ends, group));
        let themes = words.tk_n_themes(n);
        if n_dots == 0 {
            themes
        } else {
            format!("{themes}, {}", words.pl_n_dots(n_dots))
        }
    };
    let heading_id = format!("{}-heading", class(group));
    let (of, id) = (StoredValue::new(heading_id.clone()), heading_id);
    view! {
        <Show when=move || here.with(|here| !here.is_empty())>
            <section class="card tk-group" aria-labelledby=of.get_value()>
                <div class="row wrap g8">
                    <h2 class="h-card" id=id.clone()>{heading}</h2>
                    <span class="sm" class:wn=group == Group::Open class:sub=group != Group::Open>{counted}</span>
                    <span class="sp"></span>
                    <span class="sub sm">{about}</span>
                </div>
                <ul class="lines">
                    <For each=move || here.get() key=Clone::clone let(id)>{docket.end(&id).map(|end| view! { <Line end=end/> })}</For>
                </ul>
            </section>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use shared::id::GroupId;
    use shared::template::Language;
    use shared::view::Theme;

    use super::*;

    fn end(group: Group) -> ThemeEnd {
        ThemeEnd {
            theme: Theme {
                id: GroupId::parse("tema").unwrap(),
                title: String::new(),
                dots: Some(2),
                indicator: None,
                part_of_plan: None,
                owner: None,
                proposals: Vec::new(),
            },
            group,
            rows: Vec::new(),
            links: Vec::new(),
            refusals: Vec::new(),
            refused_here: std::collections::BTreeSet::new(),
            open: std::collections::BTreeSet::new(),
        }
    }

    #[test]
    fn the_sentence_names_only_what_there_is() {
        let words = Words(Language::Nb);
        let ends = [end(Group::Measure), end(Group::Other), end(Group::Open)];
        let said = sentence(words, &ends);
        assert!(
            said.ends_with("3 temaer. 2 har fått en plass, ett mangler svar."),
            "{said}"
        );
        assert_eq!(count(&ends, Group::Measure), (1, 2));
    }
}
