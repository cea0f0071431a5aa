//! Updates, each with its length in front: what is let in can be merged, read, encoded and opened elsewhere.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    fuzz::checks::merge(&fuzz::checks::unpack(input));
});
