//! New ids and random numbers: the browser's edge, where they are minted.

use shared::document::MAX_CLIENT_ID;
use shared::id::{
    GroupId, IndicatorId, ItemId, NoteId, PromiseId, ProposalId, RequestId, StepId, VersionId,
};

use crate::clock;

/// Random all through: proposals are sorted by id where nobody is to know in which order they were written.
pub fn proposal_id() -> ProposalId {
    ProposalId::parse(&uuid(random_bytes(), 4)).expect(PLAIN)
}

pub fn group_id() -> GroupId {
    GroupId::parse(&ordered()).expect(PLAIN)
}

pub fn note_id() -> NoteId {
    NoteId::parse(&ordered()).expect(PLAIN)
}

pub fn promise_id() -> PromiseId {
    PromiseId::parse(&ordered()).expect(PLAIN)
}

/// For an item of an agenda.
pub fn item_id() -> ItemId {
    ItemId::parse(&ordered()).expect(PLAIN)
}

/// Random all through, as [`proposal_id`].
pub fn swot_note_id() -> NoteId {
    NoteId::parse(&uuid(random_bytes(), 4)).expect(PLAIN)
}

/// For a step that is done once more.
pub fn step_id() -> StepId {
    StepId::parse(&ordered()).expect(PLAIN)
}

/// For an indicator of a programme's own, or another part of its form.
pub fn indicator_id() -> IndicatorId {
    IndicatorId::parse(&ordered()).expect(PLAIN)
}

/// For a row of a plan, of whatever kind.
pub fn row_id<I: TryFrom<String>>() -> I
where
    I::Error: std::fmt::Debug,
{
    I::try_from(ordered()).expect(PLAIN)
}

/// For a version of a plan.
pub fn version_id() -> VersionId {
    VersionId::parse(&ordered()).expect(PLAIN)
}

/// One asking of a command.
pub fn request_id() -> RequestId {
    RequestId::parse(&ordered()).expect(PLAIN)
}

const PLAIN: &str = "hex digits and dashes are an id";

/// A uuid v7: later ones are greater.
fn ordered() -> String {
    let mut bytes = random_bytes::<16>();
    let ms = clock::now().0.cast_unsigned().to_be_bytes();
    bytes[..6].copy_from_slice(&ms[2..]);
    uuid(bytes, 7)
}

fn uuid(mut bytes: [u8; 16], version: u8) -> String {
    bytes[6] = version << 4 | bytes[6] & 0x0f;
    bytes[8] = 0x80 | bytes[8] & 0x3f;
    let hex = format!("{:032x}", u128::from_be_bytes(bytes));
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

/// A client id for a new replica, until the server gives one.
pub fn client_id() -> u64 {
    u64::from_be_bytes(random_bytes()) & MAX_CLIENT_ID
}

/// A random byte, for sort keys.
pub fn jitter() -> u8 {
    random_bytes::<1>()[0]
}

/// A random share between 0 and 1, for back-off.
pub fn share() -> f64 {
    js_sys::Math::random()
}

/// From the browser's generator; where there is none (an insecure old page), from `Math.random`.
fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    if crypto.is_none_or(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_err()) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 255 by construction"
        )]
        bytes.fill_with(|| (js_sys::Math::random() * 256.0) as u8);
    }
    bytes
}
