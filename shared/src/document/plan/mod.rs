//! The schema of a plan: one root map for each kind of row, and in each row plain values and shared texts.
//!
//! ```text
//! <kind>:  Map { <row id>: Map { order, removed, <field>: value, <words>: Text } }
//! frames:  Map { <funding source>: Map { frame, next-year } }
//! ```
//!
//! - A row never moves: `order` sorts it, a field says which focus area or measure it belongs to. Milestones are rows of
//!   their own, so that two who change two of them both win. Numbers such as `1.2` are worked out, not kept.
//! - A plain value is won by whoever wrote last, so each that people change apart has a key of its own:
//!   `funding/county`, `target/2027`, `proposal/<id>`. It is text throughout: the format of updates makes floating point
//!   of whole numbers above 2³¹, and there is none in money.
//! - A removed row keeps everything and has `removed: true`. Who writes in it meanwhile does not bring it back, for
//!   somebody has decided that it goes; the words are kept and stand there when the row is restored.
//! - Anyone may write in a document. What does not read as a value of its field is read as nothing, and a row that
//!   belongs to something that is gone belongs to nothing until that comes back.
//!
//! Only the server seeds, and frames are made by it alone; whoever adds a row makes it with all its texts. Root names
//! stand here and nowhere else.

use std::collections::BTreeMap;

use yrs::branch::BranchID;
use yrs::{Any, GetString, Map, MapRef, Out, ReadTxn, TextRef};

use super::admit::BlockId;
use super::schema::Schema;
use super::splice::Splice;
use super::{Replica, Sticky, admit, offset_in, order, splice_in, sticky_in};
use crate::plan::{ActionPlan, Head, Row};

mod field;
mod key;
mod read;
mod reader;
mod rewrite;
mod rows;

#[cfg(test)]
mod tests;

use key::Kind;

pub use field::Field;
pub use key::{TextField, TextKey, UnknownText, path, row_at};
pub use read::{RemovedRow, read, removed};
pub use rewrite::rewrite;
pub use rows::Stored;

/// Where each kind of row stands, in the order of [`key::Kind`].
const ROOTS: [&str; 10] = [
    "sections",
    "focus-areas",
    "goals",
    "measures",
    "milestones",
    "frames",
    "operating-costs",
    "risks",
    "communication",
    "meetings",
];

const ORDER: &str = "order";
const REMOVED: &str = "removed";

/// The schema as a kind of document.
#[derive(Debug, Clone, Copy)]
pub struct Plan;

/// What stands in the document, and what was taken off it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanRows {
    /// Without its head.
    pub plan: ActionPlan,
    pub removed: Vec<RemovedRow>,
}

impl Schema for Plan {
    type Key = TextKey;
    type Rows = PlanRows;

    fn rows(replica: &Replica) -> PlanRows {
        PlanRows {
            plan: read(replica, Head::default()),
            removed: removed(replica),
        }
    }

