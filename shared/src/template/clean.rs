//! What a form may hold when a programme has made it its own, and when it is ready for a meeting. The browser asks before it
//! sends, the server before it stores.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Factor, Indicator, Part, ReviewForm, ScaleStep, Words};
use crate::id::IndicatorId;
use crate::name::clean_text;
use crate::programme::LanguageForm;

/// The longest title of a form, a part or an indicator, and the longest word of the scale, in characters.
pub const MAX_TITLE: usize = 120;
/// The longest question, factor or meaning.
pub const MAX_TEXT: usize = 600;
pub const MAX_INDICATORS: usize = 40;
pub const MAX_PARTS: usize = 8;
pub const MAX_FACTORS: usize = 12;
/// How many steps a scale can have.
pub const SCALE_STEPS: std::ops::RangeInclusive<usize> = 2..=9;

/// Why a form cannot be stored or used as it is, and where the page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub struct FormProblem {
    pub place: FormPlace,
    pub fault: FormFault,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FormPlace {
    Form,
    /// The step with this number, from 0.
    Step(usize),
    Part(String),
    Indicator(IndicatorId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FormFault {
    TooLong,
    TooMany,
    TooFew,
    /// The same id twice.
    Twice,
    /// In a part that the form does not have.
    UnknownPart,
    /// The values of a scale grow from step to step.
    NotAScale,
}

/// The form as it is stored: without spaces around words and without factors that say nothing, and numbered anew. Names
/// may be missing: whoever fills them in saves as they go.
///
/// # Errors
/// Says what is wrong instead of mending it silently.
pub fn clean_form(form: &ReviewForm) -> Result<ReviewForm, FormProblem> {
    check_counts(form)?;
    check_ids(form)?;
    let step = |(idx, step): (usize, &ScaleStep)| {
        let at = FormPlace::Step(idx);
        Ok(ScaleStep {
            value: step.value,
            label: words(&step.label, MAX_TITLE, &at)?,
            meaning: words(&step.meaning, MAX_TEXT, &at)?,
        })
    };
    let mut clean = ReviewForm {
        title: words(&form.title, MAX_TITLE, &FormPlace::Form)?,
        parts: form
            .parts
            .iter()
            .map(clean_part)
            .collect::<Result<_, _>>()?,
        indicators: form
            .indicators
            .iter()
            .map(clean_indicator)
            .collect::<Result<_, _>>()?,
        ..form.clone()
    };
    clean.scale.steps = form
        .scale
        .steps
        .iter()
        .enumerate()
        .map(step)
        .collect::<Result<_, _>>()?;
    clean
        .emphasis
        .retain(|emphasis| form.part(&emphasis.part).is_some());
    number(&mut clean);
    Ok(clean)
}

/// What is missing before people can be asked: a name of every part, indicator and step, in the programme's language form.
pub fn what_is_missing(form: &ReviewForm, language: LanguageForm) -> Option<FormPlace> {
    let is_blank = |words: &Words| in_form(words, language).trim().is_empty();
    let mut steps = form.scale.steps.iter();
    if let Some(idx) = steps.position(|step| is_blank(&step.label)) {
        return Some(FormPlace::Step(idx));
    }
    if let Some(part) = form.parts.iter().find(|part| is_blank(&part.title)) {
        return Some(FormPlace::Part(part.id.clone()));
    }
    let mut indicators = form.indicators.iter();
    let nameless = indicators.find(|indicator| is_blank(&indicator.title));
    nameless.map(|indicator| FormPlace::Indicator(indicator.id.clone()))
}

/// The words of the programme's language form.
pub fn in_form(words: &Words, language: LanguageForm) -> &str {
    match language {
        LanguageForm::Nb => &words.nb,
        LanguageForm::Nn => &words.nn,
    }
}

/// The highest grade a scale can have: twice as much is still a small number.
const MAX_VALUE: u8 = 99;

fn check_counts(form: &ReviewForm) -> Result<(), FormProblem> {
    let in_form = |fault| problem(FormPlace::Form, fault);
    let has_few = form.indicators.is_empty()
        || form.parts.is_empty()
        || form.scale.steps.len() < *SCALE_STEPS.start();
    if has_few {
        return Err(in_form(FormFault::TooFew));
    }
    let has_many = form.indicators.len() > MAX_INDICATORS
        || form.parts.len() > MAX_PARTS
        || form.scale.steps.len() > *SCALE_STEPS.end();
    if has_many {
        return Err(in_form(FormFault::TooMany));
    }
    let empty = |part: &&Part| form.indicators_of(&part.id).next().is_none();
    if let Some(part) = form.parts.iter().find(empty) {
        return Err(problem(FormPlace::Part(part.id.clone()), FormFault::TooFew));
    }
    let values = form.scale.steps.iter().map(|step| step.value);
    let mut known = values.clone();
    let is_on_paper = known.all(|value| (1..=MAX_VALUE).contains(&value));
    if !is_on_paper || !values.is_sorted_by(|a, b| a < b) {
        return Err(in_form(FormFault::NotAScale));
    }
    Ok(())
}

fn check_ids(form: &ReviewForm) -> Result<(), FormProblem> {
    let mut parts = BTreeSet::new();
    for part in &form.parts {
        // A part's id is written like any other.
        if IndicatorId::parse(&part.id).is_err() || !parts.insert(&part.id) {
            return Err(problem(FormPlace::Part(part.id.clone()), FormFault::Twice));
        }
    }
    let mut indicators = BTreeSet::new();
    for indicator in &form.indicators {
        let at = || FormPlace::Indicator(indicator.id.clone());
        if !indicators.insert(&indicator.id) {
            return Err(problem(at(), FormFault::Twice));
        }
        if !parts.contains(&indicator.part) {
            return Err(problem(at(), FormFault::UnknownPart));
        }
    }
    Ok(())
}

fn clean_part(part: &Part) -> Result<Part, FormProblem> {
    let at = FormPlace::Part(part.id.clone());
    Ok(Part {
        title: words(&part.title, MAX_TITLE, &at)?,
        lead: words(&part.lead, MAX_TEXT, &at)?,
        ..part.clone()
    })
}

fn clean_indicator(indicator: &Indicator) -> Result<Indicator, FormProblem> {
    let at = FormPlace::Indicator(indicator.id.clone());
    let mut factors = Vec::new();
    for factor in &indicator.factors {
        let text = words(&factor.text, MAX_TEXT, &at)?;
        if text != Words::default() {
            factors.push(Factor {
                text,
                ..factor.clone()
            });
        }
    }
    if factors.len() > MAX_FACTORS {
        return Err(problem(at, FormFault::TooMany));
    }
    Ok(Indicator {
        title: words(&indicator.title, MAX_TITLE, &at)?,
        question: words(&indicator.question, MAX_TEXT, &at)?,
        factors,
        ..indicator.clone()
    })
}

fn words(words: &Words, max: usize, at: &FormPlace) -> Result<Words, FormProblem> {
    let clean = |text: &str| {
        // One line each; a form has no paragraphs.
        let text = clean_text(text, max)?;
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let all = [&words.nb, &words.nn, &words.en].map(|text| clean(text));
    match all {
        [Some(nb), Some(nn), Some(en)] => Ok(Words { nb, nn, en }),
        _ => Err(problem(at.clone(), FormFault::TooLong)),
    }
}

/// Indicators stand by their part, and their codes say so: `A1`, `A2`, `B1`. Factors are numbered through the form.
fn number(form: &mut ReviewForm) {
    for idx in 0..form.parts.len() {
        if !has_good_code(&form.parts, idx) {
            form.parts[idx].code = free_code(&form.parts);
        }
    }
    let parts = form.parts.clone();
    let place = |indicator: &Indicator| parts.iter().position(|part| part.id == indicator.part);
    form.indicators.sort_by_key(place);
    let mut n_factors = 0;
    for part in &parts {
        let indicators = form.indicators.iter_mut();
        let own = indicators.filter(|indicator| indicator.part == part.id);
        for (idx, indicator) in own.enumerate() {
            indicator.code = format!("{}{}", part.code, idx + 1);
            for factor in &mut indicator.factors {
                n_factors += 1;
                factor.number = n_factors;
                factor.id = format!("{}-{n_factors}", indicator.id);
            }
        }
    }
}

/// One letter that no part before it has.
fn has_good_code(parts: &[Part], idx: usize) -> bool {
    let code = &parts[idx].code;
    let is_letter = code.len() == 1 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    is_letter && !parts[..idx].iter().any(|part| part.code == *code)
}

fn free_code(parts: &[Part]) -> String {
    let mut letters = ('A'..='Z').map(String::from);
    let free = letters.find(|letter| !parts.iter().any(|part| part.code == *letter));
    free.expect("there are fewer parts than letters")
}

fn problem(place: FormPlace, fault: FormFault) -> FormProblem {
    FormProblem { place, fault }
}

#[cfg(test)]
mod tests;
