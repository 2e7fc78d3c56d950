//! Parameters that not every product and version has. The derive knows which kind has which.
//!
//! Versions before Elasticsearch 7.17 and OpenSearch 2.0 are not told apart.

use serde_json::Value;

use super::Object;
use crate::{
    dialect::{Dialect, Product, Since, Version},
    error::{Error, Result, Unsupported},
    schema::{Kind, kind::since},
};

const ANY: Option<Version> = since(0, 0);
const ELASTICSEARCH: Since = Since::of(ANY, None);
const OPENSEARCH: Since = Since::of(None, ANY);

const fn elasticsearch(major: u16, minor: u16) -> Since {
    Since::of(since(major, minor), None)
}

const fn opensearch(major: u16, minor: u16) -> Since {
    Since::of(None, since(major, minor))
}

/// The first versions that have the parameter of that kind: its path, `index_options.m`, or the path with a word that it
/// takes, `index_options.type=hnsw`.
fn first(kind: Kind, path: &str) -> Since {
    match kind {
        // OpenSearch's flat objects have no parameters at all.
        Kind::Flattened => match path {
            "type" | "type=flattened" | "type=flat_object" => Since::ALWAYS,
            "time_series_dimensions" => elasticsearch(8, 8),
            "synthetic_source_keep" => elasticsearch(8, 16),
            "preserve_leaf_arrays" => elasticsearch(9, 4),
            _ => ELASTICSEARCH,
        },
        Kind::DenseVector => vector(path),
        Kind::SemanticText | Kind::Semantic => meaning(path),
        Kind::SparseVector => match path {
            "store" => elasticsearch(8, 18),
            "index_options" => elasticsearch(8, 19),
            "method" => opensearch(3, 3),
            _ => common(path),
        },
        Kind::Wildcard if matches!(path, "normalizer" | "doc_values") => OPENSEARCH,
        Kind::Version if matches!(path, "index" | "doc_values" | "store") => opensearch(3, 2),
        Kind::MatchOnlyText => words_only(path),
        Kind::ConstantKeyword if path == "meta" => ELASTICSEARCH,
        // 7.17 refuses it.
        Kind::Percolator if path == "meta" => elasticsearch(8, 0),
        Kind::CountedKeyword if path == "index" => elasticsearch(8, 13),
        Kind::UnsignedLong if path == "coerce" => OPENSEARCH,
        Kind::IntegerRange
        | Kind::LongRange
        | Kind::FloatRange
        | Kind::DoubleRange
        | Kind::DateRange
        | Kind::IpRange
            if path == "ignore_malformed" =>
        {
            OPENSEARCH
        }
        Kind::Boolean if path == "ignore_malformed" => elasticsearch(8, 8),
        Kind::Boolean | Kind::HalfFloat | Kind::Float | Kind::Double if path == "time_series_dimension" => {
            elasticsearch(8, 16)
        }
        Kind::GeoPoint => match path {
            "index" => ELASTICSEARCH,
            "time_series_metric" => elasticsearch(8, 8),
            _ => common(path),
        },
        // OpenSearch forgets it, and then refuses the same mapping as another one.
        Kind::GeoShape if path == "index" => ELASTICSEARCH,
        Kind::GeoShape if path == "store" => Since::of(since(8, 8), ANY),
        Kind::RankFeature if path == "null_value" => elasticsearch(8, 9),
        Kind::Histogram if path == "coerce" => elasticsearch(9, 3),
        Kind::Date | Kind::DateNanos | Kind::ScaledFloat | Kind::TokenCount if path == "skip_list" => opensearch(3, 3),
        _ => common(path),
    }
}

/// Of text without positions: OpenSearch takes what its text takes.
fn words_only(path: &str) -> Since {
    match path {
        "doc_values" => elasticsearch(9, 5),
        "index"
        | "store"
        | "analyzer"
        | "search_analyzer"
        | "search_quote_analyzer"
        | "similarity"
        | "term_vector"
        | "fielddata"
        | "fielddata_frequency_filter"
        | "eager_global_ordinals"
        | "position_increment_gap" => OPENSEARCH,
        _ => common(path),
    }
}

