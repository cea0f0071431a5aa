//! Proposals, the vote, what becomes of them, and the end.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use shared::document::assessment::{TextKey, proposals, text};
use shared::id::{GroupId, ProposalId};
use shared::proceedings::command::{Command, TaskPart};
use shared::proceedings::state::{AppliesTo, Grade, Phase, ProposalStatus, Task};

use super::{DISPUTED, Day, OBSERVERS, indicator, person};

const DOTS: u8 = 4;
const RENAMED: &str = "Fra dagen selv";

fn group(id: &str) -> GroupId {
    GroupId::parse(id).unwrap()
}

impl Day {
    /// Written in silence, then shared, then gathered.
    pub async fn proposes(&mut self) {
        self.goes_on_to("forbedringsforslag", Phase::Write).await;
        let said = self.book.proposals();
        assert!(said.len() >= 12, "those who are new to the board, two each");
        let n_before = self.n_proposals_before;
        assert_eq!(
            usize::from(self.lead.sees().proposals.n_all),
            n_before + said.len()
        );
        assert_eq!(
            proposals(self.pen.sync.replica()).len(),
            n_before,
            "drafts are nobody else's"
        );
        self.does(Command::OpenProposals).await;
        assert_eq!(self.lead.at().phase, Phase::Gather);
        let n_all = n_before + said.len();
        let all_there =
            move |sync: &shared::sync::ClientSync| proposals(sync.replica()).len() == n_all;
        self.pen
            .until("the drafts are in the document", all_there)
            .await;
        let gather = |(id, title, proposals): (String, String, Vec<ProposalId>)| Command::Gather {
            group: group(&id),
            title,
            proposals,
        };
        self.lead.does_all(groups().into_iter().map(gather)).await;
        let new: Vec<ProposalId> = said.into_keys().collect();
        let (some, more) = new.split_at(8);
        let own = || group("fra-dagen");
        let commands = [
            Command::Gather {
                group: own(),
                title: "Fra dagen".to_owned(),
                proposals: some.to_vec(),
            },
            Command::Ungroup {
                proposals: some[..2].to_vec(),
            },
            Command::Gather {
                group: own(),
                title: String::new(),
                proposals: some[..2].to_vec(),
            },
            Command::RenameGroup {
                group: own(),
                title: RENAMED.to_owned(),
            },
        ];
        self.lead.does_all(commands).await;
        let gathered = &self.lead.sees().proposals.groups;
        let own = gathered.iter().find(|one| one.id == own()).unwrap();
        assert_eq!(own.title, RENAMED);
        assert_eq!(
            own.proposals.iter().collect::<BTreeSet<_>>(),
            some.iter().collect()
        );
        assert_eq!(gathered.len(), 12);
        self.n_alone = more.len();
    }

    pub async fn votes(&mut self) {
        self.lead.goes_on_to("prikkstemming", Phase::Vote).await;
        let seq = self.lead.does(Command::OpenVote { dots: DOTS }).await;
        self.is_interrupted().await;
        self.settles(seq).await;
        let vote = self.lead.sees().vote.clone().unwrap();
        assert_eq!(
            (vote.n_done, vote.n_voters),
            (13, 13),
            "the manager gives no dots"
        );
        assert_eq!(
            vote.candidates.len(),
            12 + self.n_alone,
            "whoever is in no group is one"
        );
        assert_eq!(vote.result, None);
        self.does(Command::CloseVote).await;
        self.lead
            .does(Command::DrawLine { from_dots: Some(3) })
            .await;
        let result = self.lead.sees().vote.clone().unwrap().result.unwrap();
        let none: BTreeMap<GroupId, u16> = vote.candidates.into_iter().map(|id| (id, 0)).collect();
        let (mut totals, mut advisory) = (none.clone(), none);
        for (who, ballot) in self.book.ballots() {
            let sums = if OBSERVERS.contains(&who.as_str()) {
                &mut advisory
            } else {
                &mut totals
            };
            assert_eq!(ballot.values().sum::<u8>(), DOTS, "{who}");
            for (id, dots) in ballot {
                *sums.get_mut(&id).unwrap() += u16::from(dots);
            }
        }
        assert_eq!((&result.totals, &result.advisory), (&totals, &advisory));
        assert_eq!((result.n_voters, result.line), (13, Some(3)));
    }

