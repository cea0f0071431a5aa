//! The office: people, meetings to come, the year and one's own page.

use client::places::Program;

fn main() {
    client::start(Program::Office, client::office::app::Office);
}
