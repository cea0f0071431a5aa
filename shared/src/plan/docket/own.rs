//! What is kept about one person in a plan's docket: for that person to see, and what goes with them when they are erased.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::state::{Comment, Docket, Revision, Suggestion, SuggestionState};
use crate::id::{PersonId, PlanId, RevisionId, SuggestionId};

/// What somebody said about a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnDocket {
    pub plan: PlanId,
    /// Also those they deleted.
    pub comments: Vec<Comment>,
    pub suggestions: BTreeMap<SuggestionId, Suggestion>,
    pub revisions: BTreeMap<RevisionId, Revision>,
}

impl OwnDocket {
    pub fn of(plan: PlanId, docket: &Docket, person: &PersonId) -> Self {
        let comments = docket.threads.values().flat_map(|thread| &thread.comments);
        let suggestions = docket.suggestions.iter();
        let revisions = docket.revisions.iter();
        Self {
            plan,
            comments: comments
                .filter(|comment| comment.by == *person)
                .cloned()
                .collect(),
            suggestions: suggestions
                .filter(|(_, suggestion)| suggestion.by == *person)
                .map(|(id, suggestion)| (id.clone(), suggestion.clone()))
                .collect(),
            revisions: revisions
                .filter(|(_, revision)| revision.by == *person)
                .map(|(id, revision)| (id.clone(), revision.clone()))
                .collect(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.comments.is_empty() && self.suggestions.is_empty() && self.revisions.is_empty()
    }
}

impl Docket {
    /// Takes away what only this person could still see: what they deleted or withdrew. What others have read stays, under
    /// a name that says nothing. Doing it again changes nothing.
    pub fn forget(&mut self, person: &PersonId) {
        let threads = self.threads.values_mut();
        for comment in threads.flat_map(|thread| &mut thread.comments) {
            if comment.by == *person && comment.is_deleted {
                comment.text.clear();
                comment.mentions.clear();
            }
        }
        self.suggestions
            .retain(|_, one| one.by != *person || one.state != SuggestionState::Withdrawn);
        self.revisions
            .retain(|_, one| one.by != *person || !one.is_withdrawn);
    }
}

#[cfg(test)]
mod tests {
    use super::super::command::Command;
    use super::super::tests::{World, note, person, suggesting, suggestion, talk};
    use super::*;

    #[test]
    fn people_see_what_they_said_and_what_nobody_sees_goes_with_them() {
        let mut world = World::new();
        for who in ["per", "odd"] {
            let id = |kind: &str| format!("{kind}-{who}");
            world.does(who, talk::comment(&id("k"), "Hei."));
            world.does(who, talk::comment(&id("borte"), "Borte."));
            world.does(who, suggesting::suggest(&id("s"), "a", "b"));
            world.does(who, suggesting::suggest(&id("t"), "a", "b"));
            let delete = Command::DeleteComment {
                id: note(&id("borte")),
                is_deleted: true,
            };
            world.does(who, delete);
            let withdraw = Command::WithdrawSuggestion {
                id: suggestion(&id("t")),
                is_withdrawn: true,
            };
            world.does(who, withdraw);
        }
        let plan = PlanId::parse("plan-2027").unwrap();
        let own = OwnDocket::of(plan.clone(), &world.docket, &person("per"));
        assert_eq!((own.comments.len(), own.suggestions.len()), (2, 2));
        assert!(OwnDocket::of(plan.clone(), &world.docket, &person("berit")).is_empty());
        let (seen, others) = (world.sees("hanne"), world.sees("odd"));
        world.docket.forget(&person("per"));
        assert_eq!(world.sees("hanne"), seen);
        assert_eq!(world.sees("odd"), others);
        let own = OwnDocket::of(plan, &world.docket, &person("per"));
        let texts = own.comments.iter().map(|comment| comment.text.as_str());
        assert!(texts.eq(["", "Hei."]), "in the order of their threads");
        assert_eq!(own.suggestions.len(), 1);
        let before = world.docket.clone();
        world.docket.forget(&person("per"));
        assert_eq!(world.docket, before);
    }
}
