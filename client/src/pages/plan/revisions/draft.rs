//! What somebody has typed of a revision, and what it lacks before it can be sent.

use shared::id::ProposalId;
use shared::plan::docket::place::PlanText;
use shared::plan::docket::state::{RevisionDraft, RevisionSource};

use super::texts::Choice;

/// Where a revision comes from, before it is said which.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SourceKind {
    #[default]
    Discussion,
    Proposal,
    BoardItem,
}

impl SourceKind {
    pub const ALL: [Self; 3] = [Self::Discussion, Self::Proposal, Self::BoardItem];
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    pub text: PlanText,
    /// What stood in the text that was chosen.
    stood: String,
    /// As much of it as is meant.
    pub adopted: String,
    pub proposed: String,
    pub reason: String,
    pub source: SourceKind,
    pub proposal: Option<ProposalId>,
    /// An item of the board.
    pub item: String,
    /// Whether somebody has written in it.
    pub is_touched: bool,
}

/// What must be written first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The words are the same as before.
    Change,
    Reason,
    Proposal,
    Item,
}

impl Typed {
    /// Begins with the words that stand.
    pub fn about(choice: &Choice) -> Self {
        Self {
            text: choice.text.clone(),
            stood: choice.adopted.clone(),
            adopted: choice.adopted.clone(),
            proposed: choice.adopted.clone(),
            reason: String::new(),
            source: SourceKind::default(),
            proposal: None,
            item: String::new(),
            is_touched: false,
        }
    }

    /// What was sent before, to be said in other words.
    pub fn again(draft: &RevisionDraft) -> Self {
        let (source, proposal, item) = match &draft.source {
            RevisionSource::Discussion => (SourceKind::Discussion, None, String::new()),
            RevisionSource::Proposal { proposal } => {
                (SourceKind::Proposal, Some(proposal.clone()), String::new())
            }
            RevisionSource::BoardItem { item } => (SourceKind::BoardItem, None, item.clone()),
        };
        Self {
            text: draft.text.clone(),
            stood: draft.adopted_text.clone(),
            adopted: draft.adopted_text.clone(),
            proposed: draft.proposed_text.clone(),
            reason: draft.reason.clone(),
            source,
            proposal,
            item,
            is_touched: false,
        }
    }

    /// Another text is meant. New words that somebody has written stay.
    pub fn choose(&mut self, choice: &Choice) {
        self.text = choice.text.clone();
        self.stood.clone_from(&choice.adopted);
        self.mean(choice.adopted.clone());
    }

    /// Other words of the text are meant.
    pub fn mean(&mut self, adopted: String) {
        if self.proposed == self.adopted {
            self.proposed.clone_from(&adopted);
        }
        self.adopted = adopted;
    }

    pub fn is_about(&self, choice: &Choice) -> bool {
        self.text == choice.text && self.stood == choice.adopted
    }

    pub fn draft(&self) -> Result<RevisionDraft, Missing> {
        if self.proposed.trim() == self.adopted.trim() {
            return Err(Missing::Change);
        }
        if self.reason.trim().is_empty() {
            return Err(Missing::Reason);
        }
        let source = match self.source {
            SourceKind::Discussion => RevisionSource::Discussion,
            SourceKind::Proposal => RevisionSource::Proposal {
                proposal: self.proposal.clone().ok_or(Missing::Proposal)?,
            },
            SourceKind::BoardItem if self.item.trim().is_empty() => return Err(Missing::Item),
            SourceKind::BoardItem => RevisionSource::BoardItem {
                item: self.item.clone(),
            },
        };
        Ok(RevisionDraft {
            text: self.text.clone(),
            adopted_text: self.adopted.clone(),
            proposed_text: self.proposed.clone(),
            reason: self.reason.clone(),
            source,
        })
    }
}

#[cfg(test)]
mod tests {

    use super::*;

    fn choice(adopted: &str) -> Choice {
        Choice {
            group: String::new(),
            name: String::new(),
            text: PlanText::Prose("prose/visjon-og-maal/hovedmaal".parse().unwrap()),
            adopted: adopted.to_owned(),
        }
    }

    #[test]
    fn a_revision_needs_other_words_a_reason_and_where_it_comes_from() {
        let mut typed = Typed::about(&choice("250 arbeidsplasser."));
        assert_eq!(typed.draft(), Err(Missing::Change));
        typed.proposed = "300 arbeidsplasser.".to_owned();
        assert_eq!(typed.draft(), Err(Missing::Reason));
        typed.reason = "Målet er nådd.".to_owned();
        assert_eq!(
            typed.draft().map(|draft| draft.source),
            Ok(RevisionSource::Discussion)
        );
        typed.source = SourceKind::Proposal;
        assert_eq!(typed.draft(), Err(Missing::Proposal));
        typed.source = SourceKind::BoardItem;
        assert_eq!(typed.draft(), Err(Missing::Item));
        typed.item = "12/26".to_owned();
        let draft = typed.draft().unwrap();
        assert_eq!(Typed::again(&draft).draft(), Ok(draft));
        typed.proposed.clear();
        assert!(typed.draft().is_ok(), "words may go");
    }

    #[test]
    fn another_text_brings_its_words_unless_new_ones_are_written() {
        let mut typed = Typed::about(&choice("Her."));
        typed.choose(&choice("Der."));
        assert_eq!((&*typed.adopted, &*typed.proposed), ("Der.", "Der."));
        typed.mean("Det".to_owned());
        assert_eq!((&*typed.adopted, &*typed.proposed), ("Det", "Det"));
        assert!(typed.is_about(&choice("Der.")));
        typed.proposed = "Borte.".to_owned();
        typed.choose(&choice(""));
        assert_eq!((&*typed.adopted, &*typed.proposed), ("", "Borte."));
    }
}
