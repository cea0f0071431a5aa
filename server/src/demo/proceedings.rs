//! What has happened in the sample's meetings: in the open review before the day the fact sheet is shared, scoring is open,
//! most have finished, and the sample's proposals are shared; the seminar's evaluation is closed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Deserialize;
use shared::fact_sheet::{FactSheet, GoalLine, Measures, PlpPhase, ProjectLine, ProjectStatus};
use shared::id::{IndicatorId, MeetingId, PersonId, ProposalId, RequestId};
use shared::meeting::{FollowUp, Recommendation};
use shared::proceedings::event::{Entry, Event};
use shared::proceedings::state::{AppliesTo, FollowUpNote, ProposalDraft};
use shared::rights::Role;
use shared::time::Timestamp;

use super::{evaluation, formal};
use crate::room::proceedings::history;
use crate::store::log::LogRow;

/// Of the open review.
const YEAR: &str = "2026";
/// Who has not begun to score.
const HAS_NOT_BEGUN: &str = "solveig-nordgaard";
/// Who has come half the way.
const IS_HALF_WAY: &str = "odd-arne-brekke";
const N_HALF: usize = 4;

#[derive(Deserialize)]
struct Sample {
    people: Vec<Person>,
    goals: Vec<Goal>,
    status_reviews: Vec<Review>,
    proposals: Vec<Proposal>,
}

#[derive(Deserialize)]
struct Person {
    id: PersonId,
    role: Role,
}

#[derive(Deserialize)]
struct Goal {
    title: String,
    targets_by_year: Option<BTreeMap<String, i64>>,
    achieved: i64,
}

#[derive(Deserialize)]
struct Review {
    id: MeetingId,
    fact_sheet: Option<Sheet>,
    #[serde(default)]
    results: Vec<Facts>,
    #[serde(default)]
    scores: Vec<Score>,
    #[serde(default)]
    uncounted_scores: Vec<Score>,
    #[serde(default)]
    private_notes: Vec<Note>,
    #[serde(default)]
    recommendations: Vec<Recommendation>,
}

#[derive(Deserialize)]
struct Sheet {
    figures_as_of: Option<Date>,
    measures: Measures,
    projects: Vec<Project>,
    money: Money,
    board_meetings: Vec<BoardMeeting>,
    communication: String,
    risk: String,
    notes: String,
}

#[derive(Deserialize)]
struct Project {
    title: String,
    plp_phase: PlpPhase,
    status: ProjectStatus,
    granted: Option<i64>,
    paid: Option<i64>,
}

#[derive(Deserialize)]
struct Money {
    granted: i64,
    paid: i64,
}

#[derive(Deserialize)]
struct BoardMeeting {
    members_present: u32,
}

#[derive(Deserialize)]
struct Facts {
    indicator: IndicatorId,
    #[serde(default)]
    facts: Vec<String>,
}

#[derive(Deserialize)]
struct Score {
    person: PersonId,
    indicator: IndicatorId,
    value: Option<u8>,
}

#[derive(Deserialize)]
struct Note {
    person: PersonId,
    indicator: IndicatorId,
    text: String,
}

#[derive(Deserialize)]
struct Proposal {
    id: ProposalId,
    title: String,
    description: String,
    indicator: Option<IndicatorId>,
    author: PersonId,
    author_claimed: bool,
    applies_to: AppliesTo,
    on_behalf_of: Option<String>,
}

/// The first row of each stream.
pub fn history(json: &str, now: Timestamp) -> Result<Vec<LogRow>, serde_json::Error> {
    let sample: Sample = serde_json::from_str(json)?;
    let mut reviews = sample.status_reviews.iter().rev();
    let Some(open) = reviews.next() else {
        return Ok(Vec::new());
    };
    let promises = reviews.next().map_or(&[][..], |last| &last.recommendations);
    let mut diary = Diary {
        at: now.plus_ms(-shared::time::DAY_MS),
        entries: Vec::new(),
    };
    diary.prepare(&sample, open, promises);
    diary.score(&sample, open);
    diary.propose(&sample);
    let (seminar, mut entries) = evaluation::entries(json, now)?;
    entries.extend(formal::entries(json, now)?.1);
    let seminar_row = entries.last().map(|last| LogRow {
        stream: (&seminar).into(),
        seq: 1,
        at: last.at,
        body: history::encode(&entries),
    });
    let review = LogRow {
        stream: (&open.id).into(),
        seq: 1,
        at: diary.at,
        body: history::encode(&diary.entries),
    };
    Ok([Some(review), seminar_row].into_iter().flatten().collect())
}

struct Diary {
    at: Timestamp,
    entries: Vec<Entry>,
}

impl Diary {
    fn note(&mut self, by: &PersonId, events: Vec<Event>) {
        self.at = self.at.plus_ms(1_000);
        let request = RequestId::parse(&format!("sample-{}", self.entries.len()));
        self.entries.push(Entry {
            at: self.at,
            by: by.clone(),
            request: request.expect("a word and a number"),
            events,
        });
    }

    fn prepare(&mut self, sample: &Sample, review: &Review, promises: &[Recommendation]) {
        let Some(manager) = sample.first(Role::ProgrammeManager) else {
            return;
        };
        if let Some(sheet) = &review.fact_sheet {
            let sheet = Box::new(fact_sheet(sample, review, sheet));
            self.note(manager, vec![Event::FactSheetWritten { sheet }]);
        }
        for (idx, promise) in promises.iter().enumerate() {
            let note = promise
                .follow_up
                .map(|follow_up| follow_up_note(follow_up, promise));
            self.note(manager, vec![Event::FollowedUp { idx, note }]);
        }
        let is_shared = true;
        self.note(manager, vec![Event::FactSheetShared { is_shared }]);
        self.note(manager, vec![Event::ScoringOpened { is_open: true }]);
    }

