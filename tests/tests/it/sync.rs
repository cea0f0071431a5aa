//! `/sync`: who comes in, what is refused, and that what is stored stays.

use shared::document::Replica;
use shared::document::assessment::{NewProposal, add_proposal, proposals, splice_text};
use shared::document::splice::Splice;
use shared::id::ProposalId;
use shared::protocol::{Limits, Message as Sync, Rights, decode};
use shared::rights::Role;
use shared::sync::SaveState;
use tests::peer::Peer;
use tests::server::TestServer;
use tests::{DOCUMENT, PATIENCE, rationale};
use tokio_tungstenite::tungstenite::Message;

use super::DATABASE;

async fn join(server: &TestServer, role: Role) -> Peer {
    server
        .dial(DOCUMENT)
        .bearer(&server.person(role).token)
        .join()
        .await
}

#[tokio::test]
async fn two_people_write_and_a_restart_forgets_nothing() {
    let server = TestServer::start_on(DATABASE).await;
    let mut chair = join(&server, Role::Chair).await;
    let mut manager = join(&server, Role::ProgrammeManager).await;
    assert!(
        !chair.reads(&rationale()).is_empty(),
        "the sample's words are there"
    );
    assert_eq!(proposals(chair.sync.replica()).len(), 18);

    chair.types(&rationale(), "Fra styrelederen. ").await;
    manager.types(&rationale(), "Fra programlederen. ").await;
    let id = ProposalId::parse("nytt-forslag").unwrap();
    let proposal = NewProposal {
        id: id.clone(),
        title: "Møt folk i Ytrevik".into(),
        text: String::new(),
        indicator: None,
        author: None,
        owner: None,
        deadline: None,
    };
    chair
        .edit(|replica| add_proposal(replica, &proposal, 0))
        .await;
    chair.until_stored().await;
    manager.until_stored().await;
    chair.until_reads(&rationale(), "Fra programlederen.").await;
    manager.until_reads(&rationale(), "Fra styrelederen.").await;
    assert_eq!(chair.reads(&rationale()), manager.reads(&rationale()));

    let server = server.restart().await;
    let late = join(&server, Role::Observer).await;
    assert_eq!(late.reads(&rationale()), chair.reads(&rationale()));
    assert!(
        proposals(late.sync.replica())
            .iter()
            .any(|proposal| proposal.id == id)
    );
    server.stop().await;
}

#[tokio::test]
async fn what_was_typed_while_away_is_sent_at_the_next_dial() {
    let server = TestServer::start_on(DATABASE).await;
    let mut chair = join(&server, Role::Chair).await;
    let server = server.restart().await;
    assert_eq!(chair.until_closed().await, 1012);
    chair.sync.closed(&mut Vec::new());
    let splice = Splice {
        at: 0,
        delete: 0,
        insert: "Skrevet uten nett. ".into(),
    };
    chair.sync.edit(
        |replica| splice_text(replica, &rationale(), &splice),
        &mut Vec::new(),
    );
    chair.sync.kept(1, &mut Vec::new());
    assert_eq!(
        chair.sync.save_state(),
        SaveState::OnDevice { n_waiting: 1 }
    );

    let dial = server
        .dial(DOCUMENT)
        .bearer(&server.person(Role::Chair).token);
    let mut chair = dial.rejoin(chair.local_copy()).await;
    chair.until_stored().await;
    let mut other = join(&server, Role::ProgrammeManager).await;
    other.until_reads(&rationale(), "Skrevet uten nett.").await;
}

