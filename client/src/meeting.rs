//! The meeting a page belongs to: what the API said about it, and the document people write in.

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use shared::document::assessment::TextKey;
use shared::id::{IndicatorId, PersonId};
use shared::meeting::{IndicatorResult, MeetingKind};
use shared::programme::Person;
use shared::sync::aside::AsideText;
use shared::template::{Indicator, ReviewForm};
use shared::view::{MeetingView, SessionView};

use crate::components::asides::Naming;
use crate::dates;
use crate::model::AssessmentModel;
use crate::words::Words;

/// Provided to every page of a meeting.
#[derive(Clone)]
pub struct MeetingContext {
    pub code: String,
    pub view: Arc<MeetingView>,
    pub form: Arc<ReviewForm>,
    pub session: Arc<SessionView>,
    pub model: AssessmentModel,
    pub words: Words,
}

pub fn use_meeting() -> MeetingContext {
    expect_context()
}

impl MeetingContext {
    pub fn title(&self) -> String {
        meeting_title(self.words, self.view.meeting.kind, self.view.meeting.year)
    }

    pub fn path(&self, page: &str) -> String {
        if page.is_empty() {
            format!("/m/{}", self.code)
        } else {
            format!("/m/{}/{page}", self.code)
        }
    }

    /// The language form of what people write.
    pub fn lang(&self) -> &'static str {
        self.session.programme.language_form.tag()
    }

    pub fn person(&self, id: &PersonId) -> Option<&Person> {
        self.view.people.iter().find(|person| person.id == *id)
    }

    pub fn last_result(&self, indicator: &IndicatorId) -> Option<IndicatorResult> {
        let last_year = self.view.last_year.as_ref()?;
        last_year
            .results
            .iter()
            .find(|result| result.indicator == *indicator)
            .cloned()
    }

    pub fn title_of(&self, indicator: &Indicator) -> String {
        indicator.title.get(self.words.0).to_owned()
    }

    /// A shared text as people would name it: "Begrunnelse, Styre og ledelse".
    pub fn field_name(&self, key: &TextKey) -> Option<String> {
        let words = self.words;
        let of = |name: &str, id: &IndicatorId| {
            let indicator = self.form.indicator(id)?;
            Some(words.field_of(name, indicator.title.get(words.0)))
        };
        match key {
            TextKey::Rationale(id) => of(words.rationale(), id),
            TextKey::Strengths(id) => of(words.strengths(), id),
            TextKey::Weaknesses(id) => of(words.weaknesses(), id),
            TextKey::ProposalTitle(_) | TextKey::ProposalText(_) => {
                Some(words.proposals().to_owned())
            }
            TextKey::Conclusion => Some(words.conclusion().to_owned()),
        }
    }

    /// The same by its path.
    pub fn name_at(&self, path: &str) -> Option<String> {
        self.field_name(&path.parse().ok()?)
    }

    pub fn naming(&self) -> Naming {
        let meeting = self.clone();
        Arc::new(move |all, worth| meeting.named(all, worth))
    }

    /// Texts that were laid aside with their names, in the order of the form, the proposals with their titles.
    fn named(&self, all: &[AsideText], mut worth: Vec<AsideText>) -> Vec<(String, AsideText)> {
        let place = |text: &AsideText| match text.key.parse() {
            Ok(TextKey::Rationale(id) | TextKey::Strengths(id) | TextKey::Weaknesses(id)) => {
                let indicators = &self.form.indicators;
                indicators
                    .iter()
                    .position(|it| it.id == id)
                    .unwrap_or(indicators.len())
            }
            _ => usize::MAX, // in their own order, behind all indicators
        };
        worth.sort_by_key(place);
        let name = |text: AsideText| (self.aside_name(all, &text.key), text);
        worth.into_iter().map(name).collect()
    }

    fn aside_name(&self, all: &[AsideText], path: &str) -> String {
        let words = self.words;
        match path.parse() {
            Ok(TextKey::ProposalText(id) | TextKey::ProposalTitle(id)) => {
                let title = TextKey::ProposalTitle(id).to_string();
                let title = all.iter().find(|text| text.key == title);
                words.aside_proposal(title.map_or(words.untitled(), |title| &title.words))
            }
            _ => self.name_at(path).unwrap_or_else(|| path.to_owned()),
        }
    }
}

/// The last part of the address of a participant's own page of the day.
pub fn day_page(kind: MeetingKind) -> &'static str {
    match kind {
        MeetingKind::StatusReview => "deltaker",
        MeetingKind::BoardSeminar => "seminar",
    }
}

/// "PSV 2026".
pub fn meeting_title(words: Words, kind: MeetingKind, year: u16) -> String {
    match kind {
        MeetingKind::StatusReview => words.meeting_psv(&year.to_string()),
        MeetingKind::BoardSeminar => words.meeting_seminar(&year.to_string()),
    }
}

/// "Onsdag 28. oktober kl. 09.00 · Fjordvik rådhus", as far as it is known.
pub fn when_and_where(
    words: Words,
    date: Date,
    start: Option<&str>,
    place: Option<&str>,
) -> String {
    let mut when = dates::weekday_date(words, date);
    if let Some(start) = start {
        when = format!("{when} {}", dates::at_time(words, start));
    }
    match place {
        Some(place) => words.when_where(&when, place),
        None => when,
    }
}