/// What means the same on every kind that has it.
fn common(path: &str) -> Since {
    match path {
        "script" | "on_script_error" | "time_series_dimension" | "time_series_metric" => ELASTICSEARCH,
        "synthetic_source_keep" => elasticsearch(8, 16),
        "subobjects" => elasticsearch(8, 3),
        "doc_values.multi_value" | "doc_values.nullability" => elasticsearch(9, 5),
        "doc_values.on_failure" => elasticsearch(9, 6),
        "boost" => OPENSEARCH,
        "print_format" => opensearch(2, 12),
        "use_similarity" => opensearch(3, 0),
        "skip_list" => opensearch(3, 2),
        "disable_objects" => opensearch(3, 5),
        _ => Since::ALWAYS,
    }
}

/// Of vectors, in the words of the product.
fn vector(path: &str) -> Since {
    match path {
        "element_type=byte" => elasticsearch(8, 6),
        "similarity=max_inner_product" => elasticsearch(8, 11),
        "index_options.type=int8_hnsw" | "index_options.confidence_interval" => elasticsearch(8, 12),
        "index_options.type=flat" | "index_options.type=int8_flat" => elasticsearch(8, 13),
        "element_type=bit" | "index_options.type=int4_hnsw" | "index_options.type=int4_flat" => elasticsearch(8, 15),
        "index_options.type=bbq_hnsw" | "index_options.type=bbq_flat" => elasticsearch(8, 16),
        "index_options.rescore_vector" => elasticsearch(8, 18),
        "index_options.type=bbq_disk" | "index_options.cluster_size" | "index_options.default_visit_percentage" => {
            elasticsearch(9, 2)
        }
        "element_type=bfloat16" | "index_options.on_disk_rescore" => elasticsearch(9, 3),
        "index_options.flat_index_threshold" | "index_options.bits" | "index_options.precondition" => {
            elasticsearch(9, 4)
        }
        "index_options.auto_calibrate" => elasticsearch(9, 5),
        "data_type=byte" => opensearch(2, 9),
        "data_type=binary" => opensearch(2, 16),
        "mode" | "compression_level" | "space_type" => opensearch(2, 17),
        _ => common(path),
    }
}

/// Of text that is searched by its meaning.
fn meaning(path: &str) -> Since {
    if let Some(option) = path.strip_prefix("index_options.dense_vector.") {
        return vector(&format!("index_options.{option}"));
    }
    match path {
        "chunking_settings" | "index_options" => elasticsearch(8, 19),
        "index_options.sparse_vector" => elasticsearch(9, 2),
        "search_inference_id" => elasticsearch(8, 16),
        "raw_field_type" | "semantic_info_field_name" | "chunking" | "semantic_field_search_analyzer" => OPENSEARCH,
        "chunking.algorithm" | "dense_embedding_config" | "sparse_encoding_config" | "skip_existing_embedding" => {
            opensearch(3, 2)
        }
        _ => common(path),
    }
}

/// Whether the server of that dialect has it. 8.19 came after 9.0, with what 9.1 has.
fn is_in(first: Since, dialect: Dialect) -> bool {
    let came_late = first.elasticsearch == since(8, 19);
    let is_early = dialect.product() == Product::Elasticsearch
        && (Version::new(9, 0, 0)..Version::new(9, 1, 0)).contains(&dialect.version());
    first.within(dialect) && !(came_late && is_early)
}

