//! Mappings in one form, whichever server they come from: what is compared, and what lock files hold.
//!
//! Words are Elasticsearch's, each field has its `type`, and what a server takes anyway is left out.

use serde_json::{Map, Value, json};

use super::{
    Kind, kept,
    rules::{Rule, rule_of},
    write::{join, value},
};
use crate::dialect::Product;

type Object = Map<String, Value>;

/// The key of `_meta` under which esmodel writes facts of its own: plans, lock files and models leave it alone.
pub(crate) const RESERVED: &str = "esmodel";

/// What a mapping may say besides its fields.
pub(super) const ROOT_OPTIONS: &[&str] = &[
    "enabled",
    "_source",
    "_meta",
    "dynamic_templates",
    "date_detection",
    "numeric_detection",
    "dynamic_date_formats",
];

/// The canonical form of a mapping (an object with `properties`) in that product's words.
pub(crate) fn canonical(mapping: &Value, product: Product) -> Value {
    let dynamic = mapping.get("dynamic").map_or_else(|| "true".to_owned(), text);
    let mut out = Object::new();
    if mapping.pointer("/_routing/required").is_some_and(|required| text(required) == "true") {
        out.insert("_routing".to_owned(), json!({ "required": true }));
    }
    for key in ROOT_OPTIONS {
        if let Some(option) = mapping.get(*key) {
            out.insert((*key).to_owned(), option.clone());
        }
    }
    // Documents are indexed unless it says otherwise.
    out.retain(|key, value| key != "enabled" || text(value) == "false");
    if let Some(meta) = out.get_mut("_meta").and_then(Value::as_object_mut) {
        meta.remove(RESERVED);
        // A server keeps an empty one that was set.
        if meta.is_empty() {
            out.remove("_meta");
        }
    }
    templates(out.get_mut("dynamic_templates"));
    let mut runtime = mapping.get("runtime").and_then(Value::as_object).cloned().unwrap_or_default();
    derived(mapping, "", &mut runtime);
    runtime.values_mut().for_each(computed);
    if !runtime.is_empty() {
        out.insert("runtime".to_owned(), Value::Object(runtime));
    }
    out.insert("properties".to_owned(), fields(mapping.get("properties"), product, &dynamic));
    out.insert("dynamic".to_owned(), dynamic.into());
    Value::Object(out)
}

/// What is worked out while searching, by its full path. OpenSearch writes it into the objects that the paths name.
fn derived(object: &Value, parent: &str, out: &mut Object) {
    let inside = |part: &str| object.get(part).and_then(Value::as_object).into_iter().flatten();
    out.extend(inside("derived").map(|(name, given)| (join(parent, name), given.clone())));
    for (name, given) in inside("properties") {
        derived(given, &join(parent, name), out);
    }
}

/// Without the conditions that servers leave out, some of them, where they are given: they say what is so anyway.
fn templates(list: Option<&mut Value>) {
    let named = list.and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut);
    for rule in named.flat_map(|named| named.values_mut()).filter_map(Value::as_object_mut) {
        // Without a name or a path to match, `*` is what makes the template act.
        let has_name = rule.contains_key("match") || rule.contains_key("path_match");
        let is = |value: &Value, default: &str| is_whole(&default.into(), value);
        rule.retain(|key, value| match key.as_str() {
            "match_pattern" => !is(value, "simple"),
            "match_mapping_type" => !(has_name && is(value, "*")),
            _ => true,
        });
    }
}

/// A field that is worked out, without what servers take anyway and do not echo.
fn computed(field: &mut Value) {
    let is_date = field.get("type").and_then(Value::as_str) == Some(Kind::Date.name());
    let Some(field) = field.as_object_mut() else { return };
    field.retain(|key, value| match key.as_str() {
        "on_script_error" => value != "fail",
        "format" => !is_date || !is_default_value(Kind::Date.name(), key, value),
        _ => true,
    });
}

fn fields(list: Option<&Value>, product: Product, outer: &str) -> Value {
    let list = list.and_then(Value::as_object).into_iter().flatten();
    Value::Object(list.map(|(name, given)| (name.clone(), field(given, product, outer))).collect())
}

fn field(given: &Value, product: Product, outer: &str) -> Value {
    let mut given = given.as_object().cloned().unwrap_or_default();
    let kind = kind_of(&given, product);
    if kind == Kind::DenseVector.name() {
        vector(&mut given);
    }
    if [Kind::SemanticText.name(), Kind::Semantic.name()].contains(&&*kind) {
        renamed(&mut given, &[("model_id", "inference_id"), ("search_model_id", "search_inference_id")]);
    }
    let dynamic = given.remove("dynamic").map(|dynamic| text(&dynamic));
    let inside = dynamic.as_deref().unwrap_or(outer);
    let mut out = Object::new();
    for part in ["properties", "fields"] {
        let list = fields(given.remove(part).as_ref(), product, inside);
        if list.as_object().is_some_and(|list| !list.is_empty()) {
            out.insert(part.to_owned(), list);
        }
    }
    given.remove("type");
    if kind == Kind::Passthrough.name() && given.get("time_series_dimension") == Some(&Value::Bool(true)) {
        dimensions(&mut out);
    }
    given.remove("derived");
    kept::spelled(&kind, &mut given);
    analyzers(&kind, &mut given);
    given.retain(|key, value| !is_default_value(&kind, key, value));
    out.append(&mut given);
    if let Some(dynamic) = dynamic.filter(|dynamic| dynamic != outer) {
        out.insert("dynamic".to_owned(), dynamic.into());
    }
    out.insert("type".to_owned(), kind.into());
    Value::Object(out)
}

