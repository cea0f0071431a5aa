//! Admission allocates nothing, whether it lets an update in or not. A binary of its own, because counting takes over
//! the allocator.

use allocation_counter::measure;
use shared::document::Replica;
use shared::document::admit::{self, Limits, Outline};
use shared::document::assessment::{NewProposal, Seed, TextKey, rules, seed};
use shared::id::ProposalId;
use shared::template::ReviewForm;

fn update() -> Vec<u8> {
    let form = ReviewForm::from_json(include_str!("../templates/psv-6x6.json")).unwrap();
    let proposal = NewProposal {
        id: ProposalId::parse("p-1").unwrap(),
        title: "Sjøbod 🌊".into(),
        text: "æøå".repeat(100),
        indicator: None,
        author: None,
        owner: None,
        deadline: Some("2027-01-31".into()),
    };
    let first = Seed {
        texts: vec![(TextKey::Conclusion, "Dette er bra. ".repeat(1_000))],
        proposals: vec![proposal],
    };
    seed(&mut Replica::new(1), &form, &first)
}

fn n_allocations<T>(walk: impl FnOnce() -> T) -> u64 {
    measure(|| drop(std::hint::black_box(walk()))).count_total
}

#[test]
fn a_walk_allocates_nothing() {
    let bytes = update();
    let rules = rules(Limits::default());
    assert!(n_allocations(|| bytes.clone()) > 0, "the counter counts");
    assert!(n_allocations(|| Outline::of(&bytes, &rules)) > 0);
    let n = n_allocations(|| assert_eq!(admit::update(&bytes, &rules), Ok(())));
    assert_eq!(n, 0, "an update that is let in");
}

#[test]
fn nor_does_one_that_refuses() {
    let bytes = update();
    let rules = rules(Limits::default());
    for len in 0..bytes.len() {
        let n = n_allocations(|| assert!(admit::update(&bytes[..len], &rules).is_err()));
        assert_eq!(n, 0, "cut at {len}");
    }
    let mut broken = bytes;
    for idx in 0..broken.len() {
        broken[idx] ^= 0x80;
        let n = n_allocations(|| admit::update(&broken, &rules));
        assert_eq!(n, 0, "byte {idx} changed");
        broken[idx] ^= 0x80;
    }
}

#[test]
fn nor_do_state_vectors_and_presences() {
    let limits = Limits::default();
    for bytes in [&[1, 1, 5][..], &[1, 1, 5, 2, b'{', b'}'], &[0xff; 30], &[]] {
        let n = n_allocations(|| admit::state_vector(bytes, &limits))
            + n_allocations(|| admit::awareness(bytes, &limits));
        assert_eq!(n, 0, "{bytes:?}");
    }
}
