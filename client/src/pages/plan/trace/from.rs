//! The line this plan is for: which proposals a row came from, and how many stood behind them.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::id::{GroupId, ProposalId};

use super::ends::ThemeEnd;
use super::href;
use super::line::Dots;
use crate::components::icon::{Glyph, Icon};
use crate::pages::plan::room::{Docket, use_docket};

/// Leads to the themes on the page about the proposals.
#[component]
pub fn FromThemes(#[prop(into)] proposals: Signal<BTreeSet<ProposalId>>) -> impl IntoView {
    let docket = use_docket();
    let desk = docket.desk;
    let words = desk.words;
    let themes = Memo::new(move |_| proposals.with(|from| themes_of(docket, from)));
    move || {
        let line = |from: FromTheme| {
            let twice = (from.n_places > 1)
                .then(|| view! { <span class="sub sm">{words.tk_n_places(from.n_places)}</span> });
            view! {
                <a class="from pl-from tk-from" href=href(from.id.as_str())>
                    <Icon glyph=Glyph::Branching/>
                    <span lang=desk.lang>{words.pl_from(&from.title)}</span>
                    {twice}
                    <span class="sp"></span>
                    <Dots n=from.n_dots/>
                </a>
            }
        };
        themes.get().into_iter().map(line).collect_view()
    }
}

/// A theme that something came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromTheme {
    pub id: GroupId,
    pub title: String,
    n_dots: usize,
    n_places: usize,
}

/// The themes in which any of these proposals stand.
pub fn themes_of(docket: Docket, from: &BTreeSet<ProposalId>) -> Vec<FromTheme> {
    docket.ends.with(|ends| {
        let is_from = |end: &&ThemeEnd| {
            let mut proposals = end.theme.proposals.iter();
            proposals.any(|proposal| from.contains(&proposal.id))
        };
        let one = |end: &ThemeEnd| FromTheme {
            id: end.theme.id.clone(),
            title: end.theme.title.clone(),
            n_dots: end.n_dots(),
            n_places: end.n_places(),
        };
        ends.iter().filter(is_from).map(one).collect()
    })
}
