//! What the last review asked for, and what came of it: the open ones first, the kept ones folded.

use leptos::prelude::*;
use shared::meeting::{FollowUp, Meeting, Recommendation};

use crate::meeting::meeting_title;
use crate::words::{Words, use_words};

#[component]
pub fn Promises(review: Meeting) -> impl IntoView {
    let words = use_words();
    let title = meeting_title(words, review.kind, review.year);
    let n_all = review.recommendations.len();
    let (kept, open): (Vec<_>, Vec<_>) = review
        .recommendations
        .into_iter()
        .partition(|promise| promise.follow_up == Some(FollowUp::Done));
    let n_kept = kept.len();
    let lines = |promises: Vec<Recommendation>| {
        promises
            .into_iter()
            .map(|promise| line(words, promise))
            .collect_view()
    };
    (n_all > 0).then(|| {
        let folded = (n_kept > 0).then(|| {
            view! {
                <details class="more">
                    <summary>{words.promises_show(n_kept)}</summary>
                    <ul class="lines">{lines(kept)}</ul>
                </details>
            }
        });
        view! {
            <section class="card lo" aria-labelledby="promises">
                <div class="row wrap">
                    <h2 class="disp h-sec" id="promises">{words.promises_title(&title)}</h2>
                    <span class="sp"></span>
                    <span class="sm sub">{words.promises_done(&n_kept.to_string(), &n_all.to_string())}</span>
                </div>
                <ul class="lines">{lines(open)}</ul>
                {folded}
            </section>
        }
    })
}

fn line(words: Words, promise: Recommendation) -> impl IntoView + use<> {
    let (state, color) = match promise.follow_up {
        Some(FollowUp::Done) => (words.follow_done(), "success"),
        Some(FollowUp::Partly) => (words.follow_partly(), "info"),
        Some(FollowUp::NotDone) => (words.follow_not_done(), "warning"),
        None => (words.follow_unknown(), "neutral"),
    };
    view! {
        <li>
            <div class="lt">
                <p>{promise.text}</p>
                {promise.what_happened.map(|what| view! { <p class="sm sub">{what}</p> })}
            </div>
            <span class="ds-tag" data-color=color data-size="sm">{state}</span>
        </li>
    }
}
