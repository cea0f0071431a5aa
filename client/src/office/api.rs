//! The office's part of the HTTP API. Unlike what a meeting needs, nothing of it is kept on the device: it is about
//! other people.

use gloo_net::http::{Method, RequestBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::view::{Problem, ProblemDetail};

use crate::api::{ApiError, check};

const CHANGED_MEANWHILE: &str = "changed-meanwhile";

/// Why a change was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub error: ApiError,
    /// What the server said about it.
    pub problem: Option<Problem>,
}

impl Trouble {
    const UNREACHABLE: Self = Self {
        error: ApiError::Unreachable,
        problem: None,
    };

    /// The server answered with something else than it promises.
    pub fn broken() -> Self {
        Self {
            error: ApiError::Broken(0),
            problem: None,
        }
    }

    /// Something that was seen to be wrong before it was sent.
    pub fn here(detail: ProblemDetail) -> Self {
        let problem = Problem {
            code: "invalid".to_owned(),
            title: String::new(),
            status: 422,
            detail: Some(detail),
        };
        Self {
            error: ApiError::Broken(422),
            problem: Some(problem),
        }
    }

    pub fn is_changed_meanwhile(&self) -> bool {
        self.problem
            .as_ref()
            .is_some_and(|problem| problem.code == CHANGED_MEANWHILE)
    }

    pub fn detail(&self) -> Option<&ProblemDetail> {
        self.problem.as_ref()?.detail.as_ref()
    }
}

pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, ApiError> {
    let text = get_text(path).await?;
    serde_json::from_str(&text).map_err(|_| ApiError::Broken(0))
}

/// An answer as it came.
pub async fn get_text(path: &str) -> Result<String, ApiError> {
    let response = RequestBuilder::new(path).method(Method::GET).send().await;
    let response = response.map_err(|_| ApiError::Unreachable)?;
    check(&response)?;
    response.text().await.map_err(|_| ApiError::Unreachable)
}

/// Sends a change and reads what it led to.
pub async fn ask<T: DeserializeOwned>(
    method: Method,
    path: &str,
    body: &impl Serialize,
) -> Result<T, Trouble> {
    let text = send(method, path, written(body)?).await?;
    serde_json::from_str(&text).map_err(|_| Trouble::broken())
}

/// Sends a change that has no answer.
pub async fn tell(method: Method, path: &str, body: &impl Serialize) -> Result<(), Trouble> {
    send(method, path, written(body)?).await.map(drop)
}

fn written(body: &impl Serialize) -> Result<String, Trouble> {
    serde_json::to_string(body).map_err(|_| Trouble::broken())
}

async fn send(method: Method, path: &str, body: String) -> Result<String, Trouble> {
    let request = RequestBuilder::new(path)
        .method(method)
        .header("content-type", "application/json")
        .body(body);
    let request = request.map_err(|_| Trouble::UNREACHABLE)?;
    let response = request.send().await.map_err(|_| Trouble::UNREACHABLE)?;
    let text = response.text().await.map_err(|_| Trouble::UNREACHABLE)?;
    match check(&response) {
        Ok(()) => Ok(text),
        Err(error) => Err(Trouble {
            error,
            problem: serde_json::from_str(&text).ok(),
        }),
    }
}
