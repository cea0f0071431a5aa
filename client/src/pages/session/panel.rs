//! Beside the talk and the grade: proposals, facts and one's own thought. At the side on a laptop, a sheet at the bottom of
//! a tablet; its handle is a button, and nothing needs to be dragged.

use leptos::prelude::*;
use shared::template::Indicator;

use super::day::Day;
use super::proposals::{NewProposal, ProposalList};
use super::score::Known;
use super::thought::ThoughtCard;
use crate::components::proposals::focus_soon;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Proposals,
    Facts,
    Thought,
}

const PANEL_ID: &str = "ses-panel";

impl Tab {
    fn id(self) -> &'static str {
        match self {
            Self::Proposals => "ses-tab-proposals",
            Self::Facts => "ses-tab-facts",
            Self::Thought => "ses-tab-thought",
        }
    }
}

/// Without an indicator there are only proposals.
#[component]
pub fn Panel(day: Day, indicator: Option<Indicator>) -> impl IntoView {
    let words = day.words;
    let tab = RwSignal::new(Tab::Proposals);
    let is_open = RwSignal::new(true);
    let rows = day.meeting().model.rows();
    let about = indicator.as_ref().map(|it| it.id.clone());
    let wanted = about.clone();
    let n_proposals = Memo::new(move |_| {
        rows.with(|rows| {
            let here = |row: &&shared::document::assessment::ProposalRow| {
                wanted.is_none() || row.indicator == wanted
            };
            rows.iter().filter(here).count()
        })
    });
    let tabs = if indicator.is_some() {
        vec![Tab::Proposals, Tab::Facts, Tab::Thought]
    } else {
        vec![Tab::Proposals]
    };
    let all = tabs.clone();
    let pressed = move |event: leptos::ev::KeyboardEvent| {
        let here = all.iter().position(|one| *one == tab.get_untracked());
        let there = match (event.key().as_str(), here) {
            ("ArrowRight", Some(here)) => (here + 1) % all.len(),
            ("ArrowLeft", Some(here)) => (here + all.len() - 1) % all.len(),
            _ => return,
        };
        event.prevent_default();
        tab.set(all[there]);
        focus_soon(all[there].id().to_owned());
    };
    let buttons = tabs.into_iter().map(|one| {
        let text = move || match one {
            Tab::Proposals => format!("{} {}", words.proposals(), n_proposals.get()),
            Tab::Facts => words.facts_title().to_owned(),
            Tab::Thought => words.ses_my_thought().to_owned(),
        };
        let is_here = move || tab.get() == one;
        let open = move |_| {
            tab.set(one);
            is_open.set(true);
        };
        view! {
            <button
                type="button"
                role="tab"
                id=one.id()
                aria-selected=move || is_here().to_string()
                aria-controls=PANEL_ID
                tabindex=move || if is_here() { "0" } else { "-1" }
                on:click=open
            >
                {text}
            </button>
        }
    });
    let buttons = buttons.collect_view();
    let indicator = StoredValue::new(indicator);
    let about = StoredValue::new(about);
    let contents = move || match tab.get() {
        Tab::Proposals => view! {
            <h2 class="ds-sr-only">{words.proposals()}</h2>
            <ProposalList day=day indicator=about.get_value()/>
            <NewProposal day=day indicator=about.get_value() id="ses-panel-new"/>
        }
        .into_any(),
        Tab::Facts => indicator
            .get_value()
            .map(|indicator| view! { <Known day=day indicator=indicator/> })
            .into_any(),
        Tab::Thought => indicator
            .get_value()
            .map(|indicator| view! { <ThoughtCard day=day indicator=indicator.id/> })
            .into_any(),
    };
    let handle = move || {
        if is_open.get() {
            words.ses_panel_smaller()
        } else {
            words.ses_panel_larger()
        }
    };
    view! {
        <aside class="ses-panel" class:closed=move || !is_open.get() aria-label=words.ses_panel()>
            <button
                class="ses-handle"
                type="button"
                aria-expanded=move || is_open.get().to_string()
                aria-label=handle
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                <span></span>
            </button>
            <div class="panel-tabs" role="tablist" aria-label=words.ses_panel() on:keydown=pressed>{buttons}</div>
            <div class="ses-pnl" id=PANEL_ID role="tabpanel" aria-labelledby=move || tab.get().id()>{contents}</div>
        </aside>
    }
}
