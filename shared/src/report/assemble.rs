//! From a meeting and its words to the report.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    About, AnswerCounts, Attendee, Method, Report, ReportIndicator, ReportNote, ReportPart,
    ReportProposal, Texts,
};
use crate::id::{GroupId, IndicatorId, PersonId, ProposalId};
use crate::lobby::Lobby;
use crate::meeting::Recommendation;
use crate::proceedings::state::Proceedings;
use crate::proceedings::state::{Answer, Group, ProposalStatus, Round, Task};
use crate::proceedings::tally::Tally;
use crate::programme::Person;
use crate::rights::Role;
use crate::template::{Indicator, ReviewForm};

/// What a report is made of.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    pub lobby: &'a Lobby,
    pub proceedings: &'a Proceedings,
    pub texts: &'a Texts,
    /// Earlier reviews of the same programme, in any order.
    pub earlier: &'a [PastReview],
}

/// What an earlier review ended with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PastReview {
    pub year: u16,
    pub grades: BTreeMap<IndicatorId, u8>,
    pub recommendations: Vec<Recommendation>,
}

impl PastReview {
    pub fn of(meeting: &crate::meeting::Meeting) -> Self {
        let grade = |result: &crate::meeting::IndicatorResult| {
            Some((result.indicator.clone(), result.grade?))
        };
        Self {
            year: meeting.year,
            grades: meeting.results.iter().filter_map(grade).collect(),
            recommendations: meeting.recommendations.clone(),
        }
    }
}

/// None for a meeting without a form: it has nothing to report on.
pub fn assemble(sources: &Sources) -> Option<Report> {
    let meeting = &sources.lobby.meeting;
    let form = meeting.form.as_ref()?;
    let mut earlier: Vec<&PastReview> = sources.earlier.iter().collect();
    earlier.retain(|review| review.year < meeting.year);
    earlier.sort_by_key(|review| review.year);
    let proposals = proposals(sources);
    let part = |part: &crate::template::Part| ReportPart {
        id: part.id.clone(),
        title: part.title.clone(),
        emphasis: form
            .emphasis_in(meeting.programme_year)
            .filter(|emphasis| emphasis.part == part.id)
            .map(|emphasis| emphasis.text.clone()),
        indicators: form
            .indicators_of(&part.id)
            .map(|it| indicator(sources, &earlier, &proposals, it))
            .collect(),
    };
    let years = earlier.iter().map(|review| review.year);
    Some(Report {
        about: about(sources.lobby),
        method: method(sources.lobby, form),
        conclusion: sources.texts.conclusion.clone(),
        followed_up: followed_up(sources, earlier.last().copied()),
        years: years.chain([meeting.year]).collect(),
        parts: form.parts.iter().map(part).collect(),
        proposals: proposals
            .into_iter()
            .map(|(proposal, _)| proposal)
            .collect(),
    })
}

fn about(lobby: &Lobby) -> About {
    let meeting = &lobby.meeting;
    About {
        programme: lobby.programme.name.clone(),
        municipality: lobby.programme.municipality.clone(),
        language: lobby.programme.language_form,
        year: meeting.year,
        programme_year: meeting.programme_year,
        date: meeting.date,
        last_date: meeting.last_date,
        place: meeting.place.clone(),
        meeting_form: meeting.meeting_form,
        people: lobby
            .people
            .iter()
            .filter_map(|person| attendee(lobby, person))
            .collect(),
    }
}

fn attendee(lobby: &Lobby, person: &Person) -> Option<Attendee> {
    let standing = lobby.meeting.standing(person);
    let came = lobby
        .attendance
        .iter()
        .any(|times| times.person == person.id);
    if person.role == Role::Projector || !(standing.is_listed || came) {
        return None;
    }
    let seated_for = lobby
        .meeting
        .participant(&person.id)
        .and_then(|line| line.seated_for.as_ref());
    // Where nobody was noted as here, the list is all that is known.
    let is_noted = !lobby.attendance.is_empty();
    Some(Attendee {
        name: person.name.clone(),
        role: person.role,
        title: person.title.clone(),
        represents: person.represents.clone(),
        seated_for: seated_for.and_then(|id| name_of(lobby, id)),
        was_here: came || !is_noted && standing.is_coming,
    })
}

fn name_of(lobby: &Lobby, id: &PersonId) -> Option<String> {
    let person = lobby.people.iter().find(|person| person.id == *id);
    person.map(|person| person.name.clone())
}

fn method(lobby: &Lobby, form: &ReviewForm) -> Method {
    Method {
        form: form.title.clone(),
        scale: form.scale.steps.clone(),
        settings: lobby.meeting.settings,
    }
}

/// Last year's advice, with what the fact sheet says came of it.
fn followed_up(sources: &Sources, last: Option<&PastReview>) -> Vec<Recommendation> {
    let Some(last) = last else {
        return Vec::new();
    };
    let notes = &sources.proceedings.fact_sheet.follow_ups;
    let with_note = |(idx, advice): (usize, &Recommendation)| match notes.get(&idx) {
        None => advice.clone(),
        Some(note) => Recommendation {
            text: advice.text.clone(),
            follow_up: Some(note.follow_up),
            what_happened: Some(note.what_happened.clone()).filter(|text| !text.is_empty()),
        },
    };
    last.recommendations
        .iter()
        .enumerate()
        .map(with_note)
        .collect()
}

