//! What people have said in a meeting, kept beside the server: at the end it must stand there too.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use shared::id::{GroupId, IndicatorId, PersonId, ProposalId};
use shared::lobby::RoomView;
use shared::proceedings::command::Command;
use shared::proceedings::state::{Answer, ProposalDraft};

/// One line for each command that the server has confirmed, in the order of each person.
#[derive(Debug, Clone, Default)]
pub struct Book(Arc<Mutex<Vec<(PersonId, Command)>>>);

/// A thought, and whether it was for others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thinking {
    pub who: PersonId,
    pub about: IndicatorId,
    pub text: String,
    pub is_shared: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposing {
    pub who: PersonId,
    pub draft: ProposalDraft,
    pub is_claimed: bool,
}

impl Book {
    pub fn note(&self, who: &PersonId, command: Command) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push((who.clone(), command));
    }

    /// What somebody had said before the day.
    pub fn note_earlier(&self, who: &PersonId, view: &RoomView) {
        let proceedings = view.proceedings.as_ref().expect("a review");
        for (indicator, round) in &proceedings.rounds {
            if let Some(score) = &round.my_score {
                let command = Command::Score {
                    indicator: indicator.clone(),
                    value: score.value,
                    on_behalf_of: None,
                };
                self.note(who, command);
            }
            if let Some(thought) = &round.my_thought {
                let command = Command::Think {
                    indicator: indicator.clone(),
                    text: thought.text.clone(),
                };
                self.note(who, command);
            }
        }
    }

    pub fn lines(&self) -> Vec<(PersonId, Command)> {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.clone()
    }

    pub fn scores(&self, about: &IndicatorId) -> BTreeMap<PersonId, Option<u8>> {
        let scores = self.lines().into_iter().filter_map(|(who, command)| {
            let Command::Score {
                indicator,
                value,
                on_behalf_of,
            } = command
            else {
                return None;
            };
            (indicator == *about).then(|| (on_behalf_of.unwrap_or(who), value))
        });
        scores.collect()
    }

    pub fn thoughts(&self) -> Vec<Thinking> {
        let mut thoughts: BTreeMap<(PersonId, IndicatorId), Thinking> = BTreeMap::new();
        for (who, command) in self.lines() {
            match command {
                Command::Think { indicator, text } => {
                    let key = (who.clone(), indicator.clone());
                    let thought = Thinking {
                        who,
                        about: indicator,
                        text,
                        is_shared: false,
                    };
                    thoughts.insert(key, thought);
                }
                Command::ShareThought {
                    indicator,
                    is_shared,
                } => {
                    let thought = thoughts.get_mut(&(who, indicator));
                    thought.expect("there was one").is_shared = is_shared;
                }
                _ => {}
            }
        }
        thoughts.into_values().collect()
    }

    /// The answers to the grade that was put on the table last.
    pub fn answers(&self, about: &IndicatorId) -> BTreeMap<PersonId, Answer> {
        let mut answers = BTreeMap::new();
        for (who, command) in self.lines() {
            match command {
                Command::AnswerGrade {
                    indicator,
                    answer: Some(answer),
                    ..
                } if indicator == *about => drop(answers.insert(who, answer)),
                Command::ProposeGrade { indicator, .. } if indicator == *about => answers.clear(),
                _ => {}
            }
        }
        answers
    }

    pub fn proposals(&self) -> BTreeMap<ProposalId, Proposing> {
        let mut proposals: BTreeMap<ProposalId, Proposing> = BTreeMap::new();
        for (who, command) in self.lines() {
            match command {
                Command::DraftProposal { id, draft } => {
                    let is_claimed = false;
                    let proposing = Proposing {
                        who,
                        draft,
                        is_claimed,
                    };
                    proposals.insert(id, proposing);
                }
                Command::ClaimProposal { id, is_claimed } => {
                    let proposal = proposals.get_mut(&id);
                    proposal.expect("there was one").is_claimed = is_claimed;
                }
                _ => {}
            }
        }
        proposals
    }

    pub fn ballots(&self) -> BTreeMap<PersonId, BTreeMap<GroupId, u8>> {
        let mut ballots: BTreeMap<PersonId, BTreeMap<GroupId, u8>> = BTreeMap::new();
        for (who, command) in self.lines() {
            if let Command::GiveDots { group, dots } = command {
                ballots.entry(who).or_default().insert(group, dots);
            }
        }
        ballots
    }

    /// How many said each of the three about the meeting.
    pub fn worth(&self) -> [u16; 3] {
        let judgements = self.lines().into_iter().filter_map(|line| match line {
            (who, Command::JudgeWorth { value }) => Some((who, value)),
            _ => None,
        });
        let by_person: BTreeMap<PersonId, u8> = judgements.collect();
        let mut n = [0; 3];
        for value in by_person.into_values() {
            n[usize::from(value) - 1] += 1;
        }
        n
    }
}
