//! What of a meeting goes with a person who is erased: whatever only they could see, and what they answered in secret.
//! What the group has seen stays, under a name that says nothing.

use shared::id::PersonId;
use shared::proceedings::state::Proceedings;

pub fn forget(proceedings: &mut Proceedings, person: &PersonId) {
    for round in proceedings.rounds.values_mut() {
        round.scores.remove(person);
        // Nobody is left who could change it.
        if round.settled.is_none() {
            round.answers.remove(person);
        }
        let is_seen = round.thoughts.get(person).is_some_and(|one| one.is_shared);
        if !is_seen {
            round.thoughts.remove(person);
        }
    }
    for notes in proceedings.step_notes.values_mut() {
        notes.remove(person);
    }
    if let Some(vote) = &mut proceedings.vote {
        vote.ballots.remove(person);
        vote.done.remove(person);
    }
    let is_kept = |author: &PersonId, is_shared| is_shared || author != person;
    proceedings
        .proposals
        .retain(|_, one| is_kept(&one.author, one.is_shared));
    proceedings.done_scoring.remove(person);
    proceedings.worth.remove(person);
    proceedings.hands.retain(|hand| hand != person);
    proceedings.fact_sheet.read_by.remove(person);
    proceedings.evaluation.forget_person(person);
    proceedings.seminar.forget_hidden_of(person);
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::{IndicatorId, ProposalId};
    use shared::proceedings::event::Event;
    use shared::proceedings::state::ProposalDraft;
    use shared::time::Timestamp;

    #[test]
    fn what_only_the_person_could_see_goes_and_what_is_shared_stays() {
        let [kari, ola] = ["kari", "ola"].map(|id| PersonId::parse(id).unwrap());
        let indicator = IndicatorId::parse("a1").unwrap();
        let mut state = Proceedings::default();
        for (number, by) in [&kari, &ola].into_iter().enumerate() {
            let [shared, draft] = ["delt", "utkast"]
                .map(|word| ProposalId::parse(&format!("{word}-{number}")).unwrap());
            let drafted = |id: &ProposalId| Event::ProposalDrafted {
                id: id.clone(),
                draft: ProposalDraft::default(),
                by_observer: false,
            };
            for event in [
                Event::Scored {
                    indicator: indicator.clone(),
                    person: by.clone(),
                    value: Some(4),
                },
                Event::Thought {
                    indicator: indicator.clone(),
                    text: "min tanke".into(),
                },
                drafted(&shared),
                drafted(&draft),
                Event::ProposalsShared { ids: vec![shared] },
            ] {
                state.apply(Timestamp(1), by, event);
            }
        }
        forget(&mut state, &kari);
        let round = &state.rounds[&indicator];
        assert_eq!(round.scores.keys().collect::<Vec<_>>(), [&ola]);
        assert_eq!(round.thoughts.keys().collect::<Vec<_>>(), [&ola]);
        let left: Vec<_> = state.proposals.keys().map(ProposalId::as_str).collect();
        assert_eq!(left, ["delt-0", "delt-1", "utkast-1"]);
        let mut again = state.clone();
        forget(&mut again, &kari);
        assert_eq!(again, state);
    }
}
