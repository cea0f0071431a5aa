//! Somebody of the sample who asks the API with a bearer token, in JSON.

use serde_json::Value;
use shared::rights::Role;

use crate::http::{Answer, Client};
use crate::server::TestServer;

#[derive(Debug, Clone)]
pub struct Caller {
    client: Client,
    authorization: String,
}

impl TestServer {
    /// The first person of a role.
    pub fn caller(&self, role: Role) -> Caller {
        self.caller_with(&self.person(role).token)
    }

    pub fn caller_with(&self, token: &str) -> Caller {
        Caller {
            client: self.http(),
            authorization: format!("Bearer {token}"),
        }
    }
}

impl Caller {
    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, "").await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, &body.to_string()).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send("PUT", path, &body.to_string()).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, "").await
    }

    async fn send(&self, method: &str, path: &str, body: &str) -> Answer {
        let headers = [
            ("authorization", self.authorization.as_str()),
            ("content-type", "application/json"),
        ];
        self.client.send(method, path, &headers, body).await
    }
}
