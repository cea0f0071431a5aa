//! The meetings: all of them, a new one from a template, and one being prepared.

mod day;
mod form;
mod invite;
mod list;
mod new;
mod participants;
mod plan;
mod setup;
mod state;
mod when;

pub use form::FormPage;
pub use list::MeetingsPage;
pub use new::NewMeetingPage;
pub use setup::SetupPage;
