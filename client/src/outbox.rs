//! What the device keeps of a document: a copy, and the changes that the server has not confirmed.
//!
//! Rows belong to a person and a document, so that nobody sends another person's words from a shared device. Row keys
//! come from the database, so two tabs never collide; to the caller a change has the key `ClientSync` gave it.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use rexie::{Rexie, Transaction, TransactionMode};
use shared::id::{DocumentId, Generation, PersonId};
use shared::protocol::SCHEMA;
use shared::sync::LocalCopy;
use shared::sync::local_copy::Unreadable;
use shared::time::Timestamp;
use wasm_bindgen::JsValue;

use crate::aside::{self, Aside, Contents};
use crate::database::{
    self, ASIDE, COPIES, KeepError, OUTBOX, bytes, describe, field, from_time, object, text, time,
};

/// A document as it is saved beside its outbox.
pub struct Copy {
    pub generation: Generation,
    pub snapshot: Vec<u8>,
    pub saved_at: Timestamp,
}

/// What was kept of a document.
#[derive(Default)]
pub struct Kept {
    pub copy: LocalCopy,
    pub saved_at: Option<Timestamp>,
    /// The paths of the texts that the changes in the outbox are in.
    pub touched: BTreeSet<String>,
    pub asides: Vec<Aside>,
    /// What could not be read. It stays where it is until [`Outbox::save`] has laid it aside.
    pub unreadable: Option<Aside>,
}

/// The keeping place of one person's copy of one document.
#[derive(Clone)]
pub struct Outbox {
    /// Person and document.
    name: Rc<str>,
    database: Rc<RefCell<Option<Rc<Rexie>>>>,
    /// Row keys by change key.
    rows: Rc<RefCell<BTreeMap<u64, JsValue>>>,
    /// Row keys of changes that could not be read.
    unreadable_rows: Rc<RefCell<Vec<JsValue>>>,
    is_broken: Rc<Cell<bool>>,
}

/// A change as it is found on the device.
struct Row {
    key: JsValue,
    row: JsValue,
}

impl Outbox {
    pub fn of(person: &PersonId, document: &DocumentId) -> Self {
        Self {
            name: format!("{person}/{document}").into(),
            database: Rc::default(),
            rows: Rc::default(),
            unreadable_rows: Rc::default(),
            is_broken: Rc::default(),
        }
    }

    /// What was kept, and what of it cannot be read. `now` tells when that was found.
    pub async fn load(&self, now: Timestamp) -> Result<Kept, KeepError> {
        let stores = [COPIES, OUTBOX, ASIDE];
        let transaction = self.transaction(&stores, TransactionMode::ReadOnly).await?;
        let copy = transaction.store(COPIES)?.get(self.key()).await?;
        let rows = transaction.store(OUTBOX)?;
        let rows = rows.scan(None, None, None, None).await?;
        let asides = aside::load(&transaction.store(ASIDE)?, &self.name).await?;
        transaction.done().await?;
        let is_ours = |row: &JsValue| text(row, "document").is_some_and(|name| *name == *self.name);
        let rows = rows.into_iter().filter(|(_, row)| is_ours(row));
        let rows = rows.map(|(key, row)| Row { key, row }).collect();
        Ok(Kept {
            asides,
            ..self.sort_out(copy, rows, now)
        })
    }

    fn sort_out(&self, row: Option<JsValue>, rows: Vec<Row>, now: Timestamp) -> Kept {
        let saved = row.as_ref().map_or(Ok(None), read_copy);
        let is_garbled = saved.is_err();
        let saved = saved.ok().flatten();
        let mut copy = LocalCopy {
            generation: saved.as_ref().map(|saved| saved.generation.clone()),
            ..LocalCopy::default()
        };
        let saved_at = saved.as_ref().map(|saved| saved.saved_at);
        copy.snapshot = saved.map_or_else(Vec::new, |saved| saved.snapshot);
        let mut by_key = BTreeMap::new();
        for row in rows {
            if let Some(update) = change_in(&row.row, &mut copy.generation) {
                let key = by_key.len() as u64 + 1;
                copy.outbox.push((key, update));
                by_key.insert(key, row);
            }
        }
        let mut unreadable = copy.take_unreadable();
        unreadable.snapshot |= is_garbled;
        let touched = by_key
            .values()
            .flat_map(|row| touched_in(&row.row))
            .collect();
        let changes = unreadable.changes.iter();
        let taken_out: Vec<Row> = changes.filter_map(|key| by_key.remove(key)).collect();
        let unreadable = self.unreadable(&unreadable, row.as_ref(), &taken_out, now);
        let keys = |row: Row| row.key;
        *self.unreadable_rows.borrow_mut() = taken_out.into_iter().map(keys).collect();
        let by_key = by_key.into_iter().map(|(key, row)| (key, row.key));
        *self.rows.borrow_mut() = by_key.collect();
        Kept {
            copy,
            saved_at,
            touched,
            asides: Vec::new(),
            unreadable,
        }
    }

    fn unreadable(
        &self,
        unreadable: &Unreadable,
        copy: Option<&JsValue>,
        changes: &[Row],
        now: Timestamp,
    ) -> Option<Aside> {
        if unreadable.is_empty() {
            return None;
        }
        let copy = copy.filter(|_| unreadable.snapshot).cloned();
        let rows: Array = changes.iter().map(|row| &row.row).collect();
        let found = [
            ("copy", copy.unwrap_or(JsValue::NULL)),
            ("changes", rows.into()),
        ];
        let file = object(&found).ok().and_then(|found| describe(&found));
        Some(Aside {
            id: format!("{}/unreadable-{}", self.name, now.0),
            at: now,
            contents: Contents::Unreadable {
                file: file.unwrap_or_default(),
                is_unsent: !changes.is_empty(),
            },
        })
    }

