//! Who does what, by when, in which plan: as it is written down on the wall.

use leptos::prelude::*;
use shared::proceedings::state::{Group, Task};

use super::day::Day;
use super::foot::HandFoot;
use super::proposals::applies_word;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::dates;

#[component]
pub fn Tasks(day: Day) -> impl IntoView {
    let words = day.words;
    let me = day.me().id;
    let groups = day.read(|view| {
        let result = view.vote.as_ref().and_then(|vote| vote.result.as_ref());
        let groups = view.proposals.groups.iter();
        let groups = groups.filter(|group| group.goes_on(result));
        groups.cloned().collect::<Vec<_>>()
    });
    let list = move || {
        let groups = groups.get();
        if groups.is_empty() {
            return view! { <p class="note">{words.ses_tasks_none()}</p> }.into_any();
        }
        let lines = groups.into_iter().map(|group| {
            let is_mine = group
                .task
                .as_ref()
                .is_some_and(|task| task.owner.as_ref() == Some(&me));
            view! { <Line day=day group=group is_mine=is_mine/> }
        });
        view! { <ul class="card lines ses-result">{lines.collect_view()}</ul> }.into_any()
    };
    view! {
        <main class="ses-main ses-mid" id="main">
            <PageTitle tab=words.ses_tasks()>{words.ses_tasks_title()}</PageTitle>
            <p class="sub ses-help">{words.ses_tasks_help()}</p>
            {list}
        </main>
        <HandFoot day=day/>
    }
}

#[component]
fn Line(day: Day, group: Group, is_mine: bool) -> impl IntoView {
    let words = day.words;
    let title = {
        let group = group.clone();
        move || day.group_title(&group)
    };
    let tag = is_mine.then(|| view! { <span class="ds-tag" data-color="accent" data-size="sm">{words.ses_task_yours()}</span> });
    let task = group.task.clone().unwrap_or_default();
    let Task {
        applies_to,
        part_of_plan,
        owner,
        deadline,
    } = task;
    let owner = owner
        .and_then(|owner| day.person(&owner))
        .map(|person| person.name);
    let owner = match owner {
        Some(name) => view! { <span>{name}</span> }.into_any(),
        None => view! { <span class="wn">{words.ses_task_no_owner()}</span> }.into_any(),
    };
    let deadline = match deadline {
        Some(date) => {
            view! { <span>{words.ses_task_by(&dates::day_month_year(words, date))}</span> }
                .into_any()
        }
        None => view! { <span class="wn">{words.ses_task_no_deadline()}</span> }.into_any(),
    };
    let plan = group.task.is_some().then(|| {
        let plan = applies_word(words, applies_to);
        let text = part_of_plan.map_or_else(|| plan.to_owned(), |part| format!("{plan}, {part}"));
        view! { <span class="row g6"><Icon glyph=Glyph::FileText/>{text}</span> }
    });
    view! {
        <li>
            <div class="row wrap g8"><p class="bar-text"><b>{title}</b></p>{tag}</div>
            <p class="row wrap g8 sm sub ses-facts">{owner}{deadline}{plan}</p>
        </li>
    }
}
