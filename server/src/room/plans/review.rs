//! The status review a plan answers: its proposals, how they were gathered, and the dots they got.

use std::collections::BTreeMap;
use std::sync::Arc;

use shared::document::Replica;
use shared::document::assessment;
use shared::id::{GroupId, MeetingId, ProposalId};
use shared::meeting::{Meeting, MeetingKind};
use shared::plan::PlanKind;
use shared::plan::docket::coverage::ReviewedProposal;
use shared::proceedings::state::{Group, Proceedings, ProposalStatus, VoteResult};
use shared::view::{ReviewView, Theme, ThemeProposal};

use super::Plans;
use crate::room::handle::DocumentHandle;
use crate::store::StoreError;
use crate::store::plans::StoredPlan;

impl Plans {
    /// What the review before a plan's year ended with; the newest one's for the Omstillingsplan. None until it has ended:
    /// before that, what is proposed is the business of those who are in it.
    pub async fn review(
        self: &Arc<Self>,
        plan: &StoredPlan,
    ) -> Result<Option<ReviewView>, StoreError> {
        let is_before = |meeting: &Meeting| {
            let next = i16::try_from(meeting.year).map(|year| year + 1);
            meeting.kind == MeetingKind::StatusReview
                && (plan.kind == PlanKind::RestructuringPlan || next == Ok(plan.year))
        };
        let meetings = self.store.load_meetings(&plan.programme).await?;
        for review in meetings.iter().rev().filter(|meeting| is_before(meeting)) {
            let sight = self.meetings.look(&plan.programme, &review.id).await?;
            if review.is_closed() || sight.proceedings.concluded_at.is_some() {
                let words = self.words(&review.id).await?;
                return Ok(Some(view(review, &sight.proceedings, &words)));
            }
        }
        Ok(None)
    }

    async fn words(&self, review: &MeetingId) -> Result<Words, StoreError> {
        let document = DocumentHandle::of_assessment(&self.store, &self.registry, review).await?;
        Ok(match document {
            // What does not answer now is shown the next time.
            Some(document) => document.look(words).await.unwrap_or_default(),
            None => Words::new(),
        })
    }
}

/// Title and text of each proposal.
type Words = BTreeMap<ProposalId, (String, String)>;

fn words(replica: &Replica) -> Words {
    let proposals = assessment::proposals(replica).into_iter();
    proposals
        .map(|one| (one.id, (one.title, one.text)))
        .collect()
}

fn view(review: &Meeting, proceedings: &Proceedings, words: &Words) -> ReviewView {
    let vote = proceedings.vote.as_ref();
    let result = vote.and_then(|vote| vote.result.as_ref());
    let shared = |id: &ProposalId| {
        let proposal = proceedings.proposals.get(id);
        proposal.is_some_and(|proposal| proposal.is_shared)
    };
    let mut loose: Vec<&ProposalId> = words.keys().filter(|id| shared(id)).collect();
    loose.retain(|id| {
        let mut groups = proceedings.groups.iter();
        !groups.any(|group| group.proposals.contains(id))
    });
    let alone = loose.into_iter().filter_map(|id| {
        Some(Group {
            id: GroupId::parse(id.as_str()).ok()?,
            title: String::new(),
            proposals: vec![id.clone()],
            status: ProposalStatus::Proposed,
            reason: None,
            task: None,
        })
    });
    let groups: Vec<Group> = proceedings.groups.iter().cloned().chain(alone).collect();
    let about = Outcome {
        review,
        proceedings,
        words,
        result,
    };
    let mut themes: Vec<Theme> = groups.iter().map(|group| about.theme(group)).collect();
    // Those that got most first; the rest as they were gathered.
    themes.sort_by_key(|theme| std::cmp::Reverse(theme.dots));
    ReviewView {
        meeting: review.id.clone(),
        year: review.year,
        themes,
        proposals: groups
            .iter()
            .flat_map(|group| about.reviewed(group))
            .collect(),
    }
}

struct Outcome<'a> {
    review: &'a Meeting,
    proceedings: &'a Proceedings,
    words: &'a Words,
    result: Option<&'a VoteResult>,
}

impl Outcome<'_> {
    fn theme(&self, group: &Group) -> Theme {
        let first = group.proposals.first();
        let title_of = |id| self.words.get(id).map(|(title, _)| title.clone());
        let title = match first {
            Some(first) if group.title.is_empty() => title_of(first).unwrap_or_default(),
            _ => group.title.clone(),
        };
        let indicator = first.and_then(|first| {
            let draft = &self.proceedings.proposals.get(first)?.draft;
            let form = self.review.form.as_ref()?;
            Some(form.indicator(draft.indicator.as_ref()?)?.title.clone())
        });
        Theme {
            id: group.id.clone(),
            title,
            dots: self
                .result
                .map(|result| result.totals.get(&group.id).copied().unwrap_or(0)),
            indicator,
            part_of_plan: group
                .task
                .as_ref()
                .and_then(|task| task.part_of_plan.clone()),
            owner: group.task.as_ref().and_then(|task| task.owner.clone()),
            proposals: group.proposals.iter().map(|id| self.proposal(id)).collect(),
        }
    }

    fn proposal(&self, id: &ProposalId) -> ThemeProposal {
        let (title, text) = self.words.get(id).cloned().unwrap_or_default();
        let state = self.proceedings.proposals.get(id);
        ThemeProposal {
            id: id.clone(),
            title,
            text,
            author: state
                .filter(|state| state.is_claimed)
                .map(|state| state.author.clone()),
        }
    }

    fn reviewed<'g>(&self, group: &'g Group) -> impl Iterator<Item = ReviewedProposal> + use<'g> {
        let is_above_the_line = self
            .result
            .is_some_and(|result| result.line.is_some() && result.goes_on(&group.id));
        let status = match group.status {
            ProposalStatus::Proposed if is_above_the_line => ProposalStatus::Prioritised,
            status => status,
        };
        group.proposals.iter().map(move |id| ReviewedProposal {
            id: id.clone(),
            status,
            reason: group.reason.clone(),
        })
    }
}
