//! One module per page, each on the parts below it.

pub mod conclusion;
pub mod home;
pub mod indicator;
pub mod meeting;
pub mod overview;
pub mod promises;
pub mod proposals;
pub mod sign_in;
pub mod steps;
