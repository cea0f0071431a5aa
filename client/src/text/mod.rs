//! Texts that many write in at once: a plain text area that follows a shared text, and the carets drawn over it.

mod carets;
pub mod rebase;
pub mod selection;
pub mod shared_text;
