use super::*;
use crate::plan::docket::decide::MAX_TEXT;
use crate::plan::docket::state::{
    RevisionDraft, RevisionSource, Suggestion, SuggestionDraft, SuggestionState,
};

pub fn draft(old: &str, new: &str) -> SuggestionDraft {
    SuggestionDraft {
        text: words_of(measure("tiltak-1-2")),
        old_text: old.to_owned(),
        new_text: new.to_owned(),
        reason: Some(" ".to_owned()),
        from: None,
    }
}

pub fn suggest(id: &str, old: &str, new: &str) -> Command {
    Command::Suggest {
        id: suggestion(id),
        draft: draft(old, new),
    }
}

pub fn answer(id: &str, state: SuggestionState) -> Command {
    Command::AnswerSuggestion {
        id: suggestion(id),
        state,
    }
}

fn withdraw(id: &str, is_withdrawn: bool) -> Command {
    Command::WithdrawSuggestion {
        id: suggestion(id),
        is_withdrawn,
    }
}

fn state(world: &World, id: &str) -> SuggestionState {
    world.docket.suggestions[&suggestion(id)].state
}

impl World {
    /// What the server does for an answer: the words are written, then it is said.
    pub fn answers(&mut self, who: &str, id: &str, state: SuggestionState) {
        let events = self.decides(who, answer(id, state)).unwrap();
        let suggestion = &self.docket.suggestions[&suggestion(id)];
        let standing = self.texts.values_mut().next().unwrap();
        if let Some(splice) = suggestion.splice(state, standing).unwrap() {
            let mut units: Vec<u16> = standing.text.encode_utf16().collect();
            let at = splice.at as usize;
            let put = splice.insert.encode_utf16();
            units.splice(at..at + splice.delete as usize, put);
            standing.text = String::from_utf16(&units).unwrap();
        }
        self.keep(who, events);
    }

    pub fn text_reads(&mut self, id: &str, text: &str) {
        let standing = StandingText {
            text: text.to_owned(),
            at: None,
        };
        self.texts.insert(suggestion(id), standing);
    }
}

#[test]
fn an_observer_suggests_and_who_decides_accepts() {
    use SuggestionState::{Accepted, Left, Open};
    let mut world = World::new();
    world.does("per", suggest("s-1", "februar til oktober", "hele året"));
    assert_eq!(
        world.sees("odd").suggestions[&suggestion("s-1")]
            .draft
            .reason,
        None
    );
    world.text_reads("s-1", "Nytt foran. Åpent februar til oktober.");
    for who in ["per", "odd", "gjest"] {
        let no = Refusal::NotAllowed(Lock::Role);
        world.is_refused(who, answer("s-1", Accepted), no);
    }
    world.answers("ragnhild", "s-1", Accepted);
    assert_eq!(
        world.texts[&suggestion("s-1")].text,
        "Nytt foran. Åpent hele året."
    );
    assert_eq!(state(&world, "s-1"), Accepted);
    world.changes_nothing("hanne", answer("s-1", Accepted));
    world.answers("hanne", "s-1", Open);
    assert_eq!(
        world.texts[&suggestion("s-1")].text,
        "Nytt foran. Åpent februar til oktober."
    );
    world.does("bjoern", answer("s-1", Left));
    let answered = world.sees("per").suggestions[&suggestion("s-1")]
        .answered
        .clone();
    assert_eq!(answered.unwrap().by, person("bjoern"));
}

#[test]
fn words_that_are_gone_are_said_to_be() {
    let mut world = World::new();
    let accept = || answer("s-1", SuggestionState::Accepted);
    world.does("per", suggest("s-1", "seks", "åtte"));
    world.is_refused("hanne", accept(), Refusal::TextsMissing);
    world.text_reads("s-1", "Sju plasser.");
    world.is_refused("hanne", accept(), Refusal::WordsGone);
    world.text_reads("s-1", "seks og seks");
    world.is_refused("hanne", accept(), Refusal::WordsNotClear);
    world.does("hanne", answer("s-1", SuggestionState::Left));
}

#[test]
fn a_suggestion_is_its_authors_until_it_is_answered() {
    let mut world = World::new();
    world.does("per", suggest("s-1", "seks", "åtte"));
    world.is_refused("odd", suggest("s-1", "seks", "ni"), Refusal::NotYours);
    world.is_refused("odd", withdraw("s-1", true), Refusal::NotYours);
    world.is_refused("odd", withdraw("s-9", true), Refusal::NoSuchSuggestion);
    world.does("per", suggest("s-1", "seks", "sju"));
    world.does("per", withdraw("s-1", true));
    assert!(world.sees("odd").suggestions.is_empty());
    assert_eq!(world.sees("per").suggestions.len(), 1);
    let accept = answer("s-1", SuggestionState::Accepted);
    world.is_refused("hanne", accept, Refusal::AlreadyAnswered);
    world.is_refused(
        "per",
        suggest("s-1", "seks", "ti"),
        Refusal::AlreadyAnswered,
    );
    world.does("per", withdraw("s-1", false));
    world.does("hanne", answer("s-1", SuggestionState::Left));
    world.is_refused("per", withdraw("s-1", true), Refusal::AlreadyAnswered);
    world.is_refused(
        "per",
        suggest("s-1", "seks", "ti"),
        Refusal::AlreadyAnswered,
    );
    let withdrawn = answer("s-1", SuggestionState::Withdrawn);
    world.is_refused("hanne", withdrawn, Refusal::NotYours);
}

