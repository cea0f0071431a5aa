//! What a person has chosen on this device: language, text size, and whether things move.

use leptos::prelude::*;
use shared::template::Language;

use crate::{storage, words};

const LANGUAGE: &str = "samling.language";
const TEXT_SIZE: &str = "samling.text-size";
const MOTION: &str = "samling.motion";
/// What is kept, and said to the style sheet, when things should move less.
const LESS: &str = "less";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextSize {
    Normal,
    Large,
    Largest,
}

impl TextSize {
    pub const ALL: [Self; 3] = [Self::Normal, Self::Large, Self::Largest];

    fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Large => "large",
            Self::Largest => "largest",
        }
    }
}

/// The settings; provided once, by the app.
#[derive(Clone, Copy)]
pub struct Settings {
    pub language: RwSignal<Language>,
    pub text_size: RwSignal<TextSize>,
    /// Less motion than the device asks for; who has asked the device for less gets it anyway.
    pub moves_less: RwSignal<bool>,
    /// Whether the dialog is open. It lives outside the part of the page that is drawn anew.
    pub is_open: RwSignal<bool>,
}

impl Settings {
    /// Reads what the device remembers, and from now on writes it back and marks the page with it.
    pub fn load() -> Self {
        let text_size = storage::get(TEXT_SIZE)
            .and_then(|kept| TextSize::ALL.into_iter().find(|size| size.as_str() == kept))
            .unwrap_or(TextSize::Normal);
        let settings = Self {
            language: RwSignal::new(kept_language()),
            text_size: RwSignal::new(text_size),
            moves_less: RwSignal::new(storage::get(MOTION).is_some_and(|kept| kept == LESS)),
            is_open: RwSignal::new(false),
        };
        Effect::new(move || mark_root("lang", words::tag(settings.language.get())));
        Effect::new(move || mark_root("data-text", settings.text_size.get().as_str()));
        Effect::new(move || mark_root("data-motion", motion(settings.moves_less.get())));
        settings
    }

    pub fn choose_language(self, language: Language) {
        storage::set(LANGUAGE, words::tag(language));
        self.language.set(language);
    }

    pub fn choose_text_size(self, size: TextSize) {
        storage::set(TEXT_SIZE, size.as_str());
        self.text_size.set(size);
    }

    pub fn choose_motion(self, is_less: bool) {
        storage::set(MOTION, motion(is_less));
        self.moves_less.set(is_less);
    }
}

fn motion(is_less: bool) -> &'static str {
    if is_less { LESS } else { "device" }
}

/// The language chosen on this device, or what it asks for.
pub fn kept_language() -> Language {
    storage::get(LANGUAGE)
        .and_then(|tag| language(&tag))
        .unwrap_or_else(preferred)
}

fn language(tag: &str) -> Option<Language> {
    match tag.split('-').next()? {
        "nb" | "no" => Some(Language::Nb),
        "nn" => Some(Language::Nn),
        "en" => Some(Language::En),
        _ => None,
    }
}

/// Bokmål unless the device asks for nynorsk: English is chosen, not guessed, in a Norwegian boardroom.
fn preferred() -> Language {
    let tag = window().navigator().language().unwrap_or_default();
    language(&tag)
        .filter(|language| *language == Language::Nn)
        .unwrap_or_default()
}

fn mark_root(name: &str, value: &str) {
    if let Some(root) = document().document_element() {
        root.set_attribute(name, value)
            .expect("the attribute names here are valid");
    }
}
