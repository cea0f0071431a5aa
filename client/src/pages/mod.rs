//! One module per page, each on the parts below it.

pub mod asking;
pub mod conclusion;
pub mod console;
pub mod elsewhere;
pub mod email_sign_in;
pub mod fact_sheet;
pub mod home;
pub mod indicator;
pub mod join;
mod leaving;
pub mod lobby;
pub mod meeting;
pub mod overview;
pub mod plan;
pub mod promises;
pub mod proposals;
pub mod receive;
pub mod report;
pub mod results;
pub mod room;
pub mod score_sheet;
pub mod seminar;
pub mod session;
pub mod sign_in;
pub mod steps;
pub mod wall;
pub mod who;
