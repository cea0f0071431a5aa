//! Many who come in at once, and what never reaches the wall or a member.

use serde_json::json;
use shared::lobby::RoomView;
use shared::rights::Role;
use tests::door::{CODE, ROOM, come_in, enter, guest, is_here, knock, reply, waiting, watch};
use tests::letters::code_in;
use tests::server::TestServer;
use tokio_tungstenite::tungstenite::Message;

use super::DATABASE;

#[tokio::test]
async fn no_secret_reaches_the_wall_or_a_member() {
    let server = TestServer::start_on(DATABASE).await;
    let http = server.http();
    let origin = server.origin();
    let cookie = come_in(&server, &json!({ "kind": "screen" })).await;
    let dial = server
        .dial_room(ROOM)
        .with("cookie", &cookie)
        .with("origin", &origin);
    let mut wall = dial.watch().await;
    let mut member = watch(&server, Role::BoardMember).await;
    let mut facilitator = watch(&server, Role::Facilitator).await;

    let mut secrets = Vec::new();
    let chair = json!({ "kind": "person", "person": server.person(Role::Chair).id });
    for knocker in [
        &chair,
        &guest("Hemmelig Gjest"),
        &json!({ "kind": "screen" }),
    ] {
        let sent = knock(http, knocker).await;
        let stands = |view: &RoomView| view.knocks.iter().any(|knock| knock.phrase == sent.phrase);
        facilitator.until("the knock", stands).await;
        secrets.push(format!("\"{}\"", sent.phrase));
        secrets.push(sent.token);
    }
    let body = json!({ "person": server.person(Role::Chair).id }).to_string();
    http.post(&format!("/api/join/{CODE}/code"), &[], &body)
        .await;
    let mail = server.mail_to(&server.person(Role::Chair).id, 1).await;
    secrets.extend([
        code_in(&mail).to_owned(),
        "@".to_owned(),
        "Hemmelig Gjest".to_owned(),
    ]);
    let chair_id = server.person(Role::Chair).id.clone();
    let _chair = watch(&server, Role::Chair).await;
    for watcher in [&mut wall, &mut member] {
        watcher
            .until("the chair is here", |view| is_here(view, &chair_id))
            .await;
        assert_eq!(
            watcher.view.on_the_way.len(),
            1,
            "a first name from the list is told"
        );
        let heard = watcher.heard.concat();
        for secret in &secrets {
            assert!(!heard.contains(secret.as_str()), "{secret} in {heard}");
        }
    }
    let known = facilitator.heard.concat();
    assert!(known.contains(&secrets[0]) && known.contains("Hemmelig Gjest"));
}

#[tokio::test]
async fn what_waits_on_a_device_is_told_to_those_who_lead_and_nobody_else() {
    let server = TestServer::start_on(DATABASE).await;
    let id = server.person(Role::BoardMember).id.clone();
    let mut member = watch(&server, Role::BoardMember).await;
    let mut facilitator = watch(&server, Role::Facilitator).await;
    let says = |n: i64| Message::text(json!({ "type": "unsent", "n": n }).to_string());
    let waits = |view: &RoomView| {
        let line = view.people.iter().find(|line| line.person.id == id);
        line.and_then(|line| line.n_unsent)
    };
    member.socket.send(says(3)).await;
    let three = |view: &RoomView| waits(view) == Some(3);
    facilitator.until("three wait", three).await;
    member.socket.send(says(-1)).await;
    while !member.heard.concat().contains(r#""code":"not-understood""#) {
        member.next().await;
    }
    assert_eq!(waits(&member.view), None);
    drop(member);
    let none = |view: &RoomView| waits(view) == Some(0);
    facilitator.until("nothing waits", none).await;
}

#[tokio::test]
async fn sixty_people_of_one_hotel_all_come_in() {
    let server = TestServer::start_on(DATABASE).await;
    let origin = server.origin();
    let facilitator = watch(&server, Role::Facilitator).await;
    let guests = (0..60).map(|n| {
        let (server, origin) = (&server, &origin);
        async move {
            let http = server.http();
            assert_eq!(
                http.get(&format!("/api/join/{CODE}"), &[]).await.status,
                200
            );
            let sent = knock(http, &guest(&format!("Gjest Nummer{n}"))).await;
            let id = waiting(server, &sent.phrase).await;
            assert_eq!(
                reply(server, Role::Facilitator, &id, true).await.status,
                204
            );
            let entered = enter(http, &sent.token).await;
            let dial = server.dial_room(ROOM).with("cookie", &entered.cookie());
            dial.with("origin", origin).watch().await
        }
    });
    let mut watchers = futures_util::future::join_all(guests).await;
    let n_guests_here = |view: &RoomView| {
        let guests = view
            .people
            .iter()
            .filter(|line| line.person.role == Role::Guest);
        guests.filter(|line| line.is_here).count()
    };
    for watcher in &mut watchers {
        watcher
            .until("all are here", |view| n_guests_here(view) == 60)
            .await;
    }
    drop(facilitator);
}
