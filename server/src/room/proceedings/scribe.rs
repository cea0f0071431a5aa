//! Writes what is shared in a meeting into its assessment, like a participant would: proposals when they are shared, and
//! whose they are once somebody says so. What a crash left out is made up for when the meeting is opened again, because
//! writing twice changes nothing.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use shared::document::Replica;
use shared::document::assessment::{self, NewProposal};
use shared::id::{PersonId, ProposalId};
use shared::proceedings::state::{Proceedings, ProposalState};
use tokio::sync::watch;
use tokio::time::sleep;

use crate::clock;
use crate::room::handle::DocumentHandle;

/// After the document did not answer.
const PAUSE: Duration = Duration::from_secs(1);

/// Follows a meeting until its task ends.
pub async fn run(document: DocumentHandle, mut states: watch::Receiver<Arc<Proceedings>>) {
    let mut written: BTreeMap<ProposalId, Option<PersonId>> = BTreeMap::new();
    loop {
        let state = Arc::clone(&states.borrow_and_update());
        let due = due(&state, &written);
        if !due.is_empty() {
            if write(&document, &due).await {
                written.extend(due.into_iter().map(|row| (row.id, row.author)));
            } else {
                sleep(PAUSE).await;
                if states.has_changed().is_err() {
                    return;
                }
                continue;
            }
        }
        if states.changed().await.is_err() {
            return;
        }
    }
}

/// The shared proposals that may not stand in the document as they should. In no order: the document's list must not say
/// who was quick.
fn due(state: &Proceedings, written: &BTreeMap<ProposalId, Option<PersonId>>) -> Vec<NewProposal> {
    let shared = state.proposals.iter().filter(|(_, one)| one.is_shared);
    let mut due: Vec<NewProposal> = shared
        .map(|(id, one)| row(id, one))
        .filter(|row| written.get(&row.id) != Some(&row.author))
        .collect();
    for last in (1..due.len()).rev() {
        due.swap(last, clock::pick(last + 1));
    }
    due
}

fn row(id: &ProposalId, proposal: &ProposalState) -> NewProposal {
    NewProposal {
        id: id.clone(),
        title: proposal.draft.title.clone(),
        text: proposal.draft.text.clone(),
        indicator: proposal.draft.indicator.clone(),
        author: proposal.is_claimed.then(|| proposal.author.clone()),
        owner: None,
        deadline: None,
    }
}

async fn write(document: &DocumentHandle, due: &[NewProposal]) -> bool {
    let rows = due.to_vec();
    let change = move |replica: &mut Replica| {
        let updates = rows.iter().flat_map(|row| {
            let jitter = u8::try_from(clock::pick(256)).unwrap_or(0);
            [
                assessment::add_proposal(replica, row, jitter),
                assessment::name_author(replica, &row.id, row.author.as_ref()),
            ]
        });
        updates.flatten().collect()
    };
    match document.write(change).await {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, "shared proposals are not in the document yet");
            false
        }
    }
}
