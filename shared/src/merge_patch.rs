//! What is another in a JSON value than before, as a merge patch (RFC 7396): in an object only the fields that changed, and
//! null for what is gone; an array is sent whole. A field that is null counts as absent.

use serde_json::{Map, Value};

/// What must be merged into `before` to get `after`; none when nothing changed.
pub fn difference(before: &Value, after: &Value) -> Option<Value> {
    let (Value::Object(old), Value::Object(new)) = (before, after) else {
        let is_same = without_nulls(before) == without_nulls(after);
        return (!is_same).then(|| without_nulls(after));
    };
    let gone = old.iter().filter(|(name, value)| {
        !value.is_null() && new.get(*name).unwrap_or(&Value::Null).is_null()
    });
    let mut patch: Map<String, Value> = gone.map(|(name, _)| (name.clone(), Value::Null)).collect();
    for (name, value) in new.iter().filter(|(_, value)| !value.is_null()) {
        let change = match old.get(name).filter(|value| !value.is_null()) {
            Some(before) => difference(before, value),
            None => Some(without_nulls(value)),
        };
        patch.extend(change.map(|change| (name.clone(), change)));
    }
    (!patch.is_empty()).then_some(Value::Object(patch))
}

/// Merges what [`difference`] found.
pub fn merge(target: &mut Value, patch: Value) {
    let Value::Object(changes) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(fields) = target else {
        return; // it was made one a line above
    };
    for (name, change) in changes {
        if change.is_null() {
            fields.remove(&name);
        } else {
            merge(fields.entry(name).or_insert(Value::Null), change);
        }
    }
}

/// The same without fields that are null; what stands in an array stays as it is.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(_, value)| !value.is_null());
            fields
                .map(|(name, value)| (name.clone(), without_nulls(value)))
                .collect()
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_changed_is_in_the_patch_and_merging_it_gives_the_new_value() {
        for (before, after, expected) in [
            (json!({"a": 1}), json!({"a": 1}), None),
            (json!({"a": 1, "b": null}), json!({"a": 1}), None),
            (json!({"a": 1}), json!({"a": 1, "b": null}), None),
            (json!({"a": 1}), json!({"a": 2}), Some(json!({"a": 2}))),
            (
                json!({"a": 1}),
                json!({"a": null}),
                Some(json!({"a": null})),
            ),
            (
                json!({"a": 1, "b": 2}),
                json!({"b": 2}),
                Some(json!({"a": null})),
            ),
            (json!({}), json!({"a": {"b": null}}), Some(json!({"a": {}}))),
            (
                json!({"a": {"b": 1, "c": 2}}),
                json!({"a": {"b": 1, "c": 3}}),
                Some(json!({"a": {"c": 3}})),
            ),
            (
                json!({"a": [1, 2]}),
                json!({"a": [1, 3]}),
                Some(json!({"a": [1, 3]})),
            ),
            (
                json!({"a": [1]}),
                json!({"a": {"b": 1}}),
                Some(json!({"a": {"b": 1}})),
            ),
            (
                json!({"a": {"b": 1}}),
                json!({"a": 5}),
                Some(json!({"a": 5})),
            ),
            (
                json!({"a": [{"b": null}]}),
                json!({"a": [{"b": 1}]}),
                Some(json!({"a": [{"b": 1}]})),
            ),
            (
                json!({"a": {"b": {"c": 1}}}),
                json!({"a": {"b": {}}}),
                Some(json!({"a": {"b": {"c": null}}})),
            ),
        ] {
            let patch = difference(&before, &after);
            assert_eq!(patch, expected, "{before} {after}");
            let mut merged = before;
            if let Some(patch) = patch {
                merge(&mut merged, patch);
            }
            assert_eq!(without_nulls(&merged), without_nulls(&after));
        }
    }
}
