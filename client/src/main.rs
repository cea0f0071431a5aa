//! The room: home, getting in, the lobby, and a meeting with its documents, which people write together.

use client::places::Program;

fn main() {
    client::start(Program::Room, client::app::App);
}
