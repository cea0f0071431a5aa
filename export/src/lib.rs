//! Files for other programs, from plain values. Nothing here reads a clock or knows the server.

pub mod calendar;