fn kind_of(given: &Object, product: Product) -> String {
    let word = given.get("type").and_then(Value::as_str).unwrap_or("object");
    let known = Kind::ALL.iter().find(|kind| kind.name_in(product) == word);
    known.map_or(word, |kind| kind.name()).to_owned()
}

fn renamed(given: &mut Object, words: &[(&str, &str)]) {
    for (word, becomes) in words {
        if let Some(value) = given.remove(*word) {
            given.insert((*becomes).to_owned(), value);
        }
    }
}

/// OpenSearch's words for a vector become Elasticsearch's.
fn vector(given: &mut Object) {
    renamed(given, &[("dimension", "dims"), ("data_type", "element_type")]);
    if let Some(element) = given.get_mut("element_type").filter(|element| *element == "binary") {
        *element = "bit".into();
    }
    // With a mode the space stands beside it.
    let (method, beside) = (given.remove("method"), given.remove("space_type"));
    if method.is_some() || beside.is_some() {
        let space = method.as_ref().map_or(beside.as_ref(), |method| method.get("space_type"));
        let similarity = match space.and_then(Value::as_str) {
            Some("l2" | "hamming") => "l2_norm",
            Some("innerproduct") => "dot_product",
            _ => "cosine",
        };
        given.insert("similarity".to_owned(), similarity.into());
    }
}

/// The server writes at each field inside what the object says for all of them.
fn dimensions(out: &mut Object) {
    let list = out.get_mut("properties").and_then(Value::as_object_mut);
    for field in list.into_iter().flat_map(|list| list.values_mut()) {
        if let Some(field) = field.as_object_mut() {
            field.remove("time_series_dimension");
        }
    }
}

/// An analyzer for searching is the one for indexing unless another is given.
fn analyzers(kind: &str, given: &mut Object) {
    let default = default_value(kind, "analyzer").unwrap_or_default();
    let own = given.get("analyzer").unwrap_or(&default).clone();
    let search = given.get("search_analyzer").unwrap_or(&own).clone();
    let quote = given.get("search_quote_analyzer").unwrap_or(&search).clone();
    if quote == search {
        given.remove("search_quote_analyzer");
    }
    if search == own {
        given.remove("search_analyzer");
    }
}

fn is_default_value(kind: &str, key: &str, given: &Value) -> bool {
    let defaults = rule_of(kind, key).map_or(&[][..], Rule::defaults);
    defaults.iter().any(|default| is_whole(&value(*default), given))
}

/// The value that the server takes where none is given, when it is known.
pub(crate) fn default_value(kind: &str, key: &str) -> Option<Value> {
    rule_of(kind, key)?.defaults().first().copied().map(value)
}

/// Whether a server may have meant the one by the other: numbers and truth values as text, one name as a list of one,
/// a place as an object, an object with more in it than was declared.
pub(crate) fn is_same(declared: &Value, deployed: &Value) -> bool {
    match (declared, deployed) {
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_same(left, right))
        }
        (Value::Array(list), one) | (one, Value::Array(list)) => {
            matches!(list.as_slice(), [only] if is_same(only, one))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.iter().all(|(key, value)| right.get(key).is_some_and(|other| is_same(value, other)))
        }
        (Value::String(place), Value::Object(object)) | (Value::Object(object), Value::String(place)) => {
            is_same_place(place, object)
        }
        // Whole numbers of 64 bits are told apart, which `f64` does not do.
        (Value::Number(left), Value::Number(right)) if left.is_f64() || right.is_f64() => {
            left.as_f64() == right.as_f64()
        }
        (Value::String(left), Value::String(right)) => left == right,
        (Value::Number(number), Value::String(text)) | (Value::String(text), Value::Number(number)) => {
            text.parse().ok() == number.as_f64()
        }
        (left, right) => text(left) == text(right),
    }
}

/// Whether both say the same, and neither says more.
pub(crate) fn is_whole(declared: &Value, deployed: &Value) -> bool {
    is_same(declared, deployed) && is_same(deployed, declared)
}

fn is_same_place(place: &str, object: &Object) -> bool {
    let Some((first, second)) = place.split_once(',') else { return false };
    let is = |key: &str, part: &str| object.get(key).and_then(Value::as_f64) == part.trim().parse().ok();
    (is("lat", first) && is("lon", second)) || (is("x", first) && is("y", second))
}

