//! The name of a piece of prose.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::PROSE;
use crate::id::is_id;

/// Which piece of prose. Written as its root: `prose/<place>/<part>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProseKey {
    place: String,
    part: String,
}

/// The chapters have no prose of this name.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("not a piece of prose")]
pub struct NotProse;

impl ProseKey {
    /// `place` is the id of a section or a focus area, `part` that of a part of it.
    pub fn new(place: &str, part: &str) -> Result<Self, NotProse> {
        if !is_id(place) || !is_id(part) {
            return Err(NotProse);
        }
        Ok(Self {
            place: place.to_owned(),
            part: part.to_owned(),
        })
    }

    pub fn place(&self) -> &str {
        &self.place
    }

    pub fn part(&self) -> &str {
        &self.part
    }
}

impl fmt::Display for ProseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", PROSE.prefix, self.place, self.part)
    }
}

impl FromStr for ProseKey {
    type Err = NotProse;

    fn from_str(name: &str) -> Result<Self, NotProse> {
        let (place, part) = PROSE.ids(name).ok_or(NotProse)?;
        Self::new(place, part)
    }
}

impl TryFrom<String> for ProseKey {
    type Error = NotProse;

    /// Also reads what a docket held when any path was let in there: it names prose that is not there.
    fn try_from(name: String) -> Result<Self, NotProse> {
        name.parse().or_else(|_| {
            let (place, part) = name.rsplit_once('/').unwrap_or((&name, &name));
            Self::new(&place.replace('/', "-"), part)
        })
    }
}

impl From<ProseKey> for String {
    fn from(key: ProseKey) -> Self {
        key.to_string()
    }
}
