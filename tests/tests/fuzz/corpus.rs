//! The kept inputs in `fuzz/corpus/`: honest updates of ours and of stock Yjs, known killers, and what was once found.

use std::path::{Path, PathBuf};

/// The inputs of one target, with their names, in order of name.
pub fn load(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = folder(target);
    let mut inputs: Vec<(String, Vec<u8>)> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| {
            let path = entry.expect("a readable folder").path();
            let name = path
                .file_name()
                .expect("a file")
                .to_string_lossy()
                .into_owned();
            (name, std::fs::read(&path).expect("a readable file"))
        })
        .collect();
    inputs.sort();
    inputs
}

pub fn folder(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../fuzz/corpus")
        .join(target)
}
