//! Reads the sample programme. Its 2026 review is shown as it stood on the day: open, with texts and proposals written
//! and no grades yet; what had happened in it before stands in `proceedings`, the plans in `plans`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use shared::document::assessment::{NewProposal, Seed, TextKey};
use shared::id::{IndicatorId, MeetingId, PersonId, ProposalId};
use shared::meeting::{
    IndicatorResult, Meeting, MeetingKind, MeetingState, Participant, Recommendation, StationKind,
    WheelEvent,
};
use shared::programme::{Person, Programme};
use shared::template::ReviewForm;
use shared::time::Timestamp;
use thiserror::Error;

use super::plans::NewPlans;
use super::{plans, proceedings};
use crate::store::import::{NewDocument, NewPerson, NewProgramme};
use crate::{seeding, templates};

const SAMPLE: &str = include_str!("../../../shared/sample/fjordvik.json");

#[derive(Debug, Error)]
pub enum SampleError {
    #[error("the sample programme cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the sample asks for the form {0}, which is not among the templates")]
    UnknownForm(String),
    #[error("the sample's seminar has no day")]
    NoDay,
    #[error("the sample has no review that is still open")]
    NoOpenReview,
}

#[derive(Deserialize)]
struct Sample {
    programme: Programme,
    people: Vec<SamplePerson>,
    status_reviews: Vec<Review>,
    proposals: Vec<Proposal>,
    board_seminar: Seminar,
    annual_wheel: Vec<WheelEvent>,
}

#[derive(Deserialize)]
struct SamplePerson {
    #[serde(flatten)]
    person: Person,
    email: Option<String>,
}

#[derive(Deserialize)]
struct Review {
    id: MeetingId,
    year: u16,
    programme_year: u8,
    form: String,
    date: Date,
    start: Option<String>,
    end: Option<String>,
    place: Option<String>,
    join_code: Option<String>,
    #[serde(default)]
    attendance: Vec<Attendance>,
    results: Vec<ReviewResult>,
    #[serde(default)]
    main_conclusion: Vec<String>,
    #[serde(default)]
    recommendations: Vec<Recommendation>,
}

#[derive(Deserialize)]
struct Attendance {
    person: PersonId,
    present: bool,
    seated_for: Option<PersonId>,
}

#[derive(Deserialize)]
struct ReviewResult {
    indicator: IndicatorId,
    grade: Option<u8>,
    rationale: Option<String>,
    #[serde(default)]
    facts: Vec<String>,
    #[serde(default)]
    strengths: Vec<String>,
    #[serde(default)]
    weaknesses: Vec<String>,
}

#[derive(Deserialize)]
struct Proposal {
    id: ProposalId,
    title: String,
    description: String,
    indicator: Option<IndicatorId>,
    author: Option<PersonId>,
    /// Whether the author wants to be named.
    author_claimed: bool,
    owner: Option<PersonId>,
    deadline: Option<String>,
}

#[derive(Deserialize)]
struct Seminar {
    id: MeetingId,
    year: u16,
    dates: Vec<Date>,
    place: Option<String>,
    join_code: Option<String>,
    #[serde(default)]
    attendance: Vec<Attendance>,
}

/// The sample, ready to be stored.
pub fn read(now: Timestamp) -> Result<NewProgramme, SampleError> {
    let sample: Sample = serde_json::from_str(SAMPLE)?;
    let open = sample
        .status_reviews
        .iter()
        .find(|review| is_open(review, &sample.programme));
    let document = assessment_of(
        open.ok_or(SampleError::NoOpenReview)?,
        &sample.proposals,
        now,
    )?;
    let mut meetings = Vec::with_capacity(sample.status_reviews.len() + 1);
    for review in sample.status_reviews {
        let is_open = is_open(&review, &sample.programme);
        meetings.push(if is_open {
            open_review(review)?
        } else {
            closed_review(review)?
        });
    }
    meetings.push(seminar(sample.board_seminar, &sample.programme)?);
    let NewPlans {
        plans,
        mut documents,
        dockets,
    } = plans::plans(&sample.programme, now);
    documents.push(document);
    let mut proceedings = proceedings::history(SAMPLE, now)?;
    proceedings.extend(dockets);
    Ok(NewProgramme {
        programme: sample.programme,
        people: sample.people.into_iter().map(new_person).collect(),
        meetings,
        wheel: sample.annual_wheel.into_iter().map(station).collect(),
        plans,
        documents,
        proceedings,
        audit: Vec::new(),
    })
}

fn is_open(review: &Review, programme: &Programme) -> bool {
    review.year == programme.calendar_year
}

fn form(id: &str) -> Result<ReviewForm, SampleError> {
    templates::form(id).ok_or_else(|| SampleError::UnknownForm(id.to_owned()))
}

/// The review being held: facts are known, results are not.
fn open_review(review: Review) -> Result<Meeting, SampleError> {
    let facts: BTreeMap<IndicatorId, Vec<String>> = review
        .results
        .into_iter()
        .map(|result| (result.indicator, result.facts))
        .collect();
    let blank = Meeting::new(
        review.id,
        MeetingKind::StatusReview,
        review.date,
        review.programme_year,
    );
    Ok(Meeting {
        year: review.year,
        start: review.start,
        end: review.end,
        place: review.place,
        code: review.join_code,
        state: MeetingState::Open,
        run_sheet: Some(templates::run_sheet(
            MeetingKind::StatusReview,
            review.programme_year,
        )),
        form: Some(form(&review.form)?),
        facts,
        participants: participants(review.attendance),
        ..blank
    })
}

