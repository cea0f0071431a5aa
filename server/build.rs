//! Tells cargo that the binary holds the built client, so that a new file in `dist/` is seen.

fn main() {
    println!("cargo:rerun-if-changed=../dist");
}
