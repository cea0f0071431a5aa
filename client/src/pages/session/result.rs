//! What the dots said: sorted, with every dot drawn. Dark dots go on, light ones do not.

use leptos::prelude::*;
use shared::chart::votes::{VoteRow, vote_bars};

use super::day::Day;
use super::foot::HandFoot;
use crate::components::page_title::PageTitle;

#[component]
pub fn VoteOutcome(day: Day) -> impl IntoView {
    let words = day.words;
    let rows = day.read(|view| {
        let vote = view.vote.as_ref();
        let result = vote.and_then(|vote| Some((vote, vote.result.as_ref()?)));
        result.map(|(vote, result)| {
            let bars = vote_bars(&vote.candidates, result, 1.0, 1.0);
            (bars.rows, result.n_voters, result.line)
        })
    });
    let lead = move || {
        rows.with(|rows| {
            rows.as_ref()
                .map(|(_, n_voters, _)| words.ses_result_voters(usize::from(*n_voters)))
        })
    };
    let list = move || {
        let Some((rows, _, line)) = rows.get() else {
            return view! { <p class="note">{words.ses_result_none()}</p> }.into_any();
        };
        let lines = rows
            .into_iter()
            .map(|row| view! { <Line day=day row=row has_line=line.is_some()/> });
        view! { <ol class="card lines ses-result">{lines.collect_view()}</ol> }.into_any()
    };
    view! {
        <main class="ses-main ses-mid" id="main">
            <PageTitle tab=words.ses_face_result()>{words.ses_result_title()}</PageTitle>
            <p class="sub ses-help">{lead}</p>
            {list}
        </main>
        <HandFoot day=day/>
    }
}

#[component]
fn Line(day: Day, row: VoteRow, has_line: bool) -> impl IntoView {
    let words = day.words;
    let group = day.group(&row.group);
    let title = move || group.get().map(|group| day.group_title(&group));
    let dots = (0..row.n).map(|_| view! { <i></i> }).collect_view();
    let advice = (0..row.n_advice)
        .map(|_| view! { <i class="o"></i> })
        .collect_view();
    let is_out = has_line && !row.goes_on;
    let says = words.ses_dots(usize::from(row.n));
    let more = (row.n_advice > 0).then(|| words.ses_dots_advice(usize::from(row.n_advice)));
    let on = (has_line && row.goes_on)
        .then(|| view! { <span class="ds-tag" data-color="success" data-size="sm">{words.ses_goes_on()}</span> });
    view! {
        <li class:out=is_out>
            <div class="row wrap g8"><p class="bar-text"><b>{title}</b></p>{on}</div>
            <div class="row wrap g8">
                <span class="dots" aria-hidden="true">{dots}{advice}</span>
                <span class="sm sub tn">{says}{more.map(|more| format!(" · {more}"))}</span>
            </div>
        </li>
    }
}
