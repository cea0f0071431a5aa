//! The pages themselves, in a real Chromium: starts `node --test` on `tests/browser/`.
//!
//! `cargo xtask test` says where Chromium and the server are. Run without it, the tests are reported as skipped by name;
//! on CI a missing part fails the run.

use std::path::Path;
use std::process::Command;

#[test]
fn pages_in_chromium() {
    let parts = ["CHROMIUM", "SAMLING_BIN"];
    let missing: Vec<&str> = parts
        .into_iter()
        .filter(|name| std::env::var_os(name).is_none())
        .collect();
    if !missing.is_empty() {
        assert!(
            std::env::var_os("CI").is_none(),
            "{missing:?} must be set on CI: run `cargo xtask test`"
        );
        eprintln!("skipped: browser tests ({missing:?} not set: run `cargo xtask test`)");
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let tests = [
        "tests/browser/pages.test.mjs",
        "tests/browser/joining.test.mjs",
        "tests/browser/writing.test.mjs",
        "tests/browser/trouble.test.mjs",
        "tests/browser/office.test.mjs",
        "tests/browser/session.test.mjs",
        "tests/browser/console.test.mjs",
        "tests/browser/day.test.mjs",
        "tests/browser/wall.test.mjs",
        "tests/browser/papers.test.mjs",
        "tests/browser/versions.test.mjs",
        "tests/browser/island.test.mjs",
        "tests/browser/seminar.test.mjs",
        "tests/browser/plan.test.mjs",
    ];
    let status = Command::new("node")
        .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
        .args(tests)
        .current_dir(root)
        .status()
        .expect("node runs: `cargo xtask test` checks that it is there");
    assert!(status.success(), "a browser test failed: see above");
}
