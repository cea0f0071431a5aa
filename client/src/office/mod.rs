//! The pages of whom runs the programme, and everybody's own page. A module per page; `app` maps addresses to them.
//!
//! `frame` is what the pages have in common, `parts` what their forms are made of, `api` and `trouble` their talk with
//! the server.

pub mod api;
pub mod app;
mod audit;
mod device;
mod frame;
mod mails;
mod me;
mod meetings;
pub mod parts;
mod people;
mod programme;
mod trouble;
mod wheel;
