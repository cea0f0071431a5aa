use super::*;

#[test]
fn what_our_own_replicas_make_is_let_in() {
    let form = ReviewForm::from_json(include_str!("../../../../templates/psv-4x4.json")).unwrap();
    let mut replica = Replica::new(MAX_CLIENT_ID);
    let first = seed(&mut replica, &form, &Seed::default());
    let rules = assessment::rules(Limits::default());
    let outline = Outline::of(&first, &rules).unwrap();
    let n_rows = outline
        .blocks()
        .iter()
        .filter(|block| block.content == Content::Shared(Shared::Row))
        .count();
    assert_eq!(n_rows, form.indicators.len());
    assert!(!outline.lacks_parts(|_| 0));
    assert!(Nesting::default().accept(&outline, &Replica::new(1), |_| 0));
    assert_eq!(Outline::of(&replica.snapshot(), &rules), Ok(outline));
    assert_eq!(state_vector(&replica.state_vector(), &rules.limits), Ok(()));
    assert_eq!(Outline::of(&[0, 0], &rules), Ok(Outline::default()));
}

#[test]
fn values_nest_so_deep_and_no_deeper() {
    check(&nested(31), Ok(()));
    check(&nested(32), Err(Inadmissible::TooDeep));
    check(&nested(100_000), Err(Inadmissible::TooDeep));
    let objects: Vec<u8> = std::iter::repeat_n(bytes![118, 1, "k"], 32)
        .flatten()
        .collect();
    check(&value(bytes![1, objects, 126]), Err(Inadmissible::TooDeep));
}

#[test]
fn no_count_or_length_is_believed() {
    let huge = 1_u64 << 60;
    check(&bytes![1 << 31, 0], Err(Inadmissible::CountTooLarge));
    check(&bytes![1, 1 << 31, 1, 0], Err(Inadmissible::CountTooLarge));
    check(&bytes![0, huge], Err(Inadmissible::CountTooLarge));
    check(&bytes![0, 1, 1, huge], Err(Inadmissible::CountTooLarge));
    check(&value(bytes![huge]), Err(Inadmissible::CountTooLarge));
    check(
        &value(bytes![1, 117, huge]),
        Err(Inadmissible::CountTooLarge),
    );
    check(
        &value(bytes![1, 118, huge]),
        Err(Inadmissible::CountTooLarge),
    );
    let truncated = Err(Inadmissible::Wire(DecodeError::Truncated));
    check(&bytes![1, 1, 1, 0, vec![TEXT], 1, huge], truncated);
    check(&value(bytes![1, 119, huge]), truncated);
    check(&value(bytes![1, 116, huge]), truncated);
    let padded = bytes![1, 1, 1, vec![0x80, 0], written("a"), 0];
    check(&padded, Err(Inadmissible::PaddedNumber));
    let too_long = vec![0xff; 11];
    check(
        &too_long,
        Err(Inadmissible::Wire(DecodeError::NumberTooLarge)),
    );
}

#[test]
fn clocks_and_client_ids_stay_in_their_range() {
    let max_clock = RULES.limits.clock;
    let from = |clock: u64, block: Vec<u8>| bytes![1, 1, 1, clock, block, 0];
    check(&from(max_clock - 1, written("a")), Ok(()));
    check(&from(max_clock, written("a")), Err(Inadmissible::Clock));
    check(
        &from(u64::from(u32::MAX), written("a")),
        Err(Inadmissible::Clock),
    );
    check(&from(u64::MAX, written("a")), Err(Inadmissible::Clock));
    check(&from(0, bytes![0, u64::MAX]), Err(Inadmissible::Clock));
    check(&from(1, bytes![0, max_clock]), Err(Inadmissible::Clock));
    check(
        &from(0, bytes![10, u64::from(u32::MAX)]),
        Err(Inadmissible::Clock),
    );
    check(
        &from(0, bytes![vec![TEXT | LEFT], 2, u64::MAX, "a"]),
        Err(Inadmissible::Clock),
    );
    check(&bytes![0, 1, 1, 1, max_clock, 1], Err(Inadmissible::Clock));
    let client = |client_id: u64| bytes![1, 1, client_id, 0, written("a"), 0];
    check(&client(MAX_CLIENT_ID), Ok(()));
    check(&client(MAX_CLIENT_ID + 1), Err(Inadmissible::ClientId));
    check(
        &bytes![0, 1, MAX_CLIENT_ID + 1, 0],
        Err(Inadmissible::ClientId),
    );
    check(
        &from(0, bytes![vec![TEXT | LEFT], MAX_CLIENT_ID + 1, 0, "a"]),
        Err(Inadmissible::ClientId),
    );
    // 2^53 and more, and any number of bytes.
    let number = |raw: Vec<u8>| value(bytes![1, 125, raw]);
    check(
        &number(vec![0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f]),
        Ok(()),
    );
    let too_large = Err(Inadmissible::NumberTooLarge);
    check(
        &number(vec![0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20]),
        too_large,
    );
    check(&number(vec![0xff; 40]), too_large);
}

