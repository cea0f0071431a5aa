//! Holds a value against a schema of `/api/openapi.json`: as much of JSON Schema as is used there, and strict about fields
//! that no schema knows.

use serde_json::{Map, Value};

/// What is wrong, with the place in the value; nothing when it fits.
pub fn check(document: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    Checker { document }.check(schema, value, "$")
}

/// The place that a `$ref` names.
pub fn resolve<'a>(document: &'a Value, reference: &str) -> Option<&'a Value> {
    document.pointer(reference.strip_prefix('#')?)
}

struct Checker<'a> {
    document: &'a Value,
}

impl Checker<'_> {
    fn check(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        if let Some(reference) = schema["$ref"].as_str() {
            let schema = resolve(self.document, reference).ok_or_else(|| reference.to_owned())?;
            return self.check(schema, value, at);
        }
        if let Some(alternatives) = schema["oneOf"].as_array() {
            let tried = alternatives.iter().map(|one| self.check(one, value, at));
            let (good, bad): (Vec<_>, Vec<_>) = tried.partition(Result::is_ok);
            return match good.len() {
                1 => Ok(()),
                n_good => Err(format!("{at}: {n_good} of oneOf fit: {bad:?}")),
            };
        }
        if let Some(parts) = schema["allOf"].as_array() {
            return self.check(&self.merged(parts)?, value, at);
        }
        if schema["enum"]
            .as_array()
            .is_some_and(|words| !words.contains(value))
        {
            return Err(format!("{at}: {value} is none of {}", schema["enum"]));
        }
        check_type(&schema["type"], value, at)?;
        match value {
            Value::Object(object) => self.check_object(schema, object, at),
            Value::Array(items) => self.check_array(schema, items, at),
            _ => Ok(()),
        }
    }

    /// Objects that are to fit together, as one.
    fn merged(&self, parts: &[Value]) -> Result<Value, String> {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for part in parts {
            let part = match part["$ref"].as_str() {
                Some(reference) => resolve(self.document, reference).ok_or(reference)?,
                None => part,
            };
            properties.extend(part["properties"].as_object().cloned().unwrap_or_default());
            required.extend(part["required"].as_array().cloned().unwrap_or_default());
        }
        Ok(serde_json::json!({"type": "object", "properties": properties, "required": required}))
    }

    fn check_object(
        &self,
        schema: &Value,
        object: &Map<String, Value>,
        at: &str,
    ) -> Result<(), String> {
        for name in schema["required"].as_array().into_iter().flatten() {
            let name = name.as_str().unwrap_or_default();
            if !object.contains_key(name) {
                return Err(format!("{at}: {name} is missing"));
            }
        }
        for (name, value) in object {
            let at = format!("{at}.{name}");
            match (
                schema["properties"].get(name),
                schema.get("additionalProperties"),
            ) {
                (Some(schema), _) | (None, Some(schema)) => self.check(schema, value, &at)?,
                (None, None) => return Err(format!("{at} is not described")),
            }
        }
        Ok(())
    }

    fn check_array(&self, schema: &Value, items: &[Value], at: &str) -> Result<(), String> {
        let first = schema["prefixItems"].as_array();
        let n_first = first.map_or(0, Vec::len);
        for (idx, value) in items.iter().enumerate() {
            let schema = first
                .and_then(|first| first.get(idx))
                .unwrap_or(&schema["items"]);
            self.check(schema, value, &format!("{at}[{idx}]"))?;
        }
        if items.len() < n_first {
            return Err(format!("{at} is too short"));
        }
        Ok(())
    }
}

fn check_type(expected: &Value, value: &Value, at: &str) -> Result<(), String> {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let fits = match expected {
        Value::String(word) => word == found,
        Value::Array(words) => words.iter().any(|word| word == found),
        _ => false,
    };
    if fits {
        Ok(())
    } else {
        Err(format!("{at} is {found} and not {expected}"))
    }
}
