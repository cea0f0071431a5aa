//! The schema of an assessment: one shared text per field of each indicator, the proposals, and the main conclusion.
//!
//! ```text
//! indicators: Map { <indicator id>: Map { rationale: Text, strengths: Text, weaknesses: Text } }
//! proposals:  Map { <proposal id>:  Map { title: Text, text: Text, order, indicator, author, owner, deadline, removed } }
//! conclusion: Text
//! ```
//!
//! Only the server seeds the first and the last; whoever adds a proposal makes its row. A removed proposal stays as a
//! row with `removed: true`, so that nobody's words are lost and undo is one small write.
//! Root names stand here and nowhere else.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use yrs::{
    Any, GetString, Map, MapPrelim, MapRef, Out, ReadTxn, Text, TextPrelim, TextRef, TransactionMut,
};

use super::schema::Schema;
use super::splice::Splice;
use super::{Replica, Sticky, admit, offset_in, order, splice_in, sticky_in};
use crate::id::{IndicatorId, InvalidId, PersonId, ProposalId};
use crate::template::ReviewForm;

const INDICATORS: &str = "indicators";
const PROPOSALS: &str = "proposals";
const CONCLUSION: &str = "conclusion";

/// What an update of this document may hold.
pub const fn rules(limits: admit::Limits) -> admit::Rules {
    admit::Rules {
        rows: &[INDICATORS, PROPOSALS],
        texts: &[CONCLUSION],
        prose: None,
        limits,
    }
}

const RATIONALE: &str = "rationale";
const STRENGTHS: &str = "strengths";
const WEAKNESSES: &str = "weaknesses";

const TITLE: &str = "title";
const TEXT: &str = "text";
const ORDER: &str = "order";
const INDICATOR: &str = "indicator";
const AUTHOR: &str = "author";
const OWNER: &str = "owner";
const DEADLINE: &str = "deadline";
const REMOVED: &str = "removed";

/// The longest text people may make, in UTF-16 units. Longer texts from elsewhere are still shown.
pub const MAX_TEXT_UNITS: u32 = 20_000;

/// Which shared text of the assessment. Written as its path: `indicators/<id>/rationale`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum TextKey {
    Rationale(IndicatorId),
    Strengths(IndicatorId),
    Weaknesses(IndicatorId),
    ProposalTitle(ProposalId),
    ProposalText(ProposalId),
    Conclusion,
}

impl fmt::Display for TextKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rationale(id) => write!(f, "{INDICATORS}/{id}/{RATIONALE}"),
            Self::Strengths(id) => write!(f, "{INDICATORS}/{id}/{STRENGTHS}"),
            Self::Weaknesses(id) => write!(f, "{INDICATORS}/{id}/{WEAKNESSES}"),
            Self::ProposalTitle(id) => write!(f, "{PROPOSALS}/{id}/{TITLE}"),
            Self::ProposalText(id) => write!(f, "{PROPOSALS}/{id}/{TEXT}"),
            Self::Conclusion => f.write_str(CONCLUSION),
        }
    }
}

impl From<TextKey> for String {
    fn from(key: TextKey) -> Self {
        key.to_string()
    }
}

impl TryFrom<String> for TextKey {
    type Error = UnknownText;

    fn try_from(name: String) -> Result<Self, UnknownText> {
        name.parse()
    }
}

/// The assessment has no text of this name.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("not a text of an assessment")]
pub struct UnknownText;

impl From<InvalidId> for UnknownText {
    fn from(_: InvalidId) -> Self {
        Self
    }
}

impl FromStr for TextKey {
    type Err = UnknownText;

    fn from_str(name: &str) -> Result<Self, UnknownText> {
        let parts: Vec<&str> = name.split('/').collect();
        match parts[..] {
            [CONCLUSION] => Ok(Self::Conclusion),
            [INDICATORS, id, RATIONALE] => Ok(Self::Rationale(IndicatorId::parse(id)?)),
            [INDICATORS, id, STRENGTHS] => Ok(Self::Strengths(IndicatorId::parse(id)?)),
            [INDICATORS, id, WEAKNESSES] => Ok(Self::Weaknesses(IndicatorId::parse(id)?)),
            [PROPOSALS, id, TITLE] => Ok(Self::ProposalTitle(ProposalId::parse(id)?)),
            [PROPOSALS, id, TEXT] => Ok(Self::ProposalText(ProposalId::parse(id)?)),
            _ => Err(UnknownText),
        }
    }
}

/// The schema as a kind of document.
#[derive(Debug, Clone, Copy)]
pub struct Assessment;

impl Schema for Assessment {
    type Key = TextKey;
    type Rows = Vec<ProposalRow>;

