//! What the device keeps of a document: a copy, and the changes that the server has not confirmed.
//!
//! Rows belong to a person and a document, so that nobody sends another person's words from a shared device. Row keys
//! come from the database, so two tabs never collide; to the caller a change has the key `ClientSync` gave it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Object, Reflect, Uint8Array};
use rexie::{ObjectStore, Rexie, Transaction, TransactionMode};
use shared::id::{DocumentId, Generation, PersonId};
use shared::protocol::SCHEMA;
use shared::sync::LocalCopy;
use shared::time::Timestamp;
use wasm_bindgen::{JsCast, JsValue};

const DATABASE: &str = "samling";
const COPIES: &str = "copies";
const OUTBOX: &str = "outbox";
const ASIDE: &str = "aside";

/// The device could not keep or find something: a private window, a full disk.
#[derive(Debug)]
pub struct KeepError;

impl From<rexie::Error> for KeepError {
    fn from(_: rexie::Error) -> Self {
        Self
    }
}

impl From<JsValue> for KeepError {
    fn from(_: JsValue) -> Self {
        Self
    }
}

/// A document as it is saved beside its outbox.
pub struct Copy {
    pub generation: Generation,
    pub snapshot: Vec<u8>,
    pub saved_at: Timestamp,
}

/// The keeping place of one person's copy of one document.
#[derive(Clone)]
pub struct Outbox {
    /// Person and document.
    name: Rc<str>,
    database: Rc<RefCell<Option<Rc<Rexie>>>>,
    /// Row keys by change key.
    rows: Rc<RefCell<BTreeMap<u64, JsValue>>>,
    is_broken: Rc<Cell<bool>>,
}

impl Outbox {
    pub fn of(person: &PersonId, document: &DocumentId) -> Self {
        let name = format!("{person}/{document}").into();
        Self {
            name,
            database: Rc::default(),
            rows: Rc::default(),
            is_broken: Rc::default(),
        }
    }

    /// What was kept, and when the copy was saved. An unreadable copy is treated as none: the server has it all.
    pub async fn load(&self) -> Result<(LocalCopy, Option<Timestamp>), KeepError> {
        let transaction = self
            .transaction(&[COPIES, OUTBOX], TransactionMode::ReadOnly)
            .await?;
        let copy = transaction.store(COPIES)?.get(self.key()).await?;
        let copy = copy.as_ref().and_then(read_copy);
        // Signing out removes the copy and leaves the rows, so they say themselves which life of the document they are of.
        let mut generation = copy.as_ref().map(|copy| copy.generation.clone());
        let mut outbox = Vec::new();
        let mut rows = BTreeMap::new();
        for (row_key, row) in transaction
            .store(OUTBOX)?
            .scan(None, None, None, None)
            .await?
        {
            if text(&row, "document").is_some_and(|name| *name == *self.name)
                && let Some(update) = bytes(&row, "update")
                && let Some(Ok(of)) = text(&row, "generation").map(|text| Generation::parse(&text))
                && *generation.get_or_insert_with(|| of.clone()) == of
            {
                let key = outbox.len() as u64 + 1;
                outbox.push((key, update));
                rows.insert(key, row_key);
            }
        }
        transaction.done().await?;
        *self.rows.borrow_mut() = rows;
        let saved_at = copy.as_ref().map(|copy| copy.saved_at);
        let snapshot = copy.map_or_else(Vec::new, |copy| copy.snapshot);
        Ok((
            LocalCopy {
                generation,
                snapshot,
                outbox,
            },
            saved_at,
        ))
    }

    /// Keeps one change. After one could not be kept, none is until a copy has been saved: a change behind a missing
    /// one could not be merged after a reload.
    pub async fn keep(
        &self,
        key: u64,
        update: &[u8],
        generation: &Generation,
    ) -> Result<(), KeepError> {
        if self.is_broken.get() {
            return Err(KeepError);
        }
        let kept = self.add_row(key, update, generation).await;
        self.is_broken.set(self.is_broken.get() || kept.is_err());
        kept
    }