    fn score(&mut self, sample: &Sample, review: &Review) {
        for person in &sample.people {
            let own = review
                .scores
                .iter()
                .filter(|score| score.person == person.id);
            let n_given = match person.id.as_str() {
                HAS_NOT_BEGUN => 0,
                IS_HALF_WAY => N_HALF,
                _ => usize::MAX,
            };
            let absent = review.uncounted_scores.iter();
            let absent = absent.filter(|score| score.person == person.id);
            let given: Vec<&Score> = own.take(n_given).chain(absent).collect();
            self.score_as(&person.id, &given, review, n_given == usize::MAX);
        }
    }

    fn score_as(&mut self, by: &PersonId, given: &[&Score], review: &Review, is_done: bool) {
        let scored: BTreeSet<&IndicatorId> = given.iter().map(|score| &score.indicator).collect();
        if !given.is_empty() {
            self.note(by, vec![Event::FactSheetRead]);
        }
        for score in given {
            let event = Event::Scored {
                indicator: score.indicator.clone(),
                person: by.clone(),
                value: score.value,
            };
            self.note(by, vec![event]);
        }
        let own = review
            .private_notes
            .iter()
            .filter(|note| note.person == *by);
        for note in own.filter(|note| scored.contains(&note.indicator)) {
            let (indicator, text) = (note.indicator.clone(), note.text.clone());
            self.note(by, vec![Event::Thought { indicator, text }]);
        }
        let is_absent = review
            .uncounted_scores
            .iter()
            .any(|score| score.person == *by);
        if is_done && !given.is_empty() && !is_absent {
            let person = by.clone();
            self.note(by, vec![Event::ScoringFinished { person, is_done }]);
        }
    }

    fn propose(&mut self, sample: &Sample) {
        for proposal in &sample.proposals {
            let mut roles = sample.people.iter();
            let author = roles.find(|person| person.id == proposal.author);
            let mut events = vec![
                Event::ProposalDrafted {
                    id: proposal.id.clone(),
                    draft: draft(proposal),
                    by_observer: author.is_some_and(|author| author.role == Role::Observer),
                },
                Event::ProposalsShared {
                    ids: vec![proposal.id.clone()],
                },
            ];
            if proposal.author_claimed {
                events.push(Event::ProposalClaimed {
                    id: proposal.id.clone(),
                    is_claimed: true,
                });
            }
            self.note(&proposal.author, events);
        }
    }
}

impl Sample {
    fn first(&self, role: Role) -> Option<&PersonId> {
        let mut people = self.people.iter();
        people
            .find(|person| person.role == role)
            .map(|person| &person.id)
    }
}

fn draft(proposal: &Proposal) -> ProposalDraft {
    ProposalDraft {
        title: proposal.title.clone(),
        text: proposal.description.clone(),
        applies_to: proposal.applies_to,
        indicator: proposal.indicator.clone(),
        on_behalf_of: proposal.on_behalf_of.clone(),
    }
}

fn follow_up_note(follow_up: FollowUp, promise: &Recommendation) -> FollowUpNote {
    FollowUpNote {
        follow_up,
        what_happened: promise.what_happened.clone().unwrap_or_default(),
    }
}

fn fact_sheet(sample: &Sample, review: &Review, sheet: &Sheet) -> FactSheet {
    let goals = sample.goals.iter().filter_map(|goal| {
        let target = goal.targets_by_year.as_ref()?.get(YEAR)?;
        Some(GoalLine {
            title: goal.title.clone(),
            target: grouped(*target),
            achieved: grouped(goal.achieved),
        })
    });
    let facts = review.results.iter();
    let seats = sample.people.iter().filter(|person| person.role.has_seat());
    FactSheet {
        figures_as_of: sheet.figures_as_of,
        granted: Some(sheet.money.granted),
        paid: Some(sheet.money.paid),
        measures: sheet.measures,
        goals: goals.collect(),
        projects: sheet.projects.iter().map(project).collect(),
        n_board_meetings: u16::try_from(sheet.board_meetings.len()).ok(),
        attendance_percent: attendance(&sheet.board_meetings, seats.count()),
        summary: sheet.notes.clone(),
        communication: sheet.communication.clone(),
        risk: sheet.risk.clone(),
        facts: facts
            .map(|result| (result.indicator.clone(), result.facts.clone()))
            .collect(),
    }
}

fn project(project: &Project) -> ProjectLine {
    ProjectLine {
        title: project.title.clone(),
        phase: project.plp_phase,
        status: project.status,
        granted: project.granted,
        paid: project.paid,
    }
}

fn attendance(meetings: &[BoardMeeting], n_seats: usize) -> Option<u8> {
    let n_present: u32 = meetings.iter().map(|meeting| meeting.members_present).sum();
    let n_chairs = u32::try_from(meetings.len() * n_seats).ok()?;
    let percent = (n_present * 100 + n_chairs / 2).checked_div(n_chairs)?;
    u8::try_from(percent).ok()
}

/// With a hard space between groups of three digits.
fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) && digits.len() > 4 {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_groups() {
        for (number, text) in [
            (41, "41"),
            (3_200, "3200"),
            (36_500_000, "36\u{a0}500\u{a0}000"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }
}
