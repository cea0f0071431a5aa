//! Somebody who follows a room on a live line, and remembers every word that reached them.

use serde_json::Value;
use shared::lobby::RoomView;
use shared::merge_patch;
use tokio::time::timeout;

use crate::PATIENCE;
use crate::peer::{Dial, Socket};

pub struct Watcher {
    pub socket: Socket,
    pub seq: i64,
    pub view: RoomView,
    /// The same as it came, with what changed since.
    json: Value,
    /// Every frame as it came.
    pub heard: Vec<String>,
}

impl Dial {
    /// Opens the line and waits for the first view.
    pub async fn watch(self) -> Watcher {
        let mut socket = self.socket().await;
        let text = socket.next_text().await.expect("a first view");
        let (seq, json) = first(&text);
        Watcher {
            socket,
            seq,
            view: read(&json),
            json,
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

    /// Reads one frame.
    pub async fn next(&mut self) {
        let step = timeout(PATIENCE, self.step())
            .await
            .expect("a frame in time");
        step.expect("an open line");
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
        let frame: Value = serde_json::from_str(&text).expect("a frame");
        if frame["type"] == "changes" {
            let seq = frame["seq"].as_i64().expect("a number");
            assert!(seq >= self.seq, "{seq} after {}", self.seq);
            assert_eq!(frame["from"], self.seq, "no frame is missing");
            merge_patch::merge(&mut self.json, frame["changes"].clone());
            (self.seq, self.view) = (seq, read(&self.json));
        }
        self.heard.push(text);
        Ok(())
    }
}

/// The number and the view of the frame that a line begins with.
fn first(text: &str) -> (i64, Value) {
    let mut frame: Value = serde_json::from_str(text).expect("a frame");
    assert_eq!(frame["type"], "view", "{text}");
    (
        frame["seq"].as_i64().expect("a number"),
        frame["view"].take(),
    )
}

fn read(json: &Value) -> RoomView {
    serde_json::from_value(json.clone()).expect("a view")
}