#[tokio::test]
async fn who_may_not_come_in_is_told_why() {
    let server = TestServer::start_on(DATABASE).await;
    let token = &server.person(Role::Chair).token;
    let link = server.new_link(&server.person(Role::Chair).id).await;
    let spent = server
        .http()
        .post(
            &format!("/api/sign-in/{link}"),
            &[],
            r#"{"remember":false}"#,
        )
        .await;
    let (cookie, origin) = (spent.cookie(), server.origin());
    let dial = |document: &str| server.dial(document).speaking_samling();
    for (what, dial, expected) in [
        ("nobody", dial(DOCUMENT), 4401),
        ("an unknown token", dial(DOCUMENT).bearer("abc"), 4401),
        (
            "a cookie's token as a bearer",
            dial(DOCUMENT).bearer(cookie.split_once('=').unwrap().1),
            4401,
        ),
        (
            "a bearer's token as a cookie",
            dial(DOCUMENT).with("cookie", &format!("samling={token}")),
            4403,
        ),
        (
            "an unknown document",
            dial("finnes-ikke").bearer(token),
            4404,
        ),
        ("no document id", dial("..%2Fetc").bearer(token), 4404),
        ("bytes that are no text", dial("%ff").bearer(token), 4404),
        (
            "a foreign page",
            dial(DOCUMENT)
                .bearer(token)
                .with("origin", "https://else.example"),
            4403,
        ),
        (
            "a foreign page with our cookie",
            dial(DOCUMENT)
                .with("cookie", &cookie)
                .with("origin", "http://localhost"),
            4403,
        ),
        (
            "a cookie without an origin",
            dial(DOCUMENT).with("cookie", &cookie),
            4403,
        ),
    ] {
        assert_eq!(dial.refusal().await, expected, "{what}");
    }
    server
        .dial(DOCUMENT)
        .with("cookie", &cookie)
        .with("origin", &origin)
        .join()
        .await;
    server
        .dial(DOCUMENT)
        .bearer(token)
        .with("origin", &origin)
        .join()
        .await;
}

#[tokio::test]
async fn a_malformed_message_ends_only_its_sender() {
    let server = TestServer::start_on(DATABASE).await;
    let mut witness = join(&server, Role::Chair).await;
    let token = &server.person(Role::ProgrammeManager).token;
    let limits = Limits::default();
    let binary = |message: Sync<'_>| Message::Binary(message.encode().into());
    for (what, message, expected) in [
        ("a text", Message::Text("hei".into()), 4400),
        ("an empty frame", Message::Binary(vec![].into()), 4400),
        (
            "an unknown type",
            Message::Binary(vec![77, 1, 0].into()),
            4400,
        ),
        (
            "a cut message",
            Message::Binary(vec![0, 2, 9, 1].into()),
            4400,
        ),
        ("nine messages", Message::Binary(vec![3; 9].into()), 4400),
        (
            "garbage as an update",
            binary(Sync::Update(b"garbage")),
            4400,
        ),
        (
            "garbage as a state vector",
            binary(Sync::SyncStep1(&[0xff; 9])),
            4400,
        ),
        ("the server's own word", binary(Sync::Stored(1)), 4400),
        (
            "a long update",
            binary(Sync::Update(&vec![0; limits.update + 1])),
            4413,
        ),
        (
            "a long step 2",
            binary(Sync::SyncStep2(&vec![0; limits.step2 + 1])),
            4413,
        ),
        (
            "a long frame",
            Message::Binary(vec![0; limits.step2 + limits.update].into()),
            4413,
        ),
    ] {
        let mut socket = server.dial(DOCUMENT).bearer(token).socket().await;
        socket.send(message).await;
        assert_eq!(socket.close_code().await, expected, "{what}");
    }
    witness.types(&rationale(), "Uforstyrret. ").await;
    witness.until_stored().await;
}