    fn stands(rows: &PlanRows, key: &TextKey) -> bool {
        rows.plan.has(key.row())
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
}

/// What an update of this document may hold.
pub const fn rules(limits: admit::Limits) -> admit::Rules {
    admit::Rules {
        rows: &ROOTS,
        texts: &[],
        prose: None,
        limits,
    }
}

/// Writes a whole plan into an empty document; its first update. Where the rows come from is told in
/// [`crate::plan::beginning`].
///
/// Only for a fresh replica on the server: rows seeded twice would lose what is written in one of them.
pub fn seed(replica: &mut Replica, plan: &ActionPlan) -> Vec<u8> {
    let roots = Roots::of(replica);
    let ((), update) = replica.edit(|txn| {
        roots.insert_all(txn, &plan.sections);
        roots.insert_all(txn, &plan.focus_areas);
        roots.insert_all(txn, &plan.goals);
        roots.insert_all(txn, &plan.measures);
        for measure in &plan.measures {
            roots.insert_all(txn, &measure.milestones);
        }
        roots.insert_frames(txn, &plan.frames);
        roots.insert_all(txn, &plan.operating_costs);
        roots.insert_all(txn, &plan.risks);
        roots.insert_all(txn, &plan.communication);
        roots.insert_all(txn, &plan.meeting_plan);
    });
    update.expect("a plan has a frame for each source")
}

/// Adds a row at the end of its kind, a measure without its milestones. `jitter`: see [`order::between`]. Adding an id
/// that exists changes nothing.
pub fn add<R: Stored>(replica: &mut Replica, added: &R, jitter: u8) -> Option<Vec<u8>> {
    let row = added.row();
    let roots = Roots::of(replica);
    let last = roots.standing(&replica.read(), Kind::of(&row)).pop();
    let order = order::between(last.as_ref().map(|last| &*last.order), None, jitter);
    let ((), update) = replica.edit(|txn| {
        if roots.root(&row).get(txn, key::id(&row)).is_none() {
            roots.insert(txn, added, &order);
        }
    });
    update
}

/// Takes a row off the plan; [`restore`] undoes it. The frame of a source cannot go.
pub fn remove(replica: &mut Replica, row: &Row) -> Option<Vec<u8>> {
    set_removed(replica, row, true)
}

pub fn restore(replica: &mut Replica, row: &Row) -> Option<Vec<u8>> {
    set_removed(replica, row, false)
}

fn set_removed(replica: &mut Replica, row: &Row, is_removed: bool) -> Option<Vec<u8>> {
    if matches!(row, Row::Frame(_)) {
        return None;
    }
    set_value(replica, row, REMOVED, Any::Bool(is_removed))
}

/// Puts a row right before another of its kind, or last. Unknown ids change nothing.
pub fn move_row(
    replica: &mut Replica,
    row: &Row,
    before: Option<&Row>,
    jitter: u8,
) -> Option<Vec<u8>> {
    let id = key::id(row);
    let mut others = Roots::of(replica).standing(&replica.read(), Kind::of(row));
    others.retain(|other| other.id != id);
    let place = match before {
        Some(before) if Kind::of(before) != Kind::of(row) => return None,
        Some(before) => others
            .iter()
            .position(|other| other.id == key::id(before))?,
        None => others.len(),
    };
    let lower = place.checked_sub(1).map(|idx| &*others[idx].order);
    // Rows added at the same moment may share a key: the next *different* key is the upper bound.
    let upper = others[place..]
        .iter()
        .map(|other| &*other.order)
        .find(|key| lower.is_none_or(|lower| *key > lower));
    let order = order::between(lower, upper, jitter);
    set_value(replica, row, ORDER, field::text(&order))
}

/// Writes one field. None when nothing changed, when there is no such row, and when its kind has no such field. A field
/// of a removed row is written all the same: it is there when the row is restored.
pub fn set(replica: &mut Replica, row: &Row, field: &Field) -> Option<Vec<u8>> {
    if !field.fits(row) {
        return None;
    }
    let (key, value) = field.entry();
    set_value(replica, row, &key, value)
}

fn set_value(replica: &mut Replica, row: &Row, key: &str, value: Any) -> Option<Vec<u8>> {
    let roots = Roots::of(replica);
    let ((), update) = replica.edit(|txn| {
        let Some(map) = roots.row(txn, row) else {
            return;
        };
        let stands = match map.get(txn, key) {
            Some(Out::Any(stands)) => stands,
            // Words are no field, and are not written over.
            Some(_) => return,
            None if key == REMOVED => Any::Bool(false),
            None => Any::Null,
        };
        if stands != value {
            map.insert(txn, key, value);
        }
    });
    update
}

/// Every text of the rows that stand, kind by kind in their order.
pub fn keys(replica: &Replica) -> Vec<TextKey> {
    let roots = Roots::of(replica);
    let txn = replica.read();
    let mut keys = Vec::new();
    for kind in Kind::ALL {
        for place in roots.standing(&txn, kind) {
            let Ok(row) = kind.row(&place.id) else {
                continue;
            };
            let fields = TextField::of(&row).iter();
            keys.extend(fields.filter_map(|field| TextKey::new(row.clone(), *field)));
        }
    }
    keys
}

/// The words of a shared text; none when the document has no such text (yet).
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

/// The block of every row, those that were removed too, with the row's path.
pub(super) fn row_blocks(replica: &Replica) -> BTreeMap<BlockId, String> {
    let roots = Roots::of(replica);
    let txn = replica.read();
    let rows = ROOTS.iter().zip(&roots.0).flat_map(|(root, rows)| {
        rows.iter(&txn).filter_map(move |(id, row)| match row {
            Out::YMap(row) => match row.as_ref().id() {
                BranchID::Nested(at) => {
                    Some(((at.client.get(), at.clock.into()), format!("{root}/{id}")))
                }
                BranchID::Root(_) => None,
            },
            _ => None,
        })
    });
    rows.collect()
}

/// One map for each of [`ROOTS`].
struct Roots([MapRef; ROOTS.len()]);

/// Where a row stands among those of its kind.
struct Place {
    order: String,
    id: String,
    map: MapRef,
}

impl Roots {
    fn of(replica: &Replica) -> Self {
        Self(ROOTS.map(|name| replica.doc.get_or_insert_map(name)))
    }

    fn root(&self, row: &Row) -> &MapRef {
        &self.0[Kind::of(row) as usize]
    }

    fn row<T: ReadTxn>(&self, txn: &T, row: &Row) -> Option<MapRef> {
        match self.root(row).get(txn, key::id(row))? {
            Out::YMap(map) => Some(map),
            _ => None,
        }
    }

    fn text<T: ReadTxn>(&self, txn: &T, key: &TextKey) -> Option<TextRef> {
        match self.row(txn, key.row())?.get(txn, key.field().name())? {
            Out::YText(text) => Some(text),
            _ => None,
        }
    }

    /// The rows of a kind that are not removed, in their order.
    fn standing<T: ReadTxn>(&self, txn: &T, kind: Kind) -> Vec<Place> {
        let rows = self.0[kind as usize].iter(txn);
        let mut places: Vec<Place> = rows
            .filter_map(|(id, row)| match row {
                Out::YMap(row) if !is_removed(txn, &row) => Some(Place {
                    order: order_of(txn, &row),
                    id: id.to_owned(),
                    map: row,
                }),
                _ => None,
            })
            .collect();
        places.sort_by(|a, b| (&a.order, &a.id).cmp(&(&b.order, &b.id)));
        places
    }
}

fn is_removed<T: ReadTxn>(txn: &T, row: &MapRef) -> bool {
    matches!(row.get(txn, REMOVED), Some(Out::Any(Any::Bool(true))))
}

fn order_of<T: ReadTxn>(txn: &T, row: &MapRef) -> String {
    match row.get(txn, ORDER) {
        Some(Out::Any(Any::String(order))) => order.to_string(),
        _ => String::new(),
    }
}
