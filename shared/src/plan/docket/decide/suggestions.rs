//! "Foreslå endring": by everybody who reads the plan; yes is said by whoever decides about it, and may edit it now.

use super::{Asked, Decided, MAX_TEXT, line, place_of_yjs, quoted, unless, words};
use crate::id::SuggestionId;
use crate::plan::docket::event::Event;
use crate::plan::docket::place::PlanText;
use crate::plan::docket::refusal::Refusal;
use crate::plan::docket::state::{Suggestion, SuggestionDraft, SuggestionState};
use crate::rights::Act;

/// The most of one person that nobody has answered yet, those they took back included: whoever suggests and takes back
/// for ever leaves no room for others.
pub const MAX_OF_ONE: usize = 100;
const MAX_SUGGESTIONS: usize = 2_000;

impl Asked<'_> {
    pub fn suggest(&self, id: SuggestionId, draft: SuggestionDraft) -> Decided {
        self.speaks()?;
        self.is_open()?;
        self.text_is_not_aside(&draft.text)?;
        let draft = clean(draft)?;
        if let Some(before) = self.docket.suggestions.get(&id) {
            self.is_mine(&before.by)?;
            is_unanswered(before)?;
            self.text_is_not_aside(&before.draft.text)?;
            return unless(before.draft == draft, Event::Suggested { id, draft });
        }
        let suggestions = &self.docket.suggestions;
        let own = suggestions.values().filter(|one| {
            let is_unanswered = matches!(
                one.state,
                SuggestionState::Open | SuggestionState::Withdrawn
            );
            one.by == *self.actor.id() && is_unanswered
        });
        if suggestions.len() >= MAX_SUGGESTIONS || own.count() >= MAX_OF_ONE {
            return Err(Refusal::TooMany);
        }
        Ok(vec![Event::Suggested { id, draft }])
    }

    pub fn withdraw_suggestion(&self, id: SuggestionId, is_withdrawn: bool) -> Decided {
        self.speaks()?;
        let suggestion = self.suggestion(&id)?;
        self.is_mine(&suggestion.by)?;
        let is_so = (suggestion.state == SuggestionState::Withdrawn) == is_withdrawn;
        if !is_so && is_withdrawn {
            is_unanswered(suggestion)?;
        }
        unless(is_so, Event::SuggestionWithdrawn { id, is_withdrawn })
    }

    pub fn answer_suggestion(&self, id: SuggestionId, state: SuggestionState) -> Decided {
        self.actor.may(Act::DecidePlan)?;
        let suggestion = self.suggestion(&id)?;
        if state == SuggestionState::Withdrawn {
            return Err(Refusal::NotYours);
        }
        if suggestion.state == SuggestionState::Withdrawn {
            return Err(Refusal::AlreadyAnswered);
        }
        let writes = [suggestion.state, state].contains(&SuggestionState::Accepted);
        if suggestion.state == state {
            return Ok(Vec::new());
        }
        if writes {
            // The words of the plan are another than before: whoever may not edit it now does not do so this way either.
            self.actor.may(Act::EditPlan)?;
            self.is_open()?;
            let standing = self.around.texts.get(&id).ok_or(Refusal::TextsMissing)?;
            suggestion.splice(state, standing)?;
        }
        Ok(vec![Event::SuggestionAnswered { id, state }])
    }

    /// One about words that the actor may touch.
    fn suggestion(&self, id: &SuggestionId) -> Result<&Suggestion, Refusal> {
        let suggestion = self.docket.suggestions.get(id);
        let suggestion = suggestion.ok_or(Refusal::NoSuchSuggestion)?;
        self.text_is_not_aside(&suggestion.draft.text)?;
        Ok(suggestion)
    }
}

fn is_unanswered(suggestion: &Suggestion) -> Result<(), Refusal> {
    if suggestion.state == SuggestionState::Open {
        return Ok(());
    }
    Err(Refusal::AlreadyAnswered)
}

fn clean(draft: SuggestionDraft) -> Result<SuggestionDraft, Refusal> {
    let mut new_text = words(&draft.new_text, MAX_TEXT)?;
    if matches!(draft.text, PlanText::Prose(_)) {
        // In prose a suggestion changes words of one paragraph, and makes no new ones.
        new_text = new_text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    // Spaces at the ends belong to the text around: one is not lost with the words.
    let new_text = with_spaces_of(&draft.new_text, new_text);
    let draft = SuggestionDraft {
        text: draft.text,
        old_text: quoted(draft.old_text, MAX_TEXT)?,
        new_text,
        reason: line(draft.reason.as_deref())?,
        from: place_of_yjs(draft.from)?,
    };
    if draft.new_text == draft.old_text {
        return Err(Refusal::Empty);
    }
    Ok(draft)
}

fn with_spaces_of(typed: &str, clean: String) -> String {
    if clean.is_empty() {
        return clean;
    }
    let before = if typed.starts_with(' ') { " " } else { "" };
    let after = if typed.ends_with(' ') { " " } else { "" };
    format!("{before}{clean}{after}")
}
