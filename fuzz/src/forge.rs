//! The same as `apply`, but the bytes choose what somebody who knows the format forges, so that nearly all is let in.

#![no_main]

libfuzzer_sys::fuzz_target!(|choices: &[u8]| {
    fuzz::checks::merge(&fuzz::checks::forge::updates(choices));
});
