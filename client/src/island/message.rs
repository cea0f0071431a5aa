//! What goes over the port to the island and back; the other end is `client/island/src/messages.ts`.

use js_sys::{Array, Uint8Array};
use serde::Serialize;
use shared::document::Sticky;
use shared::document::chapters::{self, ProseKey};
use wasm_bindgen::{JsCast, JsValue};

use crate::database::{bytes, field, object, text};
use crate::model::facts::Peer;
use crate::model::mirror::Whole;

/// To the island.
pub enum ToIsland<'a> {
    Open {
        epoch: u32,
        may_write: bool,
        whole: &'a Whole,
    },
    Update(&'a [u8]),
    MayWrite(bool),
    Peers(&'a [Peer]),
}

/// From the island.
pub enum FromIsland {
    Update {
        epoch: u32,
        update: Vec<u8>,
        fields: Vec<String>,
    },
    Place {
        field: String,
        places: (Sticky, Sticky),
    },
    Left {
        field: String,
    },
    Shown {
        field: ProseKey,
    },
    Comment(Quote),
    TooOld,
}

/// Some words that somebody wants to say something about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    pub key: ProseKey,
    pub anchor: Sticky,
    pub head: Sticky,
    pub words: String,
}

/// One of the others, as the island draws them.
#[derive(Serialize)]
struct Caret<'a> {
    id: u64,
    name: String,
    hue: usize,
    field: Option<&'a str>,
    head: Option<&'a Sticky>,
}

impl ToIsland<'_> {
    /// None when the browser cannot make an object.
    pub fn encode(&self) -> Option<JsValue> {
        let fields = match self {
            Self::Open {
                epoch,
                may_write,
                whole,
            } => vec![
                ("type", "open".into()),
                ("epoch", (*epoch).into()),
                ("version", chapters::VERSION.into()),
                ("client", number(whole.client_id)),
                ("may_write", (*may_write).into()),
                ("update", Uint8Array::from(&*whole.snapshot).into()),
            ],
            Self::Update(update) => vec![
                ("type", "update".into()),
                ("update", Uint8Array::from(*update).into()),
            ],
            Self::MayWrite(may_write) => vec![
                ("type", "may-write".into()),
                ("may_write", (*may_write).into()),
            ],
            Self::Peers(peers) => {
                let carets: Vec<Caret<'_>> = peers.iter().map(caret).collect();
                let json = serde_json::to_string(&carets).ok()?;
                vec![("type", "peers".into()), ("peers", json.into())]
            }
        };
        object(&fields).ok()
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "client ids have at most 53 bits, so that JavaScript holds them"
)]
fn number(client_id: u64) -> JsValue {
    (client_id as f64).into()
}

fn caret(peer: &Peer) -> Caret<'_> {
    Caret {
        id: peer.client_id,
        name: peer.first_name(),
        hue: peer.hue,
        field: peer.field.as_deref(),
        head: peer.head.as_ref(),
    }
}

impl FromIsland {
    /// None for what this build does not know.
    pub fn decode(message: &JsValue) -> Option<Self> {
        let name = || text(message, "field");
        let place = |side: &str| serde_json::from_str(&text(message, side)?).ok();
        Some(match &*text(message, "type")? {
            "update" => Self::Update {
                epoch: epoch(message)?,
                update: bytes(message, "update")?,
                fields: strings(message, "fields")?,
            },
            "place" => Self::Place {
                field: name()?,
                places: (place("anchor")?, place("head")?),
            },
            "left" => Self::Left { field: name()? },
            "shown" => Self::Shown {
                field: name()?.parse().ok()?,
            },
            "comment" => Self::Comment(Quote {
                key: name()?.parse().ok()?,
                anchor: place("anchor")?,
                head: place("head")?,
                words: text(message, "quote")?,
            }),
            "too-old" => Self::TooOld,
            _ => return None,
        })
    }
}

fn epoch(message: &JsValue) -> Option<u32> {
    let epoch = field(message, "epoch")?.as_f64()?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is a number that this page gave out"
    )]
    let epoch = epoch as u32;
    Some(epoch)
}

fn strings(message: &JsValue, name: &str) -> Option<Vec<String>> {
    let list: Array = field(message, name)?.dyn_into().ok()?;
    Some(list.iter().filter_map(|text| text.as_string()).collect())
}
