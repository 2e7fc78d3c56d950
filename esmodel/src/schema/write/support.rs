//! Parameters that not every product and version has. The derive knows which kind has which.

use super::Object;
use crate::{
    dialect::{Dialect, Since, Version},
    error::{Error, Result, Unsupported},
    schema::{Kind, kind::since},
};

const ANY: Option<Version> = since(0, 0);

/// The first versions that have the parameter of that kind.
fn first(kind: Kind, key: &str) -> Since {
    match (kind, key) {
        // OpenSearch's flat objects have no parameters at all.
        (Kind::Flattened, "type") => Since::ALWAYS,
        (Kind::Flattened, "time_series_dimensions") => Since::of(since(8, 13), None),
        (Kind::Flattened, _) => Since::of(ANY, None),
        (Kind::Wildcard, "normalizer" | "doc_values") => Since::of(None, ANY),
        (Kind::ConstantKeyword | Kind::Histogram, "meta") => Since::of(since(7, 7), None),
        (_, "meta") => Since::of(since(7, 6), ANY),
        (_, "script" | "on_script_error") => Since::of(since(7, 13), None),
        (Kind::GeoPoint, "time_series_metric") => Since::of(since(8, 8), None),
        (_, "time_series_dimension" | "time_series_metric") => Since::of(since(8, 1), None),
        (_, "synthetic_source_keep") => Since::of(since(8, 17), None),
        (_, "subobjects") => Since::of(since(8, 3), None),
        (Kind::Boolean, "ignore_malformed") => Since::of(since(8, 9), None),
        (Kind::SparseVector, "store" | "index_options")
        | (Kind::SemanticText, "chunking_settings" | "index_options") => Since::of(since(8, 19), None),
        (Kind::SemanticText, "search_inference_id") => Since::of(since(8, 16), None),
        _ => Since::ALWAYS,
    }
}

/// Refuses what the server of that dialect does not have.
pub(super) fn check(kind: Kind, written: &Object, path: &str, dialect: Dialect) -> Result<()> {
    match written.keys().find(|key| !first(kind, key).within(dialect)) {
        None => Ok(()),
        Some(key) => {
            let what = format!("parameter `{key}` of kind `{}`, which `{path}` has", kind.name());
            Err(Error::from(Unsupported::new(what, dialect)))
        }
    }
}
