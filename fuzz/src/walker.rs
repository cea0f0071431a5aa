//! Any bytes: the walk ends, and what it lets in yrs sees in the same way.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    fuzz::checks::walker(bytes);
});
