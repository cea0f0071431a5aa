//! Every word of the interface, in three languages, checked when the program is built.
//!
//! `build.rs` makes one method per key from `locales/{nb,nn,en}/*.json`. Words from templates (indicators, scales) are data and
//! carry their own languages; see `shared::template::Words`.

use leptos::prelude::*;
use shared::programme::Person;
use shared::rights::Role;
use shared::template::Language;

use crate::settings::Settings;

/// The words of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words(pub Language);

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// What the methods made by `build.rs` stand on.
impl Words {
    /// One of a text in `nb`, `nn` and `en`.
    fn pick(self, texts: &[&'static str; 3]) -> &'static str {
        match self.0 {
            Language::Nb => texts[0],
            Language::Nn => texts[1],
            Language::En => texts[2],
        }
    }

    /// With a value for each `{name}`.
    #[inline(never)]
    fn filled(self, texts: &[&'static str; 3], values: &[(&str, &str)]) -> String {
        let mut filled = String::new();
        let mut rest = self.pick(texts);
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            let value = values.iter().find(|(known, _)| *known == name);
            filled.push_str(value.map_or("", |(_, value)| value));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    #[inline(never)]
    fn counted(
        self,
        n: usize,
        one: &[&'static str; 3],
        other: &[&'static str; 3],
        values: &[(&str, &str)],
    ) -> String {
        let n_text = n.to_string();
        let mut all = vec![("n", n_text.as_str())];
        all.extend(values);
        self.filled(if n == 1 { one } else { other }, &all)
    }
}

impl Words {
    pub fn role(self, role: Role) -> &'static str {
        match role {
            Role::Chair => self.role_chair(),
            Role::ViceChair => self.role_vice_chair(),
            Role::BoardMember => self.role_board_member(),
            Role::Deputy => self.role_deputy(),
            Role::ProgrammeManager => self.role_programme_manager(),
            Role::Observer => self.role_observer(),
            Role::Facilitator => self.role_facilitator(),
            Role::ProjectManager => self.role_project_manager(),
            Role::Guest => self.role_guest(),
            Role::Projector => self.role_projector(),
        }
    }

    /// "Observatør, Innovasjon Norge": what a person is, and for whom.
    pub fn who_line(self, person: &Person) -> String {
        let title = person.title.as_deref().filter(|title| !title.is_empty());
        let what = title.unwrap_or_else(|| self.role(person.role));
        let line = match person.represents.as_deref() {
            Some(represents) if !represents.is_empty() => format!("{what}, {represents}"),
            _ => what.to_owned(),
        };
        capitalised(&line)
    }

    /// "Kari", "Kari og Per", "Kari, Per og Mona".
    pub fn list(self, names: &[String]) -> String {
        match names {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => self.and(&first.join(", "), last),
        }
    }

    /// "Kari og Per skriver", from first names; nothing when nobody does.
    pub fn writers(self, names: &[String]) -> Option<String> {
        match names {
            [] => None,
            [a] => Some(self.writes_one(a)),
            [a, b] => Some(self.writes_two(a, b)),
            [a, b, rest @ ..] => Some(self.writes_many(a, b, &rest.len().to_string())),
        }
    }
}

/// The words of the language the page is in. The page is drawn anew when the language changes, so this is not tracked.
pub fn use_words() -> Words {
    Words(expect_context::<Settings>().language.get_untracked())
}

/// The value of the HTML `lang` attribute.
pub fn tag(language: Language) -> &'static str {
    match language {
        Language::Nb => "nb",
        Language::Nn => "nn",
        Language::En => "en",
    }
}

pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
