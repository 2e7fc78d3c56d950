//! JSON as an answer: whole, or a problem.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use esmodel::lazy::with_failure;
use serde::Serialize;

use crate::Problem;

/// A value as the answer of a handler: `Ok(Json(City::get(&es, id).await?))`.
///
/// Unlike axum's, it does not answer with half of a document. Where a [lazy property](esmodel::lazy) failed, at any depth,
/// the answer is a [`Problem`] that carries its error, with the status of that error where it is a 5xx, and else 500.
/// Properties that are declared `#[es(lazy(optional))]` may be missing, and so may those that were not asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Json<T>(pub T);

/// 200. A value that cannot be written as JSON is a 500.
impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match written(|| serde_json::to_vec(&self.0)) {
            Ok(body) => respond(body),
            Err(problem) => problem.into_response(),
        }
    }
}

/// What `write` writes, unless that lacks something.
pub(crate) fn written(write: impl FnOnce() -> serde_json::Result<Vec<u8>>) -> Result<Vec<u8>, Problem> {
    match with_failure(write) {
        (_, Some(error)) => Err(Problem::behind(error)),
        (Ok(body), None) => Ok(body),
        (Err(_), None) => Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the answer could not be written")),
    }
}

/// 200 with that JSON.
pub(crate) fn respond(body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(body));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