    fn rows(replica: &Replica) -> Vec<ProposalRow> {
        let proposals = proposals(replica).into_iter();
        let row = |proposal: Proposal| ProposalRow {
            id: proposal.id,
            indicator: proposal.indicator,
            author: proposal.author,
        };
        proposals.map(row).collect()
    }

    fn stands(rows: &Vec<ProposalRow>, key: &TextKey) -> bool {
        match key {
            TextKey::ProposalTitle(id) | TextKey::ProposalText(id) => {
                rows.iter().any(|row| row.id == *id)
            }
            _ => true,
        }
    }

    fn text(replica: &Replica, key: &TextKey) -> Option<String> {
        text(replica, key)
    }

    fn splice_text(replica: &mut Replica, key: &TextKey, splice: &Splice) -> Option<Vec<u8>> {
        splice_text(replica, key, splice)
    }

    fn sticky(replica: &Replica, key: &TextKey, offset: u32) -> Option<Sticky> {
        sticky(replica, key, offset)
    }

    fn offset(replica: &Replica, key: &TextKey, sticky: &Sticky) -> Option<u32> {
        offset(replica, key, sticky)
    }

    fn keys(replica: &Replica) -> Vec<TextKey> {
        keys(replica)
    }

    /// A document made anew may give its proposals other ids.
    fn has_words(replica: &Replica, key: &TextKey, words: &str) -> bool {
        let mut proposals = proposals(replica).into_iter();
        match key {
            TextKey::ProposalTitle(_) => proposals.any(|row| row.title == words),
            TextKey::ProposalText(_) => proposals.any(|row| row.text == words),
            key => text(replica, key).as_deref() == Some(words),
        }
    }
}

/// A proposal without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalRow {
    pub id: ProposalId,
    pub indicator: Option<IndicatorId>,
    pub author: Option<PersonId>,
}

/// An improvement proposal, as shown in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub id: ProposalId,
    pub title: String,
    pub text: String,
    pub indicator: Option<IndicatorId>,
    pub author: Option<PersonId>,
    pub owner: Option<PersonId>,
    /// An ISO date.
    pub deadline: Option<String>,
    order: String,
}

/// What a new proposal starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProposal {
    pub id: ProposalId,
    pub title: String,
    pub text: String,
    pub indicator: Option<IndicatorId>,
    pub author: Option<PersonId>,
    pub owner: Option<PersonId>,
    pub deadline: Option<String>,
}

/// What a document starts with, apart from its empty texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seed {
    pub texts: Vec<(TextKey, String)>,
    pub proposals: Vec<NewProposal>,
}

/// Makes every text of the form and fills in the seed; the first update of the document.
///
/// Only for a fresh replica on the server: two seeds of one document would double its text.
pub fn seed(replica: &mut Replica, form: &ReviewForm, seed: &Seed) -> Vec<u8> {
    let roots = Roots::of(replica);
    let ((), update) = replica.edit(|txn| {
        for indicator in &form.indicators {
            insert_indicator(txn, &roots.indicators, &indicator.id);
        }
        for (key, words) in &seed.texts {
            if let Some(text) = roots.text(txn, key) {
                text.insert(txn, 0, words);
            }
        }
        let mut last: Option<String> = None;
        for proposal in &seed.proposals {
            let order = order::between(last.as_deref(), None, 0);
            insert_proposal(txn, &roots.proposals, proposal, &order);
            last = Some(order);
        }
    });
    update.expect("a form has at least one indicator")
}

/// Makes the texts of indicators that the document does not have yet, after its form was changed. Those that left the form
/// stay, unseen. None when there is nothing to make.
///
/// Only on the server, which is one: a row made twice at once would lose what is written in one of them.
pub fn extend(replica: &mut Replica, form: &ReviewForm) -> Option<Vec<u8>> {
    let roots = Roots::of(replica);
    let ((), update) = replica.edit(|txn| {
        for indicator in &form.indicators {
            if roots.indicators.get(txn, indicator.id.as_str()).is_none() {
                insert_indicator(txn, &roots.indicators, &indicator.id);
            }
        }
    });
    update
}

fn insert_indicator(txn: &mut TransactionMut<'_>, rows: &MapRef, id: &IndicatorId) {
    let row = rows.insert(txn, id.as_str(), MapPrelim::default());
    for field in [RATIONALE, STRENGTHS, WEAKNESSES] {
        row.insert(txn, field, TextPrelim::new(""));
    }
}

