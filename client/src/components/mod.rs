//! Parts of pages: they turn signals into markup and events into calls on the model. No rules live here.

pub mod asides;
pub mod avatar;
pub mod bars;
pub mod brand;
pub mod code_input;
pub mod copy;
pub mod dialog;
pub mod drawing;
pub mod grade;
pub mod header;
pub mod icon;
pub mod message;
pub mod page_title;
pub mod presence;
pub mod proposal_card;
pub mod proposals;
pub mod save_state;
pub mod settings_dialog;
pub mod text_card;
pub mod toast;
pub mod wheel;
