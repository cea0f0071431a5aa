//! The board meeting of the sample, held once more with commands: the minutes have its votes and its words.

use super::told::{Held, Sample, Treated};
use super::*;
use crate::lobby::Attendance;
use crate::meeting::Participant;
use crate::proceedings::formal::minutes::{Minutes, MinutesItem, Votes, assemble};
use crate::rights::Role;
use crate::time::{Timestamp, moment};

const SAMPLE: &str = include_str!("../../../../sample/fjordvik.json");

fn sample() -> Sample {
    serde_json::from_str(SAMPLE).unwrap()
}

fn minutes_of(time: &str) -> u16 {
    crate::run_sheet::parse_time(time).unwrap()
}

/// The room as the sample has it.
fn room(sample: &Sample, held: &Held) -> World {
    let mut world = World::new();
    let here: Vec<&String> = held
        .present
        .iter()
        .chain(&held.observers)
        .chain(&held.administration)
        .collect();
    let meeting = &mut world.lobby.meeting;
    meeting.date = held.date;
    meeting.place = Some(held.place.clone());
    meeting.participants = here
        .iter()
        .map(|id| Participant::coming(person(id)))
        .collect();
    for away in &held.absent {
        meeting.participants.push(Participant {
            is_coming: false,
            ..Participant::coming(person(&away.person))
        });
        for line in &mut meeting.participants {
            if Some(line.person.as_str()) == away.deputy.as_deref() {
                line.seated_for = Some(person(&away.person));
            }
        }
    }
    world.lobby.people.clone_from(&sample.people);
    let came = here.iter().map(|id| Attendance {
        person: person(id),
        arrived_at: Timestamp(1),
        left_at: None,
    });
    world.lobby.attendance = came.collect();
    world.now = moment(held.date, minutes_of(&held.start));
    world
}

fn hold(sample: &Sample, held: &Held) -> World {
    let mut world = room(sample, held);
    let recorder = held.administration[0].as_str();
    for treated in &held.items {
        world.does_formally(
            recorder,
            Ask::AddItem {
                item: item(&treated.id),
                draft: ItemDraft {
                    number: treated.number.clone(),
                    title: treated.title.clone(),
                    recommendation: treated.recommendation.clone(),
                    ..ItemDraft::default()
                },
                before: None,
            },
        );
    }
    world.now = moment(held.date, minutes_of(&held.start));
    world.does_formally(recorder, begin(&held.chair));
    let signers = held.signatures.iter().skip(1);
    world.does_formally(
        recorder,
        Ask::ElectSigners {
            people: signers.map(|one| person(&one.person)).collect(),
        },
    );
    for treated in &held.items {
        treat(&mut world, held, treated);
    }
    world.now = moment(held.date, minutes_of(&held.end));
    world.does_formally(recorder, Ask::End);
    world
}

fn treat(world: &mut World, held: &Held, treated: &Treated) {
    let recorder = held.administration[0].as_str();
    let id = || item(&treated.id);
    world.does_formally(recorder, Ask::OpenItem { item: id() });
    for (n, case) in treated.impartiality.iter().enumerate() {
        let name = note(&format!("habil-{n}"));
        let (legal_basis, ground) = case.legal_basis.split_once(": ").unwrap();
        world.now = moment(held.date, minutes_of(&case.left_at));
        world.does_formally(
            &case.raised_by,
            Ask::RaiseImpartiality {
                item: id(),
                case: name.clone(),
                person: person(&case.person),
                raised_by: None,
                ground: ground.to_owned(),
                legal_basis: legal_basis.to_owned(),
            },
        );
        assert_eq!(case.deputy, None);
        world.does_formally(
            recorder,
            Ask::NoteCase {
                item: id(),
                case: name.clone(),
                text: case.note.clone(),
            },
        );
        let question = Question::Impartiality { case: name };
        put_to_the_vote(world, recorder, &treated.id, &question, &[]);
    }
    if let Some(closed) = &treated.closed {
        world.does_formally(
            recorder,
            Ask::ProposeClosing {
                item: id(),
                legal_basis: closed.legal_basis.clone(),
                part: closed.part.clone(),
                is_confidential: true,
                stay: [].into(),
            },
        );
        put_to_the_vote(world, recorder, &treated.id, &Question::Closing, &[]);
    }
    for (n, put) in treated.motions.iter().enumerate() {
        let name = note(&format!("forslag-{n}"));
        world.does_formally(
            &put.person,
            Ask::PutMotion {
                item: id(),
                motion: name.clone(),
                kind: MotionKind::Separate,
                text: put.text.clone(),
                by: None,
            },
        );
        let against: Vec<&str> = held
            .present
            .iter()
            .filter(|one| **one != put.person && !out(treated, one))
            .map(String::as_str)
            .collect();
        let question = Question::Motion { motion: name };
        put_to_the_vote(world, recorder, &treated.id, &question, &against);
    }
    let against: Vec<&str> = treated.votes.against.iter().map(String::as_str).collect();
    put_to_the_vote(world, recorder, &treated.id, &Question::Proposal, &against);
    world.does_formally(
        recorder,
        Ask::Resolve {
            item: id(),
            text: treated.decision.clone(),
        },
    );
    if let Some(case) = treated.impartiality.first() {
        world.now = moment(held.date, minutes_of(&case.returned_at));
    }
    world.does_formally(recorder, Ask::FinishItem { item: id() });
}

