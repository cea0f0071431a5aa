//! The server over real sockets: one test binary, a module per part of the public surface.

mod access;
mod durability;
mod http;
mod load;
mod process;
mod sign_in;
mod snapshots;
mod start;
mod sync;
