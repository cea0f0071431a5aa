//! Where the meeting is, what comes next, and what the one big button does: read from the view, without a page.

use shared::id::{IndicatorId, PersonId, StepId};
use shared::lobby::RoomView;
use shared::proceedings::command::Command;
use shared::proceedings::state::{Agreement, Grade, Phase, Position, Step, Tool};
use shared::proceedings::steps;
use shared::proceedings::tally::suggested_dots;
use shared::proceedings::view::{ProceedingsView, RoundView};
use shared::template::{Indicator, ReviewForm};

use crate::room::loose_proposals;

/// The meeting as it stands, once the day has begun.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub room: &'a RoomView,
    pub day: &'a ProceedingsView,
    pub form: Option<&'a ReviewForm>,
    pub at: &'a Position,
    pub step: &'a Step,
}

/// What the big button does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Does {
    Reveal(IndicatorId),
    Settle {
        indicator: IndicatorId,
        grade: Grade,
        agreement: Agreement,
        remark: Option<String>,
    },
    OpenProposals,
    /// With so many dots for each.
    OpenVote(u8),
    CloseVote,
    Conclude,
    Go(Position),
    /// Nothing is left but to end the meeting.
    End,
}

/// How far the group has come with what is asked of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    pub n_done: usize,
    pub n_all: usize,
    pub missing: Vec<PersonId>,
}

impl<'a> Scene<'a> {
    /// None before the day has begun.
    pub fn of(room: &'a RoomView) -> Option<Self> {
        let day = room.proceedings.as_ref()?;
        let at = day.position.as_ref()?;
        Some(Self {
            room,
            day,
            form: room.form.as_ref(),
            at,
            step: steps::find(&day.steps, &at.step)?,
        })
    }

