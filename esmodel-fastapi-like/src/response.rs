//! The answer of a list: the values, and how many there are in all.

use axum::{
    http::{HeaderName, HeaderValue},
    response::{IntoResponse, Response},
};
use esmodel::{
    EsModel,
    search::{Hit, Page, Total},
};
use serde::Serialize;

use crate::json::{respond, written};

/// How many documents match in all. Left out when the search did not count.
pub const X_TOTAL_HITS: HeaderName = HeaderName::from_static("x-total-hits");

/// `eq` where [`X_TOTAL_HITS`] is exact, `gte` where it is a lower bound.
pub const X_TOTAL_RELATION: HeaderName = HeaderName::from_static("x-total-relation");

/// `true` where hits may be missing, because a shard failed or the search's time-out passed. Left out otherwise.
pub const X_PARTIAL_RESULTS: HeaderName = HeaderName::from_static("x-partial-results");

/// The headers that scripts of another origin must be allowed to read. Browsers hide them from scripts unless the
/// answer names them in `Access-Control-Expose-Headers`; with tower-http:
/// `CorsLayer::new().allow_origin(..).expose_headers(EXPOSED_HEADERS)`.
pub const EXPOSED_HEADERS: [HeaderName; 3] = [X_TOTAL_HITS, X_TOTAL_RELATION, X_PARTIAL_RESULTS];

/// A page of values as an answer: a JSON list, with [`X_TOTAL_HITS`] and [`X_TOTAL_RELATION`] beside it.
///
/// A page of a search turns into it (`Ok(page.into())`); [`map`](Self::map) makes other values of the documents. Totals
/// are exact, past 10,000 too, unless the search says otherwise (`.total(..)`).
///
/// Its headers have to be exposed for scripts of another origin: see [`EXPOSED_HEADERS`].
#[derive(Debug, Clone)]
pub struct Paged<T> {
    values: Values<T>,
    total: Total,
    is_partial: bool,
}

#[derive(Debug, Clone)]
enum Values<T> {
    /// As searches return them: a hit decides what of its document is written. How is known where the page is, since
    /// only a model has hits.
    Hits(Vec<Hit<T>>, fn(&[Hit<T>]) -> serde_json::Result<Vec<u8>>),
    Plain(Vec<T>),
}

impl<T> Paged<T> {
    /// Values that are no hits of one search, and how many there are in all.
    pub const fn new(values: Vec<T>, total: Total) -> Self {
        Self { values: Values::Plain(values), total, is_partial: false }
    }

    /// How many documents match in all.
    pub const fn total(&self) -> Total {
        self.total
    }

    /// Turns each value into another: what the outside may see of a document.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Paged<U> {
        let values = match self.values {
            Values::Hits(hits, _) => hits.into_iter().map(Hit::into_inner).map(change).collect(),
            Values::Plain(values) => values.into_iter().map(change).collect(),
        };
        Paged { values: Values::Plain(values), total: self.total, is_partial: self.is_partial }
    }
}

/// Results of aggregations are dropped.
impl<T: EsModel, A> From<Page<T, A>> for Paged<T> {
    fn from(page: Page<T, A>) -> Self {
        let (total, is_partial) = (page.total, !page.is_complete());
        Self { values: Values::Hits(page.hits, serde_json::to_vec), total, is_partial }
    }
}

/// 200, also for an empty list. A [lazy property](esmodel::lazy) that failed makes it a [`Problem`](crate::Problem), as [`Json`](crate::Json)
/// has it. Values that cannot be written as JSON are a 500.
impl<T: Serialize> IntoResponse for Paged<T> {
    fn into_response(self) -> Response {
        let body = written(|| match &self.values {
            Values::Hits(hits, write) => write(hits),
            Values::Plain(values) => serde_json::to_vec(values),
        });
        let mut response = match body {
            Ok(body) => respond(body),
            Err(problem) => return problem.into_response(),
        };
        let headers = response.headers_mut();
        if let Some(count) = self.total.value() {
            let relation = if self.total.is_exact() { "eq" } else { "gte" };
            headers.insert(X_TOTAL_HITS, HeaderValue::from(count));
            headers.insert(X_TOTAL_RELATION, HeaderValue::from_static(relation));
        }
        if self.is_partial {
            headers.insert(X_PARTIAL_RESULTS, HeaderValue::from_static("true"));
        }
        response
    }
}