#[test]
fn only_what_our_documents_hold() {
    let content = |kind: u8, rest: Vec<u8>| blocks(&[bytes![vec![kind], 1, "conclusion", rest]]);
    for kind in [2, 3, 5, 6, 9, 11, 0x14, 0x1f] {
        let bytes = content(kind, bytes![1, "a", 126]);
        check(&bytes, Err(Inadmissible::ContentKind(kind)));
    }
    check(&value(bytes![1, 99]), Err(Inadmissible::ValueKind(99)));
    check(&blocks(&[written("")]), Err(Inadmissible::Empty));
    check(&blocks(&[bytes![0, 0]]), Err(Inadmissible::Empty));
    check(&bytes![1, 0, 1, 0, 0, 0], Err(Inadmissible::Empty));
    check(&value(bytes![0]), Err(Inadmissible::Empty));
    let not_utf8 = Err(Inadmissible::Wire(DecodeError::NotUtf8));
    for broken in [vec![0xff], vec![0xed, 0xa0, 0x80], vec![0xc3]] {
        let text = bytes![vec![TEXT], 1, "conclusion", broken.len() as u64, broken];
        check(&blocks(&[text]), not_utf8);
    }
    let long = "k".repeat(300);
    let rules = assessment::rules(Limits::default());
    let keyed = blocks(&[bytes![vec![TYPE | KEY], 1, "proposals", long.as_str(), 1]]);
    assert_eq!(update(&keyed, &rules), Err(Inadmissible::KeyTooLong));
}

#[test]
fn everything_stands_in_its_place() {
    let misplaced = Err(Inadmissible::Misplaced);
    check(
        &blocks(&[bytes![vec![TEXT], 1, "elsewhere", "a"]]),
        Err(Inadmissible::RootName),
    );
    check(
        &blocks(&[bytes![vec![TEXT], 1, "proposals", "a"]]),
        misplaced,
    );
    check(
        &blocks(&[bytes![vec![TEXT | KEY], 1, "proposals", "k", "a"]]),
        misplaced,
    );
    check(
        &blocks(&[bytes![vec![TEXT | KEY], 1, "conclusion", "k", "a"]]),
        misplaced,
    );
    check(
        &blocks(&[bytes![vec![VALUES], 1, "conclusion", 1, 126]]),
        misplaced,
    );
    check(&blocks(&[bytes![vec![TEXT], 2, 1, 0, "a"]]), misplaced);
    check(
        &blocks(&[bytes![vec![TYPE], 1, "conclusion", 2]]),
        misplaced,
    );
    check(
        &blocks(&[row(), bytes![vec![TYPE | KEY], 0, 1, 0, "k", 1]]),
        misplaced,
    );
    check(
        &blocks(&[row(), bytes![vec![TYPE | KEY], 0, 1, 0, "k", 7, 0]]),
        Err(Inadmissible::TypeKind(7)),
    );
    check(
        &blocks(&[row(), bytes![vec![TYPE | KEY], 0, 1, 0, "k", 9]]),
        Err(Inadmissible::TypeKind(9)),
    );
    check(
        &blocks(&[row(), bytes![vec![TYPE | KEY], 0, 1, 0, "k", 2]]),
        Ok(()),
    );
}

