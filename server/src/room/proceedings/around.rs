//! What a rule looks at beside the proceedings, read anew for each batch: somebody may have closed the meeting meanwhile.

use std::collections::BTreeSet;

use shared::document::Replica;
use shared::document::assessment::{self, TextKey};
use shared::id::{IndicatorId, MeetingId, ProgrammeId, ProposalId};
use shared::lobby::Lobby;
use shared::proceedings::command::Command;
use shared::proceedings::decide::{FrozenReport, Surroundings};
use shared::rehearsal;

use crate::room::handle::DocumentHandle;
use crate::store::{Store, StoreError};

pub struct Around {
    pub lobby: Lobby,
    /// None when a command needs it and the document does not answer.
    pub texts: Option<Texts>,
    pub report: Option<FrozenReport>,
}

impl Around {
    pub fn surroundings(&self) -> Surroundings<'_> {
        static NOTHING: Texts = Texts {
            in_document: Vec::new(),
            with_rationale: BTreeSet::new(),
        };
        let texts = self.texts.as_ref().unwrap_or(&NOTHING);
        Surroundings {
            lobby: &self.lobby,
            in_document: &texts.in_document,
            with_rationale: &texts.with_rationale,
            report: self.report.clone(),
        }
    }
}

/// What the rules want to know of the assessment.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    in_document: Vec<ProposalId>,
    with_rationale: BTreeSet<IndicatorId>,
}

/// Who and what is in a meeting, as it is stored; nobody is connected and nobody knocks. None when there is no such
/// meeting.
pub async fn load_lobby(
    store: &Store,
    programme: &ProgrammeId,
    meeting: &MeetingId,
) -> Result<Option<Lobby>, StoreError> {
    let Some(found) = store.find_meeting(programme, meeting.as_str()).await? else {
        return Ok(None);
    };
    let lobby = Lobby {
        programme: store.load_programme(programme).await?,
        people: store.load_people(programme).await?,
        attendance: store.load_attendance(meeting).await?,
        meeting: found,
        knocks: Vec::new(),
        connected: BTreeSet::new(),
        unsent: std::collections::BTreeMap::new(),
        tried: BTreeSet::new(),
    };
    Ok(Some(if lobby.meeting.rehearsal_of.is_some() {
        rehearsal::with_birds(lobby)
    } else {
        lobby
    }))
}

/// Whether a rule looks into the document for this command.
pub fn needs_document(command: &Command) -> bool {
    matches!(
        command,
        Command::DraftProposal { .. }
            | Command::ShareProposal { .. }
            | Command::OpenProposals
            | Command::ClaimProposal { .. }
            | Command::Gather { .. }
            | Command::Ungroup { .. }
            | Command::OpenVote { .. }
            | Command::SettleGrade { .. }
            | Command::FinaliseReport
    )
}

/// What the document says now; empty for a meeting without one, none when it does not answer.
pub async fn look_into(document: Option<&DocumentHandle>) -> Option<Texts> {
    match document {
        None => Some(Texts::default()),
        Some(document) => document.look(texts).await.ok(),
    }
}

fn texts(replica: &Replica) -> Texts {
    let has_words = |key: &TextKey| {
        assessment::text(replica, key).is_some_and(|words| !words.trim().is_empty())
    };
    let keys = assessment::keys(replica).into_iter().filter(has_words);
    Texts {
        in_document: assessment::proposals(replica)
            .into_iter()
            .map(|proposal| proposal.id)
            .collect(),
        with_rationale: keys
            .filter_map(|key| match key {
                TextKey::Rationale(indicator) => Some(indicator),
                _ => None,
            })
            .collect(),
    }
}
