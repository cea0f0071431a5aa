//! What a fact does to the formal part. Never fails.

mod item;

use super::fact::Fact;
use super::state::{
    Approval, Case, Cast, Closing, Correction, Formal, FrozenMinutes, Item, MinutesStep, Motion,
    Question, Resolution, Roll, Sitting, Vote,
};
use crate::id::{ItemId, NoteId, PersonId};
use crate::time::Timestamp;

impl Formal {
    pub fn apply(&mut self, at: Timestamp, by: &PersonId, fact: Fact) {
        match fact {
            Fact::ItemAdded {
                item,
                draft,
                before,
            } => self.place(Item::new(item, draft), before.as_ref()),
            Fact::ItemChanged { item, draft } => self.change(&item, |item| item.draft = draft),
            Fact::ItemMoved { item, before } => {
                let place = self.agenda.iter().position(|one| one.id == item);
                if let Some(place) = place {
                    let item = self.agenda.remove(place);
                    self.place(item, before.as_ref());
                }
            }
            Fact::ItemRemoved { item } => self.agenda.retain(|one| one.id != item),
            Fact::ProvisionsSet { provisions } => self.provisions = Some(provisions),
            Fact::Begun { chair, form, rules } => {
                self.sitting = Some(Sitting {
                    began_at: at,
                    ended_at: None,
                    opened_by: chair.clone(),
                    chair,
                    form,
                    rules,
                    seen: Roll::default(),
                });
            }
            Fact::RollCalled { roll } => self.sit(|sitting| sitting.seen.add(roll)),
            Fact::HandedOver { chair } => {
                if let Some(item) = self.agenda.iter_mut().find(|item| item.is_open()) {
                    item.led_by = Some(chair.clone());
                }
                self.sit(|sitting| sitting.chair = chair);
            }
            Fact::Ended => self.sit(|sitting| sitting.ended_at = Some(at)),
            Fact::Resumed => self.sit(|sitting| sitting.ended_at = None),
            Fact::SignersElected { people, item } => {
                self.signers = people;
                self.signers_elected_in = item;
            }
            fact => self.apply_to_item(at, by, fact),
        }
    }

    fn apply_to_item(&mut self, at: Timestamp, by: &PersonId, fact: Fact) {
        match fact {
            Fact::ItemOpened { item } => {
                let chair = self.sitting.as_ref().map(|sitting| sitting.chair.clone());
                self.change(&item, |item| {
                    item.opened_at.get_or_insert(at);
                    item.led_by = chair;
                });
            }
            Fact::ItemFinished { item } => {
                self.change(&item, |item| item.finished_at = Some(at));
            }
            Fact::ItemReopened { item } => self.change(&item, |item| item.finished_at = None),
            Fact::Remarked { item, text } => self.change(&item, |item| item.remarks = text),
            Fact::ClosingProposed {
                item,
                legal_basis,
                part,
                is_confidential,
                stay,
            } => self.change(&item, |item| {
                item.closing = Some(Closing {
                    legal_basis,
                    part,
                    is_confidential,
                    stay,
                    outcome: None,
                    closed_at: None,
                });
            }),
            Fact::ClosingWithdrawn { item } => self.change(&item, |item| {
                item.closing = None;
                item.drop_vote_on(&Question::Closing);
            }),
            Fact::MotionPut {
                item,
                motion,
                kind,
                text,
                by,
            } => self.change(&item, |item| {
                item.motions.push(Motion {
                    id: motion,
                    by,
                    kind,
                    text,
                    is_withdrawn: false,
                    is_taken_in: false,
                    outcome: None,
                });
            }),
            Fact::MotionWithdrawn {
                item,
                motion,
                is_withdrawn,
            } => {
                self.change_motion(&item, &motion, |motion| motion.is_withdrawn = is_withdrawn);
                self.change(&item, |item| {
                    item.drop_vote_on(&Question::Motion { motion });
                });
            }
            Fact::TakenIn {
                item,
                motion,
                is_in,
            } => self.change_motion(&item, &motion, |motion| motion.is_taken_in = is_in),
            fact => self.apply_to_case(at, by, fact),
        }
    }

    fn apply_to_case(&mut self, at: Timestamp, by: &PersonId, fact: Fact) {
        match fact {
            Fact::ImpartialityRaised {
                item,
                case,
                person,
                raised_by,
                ground,
                legal_basis,
            } => self.change(&item, |item| {
                item.cases.push(Case {
                    id: case,
                    person,
                    raised_by,
                    ground,
                    legal_basis,
                    outcome: None,
                    left_at: None,
                    returned_at: None,
                    deputy: None,
                    note: String::new(),
                });
            }),
            Fact::CaseWithdrawn { item, case } => self.change(&item, |item| {
                item.empty_seat(&case);
                item.cases.retain(|one| one.id != case);
                item.drop_vote_on(&Question::Impartiality { case });
            }),
            Fact::SteppedOut { item, case } => self.change_seat(&item, &case, |case| {
                case.left_at.get_or_insert(at);
                case.returned_at = None;
            }),
            Fact::SteppedBack { item, case } => {
                self.change_seat(&item, &case, |case| case.returned_at = Some(at));
            }
            Fact::DeputySeated { item, case, deputy } => {
                self.change_seat(&item, &case, |case| case.deputy = deputy);
            }
            Fact::CaseNoted { item, case, text } => {
                self.change_case(&item, &case, |case| case.note = text);
            }
            fact => self.apply_to_vote(at, by, fact),
        }
    }