    async fn add_row(
        &self,
        key: u64,
        update: &[u8],
        generation: &Generation,
    ) -> Result<(), KeepError> {
        let transaction = self
            .transaction(&[OUTBOX], TransactionMode::ReadWrite)
            .await?;
        let row = object(&[
            ("document", self.key()),
            ("update", Uint8Array::from(update).into()),
            ("generation", JsValue::from_str(generation.as_str())),
        ])?;
        let row_key = transaction.store(OUTBOX)?.add(&row, None).await?;
        transaction.done().await?;
        self.rows.borrow_mut().insert(key, row_key);
        Ok(())
    }

    /// Saves the copy and forgets the changes up to a key, in one transaction.
    pub async fn save(&self, copy: &Copy, forget_up_to: u64) -> Result<(), KeepError> {
        let later = self.rows.borrow_mut().split_off(&(forget_up_to + 1));
        let rows = self.rows.replace(later);
        let transaction = self
            .transaction(&[COPIES, OUTBOX], TransactionMode::ReadWrite)
            .await?;
        transaction
            .store(COPIES)?
            .put(&write_copy(copy)?, Some(&self.key()))
            .await?;
        let outbox = transaction.store(OUTBOX)?;
        for row_key in rows.into_values() {
            outbox.delete(row_key).await?;
        }
        transaction.done().await?;
        self.is_broken.set(false);
        Ok(())
    }

    /// Keeps a copy of a document that was made anew on the server.
    pub async fn set_aside(&self, copy: &Copy) -> Result<(), KeepError> {
        let transaction = self
            .transaction(&[ASIDE], TransactionMode::ReadWrite)
            .await?;
        let key = JsValue::from_str(&format!("{}/{}", self.name, copy.generation));
        transaction
            .store(ASIDE)?
            .put(&write_copy(copy)?, Some(&key))
            .await?;
        transaction.done().await?;
        Ok(())
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
        let database = Rc::new(open_database().await?);
        let transaction = database.transaction(stores, mode)?;
        *self.database.borrow_mut() = Some(database);
        Ok(transaction)
    }
}

/// Removes a person's saved copies when they sign out. Changes that were never sent stay for their return.
pub async fn forget_copies(person: &PersonId) -> Result<(), KeepError> {
    let database = open_database().await?;
    let transaction = database.transaction(&[COPIES], TransactionMode::ReadWrite)?;
    let copies = transaction.store(COPIES)?;
    for key in copies.get_all_keys(None, None).await? {
        if key
            .as_string()
            .is_some_and(|name| name.starts_with(&format!("{person}/")))
        {
            copies.delete(key).await?;
        }
    }
    transaction.done().await?;
    Ok(())
}

async fn open_database() -> Result<Rexie, KeepError> {
    let database = Rexie::builder(DATABASE)
        .version(1)
        .add_object_store(ObjectStore::new(COPIES))
        .add_object_store(ObjectStore::new(OUTBOX).auto_increment(true))
        .add_object_store(ObjectStore::new(ASIDE))
        .build()
        .await?;
    Ok(database)
}

fn write_copy(copy: &Copy) -> Result<JsValue, KeepError> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds stay exact for 285 000 years"
    )]
    let saved_at = copy.saved_at.0 as f64;
    object(&[
        ("generation", JsValue::from_str(copy.generation.as_str())),
        ("schema", SCHEMA.into()),
        (
            "snapshot",
            Uint8Array::from(copy.snapshot.as_slice()).into(),
        ),
        ("saved_at", saved_at.into()),
    ])
}

/// None when it is of another schema or not whole.
fn read_copy(row: &JsValue) -> Option<Copy> {
    if field(row, "schema")?.as_f64()? > f64::from(SCHEMA) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 fit with room to spare"
    )]
    let saved_at = Timestamp(field(row, "saved_at")?.as_f64()? as i64);
    let generation = Generation::parse(&text(row, "generation")?).ok()?;
    Some(Copy {
        generation,
        snapshot: bytes(row, "snapshot")?,
        saved_at,
    })
}

fn object(fields: &[(&str, JsValue)]) -> Result<JsValue, KeepError> {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &JsValue::from_str(name), value)?;
    }
    Ok(object.into())
}

fn field(row: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(row, &JsValue::from_str(name)).ok()
}

fn text(row: &JsValue, name: &str) -> Option<String> {
    field(row, name)?.as_string()
}

fn bytes(row: &JsValue, name: &str) -> Option<Vec<u8>> {
    Some(field(row, name)?.dyn_into::<Uint8Array>().ok()?.to_vec())
}
