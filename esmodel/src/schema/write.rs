//! The JSON of mappings and settings for a dialect. Built when an index is created or compared, never per document.

use serde_json::{Map, Value, json};

use super::{Component, Kind, ModelSchema, Param, ParamValue, Property};
use crate::{
    dialect::Dialect,
    error::{Error, Result, Unsupported},
};

type Object = Map<String, Value>;

/// The settings of the model's index, with the analysis in them.
pub(crate) fn settings_body(schema: &ModelSchema, dialect: Dialect) -> Value {
    let mut settings = params(schema.settings);
    let analysis = analysis(schema);
    if !analysis.is_empty() {
        settings.insert("analysis".to_owned(), Value::Object(analysis));
    }
    if dialect.is_opensearch() && holds_vectors(schema.properties) {
        settings.insert("index.knn".to_owned(), Value::Bool(true));
    }
    Value::Object(settings)
}

/// The mapping alone, as `PUT /index/_mapping` takes it.
pub(crate) fn mapping_body(schema: &ModelSchema, dialect: Dialect) -> Result<Value> {
    let mut mapping = Object::new();
    mapping.insert("dynamic".to_owned(), schema.dynamic.as_str().into());
    if schema.routing_required {
        mapping.insert("_routing".to_owned(), json!({ "required": true }));
    }
    mapping.insert("properties".to_owned(), Value::Object(properties(schema.properties, "", dialect)?));
    Ok(Value::Object(mapping))
}

fn properties(list: &[Property], parent: &str, dialect: Dialect) -> Result<Object> {
    let mut out = Object::new();
    for property in list {
        if property.is_flatten {
            out.append(&mut properties(property.field_type.properties, parent, dialect)?);
            continue;
        }
        let path = join(parent, property.name);
        out.insert(property.name.to_owned(), Value::Object(field(property, &path, dialect)?));
    }
    Ok(out)
}

fn field(property: &Property, path: &str, dialect: Dialect) -> Result<Object> {
    let kind = property.of_kind();
    if !kind.is_in(dialect) {
        let what = format!("field kind `{}`, which `{path}` has", kind.name());
        return Err(Error::from(Unsupported::new(what, dialect)));
    }
    let mut out = Object::new();
    let children = properties(property.field_type.properties, path, dialect)?;
    // The server leaves `object` out where there are fields, and so must we to compare equal.
    if kind != Kind::Object || children.is_empty() {
        out.insert("type".to_owned(), kind.name_in(dialect.product()).into());
    }
    if kind == Kind::DenseVector {
        vector(property, dialect, &mut out);
    } else {
        out.extend(params(property.field_type.params));
        out.extend(params(property.params));
    }
    if let Some(dynamic) = property.dynamic {
        out.insert("dynamic".to_owned(), dynamic.as_str().into());
    }
    if !property.enabled {
        out.insert("enabled".to_owned(), Value::Bool(false));
    }
    if !children.is_empty() {
        out.insert("properties".to_owned(), Value::Object(children));
    }
    if !property.fields.is_empty() {
        out.insert("fields".to_owned(), Value::Object(properties(property.fields, path, dialect)?));
    }
    Ok(out)
}

/// Vectors differ in every word: `dims` and `similarity` in Elasticsearch, `dimension` and a method in OpenSearch.
fn vector(property: &Property, dialect: Dialect, out: &mut Object) {
    let mut given = params(property.field_type.params);
    given.extend(params(property.params));
    let indexed = given.get("index").and_then(Value::as_bool).unwrap_or(true);
    if !dialect.is_opensearch() {
        given.insert("index".to_owned(), Value::Bool(indexed));
        if indexed {
            given.entry("similarity").or_insert_with(|| "cosine".into());
        }
        out.append(&mut given);
        return;
    }
    if let Some(dims) = given.remove("dims") {
        out.insert("dimension".to_owned(), dims);
    }
    if indexed {
        let space = match given.get("similarity").and_then(Value::as_str) {
            Some("l2_norm") => "l2",
            Some("dot_product" | "max_inner_product") => "innerproduct",
            _ => "cosinesimil",
        };
        out.insert("method".to_owned(), json!({ "name": "hnsw", "space_type": space, "engine": "lucene" }));
    } else {
        out.insert("index".to_owned(), Value::Bool(false));
    }
}

fn holds_vectors(list: &[Property]) -> bool {
    list.iter().any(|property| property.of_kind() == Kind::DenseVector || holds_vectors(property.field_type.properties))
}

fn analysis(schema: &ModelSchema) -> Object {
    let parts: [(&str, &[Component]); 5] = [
        ("analyzer", schema.analysis.analyzers),
        ("normalizer", schema.analysis.normalizers),
        ("tokenizer", schema.analysis.tokenizers),
        ("filter", schema.analysis.filters),
        ("char_filter", schema.analysis.char_filters),
    ];
    let mut out = Object::new();
    for (part, components) in parts {
        if components.is_empty() {
            continue;
        }
        let named =
            components.iter().map(|component| (component.name.to_owned(), Value::Object(params(component.params))));
        out.insert(part.to_owned(), Value::Object(named.collect()));
    }
    out
}

fn params(list: &[Param]) -> Object {
    list.iter().map(|param| (param.key.to_owned(), value(param.value))).collect()
}

pub(super) fn value(value: ParamValue) -> Value {
    match value {
        ParamValue::Str(text) => text.into(),
        ParamValue::Int(number) => number.into(),
        ParamValue::Float(number) => number.into(),
        ParamValue::Bool(truth) => truth.into(),
        ParamValue::List(list) => list.iter().copied().map(self::value).collect(),
        ParamValue::Map(map) => Value::Object(params(map)),
    }
}

fn join(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") }
}
