//! Made-up participants: what somebody willing would do next, from nothing but what they see. A rehearsal lets birds do it
//! on the server; the whole-day test lets them do it over real sockets.
//!
//! Pure: the same bird in the same place does the same thing, so asking again changes nothing.

use crate::id::{GroupId, IndicatorId, MeetingId, PersonId, ProposalId};
use crate::lobby::{Attendance, Lobby, RoomView};
use crate::meeting::{Meeting, MeetingState, Participant};
use crate::proceedings::command::Command;
use crate::proceedings::state::{Answer, AppliesTo, Phase, ProposalDraft, ReportState, Tool};
use crate::proceedings::steps;
use crate::proceedings::view::{ProceedingsView, VoteView};
use crate::programme::Person;
use crate::rights::{Act, Role};
use crate::time::Timestamp;

/// Who comes to a rehearsal. Their names are birds', so that nobody takes them for people.
const BIRDS: [(&str, &str, Role); 12] = [
    ("aerfugl", "Ærfugl", Role::Chair),
    ("tjeld", "Tjeld", Role::ViceChair),
    ("lunde", "Lunde", Role::BoardMember),
    ("havoern", "Havørn", Role::BoardMember),
    ("fjellrype", "Fjellrype", Role::BoardMember),
    ("spove", "Spove", Role::BoardMember),
    ("skarv", "Skarv", Role::BoardMember),
    ("terne", "Terne", Role::BoardMember),
    ("lomvi", "Lomvi", Role::BoardMember),
    ("alke", "Alke", Role::BoardMember),
    ("staer", "Stær", Role::BoardMember),
    ("gjoek", "Gjøk", Role::ProgrammeManager),
];

/// What birds propose; enough to have something alike to gather.
const IDEAS: [&str; 12] = [
    "Færre og større tiltak",
    "Gå fra tjue tiltak til ti",
    "Kortere sakspapirer, sendt en uke før",
    "Fast punkt om resultater i hvert styremøte",
    "Besøk bedriftene hver vår",
    "Bedriftsbesøk før hver søknadsrunde",
    "Byggeklare tomter ved kaia",
    "Avklar arealet ved kaia før sommeren",
    "Boliger for dem som vil flytte hit",
    "Læreplasser i alle bedrifter som får støtte",
    "Ta med ungdomsrådet to ganger i året",
    "Bestem hvem som tar over når programmet er slutt",
];

/// What birds think of an indicator.
const THOUGHTS: [&str; 3] = [
    "Vi er bedre enn i fjor, men det synes ikke utenfor rommet.",
    "Kunne sakene komme en uke før?",
    "Hvem eier dette når programmet er slutt?",
];

/// The birds, as people of one meeting.
pub fn birds() -> Vec<Person> {
    let person = |(id, name, role): &(&str, &str, Role)| Person {
        id: PersonId::parse(&format!("fugl-{id}")).expect("letters and a dash"),
        name: (*name).to_owned(),
        role: *role,
        title: None,
        represents: None,
    };
    BIRDS.iter().map(person).collect()
}

/// A rehearsal of a meeting: the same form and run sheet, already running, with birds on the list.
pub fn of(
    meeting: &Meeting,
    id: MeetingId,
    code: String,
    facilitator: &PersonId,
    now: Timestamp,
) -> Meeting {
    Meeting {
        id,
        code: Some(code),
        state: MeetingState::Running,
        state_since: Some(now),
        participants: participants(facilitator),
        rehearsal_of: Some(meeting.id.clone()),
        results: Vec::new(),
        version: 0,
        ..meeting.clone()
    }
}

/// The list of a rehearsal: whoever rehearses, and the birds.
pub fn participants(facilitator: &PersonId) -> Vec<Participant> {
    let birds = birds().into_iter();
    let birds = birds.map(|bird| Participant::coming(bird.id));
    // Whoever sets a meeting up may rehearse it, also without leading the meeting itself.
    let own = Participant {
        may_lead: true,
        ..Participant::coming(facilitator.clone())
    };
    std::iter::once(own).chain(birds).collect()
}

