//! What is put aside of a document that this device may not send any more: its words, each under the name of its text.
//!
//! It is never merged into another document. A person reads it, copies from it, and deletes it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::document::Replica;
use crate::document::schema::Schema;

/// The words of one text as they stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsideText {
    /// The path of the text, whatever kind of document it is of: one person's are read together.
    pub key: String,
    pub words: String,
    /// Something in it was written here and had not been stored by the server.
    pub is_unconfirmed: bool,
}

/// The words of a document: of every text on its pages, and of those with unconfirmed changes wherever they stand.
pub fn put_aside<S: Schema>(replica: &Replica, unconfirmed: &BTreeSet<String>) -> Vec<AsideText> {
    let on_pages: Vec<String> = S::keys(replica).iter().map(S::Key::to_string).collect();
    let elsewhere = unconfirmed.iter().filter(|key| !on_pages.contains(key));
    let keys: Vec<String> = on_pages.iter().chain(elsewhere).cloned().collect();
    let text = |key: String| {
        let words = S::text(replica, &key.parse().ok()?).filter(|words| !words.is_empty())?;
        Some(AsideText {
            is_unconfirmed: unconfirmed.contains(&key),
            key,
            words,
        })
    };
    keys.into_iter().filter_map(text).collect()
}

/// Two tabs may put the same document aside with different words in it: both stay.
pub fn unite(mut texts: Vec<AsideText>, more: Vec<AsideText>) -> Vec<AsideText> {
    for text in more {
        let same = texts
            .iter_mut()
            .find(|known| known.key == text.key && known.words == text.words);
        match same {
            Some(known) => known.is_unconfirmed |= text.is_unconfirmed,
            None => texts.push(text),
        }
    }
    texts
}

/// What a person may miss: what reads differently in the document now, and all that was not confirmed.
pub fn worth_reading<S: Schema>(texts: &[AsideText], document: &Replica) -> Vec<AsideText> {
    let is_there = |text: &AsideText| {
        let key = text.key.parse::<S::Key>();
        key.is_ok_and(|key| S::has_words(document, &key, &text.words))
    };
    let worth = texts
        .iter()
        .filter(|text| text.is_unconfirmed || !is_there(text));
    worth.cloned().collect()
}

/// What may stay on a device whose person has signed out: only what exists nowhere else.
pub fn only_unconfirmed(texts: Vec<AsideText>) -> Vec<AsideText> {
    texts
        .into_iter()
        .filter(|text| text.is_unconfirmed)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::assessment::{
        Assessment, NewProposal, Seed, TextKey, add_proposal, remove_proposal, seed,
    };
    use crate::document::plan::{self, Plan};
    use crate::id::ProposalId;
    use crate::plan::{Row, sample};
    use crate::template::ReviewForm;

    fn document(conclusion: &str, proposals: &[(&str, &str)]) -> Replica {
        let form = ReviewForm::from_json(include_str!("../../templates/psv-4x4.json")).unwrap();
        let texts = vec![(TextKey::Conclusion, conclusion.to_owned())];
        let mut replica = Replica::new(1);
        seed(
            &mut replica,
            &form,
            &Seed {
                texts,
                proposals: Vec::new(),
            },
        );
        for (id, title) in proposals {
            let proposal = NewProposal {
                id: ProposalId::parse(id).unwrap(),
                title: (*title).to_owned(),
                text: String::new(),
                indicator: None,
                author: None,
                owner: None,
                deadline: None,
            };
            add_proposal(&mut replica, &proposal, 0);
        }
        replica
    }

    fn title(id: &str) -> String {
        TextKey::ProposalTitle(ProposalId::parse(id).unwrap()).to_string()
    }

    fn put_aside(replica: &Replica, unconfirmed: &BTreeSet<String>) -> Vec<AsideText> {
        super::put_aside::<Assessment>(replica, unconfirmed)
    }

    fn worth_reading(texts: &[AsideText], document: &Replica) -> Vec<AsideText> {
        super::worth_reading::<Assessment>(texts, document)
    }

    fn words(texts: &[AsideText]) -> Vec<&str> {
        texts.iter().map(|text| text.words.as_str()).collect()
    }

    #[test]
    fn only_what_reads_differently_and_what_was_not_confirmed_is_offered() {
        let old = document("Vi er på vei.", &[("a", "Ny kai"), ("b", "Felles kontor")]);
        let now = document("Vi er i mål.", &[("z", "Ny kai")]);
        let aside = put_aside(&old, &BTreeSet::new());
        assert_eq!(
            words(&worth_reading(&aside, &now)),
            ["Felles kontor", "Vi er på vei."]
        );
        assert_eq!(words(&worth_reading(&aside, &old)), [] as [&str; 0]);
        let aside = put_aside(&old, &BTreeSet::from([title("a")]));
        let offered = worth_reading(&aside, &now);
        assert_eq!(
            words(&offered),
            ["Ny kai", "Felles kontor", "Vi er på vei."]
        );
        assert!(offered[0].is_unconfirmed && !offered[1].is_unconfirmed);
    }

    #[test]
    fn words_in_a_removed_proposal_are_put_aside_when_nobody_else_has_them() {
        let mut old = document("", &[("a", "Ny kai")]);
        remove_proposal(&mut old, &ProposalId::parse("a").unwrap());
        assert_eq!(put_aside(&old, &BTreeSet::new()), []);
        assert_eq!(
            words(&put_aside(&old, &BTreeSet::from([title("a")]))),
            ["Ny kai"]
        );
    }

    #[test]
    fn two_tabs_that_put_the_same_document_aside_lose_no_words() {
        let aside = |conclusion| {
            put_aside(
                &document(conclusion, &[("a", "Ny kai")]),
                &BTreeSet::from([TextKey::Conclusion.to_string()]),
            )
        };
        let both = unite(aside("En."), aside("To."));
        assert_eq!(words(&both), ["Ny kai", "En.", "To."]);
        assert_eq!(unite(both.clone(), aside("To.")), both, "twice is once");
    }

    #[test]
    fn whoever_signs_out_leaves_only_what_exists_nowhere_else() {
        let aside = put_aside(
            &document("Vi er på vei.", &[("a", "Ny kai")]),
            &BTreeSet::from([title("a")]),
        );
        assert_eq!(words(&only_unconfirmed(aside)), ["Ny kai"]);
    }

    #[test]
    fn a_plan_is_put_aside_by_the_names_of_its_texts() {
        let plan = sample::plan();
        let mut replica = Replica::new(1);
        plan::seed(&mut replica, &plan);
        let aside = super::put_aside::<Plan>(&replica, &BTreeSet::new());
        let background = "measures/tiltak-1-1/background";
        let text = aside.iter().find(|text| text.key == background).unwrap();
        assert_eq!(text.words, plan.measures[0].background);
        assert_eq!(super::worth_reading::<Plan>(&aside, &replica), []);
        let row = Row::Measure(plan.measures[0].id.clone());
        plan::remove(&mut replica, &row);
        let keys = plan::keys(&replica);
        assert!(keys.iter().all(|key| *key.row() != row));
    }

    #[test]
    fn what_is_put_aside_survives_being_written_down() {
        let aside = put_aside(
            &document("Vi er på vei.", &[("a", "Ny kai")]),
            &BTreeSet::new(),
        );
        let json = serde_json::to_string(&aside).unwrap();
        assert_eq!(
            serde_json::from_str::<Vec<AsideText>>(&json).unwrap(),
            aside
        );
    }
}
