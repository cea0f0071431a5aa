//! The address of a meeting as a QR code, for the wall and for print. Drawn for any six digits: it tells nothing.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::{ECL, QRBuilder};

use super::error::ApiError;
use crate::app::App;

/// `GET /qr/{code}.svg`
pub async fn draw(
    State(app): State<App>,
    file: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(file) = file?;
    let code = file.strip_suffix(".svg").ok_or(ApiError::NotFound)?;
    if code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ApiError::NotFound);
    }
    let address = format!("{}/m/{code}", app.public_url.origin());
    // With the strongest correction our mark may cover the middle.
    let qr = QRBuilder::new(address).ecl(ECL::H).build();
    let qr = qr.map_err(|_| ApiError::NotFound)?;
    let headers = [
        (CONTENT_TYPE, "image/svg+xml"),
        (CACHE_CONTROL, "public, max-age=86400"),
    ];
    Ok((headers, SvgBuilder::default().to_str(&qr)).into_response())
}
