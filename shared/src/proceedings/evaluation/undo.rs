//! What takes an asking back, for the ten seconds in which it can be.

use super::ask::Ask;
use super::view::EvaluationView;
use crate::id::PromiseId;

/// The askings that make it as it was; none for what cannot be taken back.
pub fn opposite(view: &EvaluationView, ask: &Ask) -> Vec<Ask> {
    let promise = |id: &PromiseId| view.promises.iter().find(|promise| promise.id == *id);
    let back = match ask {
        Ask::Include {
            statement,
            is_included,
        } => Some(Ask::Include {
            statement: statement.clone(),
            is_included: !is_included,
        }),
        Ask::Open => Some(Ask::Close),
        Ask::Close => Some(Ask::Open),
        Ask::ShowObservers { is_shown } => Some(Ask::ShowObservers {
            is_shown: !is_shown,
        }),
        Ask::Promise { promise } => Some(Ask::DropPromise {
            id: promise.id.clone(),
        }),
        Ask::ChangePromise { id, part } => promise(id).map(|before| Ask::ChangePromise {
            id: id.clone(),
            part: before.same_part(part),
        }),
        Ask::DropPromise { id } => promise(id).map(|before| Ask::Promise {
            promise: before.clone(),
        }),
        Ask::FollowUp { id, .. } => Some(Ask::FollowUp {
            id: id.clone(),
            note: view.follow_ups.get(id).cloned(),
        }),
        Ask::Answer { .. } | Ask::Write { .. } | Ask::Finish { .. } => None,
    };
    back.into_iter().collect()
}
