//! The cut per viewer: nobody is handed what their role may not see, whatever the room holds.

use super::*;
use crate::id::ProgrammeId;
use crate::meeting::Participant;
use crate::programme::{LanguageForm, OrganisationForm, Retention};
use crate::rights::MeetingSettings;

const PHRASE: &str = "blå kaffekopp";

fn person(role: Role) -> Person {
    let word = serde_json::to_value(role).unwrap();
    let word = word.as_str().unwrap();
    Person {
        id: PersonId::parse(word).unwrap(),
        name: format!("{word} Nordmann"),
        role,
        title: None,
        represents: None,
    }
}

/// One of each role, all listed, all here and connected, two at the door.
fn lobby() -> Lobby {
    let date = "2026-10-28".parse().unwrap();
    let id = MeetingId::parse("psv-2026").unwrap();
    let people = Role::ALL.map(person);
    let listed = people
        .iter()
        .map(|person| Participant::coming(person.id.clone()));
    let here = people.iter().map(|person| Attendance {
        person: person.id.clone(),
        arrived_at: Timestamp(1_000),
        left_at: None,
    });
    let knock = |id: &str, knocker| Knock {
        id: KnockId::parse(id).unwrap(),
        knocker,
        phrase: PHRASE.into(),
        asked_at: Timestamp(2_000),
    };
    Lobby {
        programme: Programme {
            id: ProgrammeId::parse("fjordvik").unwrap(),
            name: "Fjordvik i omstilling".into(),
            municipality: "Fjordvik kommune".into(),
            county_authority: "Kystlandet".into(),
            organisation_form: OrganisationForm::MunicipalCommittee,
            language_form: LanguageForm::Nb,
            first_year: 2024,
            n_years: 6,
            current_year: 3,
            calendar_year: 2026,
            vision: String::new(),
            summary: String::new(),
            retention: Retention::default(),
        },
        meeting: Meeting {
            state: MeetingState::Open,
            participants: listed.collect(),
            ..Meeting::new(id, MeetingKind::StatusReview, date, 3)
        },
        attendance: here.collect(),
        knocks: vec![
            knock(
                "k1",
                Knocker::Person {
                    person: people[1].id.clone(),
                },
            ),
            knock(
                "k2",
                Knocker::Guest {
                    name: "Gunn Gjest".into(),
                    represents: Some("avisa".into()),
                },
            ),
        ],
        connected: people.iter().map(|person| person.id.clone()).collect(),
        unsent: std::collections::BTreeMap::new(),
        tried: people.iter().map(|person| person.id.clone()).collect(),
        people: people.to_vec(),
    }
}

/// The room as somebody of this role sees it, with the rights of a full session.
fn seen_by(lobby: &Lobby, role: Role) -> RoomView {
    let viewer = person(role);
    lobby.visible_to(|act| lobby.meeting.allows(&viewer, act))
}

#[test]
fn only_who_receives_people_sees_the_door_the_times_and_the_lines() {
    let lobby = lobby();
    for role in Role::ALL {
        let view = seen_by(&lobby, role);
        let sent = serde_json::to_string(&view).unwrap();
        let receives = matches!(role, Role::ProgrammeManager | Role::Facilitator);
        for secret in [PHRASE, "Gunn Gjest", "avisa", "arrived_at"] {
            assert_eq!(sent.contains(secret), receives, "{role:?} {secret}");
        }
        for seen in &view.people {
            assert_eq!(seen.is_connected.is_some(), receives, "{role:?}");
            assert_eq!(seen.has_tried.is_some(), receives, "{role:?}");
        }
    }
}

#[test]
fn a_chair_who_is_named_to_lead_receives_people_too() {
    let mut lobby = lobby();
    let chair = person(Role::Chair);
    assert!(seen_by(&lobby, Role::Chair).knocks.is_empty());
    lobby.meeting.participants[0].may_lead = true;
    let view = seen_by(&lobby, Role::Chair);
    assert_eq!(view.knocks.len(), 2);
    assert!(view.receivers.contains(&chair.first_name().to_owned()));
}

#[test]
fn the_wall_is_nobody_in_the_room_and_may_only_follow() {
    let lobby = lobby();
    let view = seen_by(&lobby, Role::Projector);
    assert_eq!(view.may, [Act::FollowShared]);
    assert!(
        view.people
            .iter()
            .all(|seen| seen.person.role != Role::Projector)
    );
    assert_eq!(view.on_the_way, ["vice-chair"]);
}

#[test]
fn who_is_counted_as_expected_and_here() {
    let mut lobby = lobby();
    let n_all = Role::ALL.len() - 1; // without the wall
    assert_eq!(seen_by(&lobby, Role::Chair).n_here(), n_all);
    // Somebody who left is expected and not here; who is not on the list and not here is not in the room at all.
    lobby.attendance[0].left_at = Some(Timestamp(3_000));
    lobby.attendance.remove(1);
    lobby.meeting.participants.remove(1);
    let view = seen_by(&lobby, Role::Chair);
    assert_eq!((view.people.len(), view.n_here()), (n_all - 1, n_all - 2));
    // In a meeting without a list everybody of the programme is expected, but a guest only while here.
    lobby.meeting.participants.clear();
    lobby.attendance.clear();
    let view = seen_by(&lobby, Role::Chair);
    assert_eq!((view.people.len(), view.n_here()), (n_all - 1, 0));
}

#[test]
fn what_the_viewer_may_do_follows_the_state_and_the_settings_of_the_meeting() {
    let mut lobby = lobby();
    let may = |lobby: &Lobby, role| seen_by(lobby, role).may;
    assert!(!may(&lobby, Role::Observer).contains(&Act::WriteAssessment));
    lobby.meeting.settings = MeetingSettings {
        observers_write: true,
        ..MeetingSettings::default()
    };
    assert!(may(&lobby, Role::Observer).contains(&Act::WriteAssessment));
    lobby.meeting.state = MeetingState::Closed;
    for role in Role::ALL {
        let may = may(&lobby, role);
        assert!(!may.contains(&Act::WriteAssessment), "{role:?}");
        assert!(!may.contains(&Act::ReceivePeople), "{role:?}");
        assert_eq!(
            may.contains(&Act::ReadMaterial),
            role != Role::Projector,
            "{role:?}"
        );
    }
}
