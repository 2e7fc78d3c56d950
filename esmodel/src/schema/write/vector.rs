//! Vectors, which differ in every word: `dims`, `similarity`, `element_type` and `index_options` in Elasticsearch,
//! `dimension`, `data_type` and a `method` with a `space_type` in OpenSearch.

use serde_json::{Value, json};

use super::Object;
use crate::{
    dialect::Dialect,
    error::{Error, Result, Unsupported},
};

/// What speaks to one product only: the other has parameters of its own for it.
const OPENSEARCH: [&str; 6] = ["method", "mode", "compression_level", "model_id", "store", "doc_values"];

/// The parameters of a vector in the dialect's words.
pub(super) fn params(mut given: Object, path: &str, dialect: Dialect) -> Result<Object> {
    let indexed = given.get("index").and_then(Value::as_bool).unwrap_or(true);
    if dialect.is_opensearch() {
        return opensearch(given, indexed, path, dialect);
    }
    for key in OPENSEARCH {
        given.remove(key);
    }
    given.insert("index".to_owned(), Value::Bool(indexed));
    if indexed {
        // Bits have one measure only.
        let is_bits = given.get("element_type").is_some_and(|element| element == "bit");
        given.entry("similarity").or_insert_with(|| if is_bits { "l2_norm" } else { "cosine" }.into());
    }
    Ok(given)
}

fn opensearch(mut given: Object, indexed: bool, path: &str, dialect: Dialect) -> Result<Object> {
    let mut out = Object::new();
    if let Some(dims) = given.remove("dims") {
        out.insert("dimension".to_owned(), dims);
    }
    let is_bits = match given.get("element_type").and_then(Value::as_str) {
        Some("byte") => {
            out.insert("data_type".to_owned(), "byte".into());
            false
        }
        Some("bit") => {
            out.insert("data_type".to_owned(), "binary".into());
            true
        }
        _ => false,
    };
    for key in ["meta", "store", "doc_values"] {
        if let Some(value) = given.remove(key) {
            out.insert(key.to_owned(), value);
        }
    }
    if !indexed {
        out.insert("index".to_owned(), Value::Bool(false));
        return Ok(out);
    }
    // A trained model knows the method, and the length too.
    if let Some(model) = given.remove("model_id") {
        out.remove("dimension");
        out.insert("model_id".to_owned(), model);
        return Ok(out);
    }
    let space = match given.get("similarity").and_then(Value::as_str) {
        Some("l2_norm") => "l2",
        Some("dot_product" | "max_inner_product") => "innerproduct",
        _ if is_bits => "hamming",
        _ => "cosinesimil",
    };
    let (mode, level) = (given.remove("mode"), given.remove("compression_level"));
    let has_mode = mode.is_some() || level.is_some();
    for (key, value) in [("mode", mode), ("compression_level", level)] {
        if let Some(value) = value {
            out.insert(key.to_owned(), value);
        }
    }
    let method = match given.remove("method") {
        Some(Value::Object(mut method)) => {
            method.entry("name").or_insert_with(|| "hnsw".into());
            method.entry("space_type").or_insert_with(|| space.into());
            Some(Value::Object(method))
        }
        // With a mode the server chooses the method.
        _ if has_mode => {
            out.insert("space_type".to_owned(), space.into());
            None
        }
        _ => Some(method(&given, space, is_bits, path, dialect)?),
    };
    if let Some(method) = method {
        out.insert("method".to_owned(), method);
    }
    Ok(out)
}

/// The method that Elasticsearch's `index_options` speak of.
fn method(given: &Object, space: &str, is_bits: bool, path: &str, dialect: Dialect) -> Result<Value> {
    let engine = if is_bits { "faiss" } else { "lucene" };
    let mut method = json!({ "name": "hnsw", "space_type": space, "engine": engine });
    let Some(Value::Object(options)) = given.get("index_options") else { return Ok(method) };
    if let Some(kind) = options.get("type").and_then(Value::as_str).filter(|kind| *kind != "hnsw") {
        let what =
            format!("index of type `{kind}` for vectors, which `{path}` has (say what it is to do by `method(..)`)");
        return Err(Error::from(Unsupported::new(what, dialect)));
    }
    let carried =
        ["m", "ef_construction"].into_iter().filter_map(|key| Some((key.to_owned(), options.get(key)?.clone())));
    let carried: Object = carried.collect();
    if let (false, Value::Object(entries)) = (carried.is_empty(), &mut method) {
        entries.insert("parameters".to_owned(), Value::Object(carried));
    }
    Ok(method)
}
