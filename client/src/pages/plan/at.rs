//! Where on a plan's page somebody is, as the address says.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use shared::id::{FocusAreaId, SectionId};
use shared::plan::PlanKind;
use shared::plan::outline::{Entry, Place};

/// What the query says for the page about the revisions.
pub const REVISIONS: &str = "endringer";
/// The last part of the address of the page about the proposals.
pub const TRACE: &str = "forslag";
/// The same of the page about the versions.
pub const VERSIONS: &str = "versjoner";

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    Page(Place),
    Table,
    /// Everything that is suggested to the Omstillingsplan.
    Revisions,
    /// What became of the proposals.
    Trace,
    /// How the plan stood at other times, and what has changed.
    Versions,
}

impl At {
    /// What is said to the others while one looks at a page that is no row's. It ends as a page's path does: one is in no
    /// field of it.
    pub fn rests_at(&self) -> Option<&'static str> {
        match self {
            Self::Page(_) => None,
            Self::Table => Some("tabell/"),
            Self::Revisions => Some("endringer/"),
            Self::Trace => Some("forslag/"),
            Self::Versions => Some("versjoner/"),
        }
    }
}

/// What the address says; the first focus area where it says nothing, or something that is gone.
pub fn use_at(entries: Memo<Vec<Entry>>) -> Memo<At> {
    let (query, params) = (use_query_map(), use_params_map());
    Memo::new(move |_| {
        match params.with(|params| params.get("page")).as_deref() {
            Some(TRACE) => return At::Trace,
            Some(VERSIONS) => return At::Versions,
            _ => {}
        }
        let (section, area, is_table) = query.with(|query| {
            let section = query
                .get("kapittel")
                .and_then(|id| SectionId::parse(&id).ok());
            let area = query
                .get("omrade")
                .and_then(|id| FocusAreaId::parse(&id).ok());
            let is_table = query.get("vis").as_deref() == Some("tabell");
            (section, area, is_table)
        });
        if is_table {
            return At::Table;
        }
        if query.with(|query| query.get("vis").as_deref() == Some(REVISIONS)) {
            return At::Revisions;
        }
        let asked = area.map(Place::FocusArea).or(section.map(Place::Section));
        entries.with(|entries| At::Page(chosen(entries, asked)))
    })
}

/// The same in a plan of this kind: what belongs to the other kind only is not there.
pub fn in_kind(kind: PlanKind, at: At, entries: &[Entry]) -> At {
    let is_of_other = match kind {
        PlanKind::ActionPlan => at == At::Revisions,
        PlanKind::RestructuringPlan => matches!(at, At::Table | At::Trace),
    };
    if !is_of_other {
        return at;
    }
    At::Page(chosen(entries, None))
}

fn chosen(entries: &[Entry], asked: Option<Place>) -> Place {
    let is_there = |place: &Place| entries.iter().any(|entry| entry.place == *place);
    let first = entries.iter().find(|entry| entry.is_inner);
    let first = first.or_else(|| entries.first());
    asked
        .filter(is_there)
        .or_else(|| first.map(|entry| entry.place.clone()))
        .unwrap_or_else(|| {
            Place::Section(SectionId::parse("forside").expect("a plain word is an id"))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(place: Place, is_inner: bool) -> Entry {
        Entry {
            place,
            number: None,
            title: String::new(),
            is_inner,
        }
    }

    #[test]
    fn the_page_opens_at_the_first_focus_area_unless_the_address_says_another() {
        let section = Place::Section(SectionId::parse("resultater").unwrap());
        let area = Place::FocusArea(FocusAreaId::parse("marin").unwrap());
        let gone = Place::FocusArea(FocusAreaId::parse("borte").unwrap());
        let entries = [entry(section.clone(), false), entry(area.clone(), true)];
        assert_eq!(chosen(&entries, None), area);
        assert_eq!(chosen(&entries, Some(gone)), area);
        assert_eq!(chosen(&entries, Some(section.clone())), section);
        assert_eq!(chosen(&entries[..1], None), section);
    }

    #[test]
    fn a_table_belongs_to_a_year_and_revisions_to_the_period() {
        let section = Place::Section(SectionId::parse("visjon-og-maal").unwrap());
        let entries = [entry(section.clone(), false)];
        let page = At::Page(section);
        let (year, period) = (PlanKind::ActionPlan, PlanKind::RestructuringPlan);
        assert_eq!(in_kind(year, At::Table, &entries), At::Table);
        assert_eq!(in_kind(year, At::Revisions, &entries), page);
        assert_eq!(in_kind(period, At::Trace, &entries), page);
        assert_eq!(in_kind(period, At::Revisions, &entries), At::Revisions);
        assert_eq!(in_kind(period, page.clone(), &entries), page);
    }
}
