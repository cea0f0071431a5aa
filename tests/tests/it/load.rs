//! Readers that stop reading, and senders that do not stop sending.

use std::time::{Duration, Instant};

use server::room::outbox;
use shared::awareness::PeerState;
use shared::document::Replica;
use shared::document::assessment::{TextKey, splice_text};
use shared::document::splice::Splice;
use shared::protocol::{Limits, Message as Sync};
use shared::rights::Role;
use shared::sync::ClientSync;
use tests::peer::{BROKEN, Dial, Peer, Socket};
use tests::server::TestServer;
use tests::{DOCUMENT, rationale};
use tokio_tungstenite::tungstenite::Message;

fn dial(server: &TestServer, role: Role) -> Dial {
    server.dial(DOCUMENT).bearer(&server.person(role).token)
}

const NO_PACE: Limits = Limits {
    update: 256 * 1024,
    step2: 8 * 1024 * 1024,
    state_vector: 64 * 1024,
    awareness: 4 * 1024,
    document: 64 * 1024 * 1024,
    sessions: 500,
    messages_per_s: u32::MAX,
    bytes_per_s: u32::MAX,
    burst_s: 1,
};
/// More than the system and the outbox hold for a reader that has stopped.
const N_LARGE: usize = 24;

/// Writes something large and takes it back, again and again: much to send, and a document that stays small.
async fn write_much(writer: &mut Peer) {
    let len = 100_000;
    let large = Splice {
        at: 0,
        delete: 0,
        insert: "x".repeat(len),
    };
    let back = Splice {
        at: 0,
        delete: u32::try_from(len).unwrap(),
        insert: String::new(),
    };
    for _ in 0..N_LARGE {
        for splice in [&large, &back] {
            writer
                .edit(|replica| splice_text(replica, &TextKey::Conclusion, splice))
                .await;
            writer.until_stored().await;
        }
    }
    writer.types(&rationale(), "Til slutt. ").await;
    writer.until_stored().await;
}

async fn join_and_stop_reading(server: &TestServer) -> Peer {
    let dial = dial(server, Role::BoardMember).with_receive_buffer(16 * 1024);
    let mut stalled = dial.join().await;
    stalled.says(PeerState::default()).await;
    stalled
}

#[tokio::test]
async fn a_reader_that_stalls_delays_nobody_and_gets_the_difference_when_it_reads_again() {
    let server = TestServer::start_with_limits(NO_PACE).await;
    let mut writer = dial(&server, Role::Chair).join().await;
    let mut witness = dial(&server, Role::ProgrammeManager).join().await;
    let mut stalled = join_and_stop_reading(&server).await;
    let began = Instant::now();
    write_much(&mut writer).await;
    witness.until_reads(&rationale(), "Til slutt.").await;
    let took = began.elapsed();
    assert!(took < outbox::PATIENCE, "everybody else waited: {took:?}");

    stalled.until_reads(&rationale(), "Til slutt.").await;
    assert_eq!(stalled.reads(&rationale()), witness.reads(&rationale()));
    assert_eq!(
        stalled.reads(&TextKey::Conclusion),
        witness.reads(&TextKey::Conclusion)
    );
    assert!(
        stalled.n_read < N_LARGE * 100_000,
        "it was sent all of it: {}",
        stalled.n_read
    );
}

#[tokio::test]
async fn a_reader_that_never_reads_again_is_closed_with_1013() {
    let server = TestServer::start_with_limits(NO_PACE).await;
    let mut writer = dial(&server, Role::Chair).join().await;
    let mut stalled = join_and_stop_reading(&server).await;
    let name = server.person(Role::BoardMember).name.clone();
    let is_here = |sync: &ClientSync| {
        sync.peers()
            .any(|(_, state)| state.user.as_ref().is_some_and(|user| user.name == name))
    };
    writer.until("it is here", is_here).await;
    write_much(&mut writer).await;
    // Its presence goes with its session.
    writer.until("it is gone", |sync| !is_here(sync)).await;
    assert!(matches!(stalled.until_closed().await, 1013 | BROKEN));
}

