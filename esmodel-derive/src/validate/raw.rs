//! `raw = r#"{..}"#`: a field's mapping as JSON, for kinds and parameters that have no attribute.

use darling::error::Accumulator;
use serde_json::{Map, Value as Json};

use super::{lock, wrong};
use crate::{
    kinds::{KindSpec, RAW, Shape},
    model::Mapping,
    parse::{RawField, Text},
};

/// What the JSON says. A kind that is known is checked against the type; its parameters are the server's to check.
pub(super) fn mapping(field: &RawField<'_>, text: &Text, mapping: &mut Mapping, errors: &mut Accumulator) {
    for (word, span) in super::field::mapping_words(field).into_iter().filter(|(word, _)| *word != "raw") {
        errors.push(wrong(
            span,
            format!("`raw` is the whole mapping of the field, so `{word}` stands in it; drop one of the two"),
        ));
    }
    match read(&text.value) {
        Ok((kind, params)) => {
            let known = KindSpec::named(&kind).filter(|kind| matches!(kind.shape, Shape::Leaf | Shape::Flattened));
            mapping.kind = Some(known.unwrap_or(&RAW));
            mapping.is_opaque |= known.is_none();
            mapping.params = lock::params(&Json::Object(params));
            if known.is_some() {
                mapping.params.retain(|param| param.key != "type");
            }
        }
        Err(message) => errors.push(wrong(text.span, message)),
    }
}

fn read(text: &str) -> Result<(String, Map<String, Json>), String> {
    const SAMPLE: &str = "write a JSON object with the server's word for the kind: `raw = r#\"{\"type\": \"..\"}\"#`";
    let json: Json = serde_json::from_str(text).map_err(|error| format!("`raw` is no JSON: {error}; {SAMPLE}"))?;
    let Json::Object(params) = json else { return Err(format!("`raw` is no object; {SAMPLE}")) };
    let Some(kind) = params.get("type").and_then(Json::as_str).map(str::to_owned) else {
        return Err(format!("`raw` has no `type`; {SAMPLE}"));
    };
    if let Some(key) = ["properties", "fields"].iter().find(|key| params.contains_key(**key)) {
        return Err(format!(
            "`raw` is the mapping of one field, and `{key}` holds others; write those with attributes: a struct with `EsObject`, `fields(..)`"
        ));
    }
    if matches!(&*kind, "object" | "nested" | "passthrough" | "alias" | "join") {
        return Err(format!("`{kind}` is more than one field; write it with its own attribute"));
    }
    Ok((kind, params))
}
