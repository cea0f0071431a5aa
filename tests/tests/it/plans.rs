//! Plans: who sees and makes them, who writes in their rows, and that what is written is kept.

use serde_json::{Value, json};
use shared::document::Replica;
use shared::document::plan::Field;
use shared::document::plan::{TextField, TextKey, read, set, splice_text};
use shared::document::splice::Splice;
use shared::id::{FocusAreaId, MeasureId, MeetingId, ProgrammeId};
use shared::meeting::{MeetingState, Participant};
use shared::plan::money::Kroner;
use shared::plan::sums::Sums;
use shared::plan::{ActionPlan, Head, Row};
use shared::protocol::{Message, Rights};
use shared::rights::Role;
use tests::peer::Peer;
use tests::server::TestServer;

use super::DATABASE;

const PLAN: &str = "handlingsplan-2027";
const ROWS: &str = "handlingsplan-2027-plan";

async fn join(server: &TestServer, role: Role) -> Peer {
    let token = &server.person(role).token;
    server.dial(ROWS).bearer(token).join().await
}

fn plan(replica: &Replica) -> ActionPlan {
    let head = Head {
        year: 2027,
        ..Head::default()
    };
    read(replica, head)
}

fn measure() -> Row {
    Row::Measure(MeasureId::parse("tiltak-1-1").unwrap())
}

async fn get(server: &TestServer, role: Role, path: &str) -> (u16, Value) {
    let answer = server.caller(role).get(path).await;
    (answer.status.as_u16(), answer.json())
}

async fn add(server: &TestServer, role: Role, body: Value) -> (u16, Value) {
    let answer = server.caller(role).post("/api/plans", &body).await;
    (answer.status.as_u16(), answer.json())
}

#[tokio::test]
async fn the_samples_plan_is_written_by_two_at_once_and_kept() {
    let server = TestServer::start_on(DATABASE).await;
    let mut chair = join(&server, Role::Chair).await;
    let mut manager = join(&server, Role::ProgrammeManager).await;
    assert_eq!(
        Sums::of(&plan(chair.sync.replica())).plan.budget,
        Kroner(9_850_000)
    );

    let title = TextKey::new(measure(), TextField::Title).unwrap();
    let splice = Splice {
        at: 0,
        delete: 0,
        insert: "Ny: ".into(),
    };
    chair
        .edit(|replica| splice_text(replica, &title, &splice))
        .await;
    let budget = Field::Budget(Some(Kroner(123_000)));
    manager
        .edit(|replica| set(replica, &measure(), &budget))
        .await;
    chair.until_stored().await;
    manager.until_stored().await;

    let server = server.restart().await;
    let late = join(&server, Role::Observer).await;
    let now = plan(late.sync.replica());
    assert!(now.measures[0].title.starts_with("Ny: "));
    assert_eq!(now.measures[0].budget, Some(Kroner(123_000)));
    server.stop().await;
}

#[tokio::test]
async fn rights_in_a_plan_follow_role_and_seat() {
    let server = TestServer::start_on(DATABASE).await;
    for (role, expected) in [
        (Role::Chair, Rights::Write),
        (Role::BoardMember, Rights::Write),
        (Role::ProgrammeManager, Rights::Write),
        (Role::Facilitator, Rights::Write),
        (Role::Observer, Rights::Read),
        (Role::Deputy, Rights::Read),
    ] {
        let peer = join(&server, role).await;
        assert_eq!(peer.sync.rights(), expected, "{role:?}");
    }

    // A deputy who is seated in a seminar that is being held writes, at once, and no longer than that.
    let mut deputy = join(&server, Role::Deputy).await;
    let app = server.app();
    let programme = ProgrammeId::parse("fjordvik").unwrap();
    let id = MeetingId::parse("styreseminar-2026").unwrap();
    let found = app.store.find_meeting(&programme, id.as_str()).await;
    let mut seminar = found.unwrap().unwrap();
    let deputy_id = server.person(Role::Deputy).id.clone();
    let absent = server.person(Role::BoardMember).id.clone();
    seminar
        .participants
        .retain(|one| one.person != deputy_id && one.person != absent);
    seminar.participants.push(Participant {
        is_coming: false,
        ..Participant::coming(absent.clone())
    });
    seminar.participants.push(Participant {
        seated_for: Some(absent),
        ..Participant::coming(deputy_id)
    });
    assert!(app.save_meeting(&programme, seminar.clone()).await.unwrap());
    deputy
        .until("the seat counts", |sync| sync.rights() == Rights::Write)
        .await;
    seminar.state = MeetingState::Closed;
    assert!(app.save_meeting(&programme, seminar).await.unwrap());
    deputy
        .until("the seminar is over", |sync| sync.rights() == Rights::Read)
        .await;
}

