//! Bringing a whole plan back: the rows become what they were in an earlier version, with as few writes as that takes, so
//! that what others write at the same moment stays.

use std::collections::{BTreeMap, BTreeSet};

use yrs::{Any, Map, MapRef, Out, ReadTxn, TransactionMut};

use super::field::{self, Field};
use super::key::{self, Kind, TextField};
use super::rows::Stored;
use super::{ORDER, REMOVED, Roots, is_removed, order};
use crate::document::splice::splice_between;
use crate::document::{Replica, splice_in};
use crate::plan::{ActionPlan, BudgetFrame, FundingSource, Row};

/// Makes the rows those of another plan. None when they are.
///
/// Rows that are not in it are removed, not deleted, so nobody's words are lost.
pub fn rewrite(replica: &mut Replica, plan: &ActionPlan) -> Option<Vec<u8>> {
    let roots = Roots::of(replica);
    let milestones = plan.measures.iter().flat_map(|measure| &measure.milestones);
    let milestones: Vec<_> = milestones.cloned().collect();
    let ((), update) = replica.edit(|txn| {
        roots.rewrite_all(txn, Kind::Section, &plan.sections);
        roots.rewrite_all(txn, Kind::FocusArea, &plan.focus_areas);
        roots.rewrite_all(txn, Kind::Goal, &plan.goals);
        roots.rewrite_all(txn, Kind::Measure, &plan.measures);
        roots.rewrite_all(txn, Kind::Milestone, &milestones);
        roots.rewrite_all(txn, Kind::OperatingCost, &plan.operating_costs);
        roots.rewrite_all(txn, Kind::Risk, &plan.risks);
        roots.rewrite_all(txn, Kind::Communication, &plan.communication);
        roots.rewrite_all(txn, Kind::Meeting, &plan.meeting_plan);
        for source in FundingSource::ALL {
            let BudgetFrame { frame, next_year } =
                plan.frames.get(&source).copied().unwrap_or_default();
            if let Some(map) = roots.row(txn, &Row::Frame(source)) {
                write_fields(
                    txn,
                    &map,
                    &[Field::Frame(frame), Field::NextYear(next_year)],
                );
            }
        }
    });
    update
}

impl Roots {
    fn rewrite_all<R: Stored>(&self, txn: &mut TransactionMut<'_>, kind: Kind, rows: &[R]) {
        let ids: Vec<String> = rows
            .iter()
            .map(|row| key::id(&row.row()).to_owned())
            .collect();
        let standing = self.standing(txn, kind);
        for place in standing.iter().filter(|place| !ids.contains(&place.id)) {
            place.map.insert(txn, REMOVED, Any::Bool(true));
        }
        let is_in_order = standing
            .iter()
            .map(|place| &place.id)
            .filter(|id| ids.contains(id))
            .eq(&ids);
        let mut last: Option<String> = None;
        for row in rows {
            let order = order::between(last.as_deref(), None, 0);
            match self.row(txn, &row.row()) {
                None => self.insert(txn, row, &order),
                Some(map) => {
                    bring_back(txn, &map, row);
                    if !is_in_order {
                        map.insert(txn, ORDER, field::text(&order));
                    }
                }
            }
            last = Some(order);
        }
    }
}

fn bring_back<R: Stored>(txn: &mut TransactionMut<'_>, map: &MapRef, row: &R) {
    if is_removed(txn, map) {
        map.insert(txn, REMOVED, Any::Bool(false));
    }
    let texts = row.texts();
    for field in TextField::of(&row.row()) {
        let words = texts.iter().find(|(of, _)| of == field);
        write_words(txn, map, *field, words.map_or("", |(_, words)| *words));
    }
    write_fields(txn, map, &row.fields());
}

