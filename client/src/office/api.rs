//! The office's part of the HTTP API. Unlike what a meeting needs, nothing of it is kept on the device: it is about
//! other people.

use gloo_net::http::{Method, RequestBuilder, Response};
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
    let response = RequestBuilder::new(path).method(Method::GET).send().await;
    let response = response.map_err(|_| ApiError::Unreachable)?;
    check(&response)?;
    let status = response.status();
    response.json().await.map_err(|_| ApiError::Broken(status))
}

/// Sends a change and reads what it led to.
pub async fn ask<T: DeserializeOwned>(
    method: Method,
    path: &str,
    body: &impl Serialize,
) -> Result<T, Trouble> {
    let response = send(method, path, body).await?;
    let error = ApiError::Broken(response.status());
    let problem = None;
    response
        .json()
        .await
        .map_err(|_| Trouble { error, problem })
}

/// Sends a change that has no answer.
pub async fn tell(method: Method, path: &str, body: &impl Serialize) -> Result<(), Trouble> {
    send(method, path, body).await.map(drop)
}

async fn send(method: Method, path: &str, body: &impl Serialize) -> Result<Response, Trouble> {
    let request = RequestBuilder::new(path).method(method).json(body);
    let request = request.map_err(|_| Trouble::UNREACHABLE)?;
    let response = request.send().await.map_err(|_| Trouble::UNREACHABLE)?;
    match check(&response) {
        Ok(()) => Ok(response),
        Err(error) => Err(Trouble {
            error,
            problem: response.json().await.ok(),
        }),
    }
}
