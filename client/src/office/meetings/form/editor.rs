//! A form while somebody changes it: kept on the device, saved when they say so, and never over what somebody else has
//! changed meanwhile without a word.

use gloo_net::http::Method;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use shared::id::IndicatorId;
use shared::programme::LanguageForm;
use shared::template::{
    Factor, FormPlace, Indicator, Language, MAX_INDICATORS, MAX_PARTS, Part, ReviewForm,
    SCALE_STEPS, ScaleStep, Words as Texts, what_is_missing,
};
use shared::view::{FormChange, FormView, MeetingSaved};

use crate::components::toast::Toasts;
use crate::office::api::{self, Trouble};
use crate::office::trouble;
use crate::words::Words;
use crate::{announce, mint, storage};

/// How it stands with saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saving {
    Nothing,
    /// There is something on this device that the server does not have.
    Unsaved,
    Busy,
    Saved,
    /// Somebody else has changed the form.
    Clash,
    Failed(Trouble),
}

#[derive(Clone, Copy)]
pub struct Editor {
    pub words: Words,
    pub toasts: Toasts,
    pub draft: RwSignal<ReviewForm>,
    /// The language that is written in now.
    pub language: RwSignal<Language>,
    /// The one that must have words.
    pub own: LanguageForm,
    pub saving: RwSignal<Saving>,
    id: StoredValue<String>,
    base: StoredValue<ReviewForm>,
    version: StoredValue<u32>,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    base: ReviewForm,
    draft: ReviewForm,
}

/// The language of the interface that a language form is.
pub fn language_of(form: LanguageForm) -> Language {
    match form {
        LanguageForm::Nb => Language::Nb,
        LanguageForm::Nn => Language::Nn,
    }
}

impl Editor {
    pub fn new(words: Words, toasts: Toasts, id: String, view: &FormView) -> Self {
        let editor = Self {
            words,
            toasts,
            draft: RwSignal::new(view.form.clone()),
            language: RwSignal::new(language_of(view.language)),
            own: view.language,
            saving: RwSignal::new(Saving::Nothing),
            id: StoredValue::new(id),
            base: StoredValue::new(view.form.clone()),
            version: StoredValue::new(view.version),
        };
        editor.take_kept();
        editor
    }

    fn key(self) -> String {
        self.id
            .with_value(|id| format!("samling.typed.{id}.skjema"))
    }

    fn path(self) -> String {
        self.id.with_value(|id| format!("/api/meetings/{id}/form"))
    }

    /// What was typed at an earlier visit and not saved.
    fn take_kept(self) {
        let kept = storage::get(&self.key()).and_then(|kept| serde_json::from_str(&kept).ok());
        let Some(Kept { base, draft }) = kept else {
            return;
        };
        let is_same = self.base.with_value(|now| *now == base);
        self.base.set_value(base);
        self.draft.set(draft);
        self.saving.set(if is_same {
            Saving::Unsaved
        } else {
            Saving::Clash
        });
    }

    /// Changes the form, on this device.
    pub fn change(self, change: impl FnOnce(&mut ReviewForm)) {
        self.draft.update(change);
        let kept = Kept {
            base: self.base.get_value(),
            draft: self.draft.get_untracked(),
        };
        if let Ok(json) = serde_json::to_string(&kept) {
            storage::set(&self.key(), &json);
        }
        if self.saving.get_untracked() != Saving::Clash {
            self.saving.set(Saving::Unsaved);
        }
    }

    pub fn replace(self, form: ReviewForm) {
        let before = self.draft.get_untracked();
        self.change(move |draft| *draft = form);
        let undo = move || self.change(|draft| *draft = before.clone());
        self.toasts
            .offer_undo(self.words.pap_form_replaced().to_owned(), undo);
    }

    pub fn save(self) {
        if self.saving.get_untracked() == Saving::Busy {
            return;
        }
        self.saving.set(Saving::Busy);
        let form = self.draft.get_untracked();
        spawn_local(async move {
            let saved = self.send(&form).await;
            let saved = match saved {
                // The meeting has one number for all that is set up in it; the form itself may be as it was.
                Err(trouble) if trouble.is_changed_meanwhile() => self.try_again(&form).await,
                other => other.map(Some),
            };
            match saved {
                Ok(Some(saved)) => self.saved(form, saved.version),
                Ok(None) => {
                    announce::assertive(self.words.pap_form_clash());
                    self.saving.try_set(Saving::Clash);
                }
                Err(trouble) => {
                    announce::polite(trouble::says(self.words, &trouble));
                    self.saving.try_set(Saving::Failed(trouble));
                }
            }
        });
    }

    async fn send(self, form: &ReviewForm) -> Result<MeetingSaved, Trouble> {
        let change = FormChange {
            form: form.clone(),
            version: self.version.get_value(),
        };
        api::ask(Method::PUT, &self.path(), &change).await
    }

