//! What comes over a room's live line, taken apart: a whole view, or what is another than in the one before it.
//!
//! A view stays JSON here, because changes are to JSON (`shared::merge_patch`). It is read into types from text and nowhere else,
//! so that one decoder is enough for a view that came whole, by changes, over HTTP or from the device.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use shared::time::Timestamp;

/// [`shared::view::RoomFrame`], with its view unread.
#[derive(Debug, PartialEq)]
pub struct Frame {
    pub seq: i64,
    pub now: Timestamp,
    pub says: Says,
}

#[derive(Debug, PartialEq)]
pub enum Says {
    View(Value),
    /// To the view that had the number `from`.
    Changes {
        from: i64,
        changes: Value,
    },
}

/// None for anything that is neither a view nor changes to one.
pub fn read(text: &str) -> Option<Frame> {
    let Value::Object(mut frame) = serde_json::from_str(text).ok()? else {
        return None;
    };
    let number = |frame: &Map<String, Value>, name| frame.get(name).and_then(Value::as_i64);
    let says = match frame.get("type")?.as_str()? {
        "view" => Says::View(frame.remove("view")?),
        "changes" => Says::Changes {
            from: number(&frame, "from")?,
            changes: frame.remove("changes")?,
        },
        _ => return None,
    };
    Some(Frame {
        seq: number(&frame, "seq")?,
        now: Timestamp(number(&frame, "now").unwrap_or(0)),
        says,
    })
}

/// The view as what this page knows; none when a newer server says something it does not.
pub fn view<V: DeserializeOwned>(json: &str) -> Option<V> {
    serde_json::from_str(json).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_frame_is_a_view_or_changes_to_one() {
        let whole = read(r#"{"type":"view","seq":3,"now":17,"view":{"a":1}}"#);
        assert_eq!(
            whole,
            Some(Frame {
                seq: 3,
                now: Timestamp(17),
                says: Says::View(json!({"a": 1})),
            })
        );
        let changes = read(r#"{"type":"changes","seq":4,"from":3,"now":18,"changes":{"a":null}}"#);
        assert_eq!(
            changes.map(|frame| frame.says),
            Some(Says::Changes {
                from: 3,
                changes: json!({"a": null}),
            })
        );
        for other in [
            r#"{"type":"problem","code":"x"}"#,
            r#"{"type":"view","seq":3}"#,
            r#"{"type":"changes","seq":3,"changes":{}}"#,
            "[]",
            "",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
