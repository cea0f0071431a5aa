//! A row as it stands in a replica. What does not read as a value of its field is read as nothing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::de::value::{Error, StrDeserializer};
use yrs::{Any, GetString, Map, MapRef, Out, ReadTxn};

use super::field;
use super::key::TextField;
use crate::id::InvalidId;
use crate::plan::money::Kroner;
use crate::plan::number::Tenths;
use crate::plan::{Funding, FundingSource};

pub(super) struct RowReader<'a, T> {
    pub txn: &'a T,
    pub map: &'a MapRef,
}

impl<T: ReadTxn> RowReader<'_, T> {
    pub fn words(&self, field: TextField) -> String {
        match self.map.get(self.txn, field.name()) {
            Some(Out::YText(text)) => text.get_string(self.txn),
            _ => String::new(),
        }
    }

    pub fn plain(&self, key: &str) -> Option<String> {
        match self.map.get(self.txn, key) {
            Some(Out::Any(Any::String(value))) => Some(value.to_string()),
            _ => None,
        }
    }

    pub fn choice<C: DeserializeOwned>(&self, key: &str) -> Option<C> {
        let name = self.plain(key)?;
        C::deserialize(StrDeserializer::<Error>::new(&name)).ok()
    }

    pub fn id<I: TryFrom<String, Error = InvalidId>>(&self, key: &str) -> Option<I> {
        I::try_from(self.plain(key)?).ok()
    }

    pub fn date(&self, key: &str) -> Option<Date> {
        self.plain(key)?.parse().ok()
    }

    pub fn kroner(&self, key: &str) -> Option<Kroner> {
        let amount = Kroner(self.plain(key)?.parse().ok()?);
        (Kroner::ZERO..=Kroner::MAX)
            .contains(&amount)
            .then_some(amount)
    }

    pub fn tenths(&self, key: &str) -> Option<Tenths> {
        let number = Tenths(self.plain(key)?.parse().ok()?);
        (Tenths(0)..=Tenths::MAX)
            .contains(&number)
            .then_some(number)
    }

    /// A grade of a risk.
    pub fn grade(&self, key: &str) -> Option<u8> {
        let grade = self.plain(key)?.parse().ok()?;
        (1..=5).contains(&grade).then_some(grade)
    }

    /// What stands after the prefix in the keys that have it.
    fn suffixes(&self, prefix: &str) -> Vec<String> {
        let keys = self.map.keys(self.txn);
        keys.filter_map(|key| key.strip_prefix(prefix).map(str::to_owned))
            .collect()
    }

    /// The ids that are set under a prefix.
    pub fn flagged<I: TryFrom<String, Error = InvalidId> + Ord>(
        &self,
        prefix: &str,
    ) -> BTreeSet<I> {
        let ids = self.suffixes(prefix).into_iter();
        ids.filter(|id| {
            let value = self.map.get(self.txn, &format!("{prefix}{id}"));
            matches!(value, Some(Out::Any(Any::Bool(true))))
        })
        .filter_map(|id| I::try_from(id).ok())
        .collect()
    }

    pub fn funding(&self) -> Funding {
        FundingSource::ALL
            .into_iter()
            .filter_map(|source| {
                let amount = self.kroner(&format!("{}{}", field::FUNDING, source.id()))?;
                Some((source, amount))
            })
            .collect()
    }

    pub fn targets(&self) -> BTreeMap<i16, Tenths> {
        let years = self.suffixes(field::YEAR_TARGET).into_iter();
        years
            .filter_map(|year| {
                let target = self.tenths(&format!("{}{year}", field::YEAR_TARGET))?;
                Some((year.parse().ok()?, target))
            })
            .collect()
    }
}
