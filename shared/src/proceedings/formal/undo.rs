//! What takes an ask back within the ten seconds in which it can be. What was said cannot.

use super::ask::Ask;
use super::view::FormalView;
use crate::id::ItemId;

/// The asks that make it as it was, in order; none for what cannot be taken back.
pub fn opposite(view: &FormalView, ask: &Ask) -> Vec<Ask> {
    let item = |id: &ItemId| view.items.get(id).map(|one| &one.item);
    let after = |id: &ItemId| {
        let place = view.order.iter().position(|one| one == id)?;
        view.order.get(place + 1).cloned()
    };
    match ask {
        Ask::AddItem { item, .. } => vec![Ask::RemoveItem { item: item.clone() }],
        Ask::RemoveItem { item: id } => item(id)
            .map(|found| Ask::AddItem {
                item: id.clone(),
                draft: found.draft.clone(),
                before: after(id),
            })
            .into_iter()
            .collect(),
        Ask::ChangeItem { item: id, .. } => item(id)
            .map(|found| Ask::ChangeItem {
                item: id.clone(),
                draft: found.draft.clone(),
            })
            .into_iter()
            .collect(),
        Ask::MoveItem { item: id, .. } => vec![Ask::MoveItem {
            item: id.clone(),
            before: after(id),
        }],
        Ask::StepOut { item, case } => vec![Ask::StepBack {
            item: item.clone(),
            case: case.clone(),
        }],
        Ask::StepBack { item, case } => vec![Ask::StepOut {
            item: item.clone(),
            case: case.clone(),
        }],
        Ask::SeatDeputy { item: id, case, .. } => item(id)
            .and_then(|found| found.case(case))
            .map(|before| Ask::SeatDeputy {
                item: id.clone(),
                case: case.clone(),
                deputy: before.deputy.clone(),
            })
            .into_iter()
            .collect(),
        Ask::End => vec![Ask::Resume],
        Ask::HandOver { .. } => view
            .sitting
            .iter()
            .map(|sitting| Ask::HandOver {
                chair: sitting.chair.clone(),
            })
            .collect(),
        Ask::FinishItem { item } => vec![Ask::ReopenItem { item: item.clone() }],
        Ask::Resolve { item, .. } => vec![Ask::Unresolve { item: item.clone() }],
        Ask::WithdrawMotion {
            item,
            motion,
            is_withdrawn,
        } => vec![Ask::WithdrawMotion {
            item: item.clone(),
            motion: motion.clone(),
            is_withdrawn: !is_withdrawn,
        }],
        Ask::TakeIn {
            item,
            motion,
            is_in,
        } => vec![Ask::TakeIn {
            item: item.clone(),
            motion: motion.clone(),
            is_in: !is_in,
        }],
        Ask::SendMinutes { .. } => vec![Ask::WithdrawMinutes],
        Ask::WithdrawMinutes => vec![Ask::SendMinutes {
            due: view.minutes.due,
        }],
        _ => Vec::new(),
    }
}
