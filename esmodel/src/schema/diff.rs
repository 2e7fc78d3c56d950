//! A model's mapping against the one that an index has: what can be added, what does not fit.
//!
//! Kinds and analyzers are compared; the other parameters are not, yet.

use serde_json::{Map, Value};

use crate::error::FieldMismatch;

/// What the comparison found.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct MappingDiff {
    /// Full paths of fields (and multi-fields) that the index does not have.
    pub(crate) added: Vec<String>,
    /// Fields that cannot be changed in place.
    pub(crate) mismatches: Vec<FieldMismatch>,
}

/// Compares two mappings (objects with `properties`) in one dialect's words.
pub(crate) fn diff(declared: &Value, deployed: &Value) -> MappingDiff {
    let mut found = MappingDiff::default();
    compare(children(declared, "properties"), children(deployed, "properties"), "", &mut found);
    for section in ["runtime", "derived"] {
        compare_computed(children(declared, section), children(deployed, section), &mut found);
    }
    found
}

/// What is worked out while searching can be changed in place.
fn compare_computed(
    declared: Option<&Map<String, Value>>,
    deployed: Option<&Map<String, Value>>,
    found: &mut MappingDiff,
) {
    let facts = |field: &Value| (field.get("type").cloned(), field.pointer("/script/source").cloned());
    for (path, wanted) in declared.into_iter().flatten() {
        let present = deployed.and_then(|fields| fields.get(path));
        if present.map(facts) != Some(facts(wanted)) {
            found.added.push(path.clone());
        }
    }
}

fn children<'v>(mapping: &'v Value, key: &str) -> Option<&'v Map<String, Value>> {
    mapping.get(key).and_then(Value::as_object)
}

fn compare(
    declared: Option<&Map<String, Value>>,
    deployed: Option<&Map<String, Value>>,
    parent: &str,
    found: &mut MappingDiff,
) {
    for (name, wanted) in declared.into_iter().flatten() {
        let path = if parent.is_empty() { name.clone() } else { format!("{parent}.{name}") };
        let Some(present) = deployed.and_then(|fields| fields.get(name)) else {
            found.added.push(path);
            continue;
        };
        let (wanted_kind, present_kind) = (describe(wanted), describe(present));
        if wanted_kind != present_kind {
            found.mismatches.push(FieldMismatch { path, deployed: present_kind, declared: wanted_kind });
            continue;
        }
        compare(children(wanted, "properties"), children(present, "properties"), &path, found);
        compare(children(wanted, "fields"), children(present, "fields"), &path, found);
    }
}

/// A field's kind and analyzers, as a person would name them.
fn describe(field: &Value) -> String {
    let text = |key: &str| field.get(key).and_then(Value::as_str);
    let kind = text("type").unwrap_or("object");
    let mut described = kind.to_owned();
    match kind {
        "text" => {
            let analyzer = text("analyzer").unwrap_or("default");
            if analyzer != "default" {
                described.extend([format!(" with analyzer `{analyzer}`")]);
            }
            if let Some(search) = text("search_analyzer").filter(|search| *search != analyzer) {
                described.extend([format!(" and search analyzer `{search}`")]);
            }
        }
        "keyword" => {
            if let Some(normalizer) = text("normalizer") {
                described.extend([format!(" with normalizer `{normalizer}`")]);
            }
        }
        "dense_vector" | "knn_vector" => {
            if let Some(dims) = field.get("dims").or_else(|| field.get("dimension")) {
                described.extend([format!(" of {dims} dimensions")]);
            }
        }
        _ => {}
    }
    described
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_field_of_another_kind_is_a_mismatch_with_its_full_path() {
        let declared = json!({"properties": {"address": {"properties": {"zip": {"type": "keyword"}}}}});
        let deployed = json!({"properties": {"address": {"properties": {"zip": {"type": "long"}}}}});
        let found = diff(&declared, &deployed);
        assert_eq!(
            found.mismatches,
            [FieldMismatch { path: "address.zip".into(), deployed: "long".into(), declared: "keyword".into() }]
        );
        assert!(found.added.is_empty());
    }

    #[test]
    fn a_new_field_and_a_new_multi_field_are_additions() {
        let declared = json!({"properties": {
            "name": {"type": "text", "fields": {"raw": {"type": "keyword"}}}, "age": {"type": "short"}}});
        let deployed = json!({"properties": {"name": {"type": "text"}}});
        let mut added = diff(&declared, &deployed).added;
        added.sort();
        assert_eq!(added, ["age", "name.raw"]);
    }

    #[test]
    fn another_analyzer_is_a_mismatch_that_names_both() {
        let declared = json!({"properties": {"name": {"type": "text", "analyzer": "english"}}});
        let deployed = json!({"properties": {"name": {"type": "text"}}});
        let found = diff(&declared, &deployed);
        assert_eq!(found.mismatches[0].declared, "text with analyzer `english`");
        assert_eq!(found.mismatches[0].deployed, "text");
    }

    #[test]
    fn parameters_that_the_server_adds_are_no_difference() {
        let declared = json!({"dynamic": "strict", "properties": {"at": {"type": "date"}, "o": {"type": "object"}}});
        let deployed = json!({"dynamic": "strict", "properties": {
            "at": {"type": "date", "format": "strict_date_optional_time"}, "o": {"type": "object"}, "extra": {"type": "ip"}}});
        assert_eq!(diff(&declared, &deployed), MappingDiff::default());
    }
}