/// The lobby of a rehearsal: of the programme's people only those on its list, and the birds, who are all here.
pub fn with_birds(mut lobby: Lobby) -> Lobby {
    let meeting = &lobby.meeting;
    lobby
        .people
        .retain(|person| meeting.participant(&person.id).is_some());
    let arrived_at = lobby.attendance.first().map(|first| first.arrived_at);
    let here = birds().into_iter().map(|bird| Attendance {
        person: bird.id,
        arrived_at: arrived_at.unwrap_or_default(),
        left_at: None,
    });
    lobby.attendance.extend(here);
    lobby.people.extend(birds());
    lobby
}

/// How far apart the birds answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mood {
    #[default]
    Alike,
    /// A few far from the others, worth a talk.
    Spread,
}

/// What somebody would do next here; nothing when there is nothing left to do.
pub fn next(view: &RoomView, who: &PersonId, mood: Mood) -> Option<Command> {
    let proceedings = view.proceedings.as_ref()?;
    let bird = Bird {
        view,
        proceedings,
        who,
        mood,
    };
    bird.reads()
        .or_else(|| bird.scores())
        .or_else(|| bird.is_at_the_table())
}

struct Bird<'a> {
    view: &'a RoomView,
    proceedings: &'a ProceedingsView,
    who: &'a PersonId,
    mood: Mood,
}