#[tokio::test]
async fn a_reader_is_refused_once_and_then_closed() {
    let server = TestServer::start_on(DATABASE).await;
    let mut observer = join(&server, Role::Observer).await;
    assert_eq!(observer.sync.rights(), Rights::Read);
    let before = observer.reads(&rationale());

    let mut forged = Replica::new(4711);
    forged.apply(&observer.sync.replica().snapshot()).unwrap();
    let splice = Splice {
        at: 0,
        delete: 0,
        insert: "Ulovlig. ".into(),
    };
    let update = splice_text(&mut forged, &rationale(), &splice).unwrap();
    let frame = Sync::Update(&update).encode();
    observer
        .socket
        .send(Message::Binary(frame.clone().into()))
        .await;
    let mut frames = tokio::time::timeout(PATIENCE, observer.socket.next())
        .await
        .unwrap()
        .unwrap();
    while !matches!(decode(&frames).unwrap()[..], [Sync::Denied(_)]) {
        frames = observer.socket.next().await.expect("refused, not closed");
    }
    observer.socket.send(Message::Binary(frame.into())).await;
    assert_eq!(observer.socket.close_code().await, 4403);
    assert_eq!(join(&server, Role::Chair).await.reads(&rationale()), before);
}

#[tokio::test]
async fn a_stock_client_hears_nothing_of_ours() {
    let server = TestServer::start_on(DATABASE).await;
    let mut socket = server
        .dial(DOCUMENT)
        .bearer(&server.person(Role::Chair).token)
        .socket()
        .await;
    let first = socket.next().await.unwrap();
    assert!(matches!(decode(&first).unwrap()[..], [Sync::SyncStep1(_)]));
    socket
        .send(Message::Binary(Sync::SyncStep1(&[0]).encode().into()))
        .await;
    let second = socket.next().await.unwrap();
    assert!(matches!(decode(&second).unwrap()[..], [Sync::SyncStep2(_)]));
}

#[tokio::test]
async fn signing_out_closes_the_sockets_of_that_session_only() {
    let server = TestServer::start_on(DATABASE).await;
    let mut leaving = join(&server, Role::Chair).await;
    let mut staying = join(&server, Role::ProgrammeManager).await;
    let authorization = format!("Bearer {}", server.person(Role::Chair).token);
    let answer = server
        .http()
        .send(
            "POST",
            "/api/sign-out",
            &[("authorization", &authorization)],
            "",
        )
        .await;
    assert_eq!(answer.status, 204);
    assert_eq!(leaving.until_closed().await, 4401);
    staying.types(&rationale(), "Jeg blir. ").await;
    staying.until_stored().await;
}

#[tokio::test]
async fn what_cannot_be_stored_is_shown_to_nobody_and_goes_through_later() {
    let server = TestServer::start_on(DATABASE).await;
    let mut chair = join(&server, Role::Chair).await;
    let mut witness = join(&server, Role::ProgrammeManager).await;
    server.database().refuse("INSERT", "log").await;

    chair.types(&rationale(), "Ikke på disk ennå. ").await;
    assert_eq!(witness.until_closed().await, 4500);
    assert_eq!(chair.until_closed().await, 4500);
    assert!(
        !witness.reads(&rationale()).contains("Ikke på disk"),
        "sent before it was stored"
    );
    assert_eq!(chair.sync.n_waiting(), 1, "confirmed before it was stored");

    server.database().allow().await;
    let dial = server
        .dial(DOCUMENT)
        .bearer(&server.person(Role::Chair).token);
    dial.rejoin(chair.local_copy()).await.until_stored().await;
    let late = join(&server, Role::Observer).await;
    assert!(late.reads(&rationale()).starts_with("Ikke på disk ennå. "));
    server.stop().await;
}

#[tokio::test]
async fn two_servers_on_one_database_fork_nothing() {
    let one = TestServer::start_on(DATABASE).await;
    let two = one.second().await;
    let mut here = join(&one, Role::Chair).await;
    let mut there = join(&two, Role::ProgrammeManager).await;
    here.types(&rationale(), "Her. ").await;
    here.until_stored().await;
    // The row is taken, so the second server's room ends rather than write beside it.
    there.types(&rationale(), "Der. ").await;
    assert_eq!(there.until_closed().await, 1012);
    let dial = two
        .dial(DOCUMENT)
        .bearer(&two.person(Role::ProgrammeManager).token);
    let mut there = dial.rejoin(there.local_copy()).await;
    there.until_stored().await;
    for words in ["Her.", "Der."] {
        there.until_reads(&rationale(), words).await;
    }
}