    fn apply_to_vote(&mut self, at: Timestamp, by: &PersonId, fact: Fact) {
        match fact {
            Fact::VoteOpened { item, question } => self.change(&item, |item| {
                item.vote = Some(Vote {
                    question,
                    cast: [].into(),
                });
            }),
            Fact::VoteCancelled { item } => self.change(&item, |item| item.vote = None),
            Fact::Voted {
                item,
                person,
                is_for,
            } => {
                let written_by = (person != *by).then(|| by.clone());
                self.change(&item, |item| {
                    if let Some(vote) = &mut item.vote {
                        vote.cast.insert(person, Cast { is_for, written_by });
                    }
                });
            }
            Fact::VoteClosed {
                item,
                question,
                outcome,
            } => self.change(&item, |item| item.counted(at, &question, outcome)),
            Fact::Resolved {
                item,
                text,
                outcome,
            } => self.change(&item, |item| {
                item.vote = None;
                item.resolution = Some(Resolution { text, at, outcome });
            }),
            Fact::Unresolved { item } => self.change(&item, Item::unresolve),
            fact => self.apply_to_minutes(at, by, fact),
        }
    }

    fn apply_to_minutes(&mut self, at: Timestamp, by: &PersonId, fact: Fact) {
        match fact {
            Fact::Corrected {
                id,
                item,
                spot,
                before,
                after,
            } => {
                let text = after.clone();
                self.change(&item, |item| item.correct(spot, text));
                // What was approved was another text.
                for approval in self.minutes.approvers.values_mut() {
                    approval.approved_at = None;
                }
                let by = by.clone();
                self.minutes.corrections.push(Correction {
                    id,
                    item,
                    spot,
                    before,
                    after,
                    by,
                    at,
                });
            }
            Fact::MinutesSent { due, approvers } => {
                let approvers = approvers.into_iter();
                self.minutes.step = MinutesStep::InReview;
                self.minutes.sent_at = Some(at);
                self.minutes.due = due;
                self.minutes.approvers = approvers
                    .map(|person| (person, Approval::default()))
                    .collect();
            }
            Fact::MinutesWithdrawn => {
                self.minutes.step = MinutesStep::Draft;
                self.minutes.sent_at = None;
                self.minutes.approvers.clear();
            }
            Fact::MinutesApproved => self.answer(
                by,
                Approval {
                    approved_at: Some(at),
                    wants: None,
                },
            ),
            Fact::CorrectionWanted { text } => self.answer(
                by,
                Approval {
                    approved_at: None,
                    wants: Some(text),
                },
            ),
            Fact::MinutesFrozen {
                hash,
                public_hash,
                content,
            } => {
                self.minutes.step = MinutesStep::Approved;
                self.minutes.frozen = Some(FrozenMinutes {
                    at,
                    hash,
                    public_hash,
                    content,
                });
            }
            // The rest is carried out above.
            _ => {}
        }
    }

    fn answer(&mut self, by: &PersonId, approval: Approval) {
        if let Some(known) = self.minutes.approvers.get_mut(by) {
            *known = approval;
        }
    }

    fn place(&mut self, item: Item, before: Option<&ItemId>) {
        let place = before.and_then(|before| self.agenda.iter().position(|one| one.id == *before));
        self.agenda.insert(place.unwrap_or(self.agenda.len()), item);
    }

    fn sit(&mut self, change: impl FnOnce(&mut Sitting)) {
        if let Some(sitting) = &mut self.sitting {
            change(sitting);
        }
    }

    fn change(&mut self, id: &ItemId, change: impl FnOnce(&mut Item)) {
        if let Some(item) = self.agenda.iter_mut().find(|item| item.id == *id) {
            change(item);
        }
    }

    fn change_case(&mut self, item: &ItemId, id: &NoteId, change: impl FnOnce(&mut Case)) {
        self.change(item, |item| {
            if let Some(case) = item.cases.iter_mut().find(|case| case.id == *id) {
                change(case);
            }
        });
    }

    fn change_seat(&mut self, item: &ItemId, id: &NoteId, change: impl FnOnce(&mut Case)) {
        self.change(item, |item| item.empty_seat(id));
        self.change_case(item, id, change);
    }

    fn change_motion(&mut self, item: &ItemId, id: &NoteId, change: impl FnOnce(&mut Motion)) {
        self.change(item, |item| {
            if let Some(motion) = item.motions.iter_mut().find(|motion| motion.id == *id) {
                change(motion);
            }
        });
    }
}
