//! The cut: what one viewer may see of the docket. A screen and somebody outside see how far the plan has come and what
//! became of last year's, and the revisions the room talks about; what people say to each other is for those who read the material.

use std::collections::BTreeMap;

use super::state::{Comment, Docket, SuggestionState, Thread};
use super::view::{DocketView, MayDo};
use crate::programme::Person;
use crate::rights::{Act, Role};

/// Who looks, and what they may do here now.
pub struct Viewer<'a> {
    pub person: &'a Person,
    pub may: &'a dyn Fn(Act) -> bool,
}

pub fn view(docket: &Docket, viewer: &Viewer<'_>) -> DocketView {
    let own = &viewer.person.id;
    let revisions = docket
        .revisions
        .iter()
        .filter(|(_, revision)| !revision.is_withdrawn || revision.by == *own);
    let shown_to_all = DocketView {
        head: docket.head.clone(),
        frozen: docket.frozen.clone(),
        ends: docket.ends.clone(),
        last_year: docket.last_year.clone(),
        follow_ups: docket.follow_ups.clone(),
        revisions: owned(revisions),
        ..DocketView::default()
    };
    if !(viewer.may)(Act::ReadMaterial) || viewer.person.role == Role::Projector {
        return shown_to_all;
    }
    let threads = docket.threads.iter();
    let threads = threads.filter_map(|(id, thread)| Some((id.clone(), shown(thread)?)));
    let suggestions = docket.suggestions.iter().filter(|(_, suggestion)| {
        suggestion.state != SuggestionState::Withdrawn || suggestion.by == *own
    });
    DocketView {
        moves: docket.moves.clone(),
        threads: threads.collect(),
        suggestions: owned(suggestions),
        versions: docket.versions.clone(),
        may: MayDo {
            speak: true,
            edit: (viewer.may)(Act::EditPlan),
            decide: (viewer.may)(Act::DecidePlan),
        },
        ..shown_to_all
    }
}

/// A thread without the words that were deleted; none when nothing is left of it.
fn shown(thread: &Thread) -> Option<Thread> {
    let is_left = thread.comments.iter().any(|comment| !comment.is_deleted);
    is_left.then(|| Thread {
        comments: thread.comments.iter().map(without_deleted).collect(),
        ..thread.clone()
    })
}

fn without_deleted(comment: &Comment) -> Comment {
    if !comment.is_deleted {
        return comment.clone();
    }
    Comment {
        text: String::new(),
        mentions: std::collections::BTreeSet::new(),
        ..comment.clone()
    }
}

fn owned<'a, K: Clone + Ord + 'a, V: Clone + 'a>(
    entries: impl Iterator<Item = (&'a K, &'a V)>,
) -> BTreeMap<K, V> {
    entries
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}
