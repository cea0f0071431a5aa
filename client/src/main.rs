//! The room: a meeting's documents, which people write together.

use client::places::Program;

fn main() {
    client::start(Program::Room, client::app::App);
}
