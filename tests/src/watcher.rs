//! Somebody who follows a room on a live line, and remembers every word that reached them.

use shared::lobby::RoomView;
use shared::view::RoomFrame;
use tokio::time::timeout;

use crate::PATIENCE;
use crate::peer::{Dial, Socket};

pub struct Watcher {
    pub socket: Socket,
    pub seq: i64,
    pub view: RoomView,
    /// Every frame as it came.
    pub heard: Vec<String>,
}

impl Dial {
    /// Opens the line and waits for the first view.
    pub async fn watch(self) -> Watcher {
        let mut socket = self.socket().await;
        let text = socket.next_text().await.expect("a first view");
        let (seq, view) = read(&text).expect("a view");
        Watcher {
            socket,
            seq,
            view,
            heard: vec![text],
        }
    }
}

impl Watcher {
    /// Reads until the view is so.
    pub async fn until(&mut self, what: &str, is_so: impl Fn(&RoomView) -> bool) {
        let wait = async {
            while !is_so(&self.view) {
                if let Err(code) = self.step().await {
                    panic!("closed with {code} while waiting until {what}");
                }
            }
        };
        timeout(PATIENCE, wait)
            .await
            .unwrap_or_else(|_| panic!("waited too long until {what}"));
    }

    pub async fn until_closed(&mut self) -> u16 {
        loop {
            if let Err(code) = self.step().await {
                return code;
            }
        }
    }

    async fn step(&mut self) -> Result<(), u16> {
        let text = self.socket.next_text().await?;
        if let Some((seq, view)) = read(&text) {
            // The same again when only what the viewer may do has changed.
            assert!(seq >= self.seq, "{seq} after {}", self.seq);
            (self.seq, self.view) = (seq, view);
        }
        self.heard.push(text);
        Ok(())
    }
}

fn read(text: &str) -> Option<(i64, RoomView)> {
    match serde_json::from_str(text).expect("a frame") {
        RoomFrame::View { seq, view } => Some((seq, *view)),
        RoomFrame::Problem { .. } => None,
    }
}
