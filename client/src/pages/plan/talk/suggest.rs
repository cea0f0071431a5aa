//! Other words for a text of the plan: one of a row's, or a paragraph of the prose.

use leptos::prelude::*;
use shared::document::chapters::{self, ProseKey};
use shared::document::plan::{TextField, TextKey};
use shared::id::SuggestionId;
use shared::plan::Row;
use shared::plan::docket::command::Command;
use shared::plan::docket::place::PlanText;
use shared::plan::docket::state::SuggestionDraft;

use super::changed::{changed, changed_alone};
use super::write::{AboutLine, Sending, done};
use super::{about_prose, text_of, use_talk};
use crate::mint;
use crate::pages::plan::desk::{Desk, focus_when_drawn};
use crate::pages::plan::names;
use crate::pages::plan::prose::PlanProse;
use crate::pages::plan::room::Asking;
use crate::pages::plan::trace::place::RowLink;

/// As much of a paragraph as tells it from the others, in letters.
const NAME_LEN: usize = 48;

/// A text that a change can be suggested for.
#[derive(Clone)]
struct Choice {
    name: String,
    stands: Signal<String>,
    /// What is suggested when the text is to read like this; none when it reads so already.
    draft: Callback<String, Option<SuggestionDraft>>,
}

#[component]
pub fn SuggestInRow(row: Row) -> impl IntoView {
    let desk = use_talk().docket.desk;
    let choice = |key: TextKey| {
        let stands: Signal<String> = desk.model.text(&key).into();
        Choice {
            name: names::text_field(desk.words, key.field()).to_owned(),
            stands,
            draft: Callback::new(move |new: String| {
                let (from, old_text, new_text) = changed(&stands.get_untracked(), &new)?;
                let from = desk.model.sticky(&key, from);
                Some(SuggestionDraft {
                    text: text_of(&key),
                    old_text,
                    new_text,
                    reason: None,
                    from: from.and_then(|from| serde_json::to_string(&from).ok()),
                })
            }),
        }
    };
    let choices: Vec<_> = texts(desk, &row).into_iter().map(choice).collect();
    view! { <Form choices=choices><p class="tk-about sm"><RowLink row=row/></p></Form> }
}

#[component]
pub fn SuggestInProse(key: ProseKey) -> impl IntoView {
    let desk = use_talk().docket.desk;
    let prose = use_context::<PlanProse>()?;
    let about = about_prose(key.clone());
    let of = key.clone();
    let rows = prose.model().rows();
    let whole = move || {
        rows.with_untracked(|rows| chapters::words(rows.get(&key).map_or(&[], Vec::as_slice)))
    };
    let choice = |line: String| {
        let (text, whole) = (PlanText::Prose(of.clone()), whole.clone());
        let stood = line.clone();
        Choice {
            name: beginning(&line).unwrap_or_else(|| desk.words.tk_prose().to_owned()),
            stands: Signal::stored(line),
            draft: Callback::new(move |new: String| {
                let (old_text, new_text) = changed_alone(&whole(), &stood, &new)?;
                Some(SuggestionDraft {
                    text: text.clone(),
                    old_text,
                    new_text,
                    reason: None,
                    from: None,
                })
            }),
        }
    };
    let text = whole();
    let mut lines: Vec<_> = text.lines().filter(|it| !it.trim().is_empty()).collect();
    if lines.is_empty() {
        lines.push("");
    }
    let choices: Vec<_> = lines.into_iter().map(str::to_owned).map(choice).collect();
    Some(view! { <Form choices=choices><AboutLine about=about/></Form> })
}

/// The first words of a paragraph; none for an empty one.
pub fn beginning(line: &str) -> Option<String> {
    let line = line.trim();
    if line.chars().count() <= NAME_LEN {
        return (!line.is_empty()).then(|| line.to_owned());
    }
    let cut: String = line.chars().take(NAME_LEN).collect();
    let whole_words = cut.rsplit_once(' ').map_or(&*cut, |(words, _)| words);
    Some(format!("{whole_words} …"))
}

