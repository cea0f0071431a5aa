//! What is laid aside on this device because it may not flow into the document any more. It stays until the person it
//! belongs to deletes it; see [`forget`] for signing out.

use rexie::{Store, TransactionMode};
use shared::id::PersonId;
use shared::sync::aside::{AsideText, only_unconfirmed, unite};
use shared::time::Timestamp;
use wasm_bindgen::JsValue;

use crate::database::{self, ASIDE, KeepError, describe, field, from_time, object, text, time};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// Person, document, and what tells this one from others.
    pub id: String,
    pub at: Timestamp,
    pub contents: Contents,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contents {
    /// The words of a document that is another one now.
    Texts(Vec<AsideText>),
    /// Rows that could not be read, as a file. `is_unsent`: there are changes among them that the server may not have.
    Unreadable { file: String, is_unsent: bool },
}

/// Those of a person and a document, oldest first.
pub async fn load(asides: &Store, name: &str) -> Result<Vec<Aside>, KeepError> {
    let mut found: Vec<Aside> = all_of(asides, name).await?;
    found.sort_by_key(|aside| aside.at);
    Ok(found)
}

/// Adds one to what is there. Two tabs may lay the same document aside.
pub async fn put(asides: &Store, aside: &Aside) -> Result<(), KeepError> {
    let key = JsValue::from_str(&aside.id);
    let before = asides.get(key.clone()).await?;
    let before = before.map(|row| read(aside.id.clone(), &row));
    let contents = united(before.map(|before| before.contents), aside.contents.clone());
    asides.put(&write(aside.at, contents)?, Some(&key)).await?;
    Ok(())
}

/// What one row holds when something is added to it.
pub fn united(before: Option<Contents>, more: Contents) -> Contents {
    match (before, more) {
        (Some(Contents::Texts(texts)), Contents::Texts(more)) => {
            Contents::Texts(unite(texts, more))
        }
        (_, more) => more,
    }
}

pub async fn delete(id: &str) -> Result<(), KeepError> {
    let transaction = database::open()
        .await?
        .transaction(&[ASIDE], TransactionMode::ReadWrite)?;
    let asides = transaction.store(ASIDE)?;
    asides.delete(JsValue::from_str(id)).await?;
    transaction.done().await?;
    Ok(())
}

/// What signing out does: a person leaves nothing of the documents on a device, apart from their own words that exist
/// nowhere else.
pub async fn forget(asides: &Store, person: &PersonId) -> Result<(), KeepError> {
    for aside in all_of(asides, person.as_str()).await? {
        let left = match aside.contents {
            Contents::Texts(texts) => Contents::Texts(only_unconfirmed(texts)),
            unreadable @ Contents::Unreadable { .. } => unreadable,
        };
        let key = JsValue::from_str(&aside.id);
        if has_unsent(&left) {
            asides.put(&write(aside.at, left)?, Some(&key)).await?;
        } else {
            asides.delete(key).await?;
        }
    }
    Ok(())
}

fn has_unsent(contents: &Contents) -> bool {
    match contents {
        Contents::Texts(texts) => !texts.is_empty(),
        Contents::Unreadable { is_unsent, .. } => *is_unsent,
    }
}

/// Those whose id begins with `owner` and a slash.
async fn all_of(asides: &Store, owner: &str) -> Result<Vec<Aside>, KeepError> {
    let is_theirs = |id: &String| {
        id.strip_prefix(owner)
            .is_some_and(|rest| rest.starts_with('/'))
    };
    let rows = asides.scan(None, None, None, None).await?;
    let theirs = rows.into_iter().filter_map(|(key, row)| {
        let id = key.as_string().filter(is_theirs)?;
        Some(read(id, &row))
    });
    Ok(theirs.collect())
}

/// A row of an unknown shape is one that cannot be read, which may hold anything.
fn read(id: String, row: &JsValue) -> Aside {
    let texts = || serde_json::from_str(&text(row, "texts")?).ok();
    let contents = match (texts(), text(row, "file")) {
        (Some(texts), _) => Contents::Texts(texts),
        (None, Some(file)) => Contents::Unreadable {
            file,
            is_unsent: field(row, "unsent").is_none_or(|unsent| unsent.is_truthy()),
        },
        (None, None) => Contents::Unreadable {
            file: describe(row).unwrap_or_default(),
            is_unsent: true,
        },
    };
    Aside {
        id,
        at: time(row, "at").unwrap_or_default(),
        contents,
    }
}

fn write(at: Timestamp, contents: Contents) -> Result<JsValue, KeepError> {
    let at = ("at", from_time(at));
    match contents {
        Contents::Texts(texts) => {
            let texts = serde_json::to_string(&texts).map_err(|_| KeepError)?;
            object(&[at, ("texts", texts.into())])
        }
        Contents::Unreadable { file, is_unsent } => {
            object(&[at, ("file", file.into()), ("unsent", is_unsent.into())])
        }
    }
}
