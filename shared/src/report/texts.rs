//! The words of an assessment, as a report takes them in.

use std::collections::BTreeMap;

use crate::document::Replica;
use crate::document::assessment::{self, TextKey};
use crate::id::{IndicatorId, ProposalId};
use crate::template::ReviewForm;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    pub indicators: BTreeMap<IndicatorId, IndicatorTexts>,
    /// Those that are not removed, in the document's order.
    pub proposals: Vec<(ProposalId, ProposalWords)>,
    pub conclusion: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndicatorTexts {
    pub rationale: String,
    pub strengths: String,
    pub weaknesses: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProposalWords {
    pub title: String,
    pub text: String,
    pub indicator: Option<IndicatorId>,
}

impl Texts {
    pub fn of(replica: &Replica, form: &ReviewForm) -> Self {
        let text = |key: TextKey| {
            let text = assessment::text(replica, &key).unwrap_or_default();
            text.trim().to_owned()
        };
        let of_indicator = |id: &IndicatorId| IndicatorTexts {
            rationale: text(TextKey::Rationale(id.clone())),
            strengths: text(TextKey::Strengths(id.clone())),
            weaknesses: text(TextKey::Weaknesses(id.clone())),
        };
        let indicators = form.indicators.iter().map(|indicator| &indicator.id);
        let words = |row: assessment::Proposal| ProposalWords {
            title: row.title.trim().to_owned(),
            text: row.text.trim().to_owned(),
            indicator: row.indicator,
        };
        let proposals = assessment::proposals(replica).into_iter();
        Self {
            indicators: indicators
                .map(|id| (id.clone(), of_indicator(id)))
                .collect(),
            proposals: proposals.map(|row| (row.id.clone(), words(row))).collect(),
            conclusion: text(TextKey::Conclusion),
        }
    }

    pub(super) fn proposal(&self, id: &ProposalId) -> Option<&ProposalWords> {
        let mut all = self.proposals.iter();
        all.find(|(known, _)| known == id).map(|(_, words)| words)
    }
}