    /// What goes on gets an owner and a deadline; the rest a reason.
    pub async fn is_placed(&mut self) {
        self.lead.goes_on_to("til-planen", Phase::Whole).await;
        let mut commands = Vec::new();
        let result = self.lead.sees().vote.clone().unwrap().result.unwrap();
        for (idx, (id, dots)) in result.totals.into_iter().enumerate() {
            let (status, reason) = match (dots >= 3, idx % 2) {
                (true, _) => (ProposalStatus::Prioritised, None),
                (false, 0) => (ProposalStatus::Deferred, Some("Vi venter på arealplanen.")),
                (false, _) => (ProposalStatus::Rejected, Some("Det er ikke vårt å gjøre.")),
            };
            let reason = reason.map(str::to_owned);
            let parts = reason.is_none().then(parts).into_iter().flatten();
            // The line has prioritised what is above it, so this may change nothing, and a room tells nobody of that: what
            // is waited for comes last.
            commands.push(Command::SetStatus {
                group: id.clone(),
                status,
                reason,
            });
            commands.extend(parts.map(|part| Command::AssignTask {
                group: id.clone(),
                part,
            }));
        }
        self.lead.does_all(commands).await;
    }

    pub async fn concludes(&mut self) {
        self.goes_on_to("hovedkonklusjon", Phase::Whole).await;
        self.writes(TextKey::Conclusion, "Vi er på vei, og vet hvor. ")
            .await;
        let conclude = Command::Conclude { is_concluded: true };
        self.lead.does(conclude).await;
        let worth = self.book.worth();
        assert_eq!(self.lead.sees().worth.as_deref(), Some(&worth[..]));
        let late = Command::ProposeGrade {
            indicator: indicator(DISPUTED),
            grade: Some(Grade::One(3)),
        };
        self.lead.is_refused(late, 409, "concluded").await;
    }

    /// Everything stands as it was said.
    pub fn stands(&mut self) {
        let replica = self.pen.sync.replica();
        for (key, words) in &self.written {
            let read = text(replica, key).unwrap();
            assert!(read.starts_with(words), "{key}: {read}");
        }
        let all = proposals(replica);
        for (id, said) in self.book.proposals() {
            let found = all.iter().find(|one| one.id == id).unwrap();
            assert_eq!(
                (&found.title, &found.text),
                (&said.draft.title, &said.draft.text)
            );
            assert_eq!(found.author, said.is_claimed.then_some(said.who), "{id}");
        }
        for round in self.lead.sees().rounds.values() {
            assert!(round.settled.is_some() && round.reveal.is_some());
        }
        for one in &self.lead.sees().proposals.groups {
            assert_eq!(
                one.task.is_some(),
                one.status == ProposalStatus::Prioritised
            );
            assert_eq!(
                one.reason.is_none(),
                one.status == ProposalStatus::Prioritised
            );
            assert!(one.task.iter().all(|given| *given == task()));
        }
    }
}

fn task() -> Task {
    Task {
        applies_to: AppliesTo::ActionPlan,
        part_of_plan: Some("Marin verdiskaping".into()),
        owner: Some(person("hanne-falch")),
        deadline: Some("2027-06-01".parse().unwrap()),
    }
}

/// What is filled in, one field after the other.
fn parts() -> [TaskPart; 4] {
    let all = task();
    [
        TaskPart::Owner { person: all.owner },
        TaskPart::Deadline { date: all.deadline },
        TaskPart::AppliesTo {
            plan: all.applies_to,
        },
        TaskPart::PartOfPlan {
            part: all.part_of_plan,
        },
    ]
}

/// The sample's groups: id, title and the proposals in each.
fn groups() -> Vec<(String, String, Vec<ProposalId>)> {
    let sample: Value =
        serde_json::from_str(include_str!("../../../shared/sample/fjordvik.json")).unwrap();
    let groups = sample["proposal_groups"].as_array().unwrap().iter();
    groups
        .map(|group| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let members = group["proposals"].as_array().unwrap().iter();
            let members = members.map(|id| ProposalId::parse(&text(id)).unwrap());
            (text(&group["id"]), text(&group["title"]), members.collect())
        })
        .collect()
}
