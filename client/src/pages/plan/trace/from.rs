//! The line this plan is for: which proposals a row came from, and how many stood behind them.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::id::ProposalId;

use super::href;
use super::line::Dots;
use crate::components::icon::{Glyph, Icon};
use crate::pages::plan::room::use_docket;

/// Leads to the themes on the page about the proposals.
#[component]
pub fn FromThemes(#[prop(into)] proposals: Signal<BTreeSet<ProposalId>>) -> impl IntoView {
    let docket = use_docket();
    let desk = docket.desk;
    let words = desk.words;
    let themes = Memo::new(move |_| {
        proposals.with(|from| {
            docket.ends.with(|ends| {
                let is_from = |id: &ProposalId| from.contains(id);
                let ends = ends
                    .iter()
                    .filter(|end| end.theme.proposals.iter().any(|it| is_from(&it.id)));
                let line = |end: &super::ends::ThemeEnd| {
                    let theme = &end.theme;
                    (
                        theme.id.clone(),
                        theme.title.clone(),
                        end.n_dots(),
                        end.n_places(),
                    )
                };
                ends.map(line).collect::<Vec<_>>()
            })
        })
    });
    move || {
        let line = |(id, title, n_dots, n_places): (shared::id::GroupId, String, usize, usize)| {
            let twice = (n_places > 1)
                .then(|| view! { <span class="sub sm">{words.tk_n_places(n_places)}</span> });
            view! {
                <a class="from pl-from tk-from" href=href(id.as_str())>
                    <Icon glyph=Glyph::Branching/>
                    <span lang=desk.lang>{words.pl_from(&title)}</span>
                    {twice}
                    <span class="sp"></span>
                    <Dots n=n_dots/>
                </a>
            }
        };
        themes.get().into_iter().map(line).collect_view()
    }
}