/// Every text on the document's pages: those of the indicators by id, of the proposals in their order, the conclusion.
pub fn keys(replica: &Replica) -> Vec<TextKey> {
    let roots = Roots::of(replica);
    let mut indicators: Vec<IndicatorId> = {
        let txn = replica.read();
        let ids = roots.indicators.keys(&txn);
        ids.filter_map(|id| IndicatorId::parse(id).ok()).collect()
    };
    indicators.sort();
    let of_indicator = |id: IndicatorId| {
        [
            TextKey::Rationale(id.clone()),
            TextKey::Strengths(id.clone()),
            TextKey::Weaknesses(id),
        ]
    };
    let of_proposal = |row: Proposal| {
        [
            TextKey::ProposalTitle(row.id.clone()),
            TextKey::ProposalText(row.id),
        ]
    };
    let indicators = indicators.into_iter().flat_map(of_indicator);
    let proposals = proposals(replica).into_iter().flat_map(of_proposal);
    let conclusion = std::iter::once(TextKey::Conclusion);
    indicators.chain(proposals).chain(conclusion).collect()
}

/// The words of a shared text; none when the document has no such text (yet), or holds something else in its place:
/// nothing can be written there then, see [`splice_text`].
pub fn text(replica: &Replica, key: &TextKey) -> Option<String> {
    let roots = Roots::of(replica);
    let txn = replica.read();
    roots.text(&txn, key).map(|text| text.get_string(&txn))
}

/// Changes a shared text. Answers the update, or none when nothing changed or the text does not exist.
/// A splice that reaches past the end is cut there: the text may have become shorter meanwhile.
pub fn splice_text(replica: &mut Replica, key: &TextKey, splice: &Splice) -> Option<Vec<u8>> {
    let roots = Roots::of(replica);
    let ((), update) = replica.edit(|txn| {
        if let Some(text) = roots.text(txn, key) {
            splice_in(txn, &text, splice);
        }
    });
    update
}

/// The place at an offset of a shared text, for carets that survive edits.
pub fn sticky(replica: &Replica, key: &TextKey, offset: u32) -> Option<Sticky> {
    let roots = Roots::of(replica);
    let txn = replica.read();
    let text = roots.text(&txn, key)?;
    sticky_in(&txn, &text, offset)
}

/// Where a place stands now, if it is in this text.
pub fn offset(replica: &Replica, key: &TextKey, sticky: &Sticky) -> Option<u32> {
    let roots = Roots::of(replica);
    let txn = replica.read();
    let text = roots.text(&txn, key)?;
    offset_in(&txn, &text, sticky)
}

/// The proposals that are not removed, in the list's order.
pub fn proposals(replica: &Replica) -> Vec<Proposal> {
    let roots = Roots::of(replica);
    let txn = replica.read();
    let mut proposals: Vec<Proposal> = roots
        .proposals
        .iter(&txn)
        .filter_map(|(id, row)| match row {
            Out::YMap(row) => read_proposal(&txn, id, &row),
            _ => None,
        })
        .collect();
    proposals.sort_by(|a, b| (&a.order, &a.id).cmp(&(&b.order, &b.id)));
    proposals
}

/// Adds a proposal at the end. `jitter`: see [`order::between`]. Adding an id that exists changes nothing.
pub fn add_proposal(replica: &mut Replica, proposal: &NewProposal, jitter: u8) -> Option<Vec<u8>> {
    let last = proposals(replica).pop();
    let order = order::between(last.as_ref().map(|last| last.order.as_str()), None, jitter);
    let roots = Roots::of(replica);
    let ((), update) = replica.edit(|txn| {
        if roots.proposals.get(txn, proposal.id.as_str()).is_none() {
            insert_proposal(txn, &roots.proposals, proposal, &order);
        }
    });
    update
}

/// Takes a proposal off the list; [`restore_proposal`] undoes it.
pub fn remove_proposal(replica: &mut Replica, id: &ProposalId) -> Option<Vec<u8>> {
    set_field(replica, id, REMOVED, Any::Bool(true))
}

pub fn restore_proposal(replica: &mut Replica, id: &ProposalId) -> Option<Vec<u8>> {
    set_field(replica, id, REMOVED, Any::Bool(false))
}

/// Links a proposal to an indicator, or to none.
pub fn link_proposal(
    replica: &mut Replica,
    id: &ProposalId,
    indicator: Option<&IndicatorId>,
) -> Option<Vec<u8>> {
    set_field(
        replica,
        id,
        INDICATOR,
        plain(indicator.map(IndicatorId::as_str)),
    )
}

/// Says whose a proposal is, or that nobody is named.
pub fn name_author(
    replica: &mut Replica,
    id: &ProposalId,
    author: Option<&PersonId>,
) -> Option<Vec<u8>> {
    set_field(replica, id, AUTHOR, plain(author.map(PersonId::as_str)))
}

