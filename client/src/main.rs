//! The room: home, getting in, and meetings.

fn main() {
    client::start(client::app::App);
}
