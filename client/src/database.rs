//! The device's database: its stores, and rows as plain JavaScript objects.

use js_sys::{Array, JSON, Object, Reflect, Uint8Array};
use rexie::{ObjectStore, Rexie};
use shared::time::Timestamp;
use wasm_bindgen::{JsCast, JsValue};

const DATABASE: &str = "samling";
pub const COPIES: &str = "copies";
pub const OUTBOX: &str = "outbox";
pub const ASIDE: &str = "aside";

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

pub async fn open() -> Result<Rexie, KeepError> {
    let database = Rexie::builder(DATABASE)
        .version(1)
        .add_object_store(ObjectStore::new(COPIES))
        .add_object_store(ObjectStore::new(OUTBOX).auto_increment(true))
        .add_object_store(ObjectStore::new(ASIDE))
        .build()
        .await?;
    Ok(database)
}

pub fn object(fields: &[(&str, JsValue)]) -> Result<JsValue, KeepError> {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &JsValue::from_str(name), value)?;
    }
    Ok(object.into())
}

pub fn field(row: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(row, &JsValue::from_str(name)).ok()
}

pub fn text(row: &JsValue, name: &str) -> Option<String> {
    field(row, name)?.as_string()
}

pub fn bytes(row: &JsValue, name: &str) -> Option<Vec<u8>> {
    Some(field(row, name)?.dyn_into::<Uint8Array>().ok()?.to_vec())
}

pub fn time(row: &JsValue, name: &str) -> Option<Timestamp> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 fit with room to spare"
    )]
    let ms = field(row, name)?.as_f64()? as i64;
    Some(Timestamp(ms))
}

pub fn from_time(at: Timestamp) -> JsValue {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds stay exact for 285 000 years"
    )]
    let ms = at.0 as f64;
    ms.into()
}

/// A row of any shape as JSON, for somebody who looks for faults; bytes as hexadecimal digits.
pub fn describe(row: &JsValue) -> Option<String> {
    JSON::stringify(&readable(row)).ok()?.as_string()
}

fn readable(value: &JsValue) -> JsValue {
    if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
        let bytes = bytes.to_vec();
        let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
        return digits.collect::<String>().into();
    }
    if let Some(list) = value.dyn_ref::<Array>() {
        return list
            .iter()
            .map(|part| readable(&part))
            .collect::<Array>()
            .into();
    }
    let Some(object) = value.dyn_ref::<Object>() else {
        return value.clone();
    };
    let fields = Object::entries(object);
    let fields: Array = fields
        .iter()
        .map(|entry| {
            let entry: Array = entry.unchecked_into();
            Array::of2(&entry.get(0), &readable(&entry.get(1)))
        })
        .collect();
    Object::from_entries(&fields).map_or(JsValue::NULL, JsValue::from)
}