/// A scalar as a person would write it.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// The mapping without all that is listed one by one: of an index in which nothing is declared.
pub(crate) fn emptied(mapping: &Value) -> Value {
    let rest =
        mapping.as_object().into_iter().flatten().filter(|(key, _)| matches!(key.as_str(), "dynamic" | "_routing"));
    Value::Object(rest.map(|(key, value)| (key.clone(), value.clone())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_takes_anyway_is_left_out() {
        let echoed = json!({"properties": {
            "a": {"type": "keyword", "index": true, "ignore_above": 2_147_483_647},
            "b": {"type": "text", "search_analyzer": "default", "norms": true, "copy_to": []},
            "c": {"type": "completion", "analyzer": "simple", "preserve_separators": true, "max_input_length": 50},
        }});
        let expected = json!({"dynamic": "true", "properties": {
            "a": {"type": "keyword"}, "b": {"type": "text"}, "c": {"type": "completion"}}});
        assert_eq!(canonical(&echoed, Product::OpenSearch), expected);
    }

    #[test]
    fn both_products_words_become_one() {
        let os = json!({"dynamic": "strict", "properties": {
            "v": {"type": "knn_vector", "dimension": 3, "method": {"name": "hnsw", "space_type": "l2"}},
            "f": {"type": "flat_object"}}});
        let es = json!({"dynamic": "strict", "properties": {
            "v": {"type": "dense_vector", "dims": 3, "index": true, "similarity": "l2_norm"},
            "f": {"type": "flattened"}}});
        assert_eq!(canonical(&os, Product::OpenSearch), canonical(&es, Product::Elasticsearch));
    }

    #[test]
    fn runtime_fields_have_their_full_paths_wherever_a_server_writes_them() {
        let script = |source: &str| json!({"type": "long", "script": {"source": source, "lang": "painless"}});
        let os = json!({"derived": {"a": script("emit(1)")}, "properties": {"o": {
            "derived": {"b": script("emit(2)")}, "properties": {"p": {"derived": {"c": script("emit(3)")}}}}}});
        let es = json!({"runtime": {"a": script("emit(1)"), "o.b": script("emit(2)"), "o.p.c": script("emit(3)")},
            "properties": {"o": {"properties": {"p": {"type": "object"}}}}});
        assert_eq!(canonical(&os, Product::OpenSearch), canonical(&es, Product::Elasticsearch));
    }

    #[test]
    fn what_templates_and_runtime_fields_say_anyway_is_left_out() {
        let template = |rule: Value| json!({"dynamic": "true", "dynamic_templates": [{"t": rule}], "properties": {}});
        for (given, expected) in [
            (json!({"match": "a*", "match_pattern": "simple"}), json!({"match": "a*"})),
            (json!({"path_match": "a.*", "match_mapping_type": "*"}), json!({"path_match": "a.*"})),
            (json!({"match": "a.*", "match_pattern": "regex"}), json!({"match": "a.*", "match_pattern": "regex"})),
            (json!({"match_mapping_type": "*", "unmatch": "b"}), json!({"match_mapping_type": "*", "unmatch": "b"})),
        ] {
            assert_eq!(canonical(&template(given), Product::OpenSearch), template(expected));
        }
        let runtime = json!({"runtime": {
            "at": {"type": "date", "format": "strict_date_optional_time||epoch_millis"},
            "year": {"type": "date", "format": "yyyy"},
            "n": {"type": "long", "on_script_error": "fail"}}});
        let expected =
            json!({"at": {"type": "date"}, "year": {"type": "date", "format": "yyyy"}, "n": {"type": "long"}});
        assert_eq!(canonical(&runtime, Product::Elasticsearch)["runtime"], expected);
    }

    #[test]
    fn a_dynamic_that_is_inherited_is_left_out() {
        let mapping = json!({"dynamic": false, "properties": {"o": {"dynamic": "false", "properties": {
            "p": {"dynamic": true, "type": "object"}}}}});
        let expected = json!({"dynamic": "false", "properties": {"o": {"type": "object", "properties": {
            "p": {"dynamic": "true", "type": "object"}}}}});
        assert_eq!(canonical(&mapping, Product::Elasticsearch), expected);
    }

    #[test]
    fn values_are_compared_as_servers_write_them() {
        for (declared, echoed) in [
            (json!(7), json!("7")),
            (json!(7), json!(7.0)),
            (json!(true), json!("true")),
            (json!("all"), json!(["all"])),
            (json!("1.50,2.5"), json!({"lat": 1.5, "lon": 2.5})),
            (json!({"type": "hnsw"}), json!({"type": "hnsw", "m": 16})),
        ] {
            assert!(is_same(&declared, &echoed), "{declared} {echoed}");
        }
        assert!(!is_whole(&json!({}), &json!({"unit": "ms"})));
        assert!(is_whole(&json!({"a": ["b"]}), &json!({"a": "b"})));
        assert!(!is_same(&json!("7"), &json!("8")));
        assert!(!is_same(&json!(["a", "b"]), &json!(["a"])));
    }
}
