use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;

use super::*;
use crate::id::{MeetingId, PersonId, ProgrammeId, ProposalId};
use crate::lobby::{Attendance, Lobby};
use crate::meeting::{FollowUp, Meeting, MeetingKind, Participant};
use crate::proceedings::state::Proceedings;
use crate::proceedings::state::{
    Agreement, Answer, FollowUpNote, Grade, Group, ProposalDraft, ProposalState, Reveal, Round,
    Score, Task, Vote, VoteResult,
};
use crate::programme::{OrganisationForm, Person, Programme, Retention};
use crate::template::ReviewForm;
use crate::time::Timestamp;

fn id(text: &str) -> PersonId {
    PersonId::parse(text).unwrap()
}

fn group_id(text: &str) -> GroupId {
    GroupId::parse(text).unwrap()
}

fn person(name: &str, role: Role) -> Person {
    Person {
        id: id(&name.to_lowercase()),
        name: name.to_owned(),
        role,
        title: None,
        represents: None,
    }
}

fn lobby() -> Lobby {
    let meeting = MeetingId::parse("psv-2026").unwrap();
    let mut meeting = Meeting::new(meeting, MeetingKind::StatusReview, date(2026, 10, 28), 3);
    let form = include_str!("../../templates/psv-4x4.json");
    meeting.form = Some(ReviewForm::from_json(form).unwrap());
    let people = vec![
        person("Kari", Role::Chair),
        person("Per", Role::BoardMember),
        person("Vara", Role::Deputy),
        person("Pia", Role::Facilitator),
        person("Vegg", Role::Projector),
    ];
    meeting.participants = ["kari", "per", "vara", "pia"]
        .map(|name| Participant::coming(id(name)))
        .to_vec();
    meeting.participants[1].is_coming = false;
    meeting.participants[2].seated_for = Some(id("per"));
    let came = |name| Attendance {
        person: id(name),
        arrived_at: Timestamp(1),
        left_at: None,
    };
    Lobby {
        programme: programme(),
        meeting,
        people,
        attendance: ["kari", "vara", "pia"].map(came).to_vec(),
        knocks: Vec::new(),
        connected: BTreeSet::new(),
        unsent: std::collections::BTreeMap::new(),
        tried: BTreeSet::new(),
    }
}

