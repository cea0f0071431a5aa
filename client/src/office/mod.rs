//! The pages of whom runs the programme, and everybody's own page. A module per page; `app` maps addresses to them.

pub mod app;