#[test]
fn what_is_out_of_order_is_not_of_a_replica() {
    let order = Err(Inadmissible::Order);
    let client = |client_id: u64| bytes![1, client_id, 0, written("a")];
    check(&bytes![2, client(2), client(1), 0], Ok(()));
    check(&bytes![2, client(1), client(2), 0], order);
    check(&bytes![2, client(1), client(1), 0], order);
    let deleted = |client_id: u64| bytes![client_id, 1, 0, 1];
    check(&bytes![0, 3, deleted(1), deleted(2), deleted(3)], Ok(()));
    check(&bytes![0, 3, deleted(3), deleted(2), deleted(1)], Ok(()));
    check(&bytes![0, 3, deleted(1), deleted(3), deleted(2)], order);
    check(&bytes![0, 2, deleted(1), deleted(1)], order);
    check(&bytes![0, 1, 1, 2, 5, 1, 3, 1], order);
    check(&bytes![0, 1, 1, 2, 5, 2, 6, 1], order);
    check(&bytes![0, 1, 1, 1, 5, 0], Err(Inadmissible::Empty));
    // Beside itself, beside or inside what comes later.
    let future = Err(Inadmissible::FromTheFuture);
    check(&blocks(&[bytes![vec![TEXT | LEFT], 1, 0, "a"]]), future);
    check(&blocks(&[bytes![vec![TEXT | LEFT], 1, 7, "a"]]), future);
    check(&blocks(&[bytes![vec![TEXT], 0, 1, 0, "a"]]), future);
    check(
        &blocks(&[bytes![vec![VALUES | KEY], 0, 1, 1, "k", 1, 126], row()]),
        future,
    );
}

#[test]
fn limits_hold_for_the_whole_message() {
    let limits = Limits {
        clients: 1,
        blocks: 2,
        deletions: 1,
        values: 3,
        presences: 1,
        ..Limits::default()
    };
    let rules = assessment::rules(limits);
    let check = |bytes: &[u8], what| {
        assert_eq!(update(bytes, &rules), Err(Inadmissible::TooMany(what)));
        assert_eq!(update(bytes, &RULES), Ok(()));
    };
    let gone = |client_id: u64| bytes![1, client_id, 0, 0, 1];
    check(&bytes![2, gone(2), gone(1), 0], "clients");
    check(&blocks(&[row(), written("a"), written("b")]), "blocks");
    check(&bytes![0, 1, 1, 2, 0, 1, 2, 1], "deletions");
    check(&value(bytes![1, 117, 3, 126, 126, 126]), "values");
    check(
        &value(bytes![1, 118, 3, "a", 126, "b", 126, "c", 126]),
        "values",
    );
    let two_clients = bytes![2, 2, 1, 1, 1];
    assert_eq!(
        state_vector(&two_clients, &limits),
        Err(Inadmissible::TooMany("clients"))
    );
    let two_people = bytes![2, 2, 1, "{}", 1, 1, "{}"];
    assert_eq!(
        awareness(&two_people, &limits),
        Err(Inadmissible::TooMany("presences"))
    );
}

#[test]
fn state_vectors_and_presences_are_bounded_too() {
    let limits = Limits::default();
    let big = MAX_CLIENT_ID + 1;
    let cases = [
        (bytes![1, 1, 5], Ok(())),
        (bytes![1, big, 5], Err(Inadmissible::ClientId)),
        (bytes![1, 1, u64::MAX], Err(Inadmissible::Clock)),
        (bytes![1 << 40], Err(Inadmissible::CountTooLarge)),
        (
            bytes![1, 1, 5, 0],
            Err(Inadmissible::Wire(DecodeError::TrailingBytes)),
        ),
    ];
    for (bytes, expected) in cases {
        assert_eq!(state_vector(&bytes, &limits), expected, "{bytes:?}");
    }
    let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    let line = |client_id: u64, clock: u64, json: &str| bytes![1, client_id, clock, json];
    let cases = [
        (line(1, 5, r#"{"a":"\"[{[{[{"}"#), Ok(())),
        (line(1, 5, &deep(32)), Ok(())),
        (line(1, 5, &deep(33)), Err(Inadmissible::TooDeep)),
        (line(big, 5, "{}"), Err(Inadmissible::ClientId)),
        (line(1, u64::MAX, "{}"), Err(Inadmissible::Clock)),
    ];
    for (bytes, expected) in cases {
        assert_eq!(awareness(&bytes, &limits), expected, "{bytes:?}");
    }
}

#[test]
fn every_cut_of_an_update_is_refused_and_every_byte_more() {
    let form = ReviewForm::from_json(include_str!("../../../../templates/psv-4x4.json")).unwrap();
    let mut bytes = seed(&mut Replica::new(1), &form, &Seed::default());
    for len in 0..bytes.len() {
        assert!(update(&bytes[..len], &RULES).is_err(), "cut at {len}");
    }
    bytes.push(0);
    check(&bytes, Err(Inadmissible::Wire(DecodeError::TrailingBytes)));
}