fn programme() -> Programme {
    Programme {
        id: ProgrammeId::parse("fjordvik").unwrap(),
        name: "Fjordvik omstilling".to_owned(),
        municipality: "Fjordvik".to_owned(),
        county_authority: String::new(),
        organisation_form: OrganisationForm::MunicipalCommittee,
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

fn indicators() -> Vec<IndicatorId> {
    let form = lobby().meeting.form.unwrap();
    form.indicators.into_iter().map(|it| it.id).collect()
}

fn texts() -> Texts {
    let first = indicators().remove(0);
    let words = |title: &str, indicator: Option<&IndicatorId>| ProposalWords {
        title: title.to_owned(),
        text: "Fordi".to_owned(),
        indicator: indicator.cloned(),
    };
    let proposal = |text| ProposalId::parse(text).unwrap();
    Texts {
        indicators: [(
            first.clone(),
            IndicatorTexts {
                rationale: "Godt".to_owned(),
                ..IndicatorTexts::default()
            },
        )]
        .into(),
        proposals: vec![
            (proposal("p1"), words("Fast punkt", Some(&first))),
            (proposal("p2"), words("Resultater først", None)),
            (proposal("p3"), words("Alene", None)),
        ],
        conclusion: "Vi er i rute.".to_owned(),
    }
}

/// Three scores on the first indicator, five on the second; two groups and one proposal outside them.
fn proceedings() -> Proceedings {
    let ids = indicators();
    let group = |name: &str, title: &str, proposals: &[&str]| Group {
        id: group_id(name),
        title: title.to_owned(),
        proposals: proposals
            .iter()
            .map(|id| ProposalId::parse(id).unwrap())
            .collect(),
        status: ProposalStatus::Proposed,
        reason: None,
        task: None,
    };
    let mut winner = group("g2", "", &["p2"]);
    winner.task = Some(Task {
        owner: Some(id("per")),
        deadline: Some(date(2027, 1, 15)),
        ..Task::default()
    });
    let gone = group("g3", "Borte", &["p9"]);
    let result = VoteResult {
        totals: [
            (group_id("g1"), 3),
            (group_id("g2"), 8),
            (group_id("g3"), 5),
        ]
        .into(),
        advisory: [(group_id("g1"), 2)].into(),
        n_voters: 3,
        line: Some(5),
    };
    Proceedings {
        rounds: [
            (ids[0].clone(), round(&[Some(4), Some(4), None])),
            (
                ids[1].clone(),
                round(&[Some(1), Some(3), Some(3), Some(5), None]),
            ),
        ]
        .into(),
        proposals: [("p1", true), ("p2", false)]
            .map(|(id, is_claimed)| (ProposalId::parse(id).unwrap(), state(is_claimed)))
            .into(),
        groups: vec![group("g1", "Styremøter", &["p1", "p9"]), winner, gone],
        vote: Some(Vote {
            dots: 3,
            max_per_candidate: 2,
            ballots: BTreeMap::new(),
            done: BTreeSet::new(),
            counted: BTreeMap::new(),
            shown: None,
            changed: BTreeSet::new(),
            result: Some(result),
        }),
        ..Proceedings::default()
    }
}

fn state(is_claimed: bool) -> ProposalState {
    ProposalState {
        author: id("kari"),
        draft: ProposalDraft::default(),
        is_shared: true,
        is_claimed,
        by_observer: false,
        at: Timestamp(5),
    }
}

fn round(scores: &[Option<u8>]) -> Round {
    let names = ["kari", "vara", "per", "pia", "ola"].map(id);
    let score = |value: &Option<u8>| Score {
        value: *value,
        typed_by: None,
    };
    Round {
        scores: names
            .iter()
            .cloned()
            .zip(scores.iter().map(score))
            .collect(),
        reveal: Some(Reveal {
            starts_at: Timestamp(9),
            tally: Tally::of(&[1, 2, 3, 4, 5], scores.iter().copied(), 0),
            observers: None,
        }),
        answers: [
            (id("kari"), Answer::Agreed),
            (
                id("vara"),
                Answer::AgreedWithRemark {
                    remark: "Men".to_owned(),
                },
            ),
        ]
        .into(),
        settled: Some(Settled {
            grade: Grade::One(4),
            agreement: Agreement::AgreedWithRemark,
            remark: Some("Vara: men".to_owned()),
            remarks: std::collections::BTreeMap::new(),
            at: Timestamp(10),
        }),
        ..Round::default()
    }
}

fn last_year() -> PastReview {
    let advice = |text: &str| Recommendation {
        text: text.to_owned(),
        follow_up: None,
        what_happened: None,
    };
    PastReview {
        year: 2025,
        grades: [(indicators().remove(0), 3)].into(),
        recommendations: vec![advice("Rydd i rollene"), advice("Mer tid til strategi")],
    }
}

fn report() -> Report {
    let mut proceedings = proceedings();
    let note = FollowUpNote {
        follow_up: FollowUp::Partly,
        what_happened: "Ny rollebeskrivelse".to_owned(),
    };
    proceedings.fact_sheet.follow_ups = [(0, note)].into();
    let later = PastReview {
        year: 2027,
        ..last_year()
    };
    assemble(&Sources {
        lobby: &lobby(),
        proceedings: &proceedings,
        texts: &texts(),
        earlier: &[later, last_year()],
    })
    .unwrap()
}

#[test]
fn who_was_there_and_for_whom() {
    let people = report().about.people;
    let people: Vec<_> = people
        .iter()
        .map(|it| (it.name.as_str(), it.seated_for.as_deref(), it.was_here))
        .collect();
    assert_eq!(
        people,
        [
            ("Kari", None, true),
            ("Per", None, false),
            ("Vara", Some("Per"), true),
            ("Pia", None, true),
        ],
        "the wall is nobody"
    );
}

#[test]
fn an_indicator_has_its_grade_its_counts_and_earlier_years() {
    let report = report();
    assert_eq!(report.years, [2025, 2026], "a later review is not earlier");
    let ids = indicators();
    let first = report.indicator(&ids[0]).unwrap();
    assert_eq!((first.grade(), first.rationale.as_str()), (Some(4), "Godt"));
    assert_eq!(first.earlier, [(2025, 3)].into());
    let answers = first.answers;
    assert_eq!(
        (answers.n_agreed, answers.n_remarks, answers.n_not_agreed),
        (1, 1, 0)
    );
    let tally = first.tally.as_ref().unwrap();
    assert_eq!(
        (tally.n_given, tally.counts.len()),
        (2, 0),
        "too few to show"
    );
    let second = report.indicator(&ids[1]).unwrap();
    assert_eq!(second.tally.as_ref().unwrap().counts, [1, 0, 2, 0, 1]);
    assert_eq!(report.indicator(&ids[2]).unwrap().settled, None);
    let weighs = |part: &&ReportPart| part.emphasis.is_some();
    let weighs: Vec<_> = report
        .parts
        .iter()
        .filter(weighs)
        .map(|part| &part.id)
        .collect();
    assert_eq!(weighs, ["effekt"], "in the third year");
}

#[test]
fn proposals_stand_by_their_dots_and_name_only_who_asked_for_it() {
    let report = report();
    let rows: Vec<_> = report
        .proposals
        .iter()
        .map(|it| (it.title.as_str(), it.dots, it.goes_on, it.owner.as_deref()))
        .collect();
    assert_eq!(
        rows,
        [
            ("Resultater først", Some(8), true, Some("Per")),
            ("Styremøter", Some(3), false, None),
            ("Alene", None, false, None),
        ],
        "a group of removed proposals is left out"
    );
    let authors = report.proposals.iter().flat_map(|it| &it.notes);
    let authors: Vec<_> = authors.map(|note| note.author.as_deref()).collect();
    assert_eq!(authors, [None, Some("Kari"), None]);
    assert_eq!(
        report.indicator(&indicators()[0]).unwrap().proposals,
        [group_id("g1")]
    );
    let advice: Vec<_> = report
        .recommendations()
        .into_iter()
        .map(|it| it.text)
        .collect();
    assert_eq!(advice, ["Resultater først"]);
}

#[test]
fn last_years_advice_says_what_came_of_it() {
    let report = report();
    let rows: Vec<_> = report
        .followed_up
        .iter()
        .map(|it| (it.text.as_str(), it.follow_up, it.what_happened.as_deref()))
        .collect();
    assert_eq!(
        rows,
        [
            (
                "Rydd i rollene",
                Some(FollowUp::Partly),
                Some("Ny rollebeskrivelse")
            ),
            ("Mer tid til strategi", None, None),
        ]
    );
}

#[test]
fn the_canonical_form_is_one_and_names_no_score() {
    let report = report();
    let text = report.canonical();
    assert_eq!(text, report.canonical());
    assert!(
        text.starts_with(r#"{"about":{"date":"2026-10-28","#),
        "keys in order"
    );
    assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
    assert!(!text.contains("scores"), "nobody's score has a way in");
    assert_eq!(report.results().len(), 2, "what was settled");
}

#[test]
fn sections_are_read_as_they_are_written() {
    let report = report();
    let sections = report.sections();
    assert_eq!(sections.len(), 3 + 8 + 2);
    for section in sections {
        assert_eq!(Section::parse(&section.name()), Some(section));
    }
    for name in ["", "indicators/", "indicators/Æ", "people"] {
        assert_eq!(Section::parse(name), None, "{name}");
    }
}