    /// Keeps one change. After one could not be kept, none is until a copy has been saved: a change behind a missing
    /// one could not be merged after a reload.
    pub async fn keep(
        &self,
        key: u64,
        update: &[u8],
        generation: &Generation,
        touched: &BTreeSet<String>,
    ) -> Result<(), KeepError> {
        if self.is_broken.get() {
            return Err(KeepError);
        }
        let kept = self.add_row(key, update, generation, touched).await;
        self.is_broken.set(self.is_broken.get() || kept.is_err());
        kept
    }

    async fn add_row(
        &self,
        key: u64,
        update: &[u8],
        generation: &Generation,
        touched: &BTreeSet<String>,
    ) -> Result<(), KeepError> {
        let transaction = self
            .transaction(&[OUTBOX], TransactionMode::ReadWrite)
            .await?;
        let touched = serde_json::to_string(touched).map_err(|_| KeepError)?;
        let row = object(&[
            ("document", self.key()),
            ("update", Uint8Array::from(update).into()),
            ("generation", JsValue::from_str(generation.as_str())),
            ("touched", touched.into()),
        ])?;
        let row_key = transaction.store(OUTBOX)?.add(&row, None).await?;
        transaction.done().await?;
        self.rows.borrow_mut().insert(key, row_key);
        Ok(())
    }

    /// Saves the copy, lays aside what must not be lost with the old one, and forgets the changes up to a key; all of it
    /// or nothing.
    pub async fn save(
        &self,
        copy: &Copy,
        forget_up_to: u64,
        asides: &[Aside],
    ) -> Result<(), KeepError> {
        let later = self.rows.borrow_mut().split_off(&(forget_up_to + 1));
        let rows = self.rows.replace(later);
        let stores = [COPIES, OUTBOX, ASIDE];
        let transaction = self
            .transaction(&stores, TransactionMode::ReadWrite)
            .await?;
        for aside in asides {
            aside::put(&transaction.store(ASIDE)?, aside).await?;
        }
        let copies = transaction.store(COPIES)?;
        copies.put(&write_copy(copy)?, Some(&self.key())).await?;
        let outbox = transaction.store(OUTBOX)?;
        let unreadable_rows = self.unreadable_rows.borrow().clone();
        for row_key in rows.into_values().chain(unreadable_rows) {
            outbox.delete(row_key).await?;
        }
        transaction.done().await?;
        self.unreadable_rows.borrow_mut().clear();
        self.is_broken.set(false);
        Ok(())
    }

    /// The name under which a document of this life is laid aside.
    pub fn aside_id(&self, generation: &Generation) -> String {
        format!("{}/{generation}", self.name)
    }

    fn key(&self) -> JsValue {
        JsValue::from_str(&self.name)
    }

    async fn transaction(
        &self,
        stores: &[&str],
        mode: TransactionMode,
    ) -> Result<Transaction, KeepError> {
        if let Some(database) = self.database.borrow().as_ref() {
            return Ok(database.transaction(stores, mode)?);
        }
        let database = Rc::new(database::open().await?);
        let transaction = database.transaction(stores, mode)?;
        *self.database.borrow_mut() = Some(database);
        Ok(transaction)
    }
}

/// Removes a person's saved copies when they sign out. Changes that were never sent stay for their return, and so do
/// words laid aside that the server never stored.
pub async fn forget_copies(person: &PersonId) -> Result<(), KeepError> {
    let database = database::open().await?;
    let transaction = database.transaction(&[COPIES, ASIDE], TransactionMode::ReadWrite)?;
    let copies = transaction.store(COPIES)?;
    for key in copies.get_all_keys(None, None).await? {
        if key
            .as_string()
            .is_some_and(|name| name.starts_with(&format!("{person}/")))
        {
            copies.delete(key).await?;
        }
    }
    aside::forget(&transaction.store(ASIDE)?, person).await?;
    transaction.done().await?;
    Ok(())
}

/// The update of a row; empty when it cannot be read. None when it is of another life of the document. Signing out
/// removes the copy and leaves the rows, so they say themselves which life they are of.
fn change_in(row: &JsValue, generation: &mut Option<Generation>) -> Option<Vec<u8>> {
    let of = text(row, "generation").and_then(|text| Generation::parse(&text).ok());
    let (Some(of), Some(update)) = (of, bytes(row, "update")) else {
        return Some(Vec::new());
    };
    (*generation.get_or_insert_with(|| of.clone()) == of).then_some(update)
}

fn touched_in(row: &JsValue) -> BTreeSet<String> {
    let touched = text(row, "touched").and_then(|json| serde_json::from_str(&json).ok());
    touched.unwrap_or_default()
}

fn write_copy(copy: &Copy) -> Result<JsValue, KeepError> {
    let snapshot = Uint8Array::from(copy.snapshot.as_slice());
    object(&[
        ("generation", JsValue::from_str(copy.generation.as_str())),
        ("schema", SCHEMA.into()),
        ("snapshot", snapshot.into()),
        ("saved_at", from_time(copy.saved_at)),
    ])
}

/// None when a newer build wrote it, which this one leaves alone. An error when it is not whole.
fn read_copy(row: &JsValue) -> Result<Option<Copy>, KeepError> {
    let schema = field(row, "schema").and_then(|schema| schema.as_f64());
    if schema.ok_or(KeepError)? > f64::from(SCHEMA) {
        return Ok(None);
    }
    let generation = text(row, "generation").ok_or(KeepError)?;
    Ok(Some(Copy {
        generation: Generation::parse(&generation).map_err(|_| KeepError)?,
        snapshot: bytes(row, "snapshot").ok_or(KeepError)?,
        saved_at: time(row, "saved_at").ok_or(KeepError)?,
    }))
}
