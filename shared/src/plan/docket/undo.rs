//! What takes a command back, for the ten seconds in which it can be. Asked before the command is sent, because the way back
//! may lead to how things were. Moving the plan on is not among them: it is opened again with a reason, for all to read.

use std::collections::{BTreeMap, BTreeSet};

use super::command::Command;
use super::state::{ProposalRefusal, SuggestionState};
use super::view::DocketView;
use crate::id::ProposalId;

/// The commands that make it as it was, in order; none for what cannot be taken back.
pub fn opposite(view: &DocketView, command: &Command) -> Vec<Command> {
    match command {
        Command::SetHead { part } => vec![Command::SetHead {
            part: part.same_part(&view.head),
        }],
        Command::LinkProposals { proposals, link } => {
            let is_new = |id: &&ProposalId| {
                let end = view.ends.get(*id);
                !end.is_some_and(|end| end.links.contains(link))
            };
            let proposals: BTreeSet<_> = proposals.iter().filter(is_new).cloned().collect();
            let again = refusals(view, &proposals);
            let again = again.filter(|(refusal, _)| refusal.is_some());
            let unlink = (!proposals.is_empty()).then(|| Command::UnlinkProposals {
                proposals: proposals.clone(),
                link: link.clone(),
            });
            unlink.into_iter().chain(again.map(refuse)).collect()
        }
        Command::UnlinkProposals { proposals, link } => vec![Command::LinkProposals {
            proposals: proposals.clone(),
            link: link.clone(),
        }],
        Command::RefuseProposals { proposals, .. } => {
            refusals(view, proposals).map(refuse).collect()
        }
        Command::FollowUpMeasure { measure, .. } => vec![Command::FollowUpMeasure {
            measure: measure.clone(),
            follow_up: view.follow_ups.get(measure).cloned(),
        }],
        Command::RenameVersion { id, .. } => {
            let before = view.versions.get(id).map(|version| version.name.clone());
            let before = before.filter(|name| !name.is_empty());
            let again = before.map(|name| Command::RenameVersion {
                id: id.clone(),
                name,
            });
            again.into_iter().collect()
        }
        command => of_talk(view, command),
    }
}

fn of_talk(view: &DocketView, command: &Command) -> Vec<Command> {
    match command {
        Command::Comment { id, .. } | Command::Reply { id, .. } => vec![Command::DeleteComment {
            id: id.clone(),
            is_deleted: true,
        }],
        Command::EditComment { id, .. } => {
            let comments = view.threads.values().flat_map(|thread| &thread.comments);
            let before = comments.into_iter().find(|comment| comment.id == *id);
            let again = before.map(|comment| Command::EditComment {
                id: id.clone(),
                text: comment.text.clone(),
                mentions: comment.mentions.clone(),
            });
            again.into_iter().collect()
        }
        Command::DeleteComment { id, is_deleted } => vec![Command::DeleteComment {
            id: id.clone(),
            is_deleted: !is_deleted,
        }],
        Command::ResolveThread { id, is_resolved } => vec![Command::ResolveThread {
            id: id.clone(),
            is_resolved: !is_resolved,
        }],
        Command::Suggest { id, .. } => vec![match view.suggestions.get(id) {
            Some(before) => Command::Suggest {
                id: id.clone(),
                draft: before.draft.clone(),
            },
            None => Command::WithdrawSuggestion {
                id: id.clone(),
                is_withdrawn: true,
            },
        }],
        Command::WithdrawSuggestion { id, is_withdrawn } => vec![Command::WithdrawSuggestion {
            id: id.clone(),
            is_withdrawn: !is_withdrawn,
        }],
        Command::AnswerSuggestion { id, .. } => vec![Command::AnswerSuggestion {
            id: id.clone(),
            state: view
                .suggestions
                .get(id)
                .map_or(SuggestionState::Open, |before| before.state),
        }],
        command => of_revisions(view, command),
    }
}

fn of_revisions(view: &DocketView, command: &Command) -> Vec<Command> {
    match command {
        Command::Revise { id, .. } => vec![match view.revisions.get(id) {
            Some(before) => Command::Revise {
                id: id.clone(),
                draft: before.draft.clone(),
            },
            None => Command::WithdrawRevision {
                id: id.clone(),
                is_withdrawn: true,
            },
        }],
        Command::WithdrawRevision { id, is_withdrawn } => vec![Command::WithdrawRevision {
            id: id.clone(),
            is_withdrawn: !is_withdrawn,
        }],
        Command::DecideRevision { id, .. } => {
            let before = view.revisions.get(id);
            let again = before.map(|before| Command::DecideRevision {
                id: id.clone(),
                status: before.status,
                note: before.note.clone(),
            });
            again.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn refuse((refusal, proposals): (Option<ProposalRefusal>, BTreeSet<ProposalId>)) -> Command {
    Command::RefuseProposals { proposals, refusal }
}

/// What was said of each before, and of which the same.
fn refusals(
    view: &DocketView,
    proposals: &BTreeSet<ProposalId>,
) -> impl Iterator<Item = (Option<ProposalRefusal>, BTreeSet<ProposalId>)> {
    let mut by_refusal: BTreeMap<Option<(bool, String)>, BTreeSet<ProposalId>> = BTreeMap::new();
    for id in proposals {
        let end = view.ends.get(id);
        let refusal = end.and_then(|end| end.refusal.clone());
        let key = refusal.map(|refusal| (refusal.is_deferred, refusal.reason));
        by_refusal.entry(key).or_default().insert(id.clone());
    }
    by_refusal.into_iter().map(|(key, proposals)| {
        let refusal = key.map(|(is_deferred, reason)| ProposalRefusal {
            is_deferred,
            reason,
        });
        (refusal, proposals)
    })
}
