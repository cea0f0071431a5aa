//! The server of Samling: storage, rooms, HTTP and WebSockets.
//!
//! Dependencies point down: `store` <- `room` <- `http` <- `serve`. What somebody may do is decided in `shared`.

pub mod app;
pub mod calendars;
pub mod check;
pub mod clock;
pub mod codes;
pub mod config;
pub mod demo;
pub mod erasure;
mod hex;
pub mod http;
pub mod invite;
pub mod letters;
pub mod limits;
pub mod mail;
pub mod oidc;
pub mod phrase;
pub mod reports;
pub mod retention;
pub mod room;
pub mod secret;
pub mod seeding;
pub mod serve;
pub mod sign_in;
pub mod store;
pub mod templates;
