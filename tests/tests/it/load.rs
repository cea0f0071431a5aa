//! Readers that stop reading, and senders that do not stop sending.

use std::time::{Duration, Instant};

use shared::document::Replica;
use shared::document::assessment::{TextKey, splice_text, text};
use shared::document::splice::Splice;
use shared::programme::Role;
use shared::protocol::{Limits, Message as Sync};
use tests::peer::{Dial, Peer, Socket};
use tests::server::TestServer;
use tests::{DOCUMENT, rationale};
use tokio_tungstenite::tungstenite::Message;

fn dial(server: &TestServer, role: Role) -> Dial {
    server.dial(DOCUMENT).bearer(&server.person(role).token)
}

/// Writes and waits until it is stored, `n` times; each brings some kilobytes to everybody.
async fn write_much(writer: &mut Peer, n: usize) {
    for n in 0..n {
        let words = format!("{n} {}", "mye ".repeat(2_000));
        writer.types(&TextKey::Conclusion, &words).await;
        writer.until_stored().await;
    }
}

#[tokio::test]
async fn a_reader_that_stalls_delays_nobody_and_is_closed_or_brought_up_to_date() {
    let limits = Limits {
        bytes_per_s: u32::MAX,
        messages_per_s: u32::MAX,
        ..Limits::default()
    };
    let server = TestServer::start_with_limits(limits).await;
    let mut writer = dial(&server, Role::Chair).join().await;
    let mut witness = dial(&server, Role::ProgrammeManager).join().await;
    let stalled = dial(&server, Role::BoardMember).join().await;
    // Not read from here on. More than the system's buffers and the outbox hold:
    let began = Instant::now();
    write_much(&mut writer, 700).await;
    witness.until_reads(&TextKey::Conclusion, "699 mye").await;
    let took = began.elapsed();
    assert!(
        took < Duration::from_secs(20),
        "everybody else waited: {took:?}"
    );

    let mut stalled = stalled;
    let caught_up = async {
        loop {
            let reads = text(stalled.sync.replica(), &TextKey::Conclusion).unwrap_or_default();
            if reads.contains("699 mye") {
                return 0;
            }
            if let Err(code) = stalled.step().await {
                return code;
            }
        }
    };
    let end = caught_up.await;
    assert!(
        end == 0 || end == 1013,
        "brought up to date, or told why not: {end}"
    );
    if end == 0 {
        assert_eq!(
            text(stalled.sync.replica(), &TextKey::Conclusion),
            text(witness.sync.replica(), &TextKey::Conclusion),
            "nothing was skipped"
        );
    }
}

#[tokio::test]
async fn a_reader_that_never_reads_again_is_closed_with_1013() {
    let limits = Limits {
        bytes_per_s: u32::MAX,
        messages_per_s: u32::MAX,
        ..Limits::default()
    };
    let server = TestServer::start_with_limits(limits).await;
    let mut writer = dial(&server, Role::Chair).join().await;
    let mut stalled = dial(&server, Role::BoardMember).join().await;
    let person = server.person(Role::BoardMember).name.clone();
    let state = shared::awareness::PeerState::default();
    stalled.says(state).await;
    let is_here = |writer: &Peer| {
        let mut peers = writer.sync.peers();
        peers.any(|(_, state)| state.user.as_ref().is_some_and(|user| user.name == person))
    };
    while !is_here(&writer) {
        writer.step().await.unwrap();
    }
    // Its presence is taken back when its session ends, which is what the others see of it.
    let mut n = 0;
    while is_here(&writer) {
        n += 1;
        write_much(&mut writer, 1).await;
        assert!(n < 20_000, "it is never closed");
    }
    assert_eq!(stalled.until_closed().await, 1013);
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
