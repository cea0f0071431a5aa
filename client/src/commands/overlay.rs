//! What the person has done and the server has not shown yet, laid over what it has shown: a choice is marked at once.
//!
//! Only what is the person's own changes here. What the group sees (counts, grades, results) comes from the server alone.

use shared::id::PersonId;
use shared::proceedings::command::Command;
use shared::proceedings::seminar::Ask;
use shared::proceedings::seminar::view::NoteView;
use shared::proceedings::state::Parked;
use shared::proceedings::view::{MyDraft, MyScore, MyThought, ProceedingsView, RoundView};

use super::queue::Entry;

/// Lays commands over a view, in order.
pub fn lay<'a>(
    view: &mut ProceedingsView,
    me: &PersonId,
    pending: impl IntoIterator<Item = &'a Entry>,
) {
    for entry in pending {
        lay_one(view, me, entry);
    }
}

fn lay_one(view: &mut ProceedingsView, me: &PersonId, entry: &Entry) {
    match &entry.command {
        Command::Score {
            indicator,
            value,
            on_behalf_of: None,
        } => {
            let round = view.rounds.entry(indicator.clone()).or_default();
            // After the reveal it counts for nothing, and nothing may look as if it did.
            if round.reveal.is_none() {
                let (value, was_typed) = (*value, false);
                round.my_score = Some(MyScore { value, was_typed });
            }
        }
        Command::Think { indicator, text } => {
            let round = view.rounds.entry(indicator.clone()).or_default();
            think(round, text);
        }
        Command::ShareThought {
            indicator,
            is_shared,
        } => {
            let round = view.rounds.entry(indicator.clone()).or_default();
            if let Some(thought) = &mut round.my_thought {
                thought.is_shared = *is_shared;
            }
        }
        Command::FinishScoring { is_done } => view.scoring.i_am_done = *is_done,
        Command::AnswerGrade {
            indicator,
            grade,
            answer,
        } => {
            let round = view.rounds.entry(indicator.clone()).or_default();
            let is_proposed = round.proposed.as_ref().is_some_and(|on| on.grade == *grade);
            if round.settled.is_none() && is_proposed {
                round.my_answer.clone_from(answer);
            }
        }
        Command::DraftProposal { id, draft } => {
            let drafts = &mut view.proposals.my_drafts;
            match drafts.iter_mut().find(|mine| mine.id == *id) {
                Some(mine) => mine.draft = draft.clone(),
                None => drafts.push(MyDraft {
                    id: id.clone(),
                    draft: draft.clone(),
                }),
            }
        }
        Command::DropDraft { id } => view.proposals.my_drafts.retain(|mine| mine.id != *id),
        Command::ClaimProposal { id, is_claimed } => {
            let shared = &mut view.proposals.shared;
            if let Some(mine) = shared.iter_mut().find(|one| one.id == *id) {
                mine.author = is_claimed.then(|| me.clone());
            }
        }
        Command::GiveDots { group, dots } => {
            if let Some(vote) = view.vote.as_mut().filter(|vote| vote.result.is_none()) {
                vote.my_ballot.insert(group.clone(), *dots);
            }
        }
        Command::FinishVoting { is_done } => {
            if let Some(vote) = &mut view.vote {
                vote.i_am_done = *is_done;
            }
        }
        Command::RaiseHand => raise(view, true),
        Command::LowerHand { person: None } => raise(view, false),
        Command::Park { id, text } if view.parked.iter().all(|parked| parked.id != *id) => {
            view.parked.push(Parked {
                id: id.clone(),
                text: text.clone(),
                by: me.clone(),
                at: entry.at,
            });
        }
        Command::Unpark { id } => view.parked.retain(|parked| parked.id != *id),
        Command::Seminar { ask } => note(view, ask),
        Command::JudgeWorth { value } => view.my_worth = Some(*value),
        Command::MarkFactSheetRead => view.fact_sheet.i_have_read = true,
        _ => {}
    }
}