fn write_words(txn: &mut TransactionMut<'_>, map: &MapRef, field: TextField, words: &str) {
    let Some(Out::YText(text)) = map.get(txn, field.name()) else {
        return;
    };
    let stands = yrs::GetString::get_string(&text, txn);
    if let Some(splice) = splice_between(&stands, words, None) {
        splice_in(txn, &text, &splice);
    }
}

/// The plain values of a row: those that are not among these are emptied.
fn write_fields(txn: &mut TransactionMut<'_>, map: &MapRef, fields: &[Field]) {
    let wanted: BTreeMap<String, Any> = fields.iter().map(Field::entry).collect();
    let mut names: BTreeSet<String> = wanted.keys().cloned().collect();
    names.extend(plain_keys(txn, map));
    for name in names {
        let wanted = wanted.get(&name).cloned().unwrap_or(Any::Null);
        let stands = match map.get(txn, &name) {
            Some(Out::Any(stands)) => stands,
            Some(_) => continue,
            None => Any::Null,
        };
        if stands != wanted {
            map.insert(txn, name, wanted);
        }
    }
}

fn plain_keys<T: ReadTxn>(txn: &T, map: &MapRef) -> Vec<String> {
    let entries = map.iter(txn);
    entries
        .filter(|(name, value)| matches!(value, Out::Any(_)) && *name != ORDER && *name != REMOVED)
        .map(|(name, _)| name.to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{move_row, read, remove, seed, set};
    use super::*;
    use crate::plan::money::Kroner;
    use crate::plan::sample;

    #[test]
    fn a_plan_becomes_what_it_was_and_then_nothing_is_written() {
        let before = sample::plan();
        let mut replica = Replica::new(1);
        seed(&mut replica, &before);
        let stood = read(&replica, before.head.clone());
        let [first, second, last] = [0, 1, before.measures.len() - 1]
            .map(|idx| Row::Measure(before.measures[idx].id.clone()));
        remove(&mut replica, &first);
        move_row(&mut replica, &last, Some(&second), 0);
        set(&mut replica, &second, &Field::Budget(Some(Kroner(7))));
        let funding = Field::Funding(FundingSource::Other, Some(Kroner(9)));
        set(&mut replica, &second, &funding);
        set(
            &mut replica,
            &Row::Frame(FundingSource::County),
            &Field::Frame(None),
        );
        let mut added = before.risks[0].clone();
        added.id = crate::id::RiskId::parse("ny-risiko").unwrap();
        super::super::add(&mut replica, &added, 0);
        assert_ne!(read(&replica, before.head.clone()), stood);

        assert!(rewrite(&mut replica, &stood).is_some());
        assert_eq!(read(&replica, before.head.clone()), stood);
        assert_eq!(rewrite(&mut replica, &stood), None);
        assert_eq!(
            super::super::removed(&replica).len(),
            1,
            "the new risk can be had back"
        );
    }

    #[test]
    fn what_another_writes_at_the_same_moment_stays() {
        let plan = sample::plan();
        let mut one = Replica::new(1);
        seed(&mut one, &plan);
        let stood = read(&one, plan.head.clone());
        let row = Row::Measure(plan.measures[0].id.clone());
        let changed = set(&mut one, &row, &Field::Budget(Some(Kroner(5))));
        assert!(changed.is_some());
        let mut other = one.with_client_id(2);
        let key = super::super::TextKey::new(row, TextField::Title).unwrap();
        let splice = crate::document::splice::Splice {
            at: 0,
            delete: 0,
            insert: "Nytt: ".into(),
        };
        let typed = super::super::splice_text(&mut other, &key, &splice).unwrap();
        let back = rewrite(&mut one, &stood).unwrap();
        one.apply(&typed).unwrap();
        other.apply(&back).unwrap();
        let merged = read(&one, plan.head.clone());
        assert_eq!(merged, read(&other, plan.head.clone()));
        assert!(merged.measures[0].title.starts_with("Nytt: "));
        assert_eq!(merged.measures[0].budget, stood.measures[0].budget);
    }
}
