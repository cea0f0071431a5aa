//! The door: home, getting in and the lobby. What everybody meets first, without documents.

use client::places::Program;

fn main() {
    client::start(Program::Door, client::door::Door);
}
