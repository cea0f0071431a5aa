use super::*;
use crate::document::Replica;
use crate::document::assessment::{ROOTS, Seed, seed};
use crate::template::ReviewForm;
use crate::wire::{write_bytes, write_number};

/// One block of client 1 at clock 0 in the root `conclusion`: info byte, then what the case adds.
fn one_block(info: u8, rest: &[u8]) -> Vec<u8> {
    let mut out = vec![1, 1, 1, 0, info, 1];
    write_bytes(&mut out, b"conclusion");
    out.extend_from_slice(rest);
    out.push(0);
    out
}

fn nested(depth: usize) -> Vec<u8> {
    let mut value = vec![1];
    value.extend(std::iter::repeat_n([117, 1], depth).flatten());
    value.push(126);
    one_block(8, &value)
}

#[test]
fn what_our_own_replicas_make_is_let_in() {
    let form = ReviewForm::from_json(include_str!("../../../templates/psv-4x4.json")).unwrap();
    let mut replica = Replica::new(MAX_CLIENT_ID);
    let first = seed(&mut replica, &form, &Seed::default());
    let outline = update(&first, &ROOTS).unwrap();
    assert_eq!(outline.rows().len(), form.indicators.len());
    assert!(outline.nests_in_rows(|_| false) && !outline.lacks_parts(|_| 0));
    assert_eq!(update(&replica.snapshot(), &ROOTS), Ok(outline));
    assert_eq!(state_vector(&replica.state_vector()), Ok(()));
    assert_eq!(update(&[0, 0], &ROOTS), Ok(Outline::default()));
}

#[test]
fn the_known_killers_are_not() {
    let mut big_client = vec![1, 1];
    write_number(&mut big_client, MAX_CLIENT_ID + 1);
    big_client.extend([0, 0, 1, 0]);
    let mut overflow = vec![1, 1, 1];
    write_number(&mut overflow, u64::from(u32::MAX) - 1);
    overflow.extend([0, 9, 0]);
    let mut stranger = vec![1, 1, 1, 0, 4, 1];
    write_bytes(&mut stranger, b"elsewhere");
    stranger.extend([1, b'a', 0]);
    let cases = [
        (nested(MAX_DEPTH - 1), Ok(())),
        (nested(MAX_DEPTH), Err(Inadmissible::TooDeep)),
        (nested(100_000), Err(Inadmissible::TooDeep)),
        (
            vec![0xff, 0xff, 0xff, 0x7f, 0],
            Err(Inadmissible::CountTooLarge),
        ),
        (
            one_block(8, &[0xff, 0xff, 0x7f]),
            Err(Inadmissible::CountTooLarge),
        ),
        (big_client, Err(Inadmissible::ClientId)),
        (overflow, Err(Inadmissible::Clock)),
        (stranger, Err(Inadmissible::RootName)),
        (
            one_block(4, &[2, 0xed, 0xa0]),
            Err(Inadmissible::Wire(DecodeError::NotUtf8)),
        ),
        (one_block(4, &[0]), Err(Inadmissible::EmptyBlock)),
        (
            one_block(4, &[1, b'a', 7]),
            Err(Inadmissible::CountTooLarge),
        ),
        (
            one_block(2, &[1, 1, b'1']),
            Err(Inadmissible::ContentKind(2)),
        ),
        (
            one_block(9, &[1, b'a', 126]),
            Err(Inadmissible::ContentKind(9)),
        ),
        (one_block(7, &[7, 0]), Err(Inadmissible::TypeKind(7))),
        (one_block(7, &[2]), Err(Inadmissible::Misplaced)),
        (one_block(8, &[1, 99]), Err(Inadmissible::ValueKind(99))),
        (
            [one_block(4, &[1, b'a']), vec![0]].concat(),
            Err(Inadmissible::Wire(DecodeError::TrailingBytes)),
        ),
        (vec![], Err(Inadmissible::Wire(DecodeError::Truncated))),
    ];
    for (bytes, expected) in cases {
        assert_eq!(
            update(&bytes, &ROOTS).map(|_| ()),
            expected,
            "{:?}",
            &bytes[..bytes.len().min(24)]
        );
    }
}

#[test]
fn every_cut_of_an_update_is_refused() {
    let form = ReviewForm::from_json(include_str!("../../../templates/psv-4x4.json")).unwrap();
    let bytes = seed(&mut Replica::new(1), &form, &Seed::default());
    for len in 0..bytes.len() {
        assert!(update(&bytes[..len], &ROOTS).is_err(), "cut at {len}");
    }
}
