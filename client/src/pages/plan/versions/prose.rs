//! The words of a chapter that are others, under the heading they stand under in the plan.

use leptos::prelude::*;
use shared::plan::words::Piece;

use super::chapters::{Chapter, ProseChange};
use super::marks;
use super::rows::Between;
use super::writers::writers;
use crate::pages::plan::desk::Desk;
use crate::pages::plan::prose::headings;

/// In the order of the chapter.
pub fn prose(between: Between<'_>, chapter: &Chapter) -> AnyView {
    let desk = between.docket.desk;
    let known = chapter.place.as_ref().map(|place| headings(desk, place));
    let known = known.unwrap_or_default();
    let place_of = |change: &ProseChange| known.iter().position(|(key, _)| *key == change.key);
    let mut changes: Vec<&ProseChange> = chapter.prose.iter().collect();
    changes.sort_by_key(|change| place_of(change).unwrap_or(usize::MAX));
    let one = |change: &ProseChange| {
        let heading = place_of(change).and_then(|place| known[place].1.clone());
        let by = writers(between.writers, change.key.to_string());
        piece(desk, heading, &change.pieces, by)
    };
    changes.into_iter().map(one).collect_view().into_any()
}

fn piece(desk: Desk, heading: Option<String>, pieces: &[Piece], by: Memo<String>) -> AnyView {
    let words = desk.words;
    let (lang, heading) = match heading {
        Some(heading) => (Some(desk.lang), heading),
        None => (None, words.pl_prose().to_owned()),
    };
    let only_looks = pieces.iter().all(|piece| matches!(piece, Piece::Same(_)));
    let body = if only_looks {
        view! { <p class="sub">{words.ve_only_looks()}</p> }.into_any()
    } else {
        view! { <p class="ve-prose" lang=desk.lang>{marks::pieces(words, pieces)}</p> }.into_any()
    };
    view! {
        <div class="ve-piece">
            <div class="ve-piece-top"><h3 class="h-card" lang=lang>{heading}</h3><span class="sub sm">{move || by.get()}</span></div>
            {body}
        </div>
    }
    .into_any()
}
