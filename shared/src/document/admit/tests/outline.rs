use super::*;

#[test]
fn blocks_that_wait_for_each_other_lack_something() {
    let beside =
        |client_id: u64, other: u64| bytes![1, client_id, 0, vec![TEXT | LEFT], other, 0, "a"];
    let lacks = |bytes: &[u8]| Outline::of(bytes, &RULES).unwrap().lacks_parts(|_| 0);
    assert!(lacks(&bytes![2, beside(2, 1), beside(1, 2), 0]));
    assert!(lacks(&bytes![
        3,
        beside(3, 2),
        beside(2, 1),
        beside(1, 3),
        0
    ]));
    assert!(lacks(&bytes![2, beside(2, 1), 1, 1, 1, written("a"), 0]));
    assert!(lacks(&bytes![2, beside(2, 1), 1, 1, 0, bytes![10, 3], 0]));
    assert!(!lacks(&bytes![
        3,
        beside(3, 2),
        beside(2, 1),
        1,
        1,
        0,
        written("a"),
        0
    ]));
    // Two who write by turns, each beside the other's last letter.
    let turn = |other: u64, clock: u64| bytes![vec![TEXT | LEFT], other, clock, "a"];
    let ada: Vec<Vec<u8>> = (0..500).map(|clock| turn(1, clock)).collect();
    let bo: Vec<Vec<u8>> = (0..499).map(|clock| turn(2, clock)).collect();
    let turns = bytes![
        2,
        500,
        2,
        0,
        ada.concat(),
        500,
        1,
        0,
        written("a"),
        bo.concat(),
        0
    ];
    assert!(!lacks(&turns));
}

#[test]
fn parts_stand_in_rows_and_texts_of_the_document() {
    let mut nesting = Nesting::default();
    let mut replica = Replica::new(9);
    let mut accepts = |bytes: &[u8]| {
        let outline = Outline::of(bytes, &RULES).unwrap();
        let accepts = nesting.accept(&outline, &replica, |client_id| {
            replica.reach().get(&client_id).copied().unwrap_or(0)
        });
        if accepts {
            replica.apply(bytes).unwrap();
        }
        accepts
    };
    let text = bytes![vec![TYPE | KEY], 0, 1, 0, "title", 2];
    assert!(accepts(&blocks(&[row(), text, written("abc")])));
    let by_two = |clock: u64, block: Vec<u8>| bytes![1, 1, 2, clock, block, 0];
    let in_text = |parent: u64| bytes![vec![TEXT], 0, 1, parent, "a"];
    let in_row = |parent: u64| bytes![vec![VALUES | KEY], 0, 1, parent, "k", 1, 126];
    assert!(accepts(&by_two(0, in_text(1))));
    assert!(accepts(&by_two(1, in_row(0))));
    for misplaced in [in_text(0), in_row(1), in_text(2), in_row(3)] {
        assert!(!accepts(&by_two(2, misplaced)));
    }
    // What is a letter here stays one, whatever a second block of the same name says.
    let forged = bytes![1, 1, 1, 2, row(), 0];
    assert!(accepts(&forged));
    assert!(!accepts(&by_two(2, in_row(2))));
    // A row that is deleted takes what comes too late.
    assert!(accepts(&bytes![0, 1, 1, 1, 0, 1]));
    assert!(accepts(&by_two(2, in_row(0))));
    assert!(accepts(&bytes![0, 1, 1, 1, 2, 1]));
    assert!(accepts(&by_two(3, in_row(2))));
}
