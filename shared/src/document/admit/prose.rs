//! What admission knows about prose: how its roots are called, what it consists of, and what a mark may say.

use super::Inadmissible;
use crate::id::is_id;

/// The longest address of a link, in bytes.
pub const MAX_ADDRESS_LEN: usize = 2_048;

/// Prose as a tree of elements. Its roots need not be made: each is there once somebody writes in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prose {
    /// What stands before the two ids in the name of a root: `<prefix>/<id>/<id>`.
    pub prefix: &'static str,
    pub elements: &'static [&'static str],
    pub attributes: &'static [&'static str],
    pub marks: &'static [&'static str],
}

impl Prose {
    /// The two ids in the name of a root; none when it is not the name of one.
    pub fn ids<'a>(&self, name: &'a str) -> Option<(&'a str, &'a str)> {
        let ids = name.strip_prefix(self.prefix)?.strip_prefix('/')?;
        let (one, other) = ids.split_once('/')?;
        (is_id(one) && is_id(other)).then_some((one, other))
    }

    /// A mark says in JSON that it ends, that it begins, or that it begins with an address. Browsers write that JSON in
    /// this one way, and what needs an escape in it is no address.
    pub(super) fn check_mark(&self, name: &str, json: &str) -> Result<(), Inadmissible> {
        if !self.marks.contains(&name) {
            return Err(Inadmissible::UnknownName);
        }
        let address = json.strip_prefix(r#"{"href":""#);
        let address = address.and_then(|rest| rest.strip_suffix(r#""}"#));
        let is_plain = |letter: char| !letter.is_control() && !matches!(letter, '"' | '\\');
        let fits = match address {
            Some(address) => address.len() <= MAX_ADDRESS_LEN && address.chars().all(is_plain),
            None => matches!(json, "null" | "{}"),
        };
        fits.then_some(()).ok_or(Inadmissible::Mark)
    }
}