/// The texts of a row that have words, or else its title.
fn texts(desk: Desk, row: &Row) -> Vec<TextKey> {
    let keys = TextField::of(row).iter();
    let keys = keys.filter_map(|field| TextKey::new(row.clone(), *field));
    let is_written = |key: &TextKey| !desk.model.text(key).get_untracked().trim().is_empty();
    let written: Vec<TextKey> = keys.clone().filter(is_written).collect();
    if written.is_empty() {
        return keys.take(1).collect();
    }
    written
}

/// `children` says what it is about.
#[component]
fn Form(choices: Vec<Choice>, children: Children) -> impl IntoView {
    let talk = use_talk();
    let desk = talk.docket.desk;
    let words = desk.words;
    let asking = Asking::new(talk.docket);
    let id: SuggestionId = mint::row_id();
    let place = RwSignal::new(0_usize);
    let choices = StoredValue::new(choices);
    let choice = move || choices.with_value(|all| all.get(place.get()).cloned());
    let stands = move || choice().map_or_else(String::new, |it| it.stands.get());
    let shown = move || talk.new_text.get().unwrap_or_else(stands);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let draft = untrack(choice).and_then(|it| it.draft.run(untrack(shown)));
        let Some(mut draft) = draft else {
            return asking.fault.set(Some(words.tk_change_first().to_owned()));
        };
        draft.reason = Some(talk.text.get_untracked()).filter(|why| !why.trim().is_empty());
        let command = Command::Suggest {
            id: id.clone(),
            draft,
        };
        asking.ask(command, words.tk_suggested().to_owned(), move || done(talk));
    };
    let choose = move |event| {
        talk.new_text.set(None);
        place.set(event_target_value(&event).parse().unwrap_or_default());
    };
    let option = |(value, choice): (usize, &Choice)| {
        view! { <option value=value.to_string()>{choice.name.clone()}</option> }
    };
    let which = choices.with_value(|all| {
        (all.len() > 1).then(|| {
            view! {
                <label class="ds-label" for="tk-which">{words.tk_which_text()}</label>
                <select class="ds-input" id="tk-which" on:change=choose>
                    {all.iter().enumerate().map(option).collect_view()}
                </select>
            }
        })
    });
    focus_when_drawn("tk-new".to_owned(), 10);
    view! {
        <form on:submit=send novalidate>
            <h3 class="h-card">{words.tk_suggest()}</h3>
            {children()}
            {which}
            <div class="note"><p class="sub sm">{words.tk_stands_now()}</p><p class="tk-now" lang=desk.lang>{stands}</p></div>
            <label class="ds-label" for="tk-new">{words.tk_i_suggest()}</label>
            <textarea
                class="ds-input tk-area"
                id="tk-new"
                rows="4"
                lang=desk.lang
                spellcheck="true"
                prop:value=shown
                on:input=move |event| talk.new_text.set(Some(event_target_value(&event)))
            ></textarea>
            <label class="ds-label" for="tk-reason">{words.tk_reason()}</label>
            <input
                class="ds-input"
                id="tk-reason"
                maxlength="500"
                prop:value=move || talk.text.get()
                on:input=move |event| talk.text.set(event_target_value(&event))
            />
            <p class="sub sm">{words.tk_who_decides()}</p>
            <Sending asking=asking label=words.tk_send_suggestion()/>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_is_named_by_its_first_words() {
        assert_eq!(beginning("  "), None);
        assert_eq!(beginning(" Kort. ").as_deref(), Some("Kort."));
        let long = "I løpet av 2027 skal reiselivet i Fjordvik gi åtte nye helårsplasser.";
        let named = beginning(long).unwrap();
        assert_eq!(named, "I løpet av 2027 skal reiselivet i Fjordvik gi …");
    }
}