    pub fn indicator(self) -> Option<&'a Indicator> {
        self.form?.indicator(self.at.indicator.as_ref()?)
    }

    pub fn round(self) -> Option<&'a RoundView> {
        self.day.rounds.get(self.at.indicator.as_ref()?)
    }

    pub fn is_revealed(self, indicator: &IndicatorId) -> bool {
        let round = self.day.rounds.get(indicator);
        round.is_some_and(|round| round.reveal.is_some())
    }

    /// The indicators of a step, in order.
    pub fn indicators_of(self, step: &Step) -> Vec<&'a Indicator> {
        let faces = steps::faces(step, self.form);
        let waiting = faces.iter().filter(|face| face.phase == Phase::Waiting);
        waiting
            .filter_map(|face| self.form?.indicator(face.indicator.as_ref()?))
            .collect()
    }

    /// Which of the form's indicators this is, and of how many.
    pub fn place(self) -> Option<(usize, usize)> {
        let (form, indicator) = (self.form?, self.at.indicator.as_ref()?);
        let place = form
            .indicators
            .iter()
            .position(|one| one.id == *indicator)?;
        Some((place + 1, form.indicators.len()))
    }

    pub fn next(self) -> Option<Position> {
        steps::next(&self.day.steps, self.form, self.at)
    }

    /// The nearest place before this one that the group may go to.
    pub fn back(self) -> Option<Position> {
        let mut at = self.at.clone();
        loop {
            at = steps::previous(&self.day.steps, self.form, &at)?;
            if self.may_show(&at) {
                return Some(at);
            }
        }
    }

    /// The next indicator, or the next step, with what is left of this one left out.
    pub fn beyond(self) -> Option<Position> {
        let mut at = self.at.clone();
        loop {
            at = steps::next(&self.day.steps, self.form, &at)?;
            if at.step != self.at.step || at.indicator != self.at.indicator {
                return Some(at);
            }
        }
    }

    pub fn first_of(self, step: &StepId) -> Option<Position> {
        let step = steps::find(&self.day.steps, step)?;
        steps::faces(step, self.form).into_iter().next()
    }

    /// Scores that are not revealed are neither talked about nor graded.
    fn may_show(self, at: &Position) -> bool {
        let is_shown = at.indicator.as_ref().is_none_or(|id| self.is_revealed(id));
        is_shown || !matches!(at.phase, Phase::Talk | Phase::Grade)
    }

    /// None where nothing is asked of each.
    pub fn count(&self) -> Option<Count> {
        let scoring = &self.day.scoring;
        match (self.step.tool, self.at.phase) {
            (Tool::SilentScoring, _) | (_, Phase::Waiting) => Some(Count {
                n_done: scoring.n_done.into(),
                n_all: scoring.n_scorers.into(),
                missing: scoring.missing.clone().unwrap_or_default(),
            }),
            (_, Phase::Grade) => {
                let round = self.round()?;
                round.proposed.as_ref()?;
                let missing = round.unanswered.clone().unwrap_or_default();
                let n_all = usize::from(round.n_answerers);
                Some(Count {
                    n_done: n_all.saturating_sub(missing.len()),
                    n_all,
                    missing,
                })
            }
            (_, Phase::Vote) => {
                let vote = self.day.vote.as_ref()?;
                vote.result.is_none().then(|| Count {
                    n_done: vote.n_done.into(),
                    n_all: vote.n_voters.into(),
                    missing: vote.missing.clone().unwrap_or_default(),
                })
            }
            _ => None,
        }
    }

    /// What there is to vote on: each group, and each proposal in none.
    pub fn n_candidates(&self) -> usize {
        self.day.proposals.groups.len() + loose_proposals(self.room).len()
    }

    /// What the big button does, with so many dots chosen for a vote.
    pub fn primary(self, dots: Option<u8>) -> Does {
        let go_on = self.next().map_or(Does::End, Does::Go);
        let vote = self.day.vote.as_ref();
        let open_vote =
            || Does::OpenVote(dots.unwrap_or_else(|| suggested_dots(self.n_candidates())));
        match (self.at.phase, &self.at.indicator) {
            (Phase::Waiting, Some(id)) if !self.is_revealed(id) => Does::Reveal(id.clone()),
            (Phase::Grade, Some(id)) => self.settle(id).unwrap_or(go_on),
            (Phase::Write, _) => Does::OpenProposals,
            (Phase::Gather, _) if vote.is_none() && self.n_candidates() > 0 => match self.next() {
                Some(next) if next.phase == Phase::Vote => open_vote(),
                _ => go_on,
            },
            (Phase::Vote, _) if vote.is_none() && self.n_candidates() > 0 => open_vote(),
            (Phase::Vote, _) if vote.is_some_and(|vote| vote.result.is_none()) => Does::CloseVote,
            _ if self.step.tool == Tool::Conclusion && self.day.concluded_at.is_none() => {
                Does::Conclude
            }
            _ => go_on,
        }
    }

    /// Writing down what is on the table, as the answers say; none without anything there, or once it is written down.
    fn settle(self, indicator: &IndicatorId) -> Option<Does> {
        let round = self.round()?;
        if round.settled.is_some() {
            return None;
        }
        let grade = round.proposed.as_ref()?.grade;
        let remarks = round.remarks.iter().map(|(id, remark)| {
            let mut people = self.room.people.iter();
            let one = people.find(|one| one.person.id == *id);
            let name = one.map_or("", |one| one.person.name.as_str());
            format!("{name}: {remark}")
        });
        let remark = remarks.collect::<Vec<_>>().join("\n");
        let agreement = match grade {
            Grade::Range { .. } => Agreement::NotAgreed,
            Grade::One(_) if remark.is_empty() => Agreement::Agreed,
            Grade::One(_) => Agreement::AgreedWithRemark,
        };
        Some(Does::Settle {
            indicator: indicator.clone(),
            grade,
            agreement,
            remark: (!remark.is_empty()).then_some(remark),
        })
    }

    /// Whether the button asks once more before it does what it says.
    pub fn asks_first(self, does: &Does) -> bool {
        let is_missed = self.count().is_some_and(|count| !count.missing.is_empty());
        match does {
            Does::Reveal(_) | Does::CloseVote | Does::Settle { .. } => {
                is_missed || self.round().is_some_and(|round| round.n_not_agreed > 0)
            }
            Does::Go(_) => is_missed && self.step.tool == Tool::SilentScoring,
            // Every draft is shown to everybody, and cannot be hidden again.
            Does::OpenProposals => true,
            Does::OpenVote(_) | Does::Conclude | Does::End => false,
        }
    }
}

