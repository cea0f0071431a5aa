//! The server over real sockets: one test binary, a module per part of the public surface. What stands in `on_sqlite` and
//! `on_postgres` is told once for each database.

mod access;
mod durability;
mod http;
mod load;
mod mail;
mod on_postgres;
mod on_sqlite;
mod process;
mod start;
