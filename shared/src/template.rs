//! Review forms as data. Nothing in the code knows how many indicators, parts or scale steps there are.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::id::IndicatorId;

mod clean;

pub use clean::{
    FormFault, FormPlace, FormProblem, MAX_FACTORS, MAX_INDICATORS, MAX_PARTS, SCALE_STEPS,
    clean_form, what_is_missing,
};

/// A language of the interface.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    #[default]
    Nb,
    Nn,
    En,
}

/// The same words in all three languages; what a programme writes itself may be in one of them only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Words {
    pub nb: String,
    pub nn: String,
    pub en: String,
}

impl Words {
    /// In this language, or in the first that has words: a programme writes its own form in one of them.
    pub fn get(&self, language: Language) -> &str {
        let wanted = match language {
            Language::Nb => &self.nb,
            Language::Nn => &self.nn,
            Language::En => &self.en,
        };
        let mut all = [wanted, &self.nb, &self.nn, &self.en].into_iter();
        all.find(|words| !words.trim().is_empty())
            .map_or("", String::as_str)
    }
}

/// A form of the programstatusvurdering: scale, parts and indicators (domain 2.7, 2.8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewForm {
    pub id: String,
    pub version: u32,
    pub title: Words,
    pub scale: Scale,
    pub parts: Vec<Part>,
    #[serde(default)]
    pub emphasis: Vec<Emphasis>,
    pub indicators: Vec<Indicator>,
}

impl ReviewForm {
    /// Of a meeting in which nothing is scored.
    pub fn nothing() -> Self {
        Self {
            id: String::new(),
            version: 0,
            title: Words::default(),
            scale: Scale { steps: Vec::new() },
            parts: Vec::new(),
            emphasis: Vec::new(),
            indicators: Vec::new(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Scale {
    pub steps: Vec<ScaleStep>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScaleStep {
    pub value: u8,
    pub label: Words,
    pub meaning: Words,
}

/// A family of indicators, such as process or effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Part {
    pub id: String,
    pub code: String,
    pub title: Words,
    pub lead: Words,
}

/// Which part weighs most in which programme years (domain 2.9). Never a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Emphasis {
    pub part: String,
    pub from_year: u8,
    #[serde(default)]
    pub to_year: Option<u8>,
    pub text: Words,
}

/// A main indicator: the unit that gets a grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Indicator {
    pub id: IndicatorId,
    pub code: String,
    /// The id of a [`Part`].
    pub part: String,
    pub title: Words,
    pub question: Words,
    #[serde(default)]
    pub factors: Vec<Factor>,
}

/// A statement to think about; never scored by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Factor {
    pub id: String,
    pub number: u16,
    pub text: Words,
}

/// Why a form cannot be used.
#[derive(Debug, Error)]
pub enum FormError {
    #[error("the form is not valid JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the form has no indicators")]
    NoIndicators,
    #[error("indicator {0} stands twice")]
    Twice(IndicatorId),
    #[error("indicator {indicator} belongs to part {part:?}, which the form does not have")]
    UnknownPart {
        indicator: IndicatorId,
        part: String,
    },
}

impl ReviewForm {
    /// Reads a form from a template file and checks that it hangs together. Unknown fields are left alone.
    pub fn from_json(json: &str) -> Result<Self, FormError> {
        let form: Self = serde_json::from_str(json)?;
        form.check()?;
        Ok(form)
    }

    fn check(&self) -> Result<(), FormError> {
        if self.indicators.is_empty() {
            return Err(FormError::NoIndicators);
        }
        for (idx, indicator) in self.indicators.iter().enumerate() {
            if self.indicators[..idx]
                .iter()
                .any(|earlier| earlier.id == indicator.id)
            {
                return Err(FormError::Twice(indicator.id.clone()));
            }
            if !self.parts.iter().any(|part| part.id == indicator.part) {
                let (indicator, part) = (indicator.id.clone(), indicator.part.clone());
                return Err(FormError::UnknownPart { indicator, part });
            }
        }
        Ok(())
    }

    pub fn indicator(&self, id: &IndicatorId) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.id == *id)
    }

    pub fn part(&self, id: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.id == id)
    }

    /// The indicators of one part, in the form's order.
    pub fn indicators_of<'a>(&'a self, part: &'a str) -> impl Iterator<Item = &'a Indicator> {
        self.indicators
            .iter()
            .filter(move |indicator| indicator.part == part)
    }

    /// What weighs most in a programme year, if the form says.
    pub fn emphasis_in(&self, programme_year: u8) -> Option<&Emphasis> {
        self.emphasis.iter().find(|emphasis| {
            emphasis.from_year <= programme_year
                && emphasis.to_year.is_none_or(|last| programme_year <= last)
        })
    }

    pub fn step(&self, value: u8) -> Option<&ScaleStep> {
        self.scale.steps.iter().find(|step| step.value == value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_generations_of_the_form_are_read() {
        let forms = [
            (include_str!("../templates/psv-4x4.json"), 8),
            (include_str!("../templates/psv-6x6.json"), 12),
        ];
        for (json, n_indicators) in forms {
            let form = ReviewForm::from_json(json).unwrap();
            assert_eq!(form.indicators.len(), n_indicators);
            let by_part: usize = form
                .parts
                .iter()
                .map(|part| form.indicators_of(&part.id).count())
                .sum();
            assert_eq!(by_part, n_indicators, "every indicator belongs to one part");
        }
    }

    #[test]
    fn emphasis_follows_the_programme_year() {
        let form = ReviewForm::from_json(include_str!("../templates/psv-4x4.json")).unwrap();
        for (year, part) in [(1, "prosess"), (2, "prosess"), (3, "effekt"), (6, "effekt")] {
            assert_eq!(
                form.emphasis_in(year)
                    .map(|emphasis| emphasis.part.as_str()),
                Some(part),
                "year {year}"
            );
        }
    }

    #[test]
    fn a_form_that_does_not_hang_together_is_refused() {
        let good: serde_json::Value =
            serde_json::from_str(include_str!("../templates/psv-4x4.json")).unwrap();
        let mut empty = good.clone();
        empty["indicators"] = serde_json::json!([]);
        let mut twice = good.clone();
        let first = twice["indicators"][0].clone();
        twice["indicators"].as_array_mut().unwrap().push(first);
        let mut lost = good.clone();
        lost["indicators"][0]["part"] = "finnes-ikke".into();
        for (form, expected) in [
            (empty, "no indicators"),
            (twice, "stands twice"),
            (lost, "does not have"),
        ] {
            let error = ReviewForm::from_json(&form.to_string())
                .unwrap_err()
                .to_string();
            assert!(error.contains(expected), "{error}");
        }
        assert!(ReviewForm::from_json("{").is_err());
    }
}
