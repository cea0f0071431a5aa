//! After the day: the report is sent, read, commented and made final, and holds what was agreed.

use shared::document::assessment::TextKey;
use shared::id::{NoteId, PersonId};
use shared::proceedings::command::Command;
use shared::proceedings::state::{ProposalStatus, ReportState};
use shared::report::ReportPage;
use shared::rights::Role;
use tests::door::ROOM;

use super::Day;

impl Day {
    pub async fn is_written_down(&mut self) {
        let people = self.lead.device.view().people.clone().into_iter();
        let readers = people.filter(|line| line.is_here && line.person.role != Role::Facilitator);
        let readers: Vec<PersonId> = readers.map(|line| line.person.id).collect();
        let due = Some("2026-11-04".parse().unwrap());
        self.does(Command::SendReport {
            due,
            readers: readers.clone(),
        })
        .await;
        let report = self.lead.sees().report.clone();
        assert_eq!((report.state, report.due), (ReportState::InReview, due));
        assert_eq!(report.readers.len(), readers.len());
        let has_read = report.readers.values().all(|one| one.read_at.is_some());
        assert!(has_read, "{:?}", report.readers);
        let id = NoteId::parse("merknad-1").unwrap();
        let comment = Command::CommentReport {
            id: id.clone(),
            section: "conclusion".to_owned(),
            quote: None,
            text: "Et komma for mye.".to_owned(),
        };
        let is_resolved = true;
        let resolve = Command::ResolveComment { id, is_resolved };
        self.lead.does_all([comment, resolve]).await;
        self.lead.does(Command::FinaliseReport).await;
        let late = Command::ConfirmRead { is_read: true };
        self.lead.is_refused(late, 409, "report-final").await;
    }

    pub async fn holds_what_was_agreed(&mut self) {
        let caller = self.server().caller(Role::Chair);
        let answer = caller.get(&format!("/api/meetings/{ROOM}/report")).await;
        let page: ReportPage = serde_json::from_slice(&answer.body).expect("a report");
        let seen = self.lead.sees().clone();
        assert_eq!(page.frozen, seen.report.frozen);
        assert!(page.frozen.is_some());
        let parts = page.report.parts.into_iter();
        let indicators: Vec<_> = parts.flat_map(|part| part.indicators).collect();
        assert_eq!(indicators.len(), seen.rounds.len());
        for one in indicators {
            let round = &seen.rounds[&one.id];
            assert_eq!(one.settled, round.settled, "{}", one.id);
            let revealed = round.reveal.as_ref().map(|reveal| &reveal.tally);
            assert_eq!(one.tally.as_ref(), revealed, "{}", one.id);
            let written = &self.written[&TextKey::Rationale(one.id)];
            assert!(one.rationale.starts_with(written.trim_end()), "{written}");
        }
        let concluded = &self.written[&TextKey::Conclusion];
        assert!(page.report.conclusion.starts_with(concluded.trim_end()));
        let proposals = page.report.proposals.iter();
        let first = proposals.filter(|one| one.status == ProposalStatus::Prioritised);
        let groups = seen.proposals.groups.iter();
        let prioritised = groups.filter(|one| one.status == ProposalStatus::Prioritised);
        assert_eq!(first.count(), prioritised.count());
    }
}