fn out(treated: &Treated, who: &str) -> bool {
    treated.impartiality.iter().any(|case| case.person == who)
}

fn put_to_the_vote(world: &mut World, by: &str, id: &str, question: &Question, against: &[&str]) {
    let (question, item) = (question.clone(), item(id));
    world.does_formally(
        by,
        Ask::OpenVote {
            item: item.clone(),
            question: question.clone(),
        },
    );
    for who in against {
        world.does_formally(who, vote(id, &question, false));
    }
    world.does_formally(
        by,
        Ask::RestVotesFor {
            item: item.clone(),
            question: question.clone(),
        },
    );
    if question != Question::Proposal {
        world.does_formally(by, Ask::CloseVote { item, question });
    }
}

fn names(sample: &Sample, ids: &[String]) -> Vec<String> {
    let name = |id: &String| {
        let mut people = sample.people.iter();
        people
            .find(|one| one.id.as_str() == id)
            .unwrap()
            .name
            .clone()
    };
    ids.iter().map(name).collect()
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

fn counts(votes: Option<&Votes>) -> (usize, usize) {
    let votes = votes.unwrap();
    (votes.votes_for.len(), votes.votes_against.len())
}

#[test]
fn the_samples_meeting_is_expressed_exactly() {
    let sample = sample();
    let held = &sample.board_meetings[0];
    let world = hold(&sample, held);
    let minutes = assemble(world.formal(), &world.lobby, None);
    let about = &minutes.head;
    assert_eq!(
        (about.date, about.place.as_deref()),
        (held.date, Some(held.place.as_str()))
    );
    assert_eq!(about.from.as_deref(), Some(held.start.as_str()));
    assert_eq!(about.to.as_deref(), Some(held.end.as_str()));
    assert_eq!(
        about.chair,
        names(&sample, std::slice::from_ref(&held.chair)).pop()
    );
    let of = |people: &[crate::proceedings::formal::minutes::Named]| {
        people
            .iter()
            .map(|one| one.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        sorted(of(&minutes.people.present)),
        sorted(names(&sample, &held.present))
    );
    assert_eq!(
        of(&minutes.people.observers),
        names(&sample, &held.observers)
    );
    assert_eq!(
        of(&minutes.people.administration),
        names(&sample, &held.administration)
    );
    let absent = &minutes.people.absent[0];
    assert_eq!(absent.name, "Kjersti Aamodt Lie");
    assert_eq!(absent.deputy.as_deref(), Some("Mathias Tveito"));
    assert_eq!(minutes.items.len(), held.items.len());
    for (written, treated) in minutes.items.iter().zip(&held.items) {
        compare(&sample, written, treated);
    }
    let whole = minutes.wholeness();
    assert_eq!(
        (whole.n_resolved, whole.n_impartiality, whole.votes_add_up),
        (7, 2, true)
    );
}

fn compare(sample: &Sample, written: &MinutesItem, treated: &Treated) {
    assert_eq!(written.number, treated.number);
    assert_eq!(written.title, treated.title);
    assert_eq!(written.recommendation, treated.recommendation);
    assert_eq!(written.resolution.as_ref(), Some(&treated.decision));
    let votes = written.votes.as_ref().unwrap();
    assert_eq!(
        votes.is_unanimous, treated.votes.unanimous,
        "{}",
        treated.number
    );
    assert_eq!(
        sorted(votes.votes_for.clone()),
        sorted(names(sample, &treated.votes.r#for))
    );
    assert_eq!(votes.votes_against, names(sample, &treated.votes.against));
    assert_eq!(written.impartiality.len(), treated.impartiality.len());
    for (written, case) in written.impartiality.iter().zip(&treated.impartiality) {
        let basis = format!("{}: {}", written.legal_basis, written.ground);
        assert_eq!(basis, case.legal_basis);
        assert_eq!(
            [&written.person, &written.raised_by],
            [
                &names(sample, std::slice::from_ref(&case.person))[0],
                &names(sample, std::slice::from_ref(&case.raised_by))[0],
            ]
        );
        assert_eq!(
            counts(written.votes.as_ref()),
            (case.votes.r#for, case.votes.against)
        );
        assert_eq!(written.is_disqualified, Some(true));
        assert_eq!(written.left_at.as_ref(), Some(&case.left_at));
        assert_eq!(written.returned_at.as_ref(), Some(&case.returned_at));
        assert_eq!((&written.deputy, &written.note), (&case.deputy, &case.note));
    }
    for (written, put) in written.motions.iter().zip(&treated.motions) {
        assert_eq!(written.text, put.text);
        assert_eq!(
            counts(written.votes.as_ref()),
            (put.votes.r#for, put.votes.against)
        );
    }
    let closing = written.closing.as_ref().map(|closing| {
        let counts = counts(closing.votes.as_ref());
        (closing.legal_basis.clone(), closing.part.clone(), counts)
    });
    let expected = treated.closed.as_ref().map(|closed| {
        let counts = (closed.votes.r#for, closed.votes.against);
        (closed.legal_basis.clone(), closed.part.clone(), counts)
    });
    assert_eq!(closing, expected);
}

#[test]
fn the_samples_minutes_are_signed_and_frozen() {
    let sample = sample();
    let held = &sample.board_meetings[0];
    let mut world = hold(&sample, held);
    let recorder = held.administration[0].as_str();
    world.does_formally(recorder, Ask::SendMinutes { due: None });
    world.now = moment(held.approved_on, 12 * 60);
    for signed in &held.signatures {
        world.does_formally(&signed.person, Ask::Approve);
    }
    let frozen = world.formal().minutes.frozen.clone().unwrap();
    let minutes: Minutes = serde_json::from_str(&frozen.content).unwrap();
    assert_eq!(minutes.foot.approved_on, Some(held.approved_on));
    for (written, signed) in minutes.foot.signatures.iter().zip(&held.signatures) {
        assert_eq!(written.signed_on, Some(signed.signed_on));
    }
    let public = minutes.public();
    assert!(!public.canonical().contains("Panelneset"));
    assert_eq!(public.items[6].number, "42/26");
}

#[test]
fn the_seminars_agenda_is_treated_to_its_end() {
    let sample = sample();
    let mut world = room(&sample, &sample.board_meetings[0]);
    let numbered = sample.board_seminar.formal_meeting.agenda.iter();
    let lines: Vec<(String, &str, &str)> = numbered
        .map(|line| line.split_once(' ').unwrap())
        .map(|(number, title)| (format!("sak-{}", number.replace('/', "-")), number, title))
        .collect();
    for (id, number, title) in &lines {
        world.does_formally(
            "hanne-falch",
            Ask::AddItem {
                item: item(id),
                draft: draft(number, title),
                before: None,
            },
        );
    }
    world.does_formally("hanne-falch", begin("ragnhild-solvaer"));
    for (id, ..) in &lines {
        world.does_formally("hanne-falch", open(id));
        put_to_the_vote(&mut world, "hanne-falch", id, &Question::Proposal, &[]);
        world.does_formally(
            "hanne-falch",
            Ask::Resolve {
                item: item(id),
                text: "Innstillingen ble vedtatt.".into(),
            },
        );
        world.does_formally("hanne-falch", Ask::FinishItem { item: item(id) });
    }
    world.does_formally("hanne-falch", Ask::End);
    let minutes = assemble(world.formal(), &world.lobby, None);
    assert_eq!(minutes.wholeness().n_resolved, 4);
    assert_eq!(minutes.people.present[0].role, Role::Chair);
}
