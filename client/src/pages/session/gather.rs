//! Proposals in groups, and those in none: a list to follow on any screen.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::proceedings::state::Group;

use super::day::Day;
use super::foot::HandFoot;
use super::proposals::{NewProposal, ProposalLine};
use super::write::MyDrafts;
use crate::components::page_title::PageTitle;

#[component]
pub fn Gathering(day: Day) -> impl IntoView {
    let words = day.words;
    let rows = day.meeting().model.rows();
    let groups = day.read(|view| view.proposals.groups.clone());
    let has_vote = day.read(|view| view.vote.is_some());
    let pool = Memo::new(move |_| {
        let gathered: BTreeSet<_> = groups.with(|groups| {
            groups
                .iter()
                .flat_map(|group| group.proposals.clone())
                .collect()
        });
        rows.with(|rows| {
            let alone = rows.iter().filter(|row| !gathered.contains(&row.id));
            alone.map(|row| row.id.clone()).collect::<Vec<_>>()
        })
    });
    let group_ids = Memo::new(move |_| {
        groups.with(|groups| {
            groups
                .iter()
                .map(|group| group.id.clone())
                .collect::<Vec<_>>()
        })
    });
    let leader = day.leader();
    let new = move || {
        (!has_vote.get()).then(|| {
            view! { <div class="card ses-pad"><NewProposal day=day indicator=None id="ses-gather-new"/></div> }
        })
    };
    view! {
        <main class="ses-main ses-wide-page" id="main">
            <PageTitle tab=words.ses_face_gather()>{words.ses_gather_title()}</PageTitle>
            <p class="sub ses-help">{words.ses_gather_help(&leader)}</p>
            <div class="ses-board">
                <section class="ses-pool" aria-labelledby="ses-pool-title">
                    <h2 class="h-card" id="ses-pool-title">{words.ses_pool()}" "<span class="cnt tn">{move || pool.with(Vec::len)}</span></h2>
                    <ul class="col g8">
                        <For each=move || pool.get() key=Clone::clone let(id)>
                            <li class="card ses-pr"><ProposalLine day=day id=id/></li>
                        </For>
                    </ul>
                    <Show when=move || pool.with(Vec::is_empty)><p class="sm sub">{words.ses_pool_empty()}</p></Show>
                    <MyDrafts day=day/>
                    {new}
                </section>
                <div class="ses-groups">
                    <For each=move || group_ids.get() key=Clone::clone let(id)>
                        {
                            let group = day.group(&id);
                            view! { <GroupCard day=day group=group/> }
                        }
                    </For>
                </div>
            </div>
        </main>
        <HandFoot day=day/>
    }
}

#[component]
fn GroupCard(day: Day, group: Memo<Option<Group>>) -> impl IntoView {
    let ids = Memo::new(move |_| group.get().map_or_else(Vec::new, |group| group.proposals));
    let title = move || group.get().map(|group| day.group_title(&group));
    view! {
        <section class="card ses-pad ses-group">
            <h2 class="h-card">{title}" "<span class="cnt tn">{move || ids.with(Vec::len)}</span></h2>
            <ul class="lines">
                <For each=move || ids.get() key=Clone::clone let(id)>
                    <li class="ses-in"><ProposalLine day=day id=id/></li>
                </For>
            </ul>
        </section>
    }
}
