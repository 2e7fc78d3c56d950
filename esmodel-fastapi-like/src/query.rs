//! Reading the query string. What the parameters mean is for those who ask for them.

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
};
use serde::de::DeserializeOwned;

use crate::Problem;

/// The query string as a `T`: `Query(filter): Query<Filter>`.
///
/// Unlike axum's, it reads a key that is repeated into a list (`country=NO&country=SE` into a `Vec<String>`, which wants
/// a `#[serde(default)]`), and what it refuses is a [`Problem`]. Keys that `T` does not have are left alone, so that it
/// goes together with [`Pagination`](crate::Pagination) and [`Sort`](crate::Sort).
///
/// # Errors
/// 400 when `T` cannot be read from it: a missing key, a number that is none, a key twice where one value is wanted.
///
/// ```
/// use axum::{Router, routing::get};
/// use esmodel_fastapi_like::Query;
///
/// #[derive(serde::Deserialize)]
/// struct Filter {
///     #[serde(default)]
///     country: Vec<String>,
///     min_population: Option<u64>,
/// }
///
/// async fn list(Query(filter): Query<Filter>) -> String {
///     format!("{} countries from {:?} people", filter.country.len(), filter.min_population)
/// }
///
/// let routes: Router = Router::new().route("/cities", get(list));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        read(parts).map(Self)
    }
}

/// Reads the query string of a request; none is as good as an empty one.
pub(crate) fn read<T: DeserializeOwned>(parts: &Parts) -> Result<T, Problem> {
    serde_html_form::from_str(parts.uri.query().unwrap_or_default()).map_err(|error| {
        Problem::new(StatusCode::BAD_REQUEST, format!("the query string cannot be read: {}", shown(&error.to_string())))
    })
}

/// The only value of a parameter; `None` where it is not given, or empty, as forms send what was not filled in.
pub(crate) fn single(name: &'static str, values: Vec<String>) -> Result<Option<String>, Problem> {
    if values.len() > 1 {
        return Err(refused(name, format!("`{name}` is given {} times; give it once", values.len())));
    }
    Ok(values.into_iter().next().filter(|value| !value.is_empty()))
}

/// A parameter that is wrong.
pub(crate) fn refused(name: &'static str, detail: String) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, detail).member("parameter", name)
}

/// What a client sent, short enough to be sent back.
pub(crate) fn shown(text: &str) -> String {
    const LONGEST: usize = 200;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}..", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(shown("Zürich"), "Zürich");
        assert_eq!(shown(&"ü".repeat(300)), format!("{}..", "ü".repeat(200)));
    }

    #[test]
    fn an_empty_value_is_none_and_two_are_one_too_many() {
        assert_eq!(single("_page", vec![String::new()]).unwrap(), None);
        assert_eq!(single("_page", vec!["2".into()]).unwrap().as_deref(), Some("2"));
        assert!(single("_page", vec!["2".into(), "2".into()]).is_err());
    }
}
