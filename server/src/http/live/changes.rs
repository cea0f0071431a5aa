//! What a viewer sees that is another than before. Fields that are the same are not even written down: a view is large,
//! and most of it never changes.

use serde::Serialize;
use serde_json::{Map, Value};
use shared::lobby::RoomView;
use shared::merge_patch::difference;

/// A merge patch from one view to the next; none when this viewer sees no difference.
pub fn between(before: &RoomView, after: &RoomView) -> Option<Value> {
    // Every field by name, so that a new one cannot be forgotten.
    let RoomView {
        meeting,
        people,
        on_the_way,
        receivers,
        knocks,
        may,
        let_in_at,
        proceedings,
        texts,
        form,
        last_review,
        earlier_promises,
        groundwork,
    } = after;
    let mut patch = Patch(Map::new());
    patch.compare("meeting", &before.meeting, meeting);
    patch.compare("people", &before.people, people);
    patch.compare("on_the_way", &before.on_the_way, on_the_way);
    patch.compare("receivers", &before.receivers, receivers);
    patch.compare("knocks", &before.knocks, knocks);
    patch.compare("may", &before.may, may);
    patch.compare("let_in_at", &before.let_in_at, let_in_at);
    patch.compare("proceedings", &before.proceedings, proceedings);
    patch.compare("texts", &before.texts, texts);
    patch.compare("form", &before.form, form);
    patch.compare("last_review", &before.last_review, last_review);
    patch.compare(
        "earlier_promises",
        &before.earlier_promises,
        earlier_promises,
    );
    patch.compare("groundwork", &before.groundwork, groundwork);
    (!patch.0.is_empty()).then_some(Value::Object(patch.0))
}

struct Patch(Map<String, Value>);

impl Patch {
    fn compare<T: PartialEq + Serialize>(&mut self, name: &str, before: &T, after: &T) {
        if before != after
            && let Some(change) = difference(&json(before), &json(after))
        {
            self.0.insert(name.to_owned(), change);
        }
    }
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("plain values with text keys always serialise")
}