/// Refuses what the server of that dialect does not have.
pub(super) fn check(kind: Kind, written: &Object, path: &str, dialect: Dialect) -> Result<()> {
    // Elasticsearch takes the value of the first document then; OpenSearch refuses the mapping.
    if kind == Kind::ConstantKeyword && dialect.is_opensearch() && !written.contains_key("value") {
        let what = format!("field kind `constant_keyword` without a `value`, which `{path}` is");
        return Err(Error::from(Unsupported::new(what, dialect)));
    }
    match lacking(kind, written, "", dialect) {
        None => Ok(()),
        Some(param) => {
            let what = match param.split_once('=') {
                None => format!("parameter `{param}` of kind `{}`, which `{path}` has", kind.name()),
                Some((param, word)) => {
                    format!("`{word}` for the parameter `{param}` of kind `{}`, which `{path}` has", kind.name())
                }
            };
            Err(Error::from(Unsupported::new(what, dialect)))
        }
    }
}

/// The path of the first parameter, or word, that the server lacks.
fn lacking(kind: Kind, written: &Object, outer: &str, dialect: Dialect) -> Option<String> {
    written.iter().find_map(|(key, value)| {
        let path = if outer.is_empty() { key.clone() } else { format!("{outer}.{key}") };
        if !is_in(first(kind, &path), dialect) {
            return Some(path);
        }
        match value {
            Value::String(word) => {
                let word = format!("{path}={word}");
                (!is_in(first(kind, &word), dialect)).then_some(word)
            }
            Value::Object(inside) => lacking(kind, inside, &path, dialect),
            Value::Array(list) => {
                list.iter().filter_map(Value::as_object).find_map(|inside| lacking(kind, inside, &path, dialect))
            }
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lacks(kind: Kind, written: &Value, product: Product, major: u16, minor: u16) -> Option<String> {
        lacking(kind, written.as_object().unwrap(), "", Dialect::new(product, Version::new(major, minor, 0)))
    }

    #[test]
    fn parameters_words_and_what_is_inside_have_their_versions() {
        use Product::{Elasticsearch as Es, OpenSearch as Os};
        let disk = json!({ "index_options": { "type": "bbq_disk" } });
        assert_eq!(lacks(Kind::DenseVector, &disk, Es, 9, 1).unwrap(), "index_options.type=bbq_disk");
        assert_eq!(lacks(Kind::DenseVector, &disk, Es, 9, 2), None);
        let small = json!({ "index_options": { "type": "bbq_disk", "bits": 2 } });
        assert_eq!(lacks(Kind::DenseVector, &small, Es, 9, 3).unwrap(), "index_options.bits");
        assert_eq!(lacks(Kind::DenseVector, &small, Es, 9, 4), None);
        let meaning = json!({ "index_options": { "dense_vector": { "type": "bbq_disk" } } });
        assert_eq!(lacks(Kind::SemanticText, &meaning, Es, 9, 1).unwrap(), "index_options.dense_vector.type=bbq_disk");
        let chunking = json!({ "chunking": [{ "algorithm": "delimiter" }] });
        assert_eq!(lacks(Kind::SemanticText, &chunking, Os, 3, 1).unwrap(), "chunking.algorithm");
        assert_eq!(lacks(Kind::SemanticText, &json!({ "chunking": true }), Os, 3, 1), None);
        assert_eq!(lacks(Kind::Keyword, &json!({ "boost": 2.0 }), Es, 8, 19).unwrap(), "boost");
        assert_eq!(lacks(Kind::Long, &json!({ "time_series_metric": "gauge" }), Es, 7, 17), None);
    }

    #[test]
    fn what_came_with_8_19_is_in_9_1_and_not_in_9_0() {
        let pruned = json!({ "index_options": { "prune": true } });
        let lacks = |major, minor| lacks(Kind::SparseVector, &pruned, Product::Elasticsearch, major, minor);
        assert_eq!((lacks(8, 19), lacks(9, 1)), (None, None));
        assert_eq!((lacks(8, 18).as_deref(), lacks(9, 0).as_deref()), (Some("index_options"), Some("index_options")));
    }
}
