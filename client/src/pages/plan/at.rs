//! Where on a plan's page somebody is, as the address says.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use shared::id::{FocusAreaId, SectionId};
use shared::plan::PlanKind;
use shared::plan::outline::{Entry, Place};

/// The last part of the address of the page about the proposals.
pub const TRACE: &str = "forslag";
/// What the query says is shown in place of a page.
pub const TABLE: &str = "tabell";
pub const REVISIONS: &str = "endringer";

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    Page(Place),
    Table,
    /// What became of the proposals.
    Trace,
    /// Everything that is suggested to the Omstillingsplan.
    Revisions,
}

/// What the address says; the first focus area where it says nothing, or something that is gone or belongs to another
/// kind of plan.
pub fn use_at(kind: PlanKind, entries: Memo<Vec<Entry>>) -> Memo<At> {
    let (query, params) = (use_query_map(), use_params_map());
    let is_of_year = kind == PlanKind::ActionPlan;
    Memo::new(move |_| {
        let is_trace = params.with(|params| params.get("page").as_deref() == Some(TRACE));
        if is_trace && is_of_year {
            return At::Trace;
        }
        let (section, area, shown) = query.with(|query| {
            let section = query
                .get("kapittel")
                .and_then(|id| SectionId::parse(&id).ok());
            let area = query
                .get("omrade")
                .and_then(|id| FocusAreaId::parse(&id).ok());
            (section, area, query.get("vis"))
        });
        match shown.as_deref() {
            Some(TABLE) if is_of_year => return At::Table,
            Some(REVISIONS) if !is_of_year => return At::Revisions,
            _ => {}
        }
        let asked = area.map(Place::FocusArea).or(section.map(Place::Section));
        entries.with(|entries| At::Page(chosen(entries, asked)))
    })
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
}
