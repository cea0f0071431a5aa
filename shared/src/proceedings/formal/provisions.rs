//! The list of provisions a meeting begins with: words from a template, changed by people. A new law changes the list and no
//! rule.

use serde::Deserialize;

use super::state::{Formal, Provision, ProvisionKind};
use crate::lobby::Lobby;
use crate::programme::LanguageForm;
use crate::template::Words;

const TEMPLATE: &str = include_str!("../../../templates/provisions.json");

#[derive(Deserialize)]
struct Template {
    provisions: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    kind: ProvisionKind,
    text: Words,
    #[serde(default)]
    is_confidential: bool,
}

/// The meeting's own list, or the one it began with.
pub fn provisions_of(formal: &Formal, lobby: &Lobby) -> Vec<Provision> {
    let own = formal.provisions.clone();
    own.unwrap_or_else(|| beginning(lobby.programme.language_form))
}

/// In the language the programme writes in.
pub fn beginning(language: LanguageForm) -> Vec<Provision> {
    let template: Template =
        serde_json::from_str(TEMPLATE).expect("the template is tested to be whole");
    let lines = template.provisions.into_iter();
    let text = |words: &Words| match language {
        LanguageForm::Nb => words.nb.clone(),
        LanguageForm::Nn => words.nn.clone(),
    };
    lines
        .map(|line| Provision {
            kind: line.kind,
            text: text(&line.text),
            is_confidential: line.is_confidential,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_something_to_choose_for_either_question() {
        for language in [LanguageForm::Nb, LanguageForm::Nn] {
            let list = beginning(language);
            for kind in [ProvisionKind::Impartiality, ProvisionKind::Closing] {
                assert!(
                    list.iter()
                        .any(|one| one.kind == kind && !one.text.is_empty())
                );
            }
        }
    }
}