/// Sends as fast as the socket takes it.
async fn flood(mut socket: Socket) {
    let frame = Sync::QueryAwareness.encode();
    loop {
        socket.send(Message::Binary(frame.clone().into())).await;
    }
}

#[tokio::test]
async fn a_flood_is_slowed_down_and_nobody_else_is() {
    let server = TestServer::start().await;
    let mut writer = dial(&server, Role::Chair).join().await;
    let mut witness = dial(&server, Role::ProgrammeManager).join().await;
    let mut floods = tokio::task::JoinSet::new();
    for _ in 0..5 {
        floods.spawn(flood(dial(&server, Role::BoardMember).socket().await));
    }
    let began = Instant::now();
    for n in 0..20 {
        let words = format!("Gjennom flommen {n}. ");
        writer.types(&rationale(), &words).await;
        writer.until_stored().await;
        witness.until_reads(&rationale(), &words).await;
    }
    let took = began.elapsed();
    assert!(
        took < Duration::from_secs(10),
        "the others waited: {took:?}"
    );
    floods.abort_all();
}

#[tokio::test]
async fn what_comes_faster_than_the_limit_is_taken_more_slowly_and_nothing_is_lost() {
    let limits = Limits {
        messages_per_s: 50,
        burst_s: 1,
        ..Limits::default()
    };
    let server = TestServer::start_with_limits(limits).await;
    let mut hasty = dial(&server, Role::Chair).join().await;
    let began = Instant::now();
    for n in 0..150 {
        hasty.types(&rationale(), &format!("<{n}>")).await;
    }
    hasty.until_stored().await;
    assert!(
        began.elapsed() > Duration::from_secs(1),
        "{:?}",
        began.elapsed()
    );
    let reader = dial(&server, Role::Observer).join().await;
    for n in 0..150 {
        assert_eq!(
            reader
                .reads(&rationale())
                .matches(&format!("<{n}>"))
                .count(),
            1
        );
    }
}

#[tokio::test]
async fn a_frame_far_too_large_is_told_so() {
    let server = TestServer::start().await;
    let mut socket = dial(&server, Role::Chair).socket().await;
    let frame = vec![0; 24 * 1024 * 1024];
    socket.send(Message::Binary(frame.into())).await;
    assert_eq!(socket.close_code().await, 4413);
}

#[tokio::test]
async fn a_document_takes_so_many_connections_and_tells_the_next_one() {
    let limits = Limits {
        sessions: 2,
        ..Limits::default()
    };
    let server = TestServer::start_with_limits(limits).await;
    let _one = dial(&server, Role::Chair).join().await;
    let two = dial(&server, Role::Chair).join().await;
    assert_eq!(dial(&server, Role::Chair).refusal().await, 1013);
    drop(two);
    // Room again as soon as the server has noticed.
    loop {
        let mut socket = dial(&server, Role::Chair).socket().await;
        match socket.next().await {
            Ok(_) => break,
            Err(code) => assert_eq!(code, 1013),
        }
    }
}

#[tokio::test]
async fn a_full_document_says_so_and_keeps_what_it_has() {
    let limits = Limits {
        document: 40_000,
        ..Limits::default()
    };
    let server = TestServer::start_with_limits(limits).await;
    let mut chair = dial(&server, Role::Chair).join().await;
    let before = chair.reads(&rationale());
    let mut pen = Replica::new(4_711);
    pen.apply(&chair.sync.replica().snapshot()).unwrap();
    let splice = Splice {
        at: 0,
        delete: 0,
        insert: "a".repeat(40_000),
    };
    let update = splice_text(&mut pen, &rationale(), &splice).unwrap();
    let frame = Sync::Update(&update).encode();
    chair.socket.send(Message::Binary(frame.into())).await;
    assert_eq!(chair.until_closed().await, 4413);
    let late = dial(&server, Role::Chair).join().await;
    assert_eq!(late.reads(&rationale()), before);
}
