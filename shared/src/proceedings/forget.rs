//! What each person answered has served its purpose when the report is final, and is forgotten after a while (domain 10.7).
//! What the group ended with stays: tallies, grades, remarks that were written down, shared proposals, the report.

use super::state::Proceedings;
use crate::programme::Retention;
use crate::time::{DAY_MS, Timestamp};

impl Proceedings {
    /// When what each person answered is to be forgotten; none as long as the report is not final.
    pub fn forget_at(&self, retention: &Retention) -> Option<Timestamp> {
        let frozen = self.report.frozen.as_ref()?;
        Some(frozen.at.plus_ms(i64::from(retention.scores) * DAY_MS))
    }

    /// Whether there is anything left to forget.
    pub fn has_individuals(&self) -> bool {
        let mut forgotten = self.clone();
        forgotten.forget_individuals();
        forgotten != *self
    }

    /// Takes away scores, thoughts, answers about grades, ballots, what each found the meeting worth, private notes and
    /// drafts that were never shared. Doing it again changes nothing.
    pub fn forget_individuals(&mut self) {
        for round in self.rounds.values_mut() {
            round.scores.clear();
            round.counted.clear();
            round.changed.clear();
            round.thoughts.clear();
            round.answers.clear();
        }
        self.done_scoring.clear();
        if let Some(vote) = &mut self.vote {
            vote.ballots.clear();
            vote.counted.clear();
            vote.changed.clear();
            vote.done.clear();
        }
        self.proposals.retain(|_, proposal| proposal.is_shared);
        self.worth.clear();
        self.hands.clear();
        self.step_notes.clear();
        self.seminar.forget_hidden();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::id::{GroupId, IndicatorId, PersonId, ProposalId, StepId};
    use crate::proceedings::state::{
        Agreement, Answer, Frozen, Grade, ProposalDraft, ProposalState, Reveal, Round, Score,
        Settled, Thought, Vote, VoteResult,
    };
    use crate::proceedings::tally::Tally;

    fn kari() -> PersonId {
        PersonId::parse("kari").unwrap()
    }

    fn whole_meeting() -> Proceedings {
        let group = GroupId::parse("g").unwrap();
        let score = Score {
            value: Some(4),
            typed_by: None,
        };
        let thought = Thought {
            text: "tanke".to_owned(),
            is_shared: true,
        };
        let round = Round {
            scores: [(kari(), score)].into(),
            counted: [(kari(), false)].into(),
            shown: None,
            changed: [kari()].into(),
            thoughts: [(kari(), thought)].into(),
            reveal: Some(Reveal {
                starts_at: Timestamp(1),
                tally: Tally::of(&[1, 2, 3, 4, 5], [Some(4)], 0),
                observers: None,
            }),
            proposed: None,
            answers: [(kari(), Answer::NotAgreed)].into(),
            settled: Some(Settled {
                grade: Grade::One(4),
                agreement: Agreement::Agreed,
                remark: None,
                remarks: BTreeMap::new(),
                at: Timestamp(2),
            }),
        };
        let proposal = |is_shared| ProposalState {
            author: kari(),
            draft: ProposalDraft::default(),
            is_shared,
            is_claimed: false,
            by_observer: false,
            at: Timestamp(3),
        };
        Proceedings {
            rounds: [(IndicatorId::parse("styre").unwrap(), round)].into(),
            done_scoring: [kari()].into(),
            hands: vec![kari()],
            step_notes: [(
                StepId::parse("steg").unwrap(),
                BTreeMap::from([(kari(), "notat".to_owned())]),
            )]
            .into(),
            proposals: [("delt", true), ("kladd", false)]
                .map(|(id, is_shared)| (ProposalId::parse(id).unwrap(), proposal(is_shared)))
                .into(),
            vote: Some(Vote {
                dots: 3,
                max_per_candidate: 2,
                ballots: [(kari(), BTreeMap::from([(group.clone(), 2)]))].into(),
                done: BTreeSet::from([kari()]),
                counted: [(kari(), false)].into(),
                shown: None,
                changed: [kari()].into(),
                result: Some(VoteResult {
                    totals: [(group, 2)].into(),
                    ..VoteResult::default()
                }),
            }),
            worth: [(kari(), 3)].into(),
            ..Proceedings::default()
        }
    }

    #[test]
    fn what_each_answered_goes_and_what_the_group_said_stays() {
        let before = whole_meeting();
        let mut after = before.clone();
        assert!(after.has_individuals());
        after.forget_individuals();
        assert!(!after.has_individuals(), "once is enough");
        let written = serde_json::to_string(&after).unwrap();
        for word in ["tanke", "notat", "kladd", "not-agreed"] {
            assert!(!written.contains(word), "{word}: {written}");
        }
        let author_of_what_is_shared = 1;
        assert_eq!(written.matches("kari").count(), author_of_what_is_shared);
        let (old, new) = (before.rounds.values(), after.rounds.values());
        for (old, new) in old.zip(new) {
            assert_eq!((&old.reveal, &old.settled), (&new.reveal, &new.settled));
        }
        let result = |proceedings: &Proceedings| proceedings.vote.clone().unwrap().result;
        assert_eq!(result(&before), result(&after));
        assert_eq!(after.proposals.len(), 1);
    }

    #[test]
    fn it_is_due_when_the_report_has_been_final_for_long_enough() {
        let mut meeting = whole_meeting();
        let retention = Retention {
            scores: 30,
            ..Retention::default()
        };
        assert_eq!(meeting.forget_at(&retention), None, "not final");
        meeting.report.frozen = Some(Frozen {
            at: Timestamp(1_000),
            hash: String::new(),
            content: String::new(),
        });
        assert_eq!(
            meeting.forget_at(&retention),
            Some(Timestamp(1_000 + 30 * DAY_MS))
        );
    }
}
