//! What a document starts with. Only the server makes one, once: two seeds of one document would double its text.

use shared::document::assessment::{self, Seed};
use shared::document::chapters::{self, ProseKey};
use shared::document::{Replica, plan};
use shared::id::{DocumentId, Generation, MeetingId, PersonId, PlanId};
use shared::meeting::DocumentKind;
use shared::plan::ActionPlan;
use shared::protocol::SCHEMA;
use shared::template::ReviewForm;
use shared::time::Timestamp;

use crate::clock;
use crate::store::import::{NewDocument, OwnerId};
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
    let mut replica = Replica::new(clock::new_client_id());
    let update = assessment::seed(&mut replica, form, seed);
    let owner = OwnerId::Meeting(meeting.clone());
    document(
        owner,
        meeting.as_str(),
        DocumentKind::Assessment,
        &update,
        now,
    )
}

/// The rows of a plan, as they stand in another one.
pub fn plan_rows(plan: &PlanId, rows: &ActionPlan, now: Timestamp) -> NewDocument {
    let mut replica = Replica::new(clock::new_client_id());
    let update = plan::seed(&mut replica, rows);
    let owner = OwnerId::Plan(plan.clone());
    document(owner, plan.as_str(), DocumentKind::Plan, &update, now)
}

/// The prose of a plan: paragraphs for each piece that begins with words.
pub fn plan_chapters(
    plan: &PlanId,
    prose: &[(ProseKey, Vec<String>)],
    now: Timestamp,
) -> NewDocument {
    let mut replica = Replica::new(clock::new_client_id());
    let update = chapters::seed(&mut replica, prose);
    let owner = OwnerId::Plan(plan.clone());
    document(owner, plan.as_str(), DocumentKind::Chapters, &update, now)
}

fn document(
    owner: OwnerId,
    name: &str,
    kind: DocumentKind,
    update: &[u8],
    now: Timestamp,
) -> NewDocument {
    const SHORT: &str = "the owner's id leaves room for the kind";
    let id = DocumentId::parse(&format!("{name}-{}", kind.as_str())).expect(SHORT);
    let author = PersonId::parse(SEEDED_BY).expect("a plain word");
    NewDocument {
        seed: LogRow {
            stream: (&id).into(),
            seq: 1,
            at: now,
            body: log::encode(std::iter::once((&author, update))),
        },
        id,
        owner,
        kind,
        generation: Generation::parse(&clock::new_id()).expect("a new id is an id"),
        schema: SCHEMA,
    }
}
