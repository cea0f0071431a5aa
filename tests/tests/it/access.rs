//! What somebody may do changes while they are connected.

use std::time::{Duration, Instant};

use shared::id::{MeetingId, ProgrammeId};
use shared::meeting::{Meeting, MeetingState, Participant};
use shared::programme::Person;
use shared::protocol::Rights;
use shared::rights::Role;
use tests::peer::Peer;
use tests::server::TestServer;
use tests::{DOCUMENT, rationale};

/// A change counts within this long.
const AT_ONCE: Duration = Duration::from_secs(1);

struct Board {
    server: TestServer,
    programme: ProgrammeId,
}

impl Board {
    async fn start() -> Self {
        Self {
            server: TestServer::start().await,
            programme: ProgrammeId::parse("fjordvik").unwrap(),
        }
    }

    async fn join(&self, role: Role) -> Peer {
        let token = &self.server.person(role).token;
        self.server.dial(DOCUMENT).bearer(token).join().await
    }

    async fn person(&self, role: Role) -> Person {
        let id = &self.server.person(role).id;
        let found = self.server.app().store.find_person(id).await.unwrap();
        found.unwrap().0
    }

    async fn save_person(&self, person: Person, is_active: bool) {
        let app = self.server.app();
        assert!(
            app.save_person(&self.programme, person, is_active)
                .await
                .unwrap()
        );
    }

    async fn change_meeting(&self, change: impl FnOnce(&mut Meeting)) {
        let app = self.server.app();
        let id = MeetingId::parse("psv-2026").unwrap();
        let found = app.store.find_meeting(&self.programme, id.as_str()).await;
        let mut meeting = found.unwrap().unwrap();
        change(&mut meeting);
        assert!(app.save_meeting(&self.programme, meeting).await.unwrap());
    }
}

#[tokio::test]
async fn who_becomes_an_observer_writes_no_more_and_who_becomes_a_member_writes_at_once() {
    let board = Board::start().await;
    let mut member = board.join(Role::BoardMember).await;
    member.types(&rationale(), "Som medlem. ").await;
    member.until_stored().await;

    let person = board.person(Role::BoardMember).await;
    let began = Instant::now();
    let observer = Person {
        role: Role::Observer,
        ..person.clone()
    };
    board.save_person(observer, true).await;
    member
        .until("it may only read", |sync| sync.rights() == Rights::Read)
        .await;
    assert!(began.elapsed() < AT_ONCE, "{:?}", began.elapsed());
    member.types(&rationale(), "Som observatør. ").await;

    let began = Instant::now();
    board.save_person(person, true).await;
    member
        .until("it may write", |sync| sync.rights() == Rights::Write)
        .await;
    assert!(began.elapsed() < AT_ONCE, "{:?}", began.elapsed());
    member.until_stored().await;
    let mut chair = board.join(Role::Chair).await;
    chair
        .until_reads(&rationale(), "Som observatør. Som medlem.")
        .await;
}

#[tokio::test]
async fn a_meeting_that_is_closed_is_only_read_and_a_person_who_is_out_is_out() {
    let board = Board::start().await;
    let mut chair = board.join(Role::Chair).await;
    let mut manager = board.join(Role::ProgrammeManager).await;
    let began = Instant::now();
    board
        .change_meeting(|meeting| meeting.state = MeetingState::Closed)
        .await;
    chair
        .until("it may only read", |sync| sync.rights() == Rights::Read)
        .await;
    manager
        .until("it may only read", |sync| sync.rights() == Rights::Read)
        .await;
    assert!(began.elapsed() < AT_ONCE, "{:?}", began.elapsed());

    board
        .save_person(board.person(Role::Chair).await, false)
        .await;
    assert_eq!(chair.until_closed().await, 4401);
    let token = &board.server.person(Role::Chair).token;
    assert_eq!(
        board.server.dial(DOCUMENT).bearer(token).refusal().await,
        4401
    );
}

#[tokio::test]
async fn a_deputy_writes_once_seated() {
    let board = Board::start().await;
    board
        .change_meeting(|meeting| {
            for participant in &mut meeting.participants {
                participant.seated_for = None;
            }
        })
        .await;
    let mut deputy = board.join(Role::Deputy).await;
    assert_eq!(deputy.sync.rights(), Rights::Read);
    let id = board.server.person(Role::Deputy).id.clone();
    board
        .change_meeting(|meeting| {
            let absent = meeting.participants.iter().find(|other| !other.is_coming);
            let seated_for = absent.map(|absent| absent.person.clone());
            meeting.participants.retain(|other| other.person != id);
            meeting.participants.push(Participant {
                seated_for,
                ..Participant::coming(id)
            });
        })
        .await;
    deputy
        .until("it may write", |sync| sync.rights() == Rights::Write)
        .await;
    deputy.types(&rationale(), "Vara. ").await;
    deputy.until_stored().await;
}
