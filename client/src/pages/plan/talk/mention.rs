//! People who are named in a comment: suggested while `@` is typed, and found again when it is sent.

use std::collections::BTreeSet;

use leptos::html::Textarea;
use leptos::prelude::*;
use shared::id::PersonId;
use shared::programme::Person;

use super::use_talk;

/// Suggested at most.
const MOST: usize = 5;

/// Those whose whole name stands behind an `@`.
pub fn mentioned(text: &str, people: &[Person]) -> BTreeSet<PersonId> {
    let is_named = |person: &&Person| text.contains(&format!("@{}", person.name));
    let named = people.iter().filter(is_named);
    named.map(|person| person.id.clone()).collect()
}

/// The name that is being typed at the end of `before`, without its `@`.
fn begun(before: &str) -> Option<&str> {
    let (head, name) = before.rsplit_once('@')?;
    let is_word_start = head.chars().next_back().is_none_or(char::is_whitespace);
    (is_word_start && !name.contains('\n') && name.len() <= 40).then_some(name)
}

/// A field of several lines in which people can be named.
#[component]
pub fn Mentioning(
    text: RwSignal<String>,
    #[prop(into)] id: String,
    label: &'static str,
    #[prop(optional)] takes_focus: bool,
) -> impl IntoView {
    let desk = use_talk().docket.desk;
    let node = NodeRef::<Textarea>::new();
    let before = RwSignal::new(String::new());
    Effect::new(move || {
        if let Some(node) = node.get()
            && takes_focus
        {
            drop(node.focus());
        }
    });
    let typed = move |event| {
        text.set(event_target_value(&event));
        before.set(
            node.get_untracked()
                .map(|area| up_to_caret(&area))
                .unwrap_or_default(),
        );
    };
    let people = move || {
        let found = before.with(|before| begun(before).map(str::to_lowercase));
        let Some(found) = found else {
            return Vec::new();
        };
        let view = desk.view();
        let is_meant = |person: &&Person| {
            let name = person.name.to_lowercase();
            name.starts_with(&found) && name != found
        };
        view.people
            .iter()
            .filter(is_meant)
            .take(MOST)
            .cloned()
            .collect()
    };
    let option = move |person: Person| {
        let name = person.name.clone();
        let press = move |_| {
            let head = before.get_untracked();
            let Some(begun) = begun(&head) else { return };
            let kept = &head[..head.len() - begun.len()];
            let rest =
                text.with_untracked(|text| text.strip_prefix(&head).unwrap_or_default().to_owned());
            text.set(format!("{kept}{name} {}", rest.trim_start()));
            before.set(String::new());
            if let Some(node) = node.get_untracked() {
                drop(node.focus());
            }
        };
        view! { <li><button type="button" on:click=press>{person.name}</button></li> }
    };
    view! {
        <label class="ds-label" for=id.clone()>{label}</label>
        <textarea
            class="ds-input tk-area"
            id=id
            rows="3"
            node_ref=node
            prop:value=move || text.get()
            on:input=typed
        ></textarea>
        <ul class="tk-people" aria-live="polite">{move || people().into_iter().map(option).collect_view()}</ul>
    }
}

fn up_to_caret(area: &web_sys::HtmlTextAreaElement) -> String {
    let text: Vec<u16> = area.value().encode_utf16().collect();
    let caret = area.selection_end().ok().flatten().unwrap_or_default() as usize;
    String::from_utf16_lossy(&text[..caret.min(text.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_begun_by_a_sign_at_the_start_of_a_word() {
        assert_eq!(begun("Hva mener @Ka"), Some("Ka"));
        assert_eq!(begun("@"), Some(""));
        assert_eq!(begun("kari@fjordvik"), None);
        assert_eq!(begun("ingen"), None);
    }
}
