//! Asking the API to do something. An answer that says no says why, in words a program can tell apart.

use gloo_net::http::{Request, Response};
use gloo_timers::callback::Timeout;
use leptos::web_sys::AbortController;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::view::{Problem, ProblemDetail};

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failed {
    /// No contact with the server; nothing was done, as far as is known.
    Unreachable,
    Refused(Problem),
    /// An answer that this page does not understand.
    Broken,
}

impl Failed {
    /// The problem's code; empty when there is none.
    pub fn code(&self) -> &str {
        match self {
            Self::Refused(problem) => &problem.code,
            Self::Unreachable | Self::Broken => "",
        }
    }

    pub fn tries_left(&self) -> Option<u32> {
        match self.detail()? {
            ProblemDetail::TriesLeft(n_tries) => Some(*n_tries),
            _ => None,
        }
    }

    /// Seconds until it is worth trying again.
    pub fn retry_in_s(&self) -> Option<u32> {
        match self.detail()? {
            ProblemDetail::RetryInS(s) => Some(*s),
            _ => None,
        }
    }

    fn detail(&self) -> Option<&ProblemDetail> {
        match self {
            Self::Refused(problem) => problem.detail.as_ref(),
            Self::Unreachable | Self::Broken => None,
        }
    }
}

pub async fn get_for<A: DeserializeOwned>(path: &str) -> Result<A, Failed> {
    let answer = Request::get(path).send().await;
    json(answer.map_err(|_| Failed::Unreachable)?).await
}

pub async fn post<B: Serialize>(path: &str, body: &B) -> Result<(), Failed> {
    send(Request::post(path), body).await.map(drop)
}

pub async fn post_for<A: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<A, Failed> {
    json(send(Request::post(path), body).await?).await
}

/// The same, but an answer that has not come by then is not waited for.
pub async fn post_within<A: DeserializeOwned>(
    path: &str,
    body: &impl Serialize,
    patience_ms: u32,
) -> Result<A, Failed> {
    let controller = AbortController::new().map_err(|_| Failed::Broken)?;
    let request = Request::post(path).abort_signal(Some(&controller.signal()));
    let _patience = Timeout::new(patience_ms, move || controller.abort());
    json(send(request, body).await?).await
}

pub async fn put<B: Serialize>(path: &str, body: &B) -> Result<(), Failed> {
    send(Request::put(path), body).await.map(drop)
}

pub async fn delete(path: &str) -> Result<(), Failed> {
    let response = Request::delete(path).send().await;
    checked(response.map_err(|_| Failed::Unreachable)?)
        .await
        .map(drop)
}

async fn send(
    request: gloo_net::http::RequestBuilder,
    body: &impl Serialize,
) -> Result<Response, Failed> {
    let request = request.json(body).map_err(|_| Failed::Broken)?;
    let response = request.send().await.map_err(|_| Failed::Unreachable)?;
    checked(response).await
}

async fn json<A: DeserializeOwned>(response: Response) -> Result<A, Failed> {
    let response = checked(response).await?;
    response.json().await.map_err(|error| match error {
        gloo_net::Error::SerdeError(_) => Failed::Broken,
        // It broke off on its way.
        _ => Failed::Unreachable,
    })
}

/// 502 to 504 come from something in front of a server that is away.
async fn checked(response: Response) -> Result<Response, Failed> {
    match response.status() {
        200..=299 => Ok(response),
        502..=504 => Err(Failed::Unreachable),
        _ => match response.json().await {
            Ok(problem) => Err(Failed::Refused(problem)),
            Err(_) => Err(Failed::Broken),
        },
    }
}
