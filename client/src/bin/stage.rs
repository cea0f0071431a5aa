//! The stage: the facilitator's console and the wall, and what is read afterwards. A meeting as it happens, without documents.

use client::places::Program;

fn main() {
    client::start(Program::Stage, client::stage::Stage);
}
