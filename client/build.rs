//! Turns `locales/{nb,nn,en}/*.json` into one method per text, so that a missing or misspelt text does not compile.
//! The files of a language are one list of texts, split by who needs them.
//!
//! A text may hold `{names}`, which become parameters. A text with the forms `one` and `other` takes the number `n`
//! first. What chooses and fills in is written once, in `words`, because it is asked for hundreds of times. All languages must have the same keys with the same names in them; otherwise the build stops and says where.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use serde_json::{Map, Value};

/// In the order of `words::Words::pick`.
const LANGUAGES: [&str; 3] = ["nb", "nn", "en"];

fn main() {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build.rs");
    let files = LANGUAGES.map(read);
    let [first, rest @ ..] = &files;
    for (file, name) in rest.iter().zip(&LANGUAGES[1..]) {
        assert!(
            first.keys().eq(file.keys()),
            "locales/{name} has other keys than locales/nb: {:?}",
            difference(first, file)
        );
    }
    let mut code = String::from("impl Words {\n");
    for key in first.keys() {
        method(&mut code, key, files.each_ref().map(|file| &file[key]));
    }
    code.push_str("}\n");
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("words.rs"), code).expect("OUT_DIR is writable");
}

fn read(name: &str) -> Map<String, Value> {
    let folder = format!("locales/{name}");
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("a folder can be listed").path())
        .collect();
    paths.sort();
    let mut all = Map::new();
    for path in paths {
        let path = path.display();
        let text =
            fs::read_to_string(path.to_string()).unwrap_or_else(|error| panic!("{path}: {error}"));
        let map: Map<String, Value> =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        for (key, value) in map {
            assert!(
                all.insert(key.clone(), value).is_none(),
                "{path}: {key} stands twice"
            );
        }
    }
    all.sort_keys();
    all
}

fn method(code: &mut String, key: &str, texts: [&Value; 3]) {
    let is_counted = texts[0].is_object();
    let names = placeholders(texts[0]);
    for (text, language) in texts.iter().zip(LANGUAGES) {
        let same = text.is_object() == is_counted && set(&placeholders(text)) == set(&names);
        assert!(
            same,
            "{key} in locales/{language} has other {{names}} or forms than in locales/nb"
        );
    }
    let mut params: Vec<String> = names
        .iter()
        .filter(|name| !is_counted || *name != "n")
        .map(|name| format!("{name}: &str"))
        .collect();
    if is_counted {
        params.insert(0, "n: usize".into());
    }
    let is_plain = params.is_empty();
    let result = if is_plain { "&'static str" } else { "String" };
    let params = params
        .iter()
        .fold(String::new(), |all, param| all + ", " + param);
    writeln!(code, "    pub fn {key}(self{params}) -> {result} {{").expect("a String takes all");
    let values: Vec<String> = names
        .iter()
        .filter(|name| !is_counted || *name != "n")
        .map(|name| format!("({name:?}, {name})"))
        .collect();
    let values = values.join(", ");
    let body = if is_counted {
        let one = texts.map(|text| form(text, key, "one"));
        let other = texts.map(|text| form(text, key, "other"));
        format!("self.counted(n, &{one:?}, &{other:?}, &[{values}])")
    } else {
        let texts = texts.map(|text| string(text, key));
        if is_plain {
            format!("self.pick(&{texts:?})")
        } else {
            format!("self.filled(&{texts:?}, &[{values}])")
        }
    };
    writeln!(code, "        {body}\n    }}").expect("a String takes all");
}

fn string<'a>(text: &'a Value, key: &str) -> &'a str {
    text.as_str()
        .unwrap_or_else(|| panic!("{key} is neither a text nor an object of forms"))
}

fn form<'a>(text: &'a Value, key: &str, form: &str) -> &'a str {
    text[form]
        .as_str()
        .unwrap_or_else(|| panic!("{key} lacks the form {form:?}"))
}

/// The names in braces, in order of appearance; those of the form `other` for a counted text.
fn placeholders(text: &Value) -> Vec<String> {
    let text = text
        .as_str()
        .or_else(|| text["other"].as_str())
        .unwrap_or_default();
    let mut names: Vec<String> = Vec::new();
    for part in text.split('{').skip(1) {
        let name = part.split('}').next().unwrap_or_default();
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

fn difference<'a>(a: &'a Map<String, Value>, b: &'a Map<String, Value>) -> Vec<&'a String> {
    let only = |of: &'a Map<String, Value>, other: &'a Map<String, Value>| {
        of.keys().filter(|key| !other.contains_key(*key))
    };
    only(a, b).chain(only(b, a)).collect()
}

fn set(names: &[String]) -> BTreeSet<&str> {
    names.iter().map(String::as_str).collect()
}