impl Bird<'_> {
    fn may(&self, act: Act) -> bool {
        self.view.may.contains(&act)
    }

    /// A number of this bird's own for a thing.
    fn die(&self, about: &str, n_sides: u64) -> u64 {
        let bytes = self.who.as_str().bytes().chain([b'/']).chain(about.bytes());
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        let mixed = (hash ^ (hash >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 33) % n_sides
    }

    fn reads(&self) -> Option<Command> {
        let fact_sheet = &self.proceedings.fact_sheet;
        let is_new = fact_sheet.shared_at.is_some() && !fact_sheet.i_have_read;
        if is_new && self.may(Act::ReadMaterial) {
            return Some(Command::MarkFactSheetRead);
        }
        let report = &self.proceedings.report;
        let reading = report.readers.get(self.who)?;
        let is_unread = report.state == ReportState::InReview && reading.read_at.is_none();
        is_unread.then_some(Command::ConfirmRead { is_read: true })
    }

    fn scores(&self) -> Option<Command> {
        let scoring = &self.proceedings.scoring;
        if !(scoring.is_open && self.may(Act::Score)) || self.proceedings.concluded_at.is_some() {
            return None;
        }
        let form = self.view.form.as_ref()?;
        let unscored = form.indicators.iter().find(|indicator| {
            let round = self.proceedings.rounds.get(&indicator.id);
            round.is_none_or(|round| round.my_score.is_none() && round.reveal.is_none())
        });
        if let Some(indicator) = unscored {
            return Some(Command::Score {
                value: self.value(&indicator.id),
                indicator: indicator.id.clone(),
                on_behalf_of: None,
            });
        }
        let is_needed = !scoring.i_am_done;
        is_needed.then_some(Command::FinishScoring { is_done: true })
    }

    /// Around the middle of the scale; now and then "vet ikke".
    fn value(&self, indicator: &IndicatorId) -> Option<u8> {
        let values: Vec<u8> = self.view.meeting.scale.clone();
        let last = values.len().checked_sub(1)?;
        let about = indicator.as_str();
        if self.die(about, 12) == 0 {
            return None;
        }
        let is_far = self.mood == Mood::Spread && self.die(about, 4) == 1;
        let place = if is_far {
            0
        } else {
            let middle = last * 5 / 8;
            let step = usize::try_from(self.die(about, 2)).unwrap_or(0);
            (middle + step).min(last)
        };
        Some(values[place])
    }

    fn is_at_the_table(&self) -> Option<Command> {
        let at = self.proceedings.position.as_ref()?;
        let tool = steps::find(&self.proceedings.steps, &at.step).map(|step| step.tool);
        match (at.phase, at.indicator.as_ref(), tool) {
            (Phase::Waiting, Some(indicator), _) => self.thinks(indicator),
            (Phase::Talk, Some(indicator), _) => self.talks(indicator),
            (Phase::Grade, Some(indicator), _) => self.answers(indicator),
            (Phase::Write, _, _) => self.writes(),
            (Phase::Vote, _, _) => self.votes(self.proceedings.vote.as_ref()?),
            (_, _, Some(Tool::Conclusion)) => self.judges(),
            _ => None,
        }
    }

    fn thinks(&self, indicator: &IndicatorId) -> Option<Command> {
        let round = self.proceedings.rounds.get(indicator)?;
        let has_one = self.die(indicator.as_str(), 3) == 0;
        let is_new = has_one && round.my_thought.is_none() && self.may(Act::ReadMaterial);
        let which = usize::try_from(self.die(indicator.as_str(), 5)).unwrap_or(0);
        is_new.then(|| Command::Think {
            indicator: indicator.clone(),
            text: THOUGHTS[which % THOUGHTS.len()].to_owned(),
        })
    }

    /// Shares a thought, and asks to speak about it.
    fn talks(&self, indicator: &IndicatorId) -> Option<Command> {
        let round = self.proceedings.rounds.get(indicator)?;
        let thought = round.my_thought.as_ref()?;
        let shares = self.die(indicator.as_str(), 2) == 0;
        if shares && !thought.is_shared {
            return Some(Command::ShareThought {
                indicator: indicator.clone(),
                is_shared: true,
            });
        }
        let asks = !shares && !self.proceedings.my_hand;
        asks.then_some(Command::RaiseHand)
    }

    fn answers(&self, indicator: &IndicatorId) -> Option<Command> {
        let round = self.proceedings.rounds.get(indicator)?;
        let grade = round.proposed.as_ref()?.grade;
        let is_asked = round.settled.is_none() && round.my_answer.is_none();
        if !is_asked || !self.may(Act::AgreeOnGrade) {
            return None;
        }
        let answer = match self.die(indicator.as_str(), 11) {
            0 => Answer::NotAgreed,
            1 => Answer::AgreedWithRemark {
                remark: "Gjerne med et ord om bygdene.".to_owned(),
            },
            _ => Answer::Agreed,
        };
        Some(Command::AnswerGrade {
            indicator: indicator.clone(),
            grade,
            answer: Some(answer),
        })
    }

    /// Two proposals each.
    fn writes(&self) -> Option<Command> {
        let proposals = &self.proceedings.proposals;
        let n_mine =
            proposals.my_drafts.len() + proposals.shared.iter().filter(|one| one.is_mine).count();
        if n_mine >= 2 || !self.may(Act::WriteAssessment) {
            return None;
        }
        let idea = usize::try_from(self.die("idea", 12)).unwrap_or(0) + n_mine * 5;
        let applies_to = [AppliesTo::ActionPlan, AppliesTo::BoardWork][n_mine % 2];
        let id = ProposalId::parse(&format!("{}-{n_mine}", self.who)).ok()?;
        Some(Command::DraftProposal {
            id,
            draft: ProposalDraft {
                title: IDEAS[idea % IDEAS.len()].to_owned(),
                applies_to,
                ..ProposalDraft::default()
            },
        })
    }

    /// Spends every dot, the first candidates in one's own order first.
    fn votes(&self, vote: &VoteView) -> Option<Command> {
        let may = self.may(Act::GiveDots) || vote.is_advice && self.may(Act::WriteAssessment);
        if !may || vote.result.is_some() {
            return None;
        }
        let spent: u8 = vote.my_ballot.values().sum();
        let left = vote.dots.saturating_sub(spent);
        let is_free = |id: &&GroupId| !vote.my_ballot.contains_key(id);
        match vote.candidates.iter().find(is_free) {
            Some(group) if left > 0 => Some(Command::GiveDots {
                group: group.clone(),
                dots: left
                    .min(1 + u8::from(self.die(group.as_str(), 3) == 0))
                    .min(vote.max_per_candidate),
            }),
            _ => (!vote.i_am_done).then_some(Command::FinishVoting { is_done: true }),
        }
    }

    fn judges(&self) -> Option<Command> {
        let is_asked = self.proceedings.my_worth.is_none() && self.may(Act::AgreeOnGrade);
        let value = u8::try_from(self.die("worth", 2)).unwrap_or(0) + 2;
        is_asked.then_some(Command::JudgeWorth { value })
    }
}