    /// None when somebody else has changed the form itself.
    async fn try_again(self, form: &ReviewForm) -> Result<Option<MeetingSaved>, Trouble> {
        let view: FormView = api::get(&self.path()).await.map_err(|error| Trouble {
            error,
            problem: None,
        })?;
        self.version.set_value(view.version);
        if self.base.with_value(|base| *base != view.form) {
            return Ok(None);
        }
        self.send(form).await.map(Some)
    }

    fn saved(self, form: ReviewForm, version: u32) {
        let is_newer = self.draft.try_with_untracked(|draft| *draft != form);
        self.base.try_set_value(form);
        self.version.try_set_value(version);
        if is_newer == Some(true) {
            self.saving.try_set(Saving::Unsaved);
            return;
        }
        storage::remove(&self.key());
        self.saving.try_set(Saving::Saved);
        announce::polite(self.words.pap_saved());
    }

    /// Saves over what somebody else has made of it.
    pub fn save_mine(self) {
        spawn_local(async move {
            match api::get::<FormView>(&self.path()).await {
                Ok(view) => {
                    self.version.set_value(view.version);
                    self.base.set_value(view.form);
                    self.saving.set(Saving::Unsaved);
                    self.save();
                }
                Err(error) => {
                    let trouble = Trouble {
                        error,
                        problem: None,
                    };
                    self.saving.try_set(Saving::Failed(trouble));
                }
            }
        });
    }

    /// Drops what is typed; the page begins anew with what the server has.
    pub fn drop_mine(self) {
        storage::remove(&self.key());
        drop(window().location().reload());
    }

    pub fn missing(self) -> Option<FormPlace> {
        self.draft.with(|form| what_is_missing(form, self.own))
    }

    // ---- parts of the form ----

    pub fn add_step(self) {
        self.change(|form| {
            let last = form.scale.steps.last().map_or(0, |step| step.value);
            if form.scale.steps.len() < *SCALE_STEPS.end() {
                form.scale.steps.push(ScaleStep {
                    value: last + 1,
                    label: Texts::default(),
                    meaning: Texts::default(),
                });
            }
        });
    }

    pub fn remove_step(self) {
        self.change(|form| {
            if form.scale.steps.len() > *SCALE_STEPS.start() {
                form.scale.steps.pop();
            }
        });
    }

    pub fn add_part(self) {
        self.change(|form| {
            if form.parts.len() < MAX_PARTS {
                let id = mint::indicator_id();
                form.parts.push(Part {
                    id: id.to_string(),
                    code: String::new(),
                    title: Texts::default(),
                    lead: Texts::default(),
                });
                form.indicators.push(blank(id.as_str()));
            }
        });
    }

    pub fn remove_part(self, part: &str) {
        self.change(|form| {
            form.parts.retain(|it| it.id != part);
            form.indicators.retain(|it| it.part != part);
        });
    }

    pub fn add_indicator(self, part: &str) {
        self.change(|form| {
            if form.indicators.len() < MAX_INDICATORS {
                form.indicators.push(blank(part));
            }
        });
    }

    pub fn remove_indicator(self, id: &IndicatorId) {
        self.change(|form| form.indicators.retain(|it| it.id != *id));
    }

    /// One place up or down within its part.
    pub fn move_indicator(self, id: &IndicatorId, is_up: bool) {
        self.change(|form| {
            let Some(place) = form.indicators.iter().position(|it| it.id == *id) else {
                return;
            };
            let part = form.indicators[place].part.clone();
            let is_own = |(_, it): &(usize, &Indicator)| it.part == part;
            let mut own = form
                .indicators
                .iter()
                .enumerate()
                .filter(is_own)
                .map(|(at, _)| at);
            let other = if is_up {
                own.take_while(|at| *at < place).last()
            } else {
                own.find(|at| *at > place)
            };
            if let Some(other) = other {
                form.indicators.swap(place, other);
            }
        });
    }

    pub fn change_indicator(self, id: &IndicatorId, change: impl FnOnce(&mut Indicator)) {
        self.change(|form| {
            if let Some(indicator) = form.indicators.iter_mut().find(|it| it.id == *id) {
                change(indicator);
            }
        });
    }

    pub fn add_factor(self, id: &IndicatorId) {
        self.change_indicator(id, |indicator| {
            indicator.factors.push(Factor {
                id: mint::indicator_id().to_string(),
                number: 0,
                text: Texts::default(),
            });
        });
    }
}

/// A new indicator: an id that no year has had, so that nothing is compared with it.
fn blank(part: &str) -> Indicator {
    Indicator {
        id: mint::indicator_id(),
        code: String::new(),
        part: part.to_owned(),
        title: Texts::default(),
        question: Texts::default(),
        factors: Vec::new(),
    }
}

/// The words of one language, for writing.
pub fn words_of(texts: &mut Texts, language: Language) -> &mut String {
    match language {
        Language::Nb => &mut texts.nb,
        Language::Nn => &mut texts.nn,
        Language::En => &mut texts.en,
    }
}

/// Exactly what is written in one language.
pub fn written(texts: &Texts, language: Language) -> &str {
    match language {
        Language::Nb => &texts.nb,
        Language::Nn => &texts.nn,
        Language::En => &texts.en,
    }
}
