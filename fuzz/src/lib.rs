//! The checks of `tests::fuzz`, without the server and the database that the tests also bring.

#[path = "../../tests/src/fuzz/mod.rs"]
pub mod checks;
