//! Values that are typed: how each kind is written, and what is wrong when it cannot be read.

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use shared::document::plan::{Field, path};
use shared::plan::money::Kroner;
use shared::plan::number::Tenths;
use shared::plan::{Row, Unit, typed_date};

use crate::pages::plan::desk::Desk;
use crate::pages::plan::names;
use crate::{clock, dates};

/// The id of the list of the programme's people.
pub const PEOPLE_ID: &str = "pl-people";

/// Turns what is typed into a change, or says what is wrong with it.
type Reading = Arc<dyn Fn(&str) -> Result<Field, String> + Send + Sync>;

/// A value that is typed.
#[derive(Clone)]
pub struct Typed {
    pub row: Row,
    /// The last part of its path.
    name: String,
    pub label: String,
    /// As it is written now.
    pub shown: Signal<String>,
    pub read: Reading,
    /// Something to know about it that stops nobody.
    pub hint: Option<Signal<Option<String>>>,
    /// The id of a list of suggestions.
    pub list: Option<&'static str>,
}

impl Typed {
    pub fn amount(
        desk: Desk,
        row: &Row,
        label: &str,
        value: impl Fn() -> Option<Kroner> + Send + Sync + 'static,
        field: impl Fn(Option<Kroner>) -> Field + Send + Sync + 'static,
    ) -> Self {
        let words = desk.words;
        let written = move |amount: Kroner| amount.in_kroner(words.0);
        Self {
            name: field(None).key(),
            shown: Signal::derive(move || value().map(written).unwrap_or_default()),
            read: Arc::new(move |typed| match Kroner::parse(typed, words.0) {
                Ok(amount) => Ok(field(amount)),
                Err(fault) => Err(names::number_fault(words, fault).to_owned()),
            }),
            ..Self::bare(row, label)
        }
    }

    pub fn number(
        desk: Desk,
        row: &Row,
        label: &str,
        unit: Signal<Unit>,
        value: impl Fn() -> Option<Tenths> + Send + Sync + 'static,
        field: impl Fn(Option<Tenths>) -> Field + Send + Sync + 'static,
    ) -> Self {
        let words = desk.words;
        let written = move |number: Tenths| number.written(words.0);
        Self {
            name: field(None).key(),
            shown: Signal::derive(move || value().map(written).unwrap_or_default()),
            read: Arc::new(move |typed| {
                match Tenths::parse(typed, unit.get_untracked(), words.0) {
                    Ok(number) => Ok(field(number)),
                    Err(fault) => Err(names::number_fault(words, fault).to_owned()),
                }
            }),
            ..Self::bare(row, label)
        }
    }

    /// A date that has passed is worth a word, unless `is_over` says that nothing waits for it any more.
    pub fn date(
        desk: Desk,
        row: &Row,
        label: &str,
        value: impl Fn() -> Option<Date> + Send + Sync + Copy + 'static,
        is_over: impl Fn() -> bool + Send + Sync + 'static,
        field: impl Fn(Option<Date>) -> Field + Send + Sync + 'static,
    ) -> Self {
        let (words, year) = (desk.words, desk.year());
        let passed = move || {
            let is_past = value().is_some_and(|date| date < clock::today());
            (is_past && !is_over()).then(|| words.pl_passed().to_owned())
        };
        Self {
            name: field(None).key(),
            shown: Signal::derive(move || {
                let date = value().map(|date| dates::day_month_year(words, date));
                date.unwrap_or_default()
            }),
            read: Arc::new(move |typed| match typed_date::parse(typed, year) {
                Ok(date) => Ok(field(date)),
                Err(_) => Err(words.pl_not_a_date().to_owned()),
            }),
            hint: Some(Signal::derive(passed)),
            ..Self::bare(row, label)
        }
    }

    /// Somebody's name; those of the programme are suggested.
    pub fn name(
        row: &Row,
        label: &str,
        value: impl Fn() -> Option<String> + Send + Sync + 'static,
        field: impl Fn(Option<String>) -> Field + Send + Sync + 'static,
    ) -> Self {
        Self {
            name: field(None).key(),
            shown: Signal::derive(move || value().unwrap_or_default()),
            read: Arc::new(move |typed| {
                let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
                Ok(field((!name.is_empty()).then_some(name)))
            }),
            list: Some(PEOPLE_ID),
            ..Self::bare(row, label)
        }
    }

    #[must_use]
    pub fn with_hint(self, hint: impl Fn() -> Option<String> + Send + Sync + 'static) -> Self {
        Self {
            hint: Some(Signal::derive(hint)),
            ..self
        }
    }

    pub fn path(&self) -> String {
        path(&self.row, &self.name)
    }

    fn bare(row: &Row, label: &str) -> Self {
        Self {
            row: row.clone(),
            name: String::new(),
            label: label.to_owned(),
            shown: Signal::derive(String::new),
            read: Arc::new(|_| Err(String::new())),
            hint: None,
            list: None,
        }
    }
}
