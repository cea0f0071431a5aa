//! What a document starts with. Only the server makes one, once: two seeds of one document would double its text.

use shared::document::Replica;
use shared::document::assessment::{self, Seed};
use shared::id::{DocumentId, Generation, MeetingId, PersonId};
use shared::meeting::DocumentKind;
use shared::protocol::SCHEMA;
use shared::template::ReviewForm;
use shared::time::Timestamp;

use crate::clock;
use crate::store::import::NewDocument;
use crate::store::log::{self, LogRow};

/// Who wrote what a document starts with; not a person.
const SEEDED_BY: &str = "samling";

/// The assessment of a review, with every text of its form in it.
pub fn assessment(
    meeting: &MeetingId,
    form: &ReviewForm,
    seed: &Seed,
    now: Timestamp,
) -> NewDocument {
    const SHORT: &str = "a meeting's id leaves room for the kind";
    let kind = DocumentKind::Assessment;
    let mut replica = Replica::new(clock::new_client_id());
    let update = assessment::seed(&mut replica, form, seed);
    let id = DocumentId::parse(&format!("{meeting}-{}", kind.as_str())).expect(SHORT);
    let author = PersonId::parse(SEEDED_BY).expect("a plain word");
    NewDocument {
        seed: LogRow {
            stream: (&id).into(),
            seq: 1,
            at: now,
            body: log::encode(std::iter::once((&author, &update[..]))),
        },
        id,
        meeting: meeting.clone(),
        kind,
        generation: Generation::parse(&clock::new_id()).expect("a new id is an id"),
        schema: SCHEMA,
    }
}
