//! The door: home, getting in, the lobby, receiving people and the wall. What everybody meets first, without documents.

use client::places::Program;

fn main() {
    client::start(Program::Door, client::door::Door);
}