#[test]
fn what_suggests_nothing_is_no_suggestion() {
    let mut world = World::new();
    world.is_refused("per", suggest("s-1", "seks", "seks"), Refusal::Empty);
    world.is_refused("per", suggest("s-1", "", " \n"), Refusal::Empty);
    let long = "x".repeat(MAX_TEXT + 1);
    world.is_refused("per", suggest("s-1", &long, ""), Refusal::TooLong);
    world.is_refused("per", suggest("s-1", "", &long), Refusal::TooLong);
    world.does("per", suggest("s-1", "seks ", ""));
    world.does("per", suggest("s-2", "", " og mer\u{0}"));
    let new = &world.docket.suggestions[&suggestion("s-2")].draft.new_text;
    assert_eq!(new, " og mer");
    for n in 3..=100 {
        world.does("per", suggest(&format!("s-{n}"), "a", "b"));
    }
    world.is_refused("per", suggest("s-101", "a", "b"), Refusal::TooMany);
    world.does("hanne", answer("s-1", SuggestionState::Left));
    world.does("per", suggest("s-101", "a", "b"));
}

#[test]
fn who_has_stepped_aside_neither_suggests_nor_answers() {
    let mut world = World::new();
    world.does("per", suggest("s-1", "seks", "åtte"));
    world.steps_aside("ragnhild", "tiltak-1-2");
    world.is_refused("ragnhild", suggest("s-2", "a", "b"), Refusal::SteppedAside);
    let left = answer("s-1", SuggestionState::Left);
    world.is_refused("ragnhild", left.clone(), Refusal::SteppedAside);
    world.does("hanne", left);
}

#[test]
fn while_the_board_decides_nobody_writes_a_suggestion_into_the_plan() {
    use SuggestionState::{Accepted, Left, Open};
    let mut world = World::new();
    for id in ["s-1", "s-2"] {
        world.does("per", suggest(id, "seks", "åtte"));
        world.text_reads(id, "gi seks plasser");
    }
    world.answers("hanne", "s-2", Accepted);
    world.is_deciding = true;
    let deciding = Refusal::NotAllowed(Lock::Deciding);
    world.is_refused("ragnhild", answer("s-1", Accepted), deciding);
    world.is_refused("ragnhild", answer("s-2", Open), deciding);
    // To let the words stand writes nothing.
    world.does("ragnhild", answer("s-1", Left));
}

#[test]
fn what_one_person_takes_back_counts_as_theirs() {
    let mut world = World::new();
    for n in 0..100 {
        world.does("per", suggest(&format!("s-{n}"), "a", "b"));
        world.does("per", withdraw(&format!("s-{n}"), true));
    }
    world.is_refused("per", suggest("s-100", "a", "b"), Refusal::TooMany);
    world.does("odd", suggest("s-100", "a", "b"));
    world.does("per", withdraw("s-0", false));
    world.does("hanne", answer("s-0", SuggestionState::Left));
    world.does("per", suggest("s-101", "a", "b"));
}

#[test]
fn words_of_prose_that_come_from_nothing_are_not_put_anywhere() {
    let prose = |old: &str, new: &str, state| Suggestion {
        draft: SuggestionDraft {
            text: PlanText::Prose("prose/marin/maal".parse().unwrap()),
            ..draft(old, new)
        },
        by: person("hanne"),
        at: Timestamp(1),
        state,
        answered: None,
    };
    let standing = |text: &str| StandingText {
        text: text.to_owned(),
        at: None,
    };
    let (open, accepted) = (SuggestionState::Open, SuggestionState::Accepted);
    for (suggestion, to, text, expected) in [
        (prose("", "Nytt.", open), accepted, "", Ok(true)),
        (
            prose("", "Nytt.", open),
            accepted,
            "Noe.",
            Err(Refusal::WordsNotClear),
        ),
        (
            prose("Bort.", "", accepted),
            open,
            "Noe.",
            Err(Refusal::WordsNotClear),
        ),
        // Short words that stand there anyway do not say that it was done.
        (
            prose("skal bygge", "skal", open),
            accepted,
            "Vi skal, og skal.",
            Err(Refusal::WordsGone),
        ),
        (
            prose("skal bygge", "skal drive", open),
            accepted,
            "Vi skal drive.",
            Err(Refusal::WordsGone),
        ),
    ] {
        let splice = suggestion.splice(to, &standing(text));
        assert_eq!(splice.map(|splice| splice.is_some()), expected, "{text}");
    }
}

#[test]
fn a_revision_is_held_against_the_reviews_proposals() {
    let revise = Command::Revise {
        id: RevisionId::parse("e-1").unwrap(),
        draft: RevisionDraft {
            text: words_of(measure("tiltak-1-2")),
            adopted_text: String::new(),
            proposed_text: "Nytt.".into(),
            reason: "Fordi.".into(),
            source: RevisionSource::Discussion,
        },
    };
    assert!(revise.needs_review());
    assert!(!revise.needs_hash());
}
