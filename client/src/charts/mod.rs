//! Pictures as pure geometry: values in, positions out. What draws the year's wheel stands in `components`; the charts of
//! what a group answered have their geometry in `shared::chart`, and are drawn here.

pub mod dots;
pub mod figure;
pub mod picture;
pub mod say;
pub mod strip;
pub mod wheel;
