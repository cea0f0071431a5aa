//! The stock Yjs client from npm against the real server: starts `node --test` on `tests/stock/`.
//!
//! Takes two minutes, because one test waits for what stock clients do after a long silence. `cargo xtask test` says
//! where the server is; without it the tests are reported as skipped by name, and on CI that fails.

use std::path::Path;
use std::process::Command;

#[test]
fn y_websocket() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let is_ready =
        std::env::var_os("SAMLING_BIN").is_some() && root.join("node_modules/y-websocket").exists();
    if !is_ready {
        assert!(
            std::env::var_os("CI").is_none(),
            "SAMLING_BIN must be set on CI: run `cargo xtask test`"
        );
        eprintln!("skipped: stock client (SAMLING_BIN not set: run `cargo xtask test`)");
        return;
    }
    let status = Command::new("node")
        .args([
            "--test",
            "--test-reporter=spec",
            // A provider that was told to stop leaves a timer behind.
            "--test-force-exit",
            "tests/stock/stock.test.mjs",
        ])
        .current_dir(root)
        .status()
        .expect("node runs where its modules are installed");
    assert!(status.success(), "the stock client disagrees: see above");
}
