//! The office: people, meetings to come, the year and one's own page.

fn main() {
    client::start(client::office::app::Office);
}