impl Does {
    /// None for the end, which is asked about by itself.
    pub fn command(self, from: &Position) -> Option<Command> {
        Some(match self {
            Self::Reveal(indicator) => Command::Reveal { indicator },
            Self::Settle {
                indicator,
                agreement,
                remark,
                ..
            } => Command::SettleGrade {
                indicator,
                agreement,
                remark,
            },
            Self::OpenProposals => Command::OpenProposals,
            Self::OpenVote(dots) => Command::OpenVote { dots },
            Self::CloseVote => Command::CloseVote,
            Self::Conclude => Command::Conclude { is_concluded: true },
            Self::Go(to) => Command::Move {
                from: from.clone(),
                to,
            },
            Self::End => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use shared::id::{MeetingId, ProgrammeId};
    use shared::lobby::Lobby;
    use shared::meeting::{Meeting, MeetingKind};
    use shared::proceedings::state::{ProposedGrade, Settled};
    use shared::proceedings::view::RevealView;
    use shared::programme::{LanguageForm, OrganisationForm, Programme, Retention};
    use shared::run_sheet::RunSheet;
    use shared::time::Timestamp;

    use super::*;

    const FORM: &str = include_str!("../../../../shared/templates/psv-4x4.json");
    const SHEET: &str = include_str!("../../../../shared/templates/runsheet-psv.json");

    /// A room whose day has begun, before anything has happened in it.
    fn room() -> RoomView {
        let id = MeetingId::parse("psv").unwrap();
        let mut meeting = Meeting::new(id, MeetingKind::StatusReview, date(2026, 10, 28), 3);
        meeting.form = Some(ReviewForm::from_json(FORM).unwrap());
        let (_, sheet) = RunSheet::from_template(SHEET, 3).unwrap();
        let lobby = Lobby {
            programme: programme(),
            meeting,
            people: Vec::new(),
            attendance: Vec::new(),
            knocks: Vec::new(),
            connected: std::collections::BTreeSet::new(),
            unsent: std::collections::BTreeMap::new(),
            tried: std::collections::BTreeSet::new(),
        };
        let mut room = lobby.visible_to(|_| true);
        let steps = steps::begin(&sheet);
        let position = steps::positions(&steps, room.form.as_ref())
            .into_iter()
            .next();
        room.proceedings = Some(ProceedingsView {
            steps,
            position,
            ..ProceedingsView::default()
        });
        room
    }

    fn programme() -> Programme {
        Programme {
            id: ProgrammeId::parse("fjordvik").unwrap(),
            name: "Fjordvik".into(),
            municipality: "Fjordvik".into(),
            county_authority: String::new(),
            organisation_form: OrganisationForm::ProjectBoard,
            language_form: LanguageForm::Nb,
            first_year: 2024,
            n_years: 6,
            current_year: 3,
            calendar_year: 2026,
            vision: String::new(),
            summary: String::new(),
            retention: Retention::default(),
        }
    }

    fn day(room: &mut RoomView) -> &mut ProceedingsView {
        room.proceedings.as_mut().unwrap()
    }

    /// Puts the group at the first place of a step that has this phase.
    fn go(room: &mut RoomView, step: &str, phase: Phase) {
        let form = room.form.clone();
        let day = day(room);
        let mut all = steps::positions(&day.steps, form.as_ref()).into_iter();
        day.position = all.find(|at| at.step.as_str() == step && at.phase == phase);
        assert!(day.position.is_some(), "{step} has {phase:?}");
    }

    fn primary(room: &RoomView) -> Does {
        Scene::of(room).unwrap().primary(None)
    }

    fn reveal(room: &mut RoomView) -> IndicatorId {
        let id = day(room).position.clone().unwrap().indicator.unwrap();
        let round = day(room).rounds.entry(id.clone()).or_default();
        round.reveal = Some(RevealView {
            starts_at: Timestamp(0),
            tally: shared::proceedings::tally::Tally::default(),
            observers: None,
        });
        id
    }

    #[test]
    fn the_big_button_follows_an_indicator_from_blind_to_settled() {
        let mut room = room();
        go(&mut room, "del-a", Phase::Waiting);
        let id = day(&mut room).position.clone().unwrap().indicator.unwrap();
        assert_eq!(primary(&room), Does::Reveal(id.clone()));
        reveal(&mut room);
        go(&mut room, "del-a", Phase::Talk);
        assert!(matches!(primary(&room), Does::Go(to) if to.phase == Phase::Grade));
        go(&mut room, "del-a", Phase::Grade);
        let is_next = |does| {
            matches!(
                does,
                Does::Go(Position {
                    phase: Phase::Waiting,
                    ..
                })
            )
        };
        assert!(is_next(primary(&room)), "nothing is on the table");
        let round = day(&mut room).rounds.get_mut(&id).unwrap();
        round.proposed = Some(ProposedGrade {
            grade: Grade::One(4),
            by: PersonId::parse("guide").unwrap(),
        });
        let settles = primary(&room);
        assert!(matches!(
            &settles,
            Does::Settle {
                agreement: Agreement::Agreed,
                remark: None,
                ..
            }
        ));
        let round = day(&mut room).rounds.get_mut(&id).unwrap();
        round.settled = Some(Settled {
            grade: Grade::One(4),
            agreement: Agreement::Agreed,
            remark: None,
            at: Timestamp(0),
        });
        assert!(is_next(primary(&room)));
    }

    #[test]
    fn a_range_is_written_down_as_no_agreement_and_remarks_go_along() {
        let mut room = room();
        go(&mut room, "del-a", Phase::Grade);
        let id = reveal(&mut room);
        let by = PersonId::parse("guide").unwrap();
        let round = day(&mut room).rounds.get_mut(&id).unwrap();
        round.remarks.insert(by.clone(), "til våren".into());
        for (grade, expected) in [
            (Grade::One(3), Agreement::AgreedWithRemark),
            (
                Grade::Range {
                    lowest: 2,
                    highest: 4,
                },
                Agreement::NotAgreed,
            ),
        ] {
            let round = day(&mut room).rounds.get_mut(&id).unwrap();
            round.proposed = Some(ProposedGrade {
                grade,
                by: by.clone(),
            });
            match primary(&room) {
                Does::Settle {
                    agreement,
                    remark: Some(remark),
                    ..
                } => {
                    assert_eq!(agreement, expected);
                    assert!(remark.ends_with("til våren"));
                }
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn what_is_not_revealed_is_not_gone_back_into() {
        let mut room = room();
        go(&mut room, "del-a", Phase::Waiting);
        let form = room.form.clone();
        let steps = day(&mut room).steps.clone();
        let first = day(&mut room).position.clone().unwrap();
        let beyond = Scene::of(&room).unwrap().beyond().unwrap();
        assert_eq!(beyond.phase, Phase::Waiting);
        assert_ne!(beyond.indicator, first.indicator);
        day(&mut room).position = Some(beyond);
        assert_eq!(
            Scene::of(&room).unwrap().back(),
            Some(first),
            "past its talk and grade"
        );
        let last = steps::positions(&steps, form.as_ref()).pop();
        day(&mut room).position = last;
        assert_eq!(Scene::of(&room).unwrap().beyond(), None);
        assert_eq!(primary(&room), Does::Conclude);
        day(&mut room).concluded_at = Some(Timestamp(1));
        assert_eq!(primary(&room), Does::End);
    }

    #[test]
    fn whoever_is_missing_is_asked_about_once_and_so_is_what_has_no_way_back() {
        let mut room = room();
        go(&mut room, "del-a", Phase::Waiting);
        let does = primary(&room);
        assert!(!Scene::of(&room).unwrap().asks_first(&does));
        let scoring = &mut day(&mut room).scoring;
        scoring.missing = Some(vec![PersonId::parse("mona").unwrap()]);
        (scoring.n_done, scoring.n_scorers) = (11, 12);
        let scene = Scene::of(&room).unwrap();
        assert!(scene.asks_first(&does));
        assert_eq!(
            scene.count().map(|count| (count.n_done, count.n_all)),
            Some((11, 12))
        );
        go(&mut room, "velkommen", Phase::Whole);
        let does = primary(&room);
        assert!(
            !Scene::of(&room).unwrap().asks_first(&does),
            "nothing is asked of anybody here"
        );
        assert!(
            Scene::of(&room).unwrap().asks_first(&Does::OpenProposals),
            "there is no way back"
        );
    }
}