fn indicator(
    sources: &Sources,
    earlier: &[&PastReview],
    proposals: &[(ReportProposal, BTreeSet<IndicatorId>)],
    indicator: &Indicator,
) -> ReportIndicator {
    let id = &indicator.id;
    let nothing = Round::default();
    // What was said before the scores were hidden again counts when they are shown again.
    let round = sources.proceedings.rounds.get(id);
    let round = round
        .filter(|round| round.reveal.is_some())
        .unwrap_or(&nothing);
    let texts = sources
        .texts
        .indicators
        .get(id)
        .cloned()
        .unwrap_or_default();
    let reveal = round.reveal.as_ref();
    let grade_of = |review: &&PastReview| Some((review.year, *review.grades.get(id)?));
    let about_it = proposals.iter().filter(|(_, about)| about.contains(id));
    ReportIndicator {
        id: id.clone(),
        code: indicator.code.clone(),
        title: indicator.title.clone(),
        settled: round
            .settled
            .as_ref()
            .map(|settled| settled.with_names(&sources.lobby.people)),
        earlier: earlier.iter().filter_map(grade_of).collect(),
        answers: count(round.answers.values()),
        tally: reveal.map(|reveal| reveal.tally.shown()),
        observers: reveal.and_then(|reveal| reveal.observers.as_ref().map(Tally::shown)),
        rationale: texts.rationale,
        strengths: texts.strengths,
        weaknesses: texts.weaknesses,
        proposals: about_it.map(|(proposal, _)| proposal.id.clone()).collect(),
    }
}

fn count<'a>(answers: impl Iterator<Item = &'a Answer>) -> AnswerCounts {
    let mut counts = AnswerCounts::default();
    for answer in answers {
        match answer {
            Answer::Agreed => counts.n_agreed += 1,
            Answer::AgreedWithRemark { .. } => counts.n_remarks += 1,
            Answer::NotAgreed => counts.n_not_agreed += 1,
        }
    }
    counts
}

/// Groups by their dots, and then what is in no group; each with the indicators it is about.
fn proposals(sources: &Sources) -> Vec<(ReportProposal, BTreeSet<IndicatorId>)> {
    let groups = &sources.proceedings.groups;
    let of_group = |group: &Group| proposal(sources, group);
    let mut all: Vec<_> = groups.iter().filter_map(of_group).collect();
    all.sort_by_key(|(proposal, _)| std::cmp::Reverse(proposal.dots));
    let is_alone = |id: &ProposalId| !groups.iter().any(|group| group.proposals.contains(id));
    let alone = sources.texts.proposals.iter().map(|(id, _)| id);
    let alone = alone.filter(|id| is_alone(id));
    all.extend(alone.filter_map(|id| proposal(sources, &group_of_one(id)?)));
    all
}

fn group_of_one(id: &ProposalId) -> Option<Group> {
    Some(Group {
        id: GroupId::parse(id.as_str()).ok()?,
        title: String::new(),
        proposals: vec![id.clone()],
        status: ProposalStatus::Proposed,
        reason: None,
        task: None,
    })
}

/// None for a group whose proposals are all removed.
fn proposal(sources: &Sources, group: &Group) -> Option<(ReportProposal, BTreeSet<IndicatorId>)> {
    let ids = group.proposals.iter();
    let rows: Vec<_> = ids
        .filter_map(|id| Some((id, sources.texts.proposal(id)?)))
        .collect();
    let (first, words) = rows.first()?;
    let result = sources.proceedings.vote.as_ref();
    let result = result.and_then(|vote| vote.result.as_ref());
    let dots = result.and_then(|result| result.totals.get(&group.id).copied());
    let goes_on = group.goes_on(result);
    let first = sources.proceedings.proposals.get(*first);
    let task = group.task.clone().unwrap_or_else(|| Task {
        applies_to: first
            .map(|state| state.draft.applies_to)
            .unwrap_or_default(),
        ..Task::default()
    });
    let title = if group.title.trim().is_empty() {
        words.title.clone()
    } else {
        group.title.clone()
    };
    let about = rows.iter().filter_map(|(_, words)| words.indicator.clone());
    let notes = rows.iter().map(|(id, words)| ReportNote {
        title: words.title.clone(),
        text: words.text.clone(),
        ..note(sources, id)
    });
    let proposal = ReportProposal {
        id: group.id.clone(),
        title,
        notes: notes.collect(),
        dots,
        advice: result
            .and_then(|result| result.advisory.get(&group.id).copied())
            .unwrap_or(0),
        goes_on,
        status: group.status,
        reason: group.reason.clone(),
        applies_to: task.applies_to,
        part_of_plan: task.part_of_plan,
        owner: task.owner.and_then(|id| name_of(sources.lobby, &id)),
        deadline: task.deadline,
    };
    Some((proposal, about.collect()))
}

/// Whose it is, as far as that is told.
fn note(sources: &Sources, id: &ProposalId) -> ReportNote {
    let state = sources.proceedings.proposals.get(id);
    let author = state.filter(|state| state.is_claimed);
    ReportNote {
        title: String::new(),
        text: String::new(),
        author: author.and_then(|state| name_of(sources.lobby, &state.author)),
        on_behalf_of: state.and_then(|state| state.draft.on_behalf_of.clone()),
        by_observer: state.is_some_and(|state| state.by_observer),
    }
}
