//! Where the meeting is, what comes next, and what the one big button does: read from the view, without a page.

use shared::id::{IndicatorId, PersonId, StepId};
use shared::lobby::RoomView;
use shared::meeting::MeetingKind;
use shared::proceedings::command::Command;
use shared::proceedings::seminar::Ask;
use shared::proceedings::seminar::state::Candidate;
use shared::proceedings::state::{Grade, Phase, Position, Step, Tool};
use shared::proceedings::steps;
use shared::proceedings::tally::suggested_dots;
use shared::proceedings::view::{ProceedingsView, RoundView};
use shared::template::{Indicator, ReviewForm};
use shared::view::PlanGlimpse;

use super::seminar;
use crate::pages::seminar::groups::workers;
use crate::room::loose_proposals;
use crate::words::Words;

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
    },
    OpenProposals,
    /// The notes of the SWOT board.
    OpenNotes,
    /// So many groups of people.
    MakeGroups(usize),
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

    pub fn is_seminar(&self) -> bool {
        self.room.meeting.kind == MeetingKind::BoardSeminar
    }

    /// The measures of the plan that a seminar gives dots to.
    pub fn measures(&self) -> Vec<Candidate> {
        let ground = self.room.groundwork.as_ref();
        let plan = ground.and_then(|ground| ground.action_plan.as_ref());
        plan.map_or_else(Vec::new, PlanGlimpse::candidates)
    }

    /// What there is to vote on: each group, and each proposal in none; in a seminar each measure.
    pub fn n_candidates(&self) -> usize {
        if self.is_seminar() {
            return self.measures().len();
        }
        self.day.proposals.groups.len() + loose_proposals(self.room).len()
    }

    /// What the big button does, with so many dots chosen for a vote and so many groups of people.
    pub fn primary(self, dots: Option<u8>, n_groups: Option<usize>) -> Does {
        let go_on = self.next().map_or(Does::End, Does::Go);
        let vote = self.day.vote.as_ref();
        let open_vote =
            || Does::OpenVote(dots.unwrap_or_else(|| suggested_dots(self.n_candidates())));
        match (self.at.phase, &self.at.indicator) {
            (Phase::Waiting, Some(id)) if !self.is_revealed(id) => Does::Reveal(id.clone()),
            (Phase::Grade, Some(id)) => self.settle(id).unwrap_or(go_on),
            (Phase::Write, _) if self.step.tool == Tool::SwotBoard => Does::OpenNotes,
            (Phase::Write, _) => Does::OpenProposals,
            _ if self.needs_groups() => Does::MakeGroups(seminar::n_groups(self, n_groups)),
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

    /// Whether people are to work in groups here, and are in none.
    fn needs_groups(self) -> bool {
        matches!(self.step.tool, Tool::GoalTable | Tool::PlanEdit)
            && self.day.seminar.work_groups.is_empty()
            && workers(self.room).len() > 1
    }

    /// Writing down what is on the table, as the answers say; none without anything there, or once it is written down.
    fn settle(self, indicator: &IndicatorId) -> Option<Does> {
        let round = self.round()?;
        if round.settled.is_some() {
            return None;
        }
        let grade = round.proposed.as_ref()?.grade;
        Some(Does::Settle {
            indicator: indicator.clone(),
            grade,
        })
    }

    /// Whether the button asks once more before it does what it says.
    pub fn asks_first(self, does: &Does) -> bool {
        let is_missed = self.count().is_some_and(|count| !count.missing.is_empty());
        match does {
            Does::Reveal(_) | Does::CloseVote | Does::Settle { .. } => is_missed,
            Does::Go(to) => {
                let shares = to.phase == Phase::Gather && self.hides_something(to);
                shares || is_missed && self.step.tool == Tool::SilentScoring
            }
            // Every draft is shown to everybody, and cannot be hidden again.
            Does::OpenProposals | Does::OpenNotes => true,
            Does::MakeGroups(_) | Does::OpenVote(_) | Does::Conclude | Does::End => false,
        }
    }
}

impl Scene<'_> {
    /// Whether going there shows everybody what is still hidden.
    fn hides_something(&self, to: &Position) -> bool {
        let step = steps::find(&self.day.steps, &to.step);
        match step.map(|step| step.tool) {
            Some(Tool::SwotBoard) => !self.day.seminar.swot.is_open,
            _ => !self.day.proposals.is_open,
        }
    }
}

impl Does {
    /// None for the end, which is asked about by itself.
    pub fn command(self, words: Words, scene: Scene<'_>) -> Option<Command> {
        let from = scene.at;
        Some(match self {
            Self::Reveal(indicator) => Command::Reveal { indicator },
            Self::Settle { indicator, grade } => Command::SettleGrade { indicator, grade },
            Self::OpenProposals => Command::OpenProposals,
            Self::OpenNotes => Command::Seminar {
                ask: Ask::OpenNotes,
            },
            Self::MakeGroups(n) => Command::Seminar {
                ask: Ask::SetWorkGroups {
                    groups: seminar::groups(words, scene, n),
                },
            },
            Self::OpenVote(dots) if scene.is_seminar() => Command::Seminar {
                ask: Ask::OpenVote {
                    dots,
                    measures: scene.measures(),
                },
            },
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
mod tests;
