//! The servers that are measured: how each is started as it ships, and where its clients knock.

mod peers;
pub mod samling;

use anyhow::Result;
use clap::ValueEnum;
use tempfile::TempDir;

use crate::door::Door;
use crate::process::{Cores, Process};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Samling,
    /// The server bundled with y-websocket 2.1
    YWebsocket,
    /// @y/websocket-server
    YWebsocketServer,
    Hocuspocus,
    YSweet,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Samling => "Samling",
            Self::YWebsocket => "y-websocket 2.1.0",
            Self::YWebsocketServer => "@y/websocket-server 0.1.1",
            Self::Hocuspocus => "@hocuspocus/server 4.7.0",
            Self::YSweet => "y-sweet 0.9.1",
        }
    }
}

/// What the documents of a run look like before anybody comes.
#[derive(Debug, Clone, Copy)]
pub struct Stock {
    pub n_documents: usize,
    pub n_clients: usize,
    /// How many bytes of text each document holds.
    pub text_len: usize,
}

/// A running server, filled as [`Stock`] says.
pub struct Server {
    pub process: Process,
    doors: Doors,
    /// Removed with the server.
    _folder: TempDir,
}

enum Doors {
    Samling(samling::Doors),
    Peer(peers::Doors),
}

impl Server {
    pub async fn start(kind: Kind, stock: Stock, cores: Option<Cores>) -> Result<Self> {
        match kind {
            Kind::Samling => samling::start(stock, cores).await,
            peer => peers::start(peer, stock, cores).await,
        }
    }

    /// Where a client of a document knocks. Who types at ours also asks to hear what is stored.
    pub fn door(&self, document_idx: usize, client_idx: usize, types: bool) -> Door {
        match &self.doors {
            Doors::Samling(doors) => doors.door(document_idx, client_idx, types),
            Doors::Peer(doors) => doors.door(document_idx),
        }
    }

    /// What is left to write into the documents before the run, by a client of their own.
    pub fn must_be_seeded(&self) -> bool {
        matches!(self.doors, Doors::Peer(_))
    }
}