fn closed_review(review: Review) -> Result<Meeting, SampleError> {
    let results = review.results.into_iter().map(|result| IndicatorResult {
        indicator: result.indicator,
        grade: result.grade,
        rationale: result.rationale,
    });
    let blank = Meeting::new(
        review.id,
        MeetingKind::StatusReview,
        review.date,
        review.programme_year,
    );
    Ok(Meeting {
        year: review.year,
        start: review.start,
        end: review.end,
        place: review.place,
        state: MeetingState::Closed,
        form: Some(form(&review.form)?),
        results: results.collect(),
        recommendations: review.recommendations,
        participants: participants(review.attendance),
        ..blank
    })
}

fn seminar(seminar: Seminar, programme: &Programme) -> Result<Meeting, SampleError> {
    let date = seminar.dates.first().copied().ok_or(SampleError::NoDay)?;
    let year = programme.current_year;
    let blank = Meeting::new(seminar.id, MeetingKind::BoardSeminar, date, year);
    Ok(Meeting {
        year: seminar.year,
        last_date: seminar.dates.last().copied().filter(|last| *last != date),
        place: seminar.place,
        code: seminar.join_code,
        state: MeetingState::Open,
        run_sheet: Some(templates::run_sheet(MeetingKind::BoardSeminar, year)),
        participants: participants(seminar.attendance),
        ..blank
    })
}

fn participants(attendance: Vec<Attendance>) -> Vec<Participant> {
    let participant = |line: Attendance| Participant {
        is_coming: line.present,
        seated_for: line.seated_for,
        ..Participant::coming(line.person)
    };
    attendance.into_iter().map(participant).collect()
}

fn new_person(line: SamplePerson) -> NewPerson {
    NewPerson {
        person: line.person,
        email: line.email,
        since: None,
        until: None,
    }
}

/// The sample names its stations; what they are about follows from the months the scheme gives them (domain 1.2).
fn station(event: WheelEvent) -> WheelEvent {
    let kind = match (event.month_from, event.month_to) {
        (1, 2) => StationKind::PlanInForce,
        (2, 3) => StationKind::AnnualReport,
        (5, 6) => StationKind::FollowUp,
        (8, 8) => StationKind::HalfYearReport,
        (10, 11) => StationKind::StatusReview,
        (11, 12) => StationKind::BoardSeminar,
        _ => StationKind::Other,
    };
    WheelEvent { kind, ..event }
}

/// The document of a review, with the sample's words in it.
fn assessment_of(
    review: &Review,
    proposals: &[Proposal],
    now: Timestamp,
) -> Result<NewDocument, SampleError> {
    let mut texts = vec![(TextKey::Conclusion, review.main_conclusion.join("\n\n"))];
    for result in &review.results {
        let indicator = || result.indicator.clone();
        texts.push((
            TextKey::Rationale(indicator()),
            result.rationale.clone().unwrap_or_default(),
        ));
        texts.push((TextKey::Strengths(indicator()), result.strengths.join("\n")));
        texts.push((
            TextKey::Weaknesses(indicator()),
            result.weaknesses.join("\n"),
        ));
    }
    let seed = Seed {
        texts,
        proposals: proposals.iter().map(new_proposal).collect(),
    };
    Ok(seeding::assessment(
        &review.id,
        &form(&review.form)?,
        &seed,
        now,
    ))
}

fn new_proposal(proposal: &Proposal) -> NewProposal {
    NewProposal {
        id: proposal.id.clone(),
        title: proposal.title.clone(),
        text: proposal.description.clone(),
        indicator: proposal.indicator.clone(),
        author: proposal.author.clone().filter(|_| proposal.author_claimed),
        owner: proposal.owner.clone(),
        deadline: proposal.deadline.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_whole() {
        let new = read(Timestamp(0)).unwrap();
        assert_eq!(new.people.len(), 12);
        assert_eq!(new.wheel.len(), 15);
        let meetings: Vec<_> = new
            .meetings
            .iter()
            .map(|meeting| (meeting.id.as_str(), meeting.is_closed()))
            .collect();
        assert_eq!(
            meetings,
            [
                ("psv-2024", true),
                ("psv-2025", true),
                ("psv-2026", false),
                ("styreseminar-2026", false)
            ]
        );
        let open = &new.meetings[2];
        let seats = open.participants.iter().filter_map(|participant| {
            let member = participant.seated_for.as_ref()?;
            Some((participant.person.as_str(), member.as_str()))
        });
        assert_eq!(
            seats.collect::<Vec<_>>(),
            [("mathias-tveito", "amir-rahimi")]
        );
        assert_eq!((open.facts.len(), open.results.len()), (8, 0));
        assert_eq!(
            (
                new.meetings[1].results.len(),
                new.meetings[1].recommendations.len()
            ),
            (8, 6)
        );
        let mut documents = new.documents.iter().map(|document| document.id.as_str());
        assert!(documents.any(|id| id == "psv-2026-assessment"));
    }

    #[test]
    fn the_words_of_the_sample_are_in_the_document() {
        let sample: Sample = serde_json::from_str(SAMPLE).unwrap();
        let review = &sample.status_reviews[2];
        let mut proposals: Vec<NewProposal> = sample.proposals.iter().map(new_proposal).collect();
        assert_eq!(proposals.len(), 18);
        assert_eq!(
            proposals.pop().unwrap().author,
            None,
            "the last one's author is not named"
        );
        let document = assessment_of(review, &sample.proposals, Timestamp(0)).unwrap();
        let words = review.results[0].rationale.as_deref().unwrap();
        let body = document.seed.body;
        assert!(
            body.windows(words.len())
                .any(|window| window == words.as_bytes())
        );
    }
}