#[tokio::test]
async fn the_rows_of_a_plan_take_nothing_else() {
    let server = TestServer::start_on(DATABASE).await;
    let mut chair = join(&server, Role::Chair).await;
    let mut stranger = Replica::new(chair.sync.replica().client_id());
    let form = include_str!("../../../shared/templates/psv-4x4.json");
    let form = shared::template::ReviewForm::from_json(form).unwrap();
    let seed = shared::document::assessment::Seed::default();
    let update = shared::document::assessment::seed(&mut stranger, &form, &seed);
    let frame = Message::Update(&update).encode();
    chair
        .socket
        .send(tokio_tungstenite::tungstenite::Message::Binary(
            frame.into(),
        ))
        .await;
    assert_eq!(chair.until_closed().await, 4400);
}

#[tokio::test]
async fn next_years_plan_goes_on_from_this_one_once() {
    let server = TestServer::start_on(DATABASE).await;
    let (status, plans) = get(&server, Role::Observer, "/api/plans").await;
    assert_eq!(status, 200);
    assert_eq!(plans[0]["id"], PLAN);
    assert_eq!(plans[1]["kind"], "restructuring-plan");
    let (status, refused) = add(
        &server,
        Role::Observer,
        json!({"year": 2028, "from": "last-year"}),
    )
    .await;
    assert_eq!((status, &refused["code"]), (403, &json!("locked")));
    for (year, code) in [(2027, "plan-exists"), (2025, "no-last-plan")] {
        let (status, refused) = add(
            &server,
            Role::Chair,
            json!({"year": year, "from": "last-year"}),
        )
        .await;
        let expected = if year == 2027 { "no-last-plan" } else { code };
        assert_eq!(
            (status, &refused["code"]),
            (409, &json!(expected)),
            "{year}"
        );
    }
    let (status, refused) = add(
        &server,
        Role::Chair,
        json!({"year": 2027, "from": "template"}),
    )
    .await;
    assert_eq!((status, &refused["code"]), (409, &json!("plan-exists")));
    let (status, refused) = add(&server, Role::Chair, json!({"year": 2031, "from": "empty"})).await;
    assert_eq!((status, &refused["code"]), (422, &json!("invalid")));

    let (status, card) = add(
        &server,
        Role::ProgrammeManager,
        json!({"year": 2028, "from": "last-year"}),
    )
    .await;
    assert_eq!((status, &card["year"]), (201, &json!(2028)), "{card}");
    let document = card["documents"][0]["id"].as_str().unwrap();
    let token = &server.person(Role::Chair).token;
    let chair = server.dial(document).bearer(token).join().await;
    let rows = plan(chair.sync.replica());
    assert_eq!(rows.focus_areas.len(), 4);
    assert_eq!(Sums::of(&rows).plan.budget, Kroner::ZERO);
    assert!(rows.focus_areas.contains(&shared::plan::FocusArea {
        id: FocusAreaId::parse("marin-verdiskaping").unwrap(),
        number: 1,
        title: "Marin verdiskaping".into(),
    }));
    let path = format!("/api/plans/{}", card["id"].as_str().unwrap());
    let (status, view) = get(&server, Role::Observer, &path).await;
    assert_eq!((status, &view["lock"]), (200, &json!("role")));
    assert_eq!(view["head"]["programme_year"], 5);
    let (status, unknown) = get(&server, Role::Observer, "/api/plans/ukjent").await;
    assert_eq!((status, &unknown["code"]), (404, &json!("plan-unknown")));
}

/// Domain 10.1: a workshop writes, a formal item decides.
#[tokio::test]
async fn nobody_writes_in_the_plan_while_a_formal_item_is_treated() {
    let server = TestServer::start_on(DATABASE).await;
    let mut manager = join(&server, Role::ProgrammeManager).await;
    assert_eq!(manager.sync.rights(), Rights::Write);
    let room = server
        .caller(Role::Chair)
        .get("/api/rooms/styreseminar-2026")
        .await;
    let item = room.json()["view"]["proceedings"]["formal"]["order"][0].clone();
    let ask = async |request: &str, ask: Value| {
        let command = json!({"type": "formal", "ask": ask});
        let body = json!({"request_id": request, "command": command});
        let path = "/api/rooms/styreseminar-2026/commands";
        let answer = server.caller(Role::Chair).post(path, &body).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
    };
    ask(
        "r1",
        json!({"type": "begin", "chair": server.person(Role::Chair).id, "form": "in-person"}),
    )
    .await;
    ask("r2", json!({"type": "open-item", "item": item})).await;
    manager
        .until("it is locked", |sync| sync.rights() == Rights::Read)
        .await;
}