/// One's own notes: hidden ones until the board is opened, and shared ones after that.
fn note(view: &mut ProceedingsView, ask: &Ask) {
    let swot = &mut view.seminar.swot;
    match ask {
        Ask::WriteNote { id, field, text } => {
            let is_shared = swot.is_open || swot.notes.contains_key(id);
            let notes = if is_shared {
                &mut swot.notes
            } else {
                &mut swot.my_notes
            };
            if let Some(note) = notes.get_mut(id) {
                text.clone_into(&mut note.text);
            } else {
                swot.n_all += 1;
                let note = NoteView {
                    field: *field,
                    text: text.clone(),
                    is_mine: true,
                    under: None,
                };
                notes.insert(id.clone(), note);
            }
        }
        Ask::RemoveNote { id } if swot.my_notes.remove(id).is_some() => {
            swot.n_all = swot.n_all.saturating_sub(1);
        }
        _ => {}
    }
}

fn think(round: &mut RoundView, text: &str) {
    if text.trim().is_empty() {
        round.my_thought = None;
        return;
    }
    match &mut round.my_thought {
        Some(thought) => text.clone_into(&mut thought.text),
        None => {
            round.my_thought = Some(MyThought {
                text: text.to_owned(),
                is_shared: false,
            });
        }
    }
}

fn raise(view: &mut ProceedingsView, is_up: bool) {
    if view.my_hand == is_up {
        return;
    }
    view.my_hand = is_up;
    view.n_hands = if is_up {
        view.n_hands + 1
    } else {
        view.n_hands.saturating_sub(1)
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::{IndicatorId, RequestId};
    use shared::proceedings::tally::Tally;
    use shared::proceedings::view::RevealView;
    use shared::time::Timestamp;

    fn laid(mut view: ProceedingsView, commands: Vec<Command>) -> ProceedingsView {
        let entries: Vec<Entry> = commands
            .into_iter()
            .map(|command| Entry {
                request_id: RequestId::parse("r").unwrap(),
                command,
                at: Timestamp(1),
                n: 0,
                refused: None,
            })
            .collect();
        lay(&mut view, &PersonId::parse("kari").unwrap(), &entries);
        view
    }

    fn indicator() -> IndicatorId {
        IndicatorId::parse("a").unwrap()
    }

    fn score(value: u8) -> Command {
        Command::Score {
            indicator: indicator(),
            value: Some(value),
            on_behalf_of: None,
        }
    }

    #[test]
    fn the_last_of_two_scores_is_marked() {
        let view = laid(ProceedingsView::default(), vec![score(3), score(4)]);
        let mine = view.rounds[&indicator()].my_score.as_ref().unwrap();
        assert_eq!(mine.value, Some(4));
    }

    #[test]
    fn a_score_after_the_reveal_is_not_shown_as_counted() {
        let mut view = ProceedingsView::default();
        let reveal = RevealView {
            starts_at: Timestamp(0),
            tally: Tally::default(),
            observers: None,
        };
        let round = RoundView {
            reveal: Some(reveal),
            ..RoundView::default()
        };
        view.rounds.insert(indicator(), round);
        let view = laid(view, vec![score(4)]);
        assert_eq!(view.rounds[&indicator()].my_score, None);
    }

    #[test]
    fn a_hand_is_counted_once() {
        let before = ProceedingsView {
            n_hands: 2,
            ..ProceedingsView::default()
        };
        let up = laid(before, vec![Command::RaiseHand, Command::RaiseHand]);
        assert_eq!((up.n_hands, up.my_hand), (3, true));
        let down = laid(up, vec![Command::LowerHand { person: None }]);
        assert_eq!((down.n_hands, down.my_hand), (2, false));
    }

    #[test]
    fn an_empty_thought_is_none() {
        let think = |text: &str| Command::Think {
            indicator: indicator(),
            text: text.to_owned(),
        };
        let view = laid(ProceedingsView::default(), vec![think("noe"), think(" ")]);
        assert_eq!(view.rounds[&indicator()].my_thought, None);
    }
}
