//! What takes a command back, for the ten seconds in which it can be. Asked before the command is sent, because the way back
//! may lead to how things were.

use std::collections::BTreeMap;

use super::command::Command;
use super::evaluation;
use super::seminar;
use super::state::{Group, ProposalStatus, Step};
use super::view::ProceedingsView;
use crate::id::{GroupId, ProposalId, StepId};

/// The commands that make it as it was, in order; none for what cannot be taken back.
pub fn opposite(view: &ProceedingsView, command: &Command) -> Vec<Command> {
    match command {
        Command::Move { from, to } => vec![Command::Move {
            from: to.clone(),
            to: from.clone(),
        }],
        Command::Reveal { indicator } => vec![Command::Reopen {
            indicator: indicator.clone(),
        }],
        Command::Reopen { indicator } => vec![Command::Reveal {
            indicator: indicator.clone(),
        }],
        Command::SkipStep { step, is_skipped } => vec![Command::SkipStep {
            step: step.clone(),
            is_skipped: !is_skipped,
        }],
        Command::MoveStep { step, .. } => vec![Command::MoveStep {
            step: step.clone(),
            before: after(&view.steps, step),
        }],
        Command::SetMinutes { step, .. } => find(&view.steps, step)
            .map(|before| Command::SetMinutes {
                step: step.clone(),
                minutes: before.minutes,
            })
            .into_iter()
            .collect(),
        Command::LookUp { is_on } => vec![Command::LookUp { is_on: !is_on }],
        Command::Unpark { id } => {
            let parked = view.parked.iter().find(|parked| parked.id == *id);
            let again = parked.map(|parked| Command::Park {
                id: parked.id.clone(),
                text: parked.text.clone(),
            });
            again.into_iter().collect()
        }
        Command::OpenScoring { is_open } => vec![Command::OpenScoring { is_open: !is_open }],
        Command::ShareFactSheet { is_shared } => vec![Command::ShareFactSheet {
            is_shared: !is_shared,
        }],
        Command::Conclude { is_concluded } => vec![Command::Conclude {
            is_concluded: !is_concluded,
        }],
        Command::Evaluation { ask } => {
            let view = view.evaluation.as_ref();
            let back = view.map(|view| evaluation::undo::opposite(view, ask));
            let back = back.into_iter().flatten();
            back.map(|ask| Command::Evaluation { ask }).collect()
        }
        Command::Formal { ask } => super::formal::undo::opposite(&view.formal, ask)
            .into_iter()
            .map(|ask| Command::Formal { ask })
            .collect(),
        Command::Seminar { ask } => seminar::undo::opposite(view, ask),
        command => of_the_work(view, command),
    }
}

fn of_the_work(view: &ProceedingsView, command: &Command) -> Vec<Command> {
    match command {
        Command::ProposeGrade { indicator, .. } => {
            let round = view.rounds.get(indicator);
            let before = round.and_then(|round| round.proposed.as_ref());
            vec![Command::ProposeGrade {
                indicator: indicator.clone(),
                grade: before.map(|proposed| proposed.grade),
            }]
        }
        Command::SettleGrade { indicator, .. } => vec![Command::UnsettleGrade {
            indicator: indicator.clone(),
        }],
        Command::UnsettleGrade { indicator } => {
            let round = view.rounds.get(indicator);
            let settled = round.and_then(|round| round.settled.as_ref());
            let again = settled.map(|settled| Command::SettleGrade {
                indicator: indicator.clone(),
                grade: settled.grade,
            });
            again.into_iter().collect()
        }
        Command::Gather { proposals, .. } | Command::Ungroup { proposals } => {
            put_back(&view.proposals.groups, proposals)
        }
        Command::RenameGroup { group, .. } => before(view, group)
            .filter(|before| !before.title.is_empty())
            .map(|before| Command::RenameGroup {
                group: group.clone(),
                title: before.title.clone(),
            })
            .into_iter()
            .collect(),
        // A vote that is open already is not this command's to take back.
        Command::OpenVote { .. } if view.vote.is_some() => Vec::new(),
        Command::OpenVote { .. } => vec![Command::CancelVote { is_counted: false }],
        Command::CloseVote => vec![Command::ReopenVote],
        Command::ReopenVote => vec![Command::CloseVote, line(view)],
        Command::DrawLine { .. } => vec![line(view)],
        Command::AssignTask { group, part } => {
            let before = before(view, group).and_then(|before| before.task.clone());
            vec![Command::AssignTask {
                group: group.clone(),
                part: before.unwrap_or_default().same_part(part),
            }]
        }
        Command::SetStatus { group, .. } => vec![Command::SetStatus {
            group: group.clone(),
            status: before(view, group).map_or(ProposalStatus::Proposed, |before| before.status),
            reason: before(view, group).and_then(|before| before.reason.clone()),
        }],
        _ => Vec::new(),
    }
}

/// The line as it is drawn now.
fn line(view: &ProceedingsView) -> Command {
    let result = view.vote.as_ref().and_then(|vote| vote.result.as_ref());
    Command::DrawLine {
        from_dots: result.and_then(|result| result.line),
    }
}

fn before<'a>(view: &'a ProceedingsView, group: &GroupId) -> Option<&'a Group> {
    let mut groups = view.proposals.groups.iter();
    groups.find(|before| before.id == *group)
}

/// Each proposal to where it was: out of every group, or into the one it was in, made again if it is gone.
fn put_back(groups: &[Group], proposals: &[ProposalId]) -> Vec<Command> {
    let mut inside: BTreeMap<usize, Vec<ProposalId>> = BTreeMap::new();
    let mut outside = Vec::new();
    for proposal in proposals {
        let place = groups
            .iter()
            .position(|group| group.proposals.contains(proposal));
        match place {
            Some(place) => inside.entry(place).or_default().push(proposal.clone()),
            None => outside.push(proposal.clone()),
        }
    }
    let out = (!outside.is_empty()).then_some(Command::Ungroup { proposals: outside });
    let back = inside
        .into_iter()
        .map(|(place, proposals)| Command::Gather {
            group: groups[place].id.clone(),
            title: groups[place].title.clone(),
            proposals,
        });
    out.into_iter().chain(back).collect()
}

fn find<'a>(steps: &'a [Step], id: &StepId) -> Option<&'a Step> {
    steps.iter().find(|step| step.id == *id)
}

/// Which step stands behind this one.
fn after(steps: &[Step], id: &StepId) -> Option<StepId> {
    let place = steps.iter().position(|step| step.id == *id)?;
    steps.get(place + 1).map(|step| step.id.clone())
}