/// Puts a proposal right before another one, or last. Unknown ids change nothing.
pub fn move_proposal(
    replica: &mut Replica,
    id: &ProposalId,
    before: Option<&ProposalId>,
    jitter: u8,
) -> Option<Vec<u8>> {
    let others: Vec<Proposal> = proposals(replica)
        .into_iter()
        .filter(|row| row.id != *id)
        .collect();
    let place = match before {
        Some(before) => others.iter().position(|row| row.id == *before)?,
        None => others.len(),
    };
    let lower = place.checked_sub(1).map(|idx| others[idx].order.as_str());
    // Rows added at the same moment may share a key: the next *different* key is the upper bound.
    let upper = others[place..]
        .iter()
        .map(|row| row.order.as_str())
        .find(|key| lower.is_none_or(|lower| *key > lower));
    let order = order::between(lower, upper, jitter);
    set_field(replica, id, ORDER, plain(Some(&order)))
}

fn set_field(replica: &mut Replica, id: &ProposalId, field: &str, value: Any) -> Option<Vec<u8>> {
    let roots = Roots::of(replica);
    let ((), update) = replica.edit(|txn| {
        let Some(Out::YMap(row)) = roots.proposals.get(txn, id.as_str()) else {
            return;
        };
        let stands = row.get(txn, field).unwrap_or(Out::Any(Any::Null));
        if stands != Out::Any(value.clone()) {
            row.insert(txn, field, value);
        }
    });
    update
}

struct Roots {
    indicators: MapRef,
    proposals: MapRef,
    conclusion: TextRef,
}

impl Roots {
    fn of(replica: &Replica) -> Self {
        Self {
            indicators: replica.doc.get_or_insert_map(INDICATORS),
            proposals: replica.doc.get_or_insert_map(PROPOSALS),
            conclusion: replica.doc.get_or_insert_text(CONCLUSION),
        }
    }

    fn text<T: ReadTxn>(&self, txn: &T, key: &TextKey) -> Option<TextRef> {
        match key {
            TextKey::Rationale(id) => text_in(txn, &self.indicators, id.as_str(), RATIONALE),
            TextKey::Strengths(id) => text_in(txn, &self.indicators, id.as_str(), STRENGTHS),
            TextKey::Weaknesses(id) => text_in(txn, &self.indicators, id.as_str(), WEAKNESSES),
            TextKey::ProposalTitle(id) => text_in(txn, &self.proposals, id.as_str(), TITLE),
            TextKey::ProposalText(id) => text_in(txn, &self.proposals, id.as_str(), TEXT),
            TextKey::Conclusion => Some(self.conclusion.clone()),
        }
    }
}

fn text_in<T: ReadTxn>(txn: &T, rows: &MapRef, id: &str, field: &str) -> Option<TextRef> {
    match rows.get(txn, id)? {
        Out::YMap(row) => match row.get(txn, field)? {
            Out::YText(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

fn insert_proposal(
    txn: &mut TransactionMut<'_>,
    rows: &MapRef,
    proposal: &NewProposal,
    order: &str,
) {
    let row = rows.insert(txn, proposal.id.as_str(), MapPrelim::default());
    row.insert(txn, TITLE, TextPrelim::new(proposal.title.as_str()));
    row.insert(txn, TEXT, TextPrelim::new(proposal.text.as_str()));
    let fields = [
        (ORDER, Some(order)),
        (
            INDICATOR,
            proposal.indicator.as_ref().map(IndicatorId::as_str),
        ),
        (AUTHOR, proposal.author.as_ref().map(PersonId::as_str)),
        (OWNER, proposal.owner.as_ref().map(PersonId::as_str)),
        (DEADLINE, proposal.deadline.as_deref()),
    ];
    for (field, value) in fields {
        if value.is_some() {
            row.insert(txn, field, plain(value));
        }
    }
}

/// None for rows that are removed or that are no proposals at all: anyone may write in a document.
fn read_proposal<T: ReadTxn>(txn: &T, id: &str, row: &MapRef) -> Option<Proposal> {
    let text_of = |field| match row.get(txn, field) {
        Some(Out::YText(text)) => text.get_string(txn),
        _ => String::new(),
    };
    let plain_of = |field| match row.get(txn, field) {
        Some(Out::Any(Any::String(value))) => Some(value),
        _ => None,
    };
    if matches!(row.get(txn, REMOVED), Some(Out::Any(Any::Bool(true)))) {
        return None;
    }
    Some(Proposal {
        id: ProposalId::parse(id).ok()?,
        title: text_of(TITLE),
        text: text_of(TEXT),
        indicator: plain_of(INDICATOR).and_then(|id| IndicatorId::parse(&id).ok()),
        author: plain_of(AUTHOR).and_then(|id| PersonId::parse(&id).ok()),
        owner: plain_of(OWNER).and_then(|id| PersonId::parse(&id).ok()),
        deadline: plain_of(DEADLINE).map(|date| date.to_string()),
        order: plain_of(ORDER).unwrap_or_else(|| Arc::from("")).to_string(),
    })
}

fn plain(value: Option<&str>) -> Any {
    value.map_or(Any::Null, |value| Any::String(Arc::from(value)))
}

#[cfg(test)]
mod tests;
