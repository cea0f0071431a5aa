//! One field for six digits, with a space drawn after the fourth. What is pasted may have spaces and words around it.

use leptos::html::Input;
use leptos::prelude::*;
use leptos::web_sys::{Event, HtmlInputElement};
use wasm_bindgen::JsCast;

/// How many digits a code has.
pub const N_DIGITS: usize = 6;
const GROUP: usize = 4;

/// `digits` is what has been typed, without the space. `on_full` hears when the last digit has come.
#[component]
pub fn CodeInput(
    id: &'static str,
    digits: RwSignal<String>,
    #[prop(into)] is_wrong: Signal<bool>,
    /// The ids of what explains the field.
    described_by: &'static str,
    #[prop(optional)] on_full: Option<Callback<()>>,
    #[prop(optional)] node: NodeRef<Input>,
) -> impl IntoView {
    let typed = move |event: Event| {
        let Some(field) = field_of(&event) else {
            return;
        };
        let text = field.value();
        let caret = field.selection_start().ok().flatten();
        let n_before = caret.map_or(N_DIGITS, |caret| {
            let before = text.encode_utf16().take(caret as usize);
            before.filter(|unit| is_digit(*unit)).count()
        });
        let now = digits_in(&text);
        // The field is written here too: what was typed may have been no digit, and then the signal says nothing.
        field.set_value(&grouped(&now));
        let place = u32::try_from(n_before + usize::from(n_before > GROUP)).ok();
        // A browser that cannot place the caret leaves it last.
        drop(field.set_selection_start(place));
        drop(field.set_selection_end(place));
        let is_full = now.len() == N_DIGITS && digits.with_untracked(|before| *before != now);
        digits.set(now);
        if let Some(on_full) = on_full.filter(|_| is_full) {
            on_full.run(());
        }
    };
    view! {
        <input
            class="ds-input code"
            id=id
            type="text"
            inputmode="numeric"
            autocomplete="one-time-code"
            spellcheck="false"
            aria-describedby=described_by
            aria-invalid=move || is_wrong.get().then_some("true")
            prop:value=move || digits.with(|digits| grouped(digits))
            on:input=typed
            node_ref=node
        />
    }
}

/// `4821 73`, as codes are written everywhere.
pub fn grouped(digits: &str) -> String {
    match digits.split_at_checked(GROUP) {
        Some((first, rest)) if !rest.is_empty() => format!("{first}\u{a0}{rest}"),
        _ => digits.to_owned(),
    }
}

/// `48 27`, as a screen shows its four digits.
pub fn grouped_in_twos(digits: &str) -> String {
    match digits.split_at_checked(2) {
        Some((first, rest)) if !rest.is_empty() => format!("{first}\u{a0}{rest}"),
        _ => digits.to_owned(),
    }
}

fn digits_in(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_digit)
        .take(N_DIGITS)
        .collect()
}

fn is_digit(unit: u16) -> bool {
    (u16::from(b'0')..=u16::from(b'9')).contains(&unit)
}

fn field_of(event: &Event) -> Option<HtmlInputElement> {
    event.target()?.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_what_is_left_of_what_was_typed_or_pasted() {
        for (typed, digits, shown) in [
            ("", "", ""),
            ("48", "48", "48"),
            ("4821", "4821", "4821"),
            ("48217", "48217", "4821\u{a0}7"),
            (" 4821 73\n", "482173", "4821\u{a0}73"),
            ("Koden er 48-21-73.", "482173", "4821\u{a0}73"),
            ("48217399", "482173", "4821\u{a0}73"),
        ] {
            assert_eq!(digits_in(typed), digits);
            assert_eq!(grouped(digits), shown);
        }
    }
}
