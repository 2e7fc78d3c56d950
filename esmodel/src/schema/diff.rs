//! Two mappings in canonical form: which fields differ, in what, and what it takes.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{
    Change, Needs, What,
    canonical::{ROOT_OPTIONS, default_value, is_same, is_whole, text},
    change::LEFT,
    rules::{Changes, Rule, rule_of},
    write::join,
};

type Object = Map<String, Value>;

/// What stands in a field beside its parameters.
const STRUCTURE: &[&str] = &["type", "properties", "fields", "dynamic"];

const NEW: &str = "documents that are there have it once they are written again";
const GONE: &str = "only the index has it, and a mapping never loses a field";
const KIND: &str = "a field keeps its type for as long as the index lives";
const LIVE: &str = "can be changed while the index is in use";
const FIXED: &str = "documents that are indexed already depend on it";

/// Compares two canonical mappings: what is declared with what is deployed.
pub(crate) fn diff(declared: &Value, deployed: &Value) -> Vec<Change> {
    let mut found = Vec::new();
    let dynamic = |mapping: &Value| mapping.get("dynamic").map_or_else(|| "true".to_owned(), text);
    let (wanted, present) = (dynamic(declared), dynamic(deployed));
    if wanted != present {
        let change = Change::new("(mapping)".to_owned(), What::Changed, Needs::InPlace, LIVE).of_param("dynamic");
        found.push(change.between(Some(present.clone()), Some(wanted.clone())));
    }
    let routing = |mapping: &Value| mapping.get("_routing").is_some().to_string();
    if routing(declared) != routing(deployed) {
        let change = Change::new("_routing".to_owned(), What::Changed, Needs::Rebuild, FIXED).of_param("required");
        found.push(change.between(Some(routing(deployed)), Some(routing(declared))));
    }
    found.extend(ROOT_OPTIONS.iter().filter_map(|key| root_option(key, declared, deployed)));
    computed(declared, deployed, &mut found);
    let level = Level { parent: "", declared: &wanted, deployed: &present };
    level.compare(children(declared, "properties"), children(deployed, "properties"), &mut found);
    found
}

/// What the mapping says besides its fields. An option is sent whole, so it is compared whole; one that only the index
/// has is left alone.
fn root_option(key: &str, declared: &Value, deployed: &Value) -> Option<Change> {
    let (wanted, present) = (declared.get(key), deployed.get(key));
    let (what, needs, reason) = match (wanted, present) {
        (Some(wanted), Some(present)) if is_whole(wanted, present) => return None,
        (None, None) => return None,
        // A server keeps an empty one that was set.
        (None, Some(Value::Object(map))) if map.is_empty() => return None,
        (None, Some(Value::Array(list))) if list.is_empty() => return None,
        // Documents that are stored already are indexed, or are not; where the index says nothing of it they are.
        _ if key == "enabled" => (What::Changed, Needs::Rebuild, FIXED),
        (None, Some(_)) => (What::Removed, Needs::Nothing, LEFT),
        // Documents that are stored already were cut as it says.
        (Some(_), Some(_)) if key == "_source" => (What::Changed, Needs::Rebuild, FIXED),
        (Some(_), None) if key == "_source" => (What::Added, Needs::Rebuild, FIXED),
        (Some(_), Some(_)) => (What::Changed, Needs::InPlace, LIVE),
        (Some(_), None) => (What::Added, Needs::InPlace, LIVE),
    };
    Some(Change::new(key.to_owned(), what, needs, reason).between(present.map(sorted), wanted.map(sorted)))
}

/// The JSON, whatever order a server writes its keys in.
fn sorted(value: &Value) -> String {
    let mut value = value.clone();
    value.sort_all_objects();
    value.to_string()
}

/// Fields that are worked out while searching: nothing of them is indexed.
fn computed(declared: &Value, deployed: &Value, found: &mut Vec<Change>) {
    let fields = |mapping| children(mapping, "runtime").into_iter().flatten();
    for (path, wanted) in fields(declared) {
        let Some(present) = children(deployed, "runtime").and_then(|fields| fields.get(path)) else {
            let change = Change::new(path.clone(), What::Added, Needs::InPlace, LIVE);
            found.push(change.between(None, Some(described(wanted))));
            continue;
        };
        if kind(wanted) != kind(present) {
            let change = Change::new(path.clone(), What::Changed, Needs::InPlace, LIVE);
            found.push(change.between(Some(described(present)), Some(described(wanted))));
        }
        // It is sent whole, so what only the index says of it goes.
        let keys: BTreeSet<&String> =
            [wanted, present].iter().filter_map(|field| field.as_object()).flat_map(Map::keys).collect();
        for key in keys.into_iter().filter(|key| *key != "type") {
            let (wanted, present) = (fact(wanted, key), fact(present, key));
            if !is_whole(&wanted, &present) {
                let change = Change::new(path.clone(), What::Changed, Needs::InPlace, LIVE).of_param(key);
                found.push(change.between(Some(shown(key, &present)), Some(shown(key, &wanted))));
            }
        }
    }
    for (path, present) in fields(deployed) {
        let is_declared = children(declared, "runtime").is_some_and(|fields| fields.contains_key(path));
        if !is_declared && dynamic_at(deployed, path) != "runtime" {
            let change = Change::new(path.clone(), What::Removed, Needs::Nothing, LEFT);
            found.push(change.between(Some(described(present)), None));
        }
    }
}

/// What a runtime field says under a key; of a script only its text, which says all.
fn fact(field: &Value, key: &str) -> Value {
    match field.get(key) {
        Some(Value::Object(script)) if key == "script" => script.get("source").cloned().unwrap_or_default(),
        fact => fact.cloned().unwrap_or_default(),
    }
}

/// What becomes of unknown fields where that path stands.
fn dynamic_at<'v>(mapping: &'v Value, path: &str) -> &'v str {
    let of = |object: &'v Value| object.get("dynamic").and_then(Value::as_str);
    let (mut at, mut dynamic) = (mapping, of(mapping).unwrap_or("true"));
    for name in path.split('.') {
        let Some(inside) = children(at, "properties").and_then(|fields| fields.get(name)) else { break };
        dynamic = of(inside).unwrap_or(dynamic);
        at = inside;
    }
    dynamic
}

fn children<'v>(field: &'v Value, key: &str) -> Option<&'v Object> {
    field.get(key).and_then(Value::as_object)
}

/// Where fields stand, and what each side does with unknown ones there.
#[derive(Clone, Copy)]
struct Level<'a> {
    parent: &'a str,
    declared: &'a str,
    deployed: &'a str,
}

impl Level<'_> {
    fn compare(self, declared: Option<&Object>, deployed: Option<&Object>, found: &mut Vec<Change>) {
        for (name, wanted) in declared.into_iter().flatten() {
            let path = join(self.parent, name);
            if let Some(present) = deployed.and_then(|fields| fields.get(name)) {
                self.field(&path, wanted, present, found);
            } else {
                let change = Change::new(path, What::Added, Needs::InPlace, NEW);
                found.push(change.between(None, Some(described(wanted))));
            }
        }
        // Where documents bring fields of their own, the index has more than is declared.
        if matches!(self.deployed, "true" | "runtime") {
            return;
        }
        for (name, present) in deployed.into_iter().flatten() {
            if declared.is_none_or(|fields| !fields.contains_key(name)) {
                let change = Change::new(join(self.parent, name), What::Removed, Needs::Nothing, GONE);
                found.push(change.between(Some(described(present)), None));
            }
        }
    }

    fn field(self, path: &str, wanted: &Value, present: &Value, found: &mut Vec<Change>) {
        let (kind, present_kind) = (kind(wanted), kind(present));
        if kind != present_kind {
            let change = Change::new(path.to_owned(), What::Changed, Needs::Rebuild, KIND);
            found.push(change.between(Some(present_kind.to_owned()), Some(kind.to_owned())));
            return;
        }
        params(path, kind, wanted, present, found);
        let own = |field: &Value, outer: &str| field.get("dynamic").map_or_else(|| outer.to_owned(), text);
        let (declared, deployed) = (own(wanted, self.declared), own(present, self.deployed));
        let is_said = wanted.get("dynamic").is_some() || present.get("dynamic").is_some();
        if is_said && declared != deployed {
            let change = Change::new(path.to_owned(), What::Changed, Needs::InPlace, LIVE).of_param("dynamic");
            found.push(change.between(Some(deployed.clone()), Some(declared.clone())));
        }
        let inside = Level { parent: path, declared: &declared, deployed: &deployed };
        inside.compare(children(wanted, "properties"), children(present, "properties"), found);
        // Multi-fields are made by nobody but the mapping.
        let beside = Level { parent: path, declared: "strict", deployed: "strict" };
        beside.compare(children(wanted, "fields"), children(present, "fields"), found);
    }
}

fn kind(field: &Value) -> &str {
    field.get("type").and_then(Value::as_str).unwrap_or("object")
}

/// A field as a person would name it.
fn described(field: &Value) -> String {
    let inside = children(field, "properties").map_or(0, Map::len);
    match inside {
        0 => kind(field).to_owned(),
        1 => format!("{} of 1 field", kind(field)),
        many => format!("{} of {many} fields", kind(field)),
    }
}

fn params(path: &str, kind: &str, wanted: &Value, present: &Value, found: &mut Vec<Change>) {
    let (Some(wanted), Some(present)) = (wanted.as_object(), present.as_object()) else { return };
    let is_param = |key: &&String| !STRUCTURE.contains(&key.as_str());
    for key in wanted.keys().filter(is_param) {
        if !present.get(key).is_some_and(|value| is_same(&wanted[key], value)) {
            found.push(param(path, kind, key, wanted, present));
        }
    }
    // What has no row in the table is the server's own addition.
    let is_lost = |key: &&String| !wanted.contains_key(*key) && rule_of(kind, key).is_some();
    for key in present.keys().filter(is_param).filter(is_lost) {
        found.push(param(path, kind, key, wanted, present));
    }
}

fn param(path: &str, kind: &str, key: &str, wanted: &Object, present: &Object) -> Change {
    let value = |field: &Object| {
        let fallback = || match key {
            "search_analyzer" | "search_quote_analyzer" => {
                field.get("analyzer").cloned().or_else(|| default_value(kind, "analyzer"))
            }
            _ => default_value(kind, key),
        };
        field.get(key).cloned().or_else(fallback)
    };
    let (deployed, declared) = (value(present), value(wanted));
    let becomes_false = declared.as_ref().is_some_and(|value| text(value) == "false");
    let needs = match rule_of(kind, key).map(Rule::changes) {
        Some(Changes::InPlace) => Needs::InPlace,
        Some(Changes::InPlaceToFalse) if becomes_false => Needs::InPlace,
        _ => Needs::Rebuild,
    };
    let reason = if needs == Needs::InPlace { LIVE } else { FIXED };
    let said = |value: Option<Value>| Some(shown(key, &value.unwrap_or_default()));
    Change::new(path.to_owned(), What::Changed, needs, reason).of_param(key).between(said(deployed), said(declared))
}

/// The value of a parameter as a person would say it.
fn shown(key: &str, value: &Value) -> String {
    let text = text(value);
    match text.as_str() {
        "" | "null" | "{}" => "none".to_owned(),
        "2147483647" if key == "ignore_above" => "no limit".to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::canonical, *};
    use crate::dialect::Product;

    fn compared(declared: &Value, deployed: &Value) -> Vec<Change> {
        diff(&canonical(declared, Product::Elasticsearch), &canonical(deployed, Product::Elasticsearch))
    }

    fn told(change: &Change) -> (&str, Option<&str>, Option<&str>, Option<&str>, Needs) {
        let Change { path, param, deployed, declared, needs, .. } = change;
        (path, param.as_deref(), deployed.as_deref(), declared.as_deref(), *needs)
    }

    #[test]
    fn a_field_of_another_kind_needs_a_rebuild_and_has_its_full_path() {
        let declared = json!({"properties": {"address": {"properties": {"zip": {"type": "keyword"}}}}});
        let deployed = json!({"properties": {"address": {"properties": {"zip": {"type": "long"}}}}});
        let found = compared(&declared, &deployed);
        assert_eq!(
            found.iter().map(told).collect::<Vec<_>>(),
            [("address.zip", None, Some("long"), Some("keyword"), Needs::Rebuild)]
        );
    }

    #[test]
    fn a_new_field_and_a_new_multi_field_are_added_in_place() {
        let declared = json!({"properties": {
            "name": {"type": "text", "fields": {"raw": {"type": "keyword"}}}, "age": {"type": "short"}}});
        let deployed = json!({"properties": {"name": {"type": "text"}}});
        let found = compared(&declared, &deployed);
        assert_eq!(
            found.iter().map(told).collect::<Vec<_>>(),
            [
                ("age", None, None, Some("short"), Needs::InPlace),
                ("name.raw", None, None, Some("keyword"), Needs::InPlace)
            ]
        );
    }

    #[test]
    fn another_analyzer_needs_a_rebuild_and_another_search_analyzer_does_not() {
        let declared = json!({"properties": {
            "name": {"type": "text", "analyzer": "english", "search_analyzer": "simple"}}});
        let deployed = json!({"properties": {"name": {"type": "text"}}});
        let found = compared(&declared, &deployed);
        assert_eq!(
            found.iter().map(told).collect::<Vec<_>>(),
            [
                ("name", Some("analyzer"), Some("default"), Some("english"), Needs::Rebuild),
                ("name", Some("search_analyzer"), Some("default"), Some("simple"), Needs::InPlace)
            ]
        );
    }

    #[test]
    fn norms_can_be_switched_off_and_not_on() {
        let (with, without) = (
            json!({"properties": {"name": {"type": "text"}}}),
            json!({"properties": {"name": {"type": "text", "norms": false}}}),
        );
        assert_eq!(compared(&without, &with)[0].needs, Needs::InPlace);
        assert_eq!(compared(&with, &without)[0].needs, Needs::Rebuild);
    }

    #[test]
    fn what_only_the_index_has_is_told_and_left() {
        let declared = json!({"dynamic": "strict", "properties": {"at": {"type": "date"}}});
        let deployed = json!({"dynamic": "strict", "properties": {
            "at": {"type": "date", "added_by_the_server": true}, "extra": {"type": "ip"}}});
        let found = compared(&declared, &deployed);
        assert_eq!(found.iter().map(told).collect::<Vec<_>>(), [("extra", None, Some("ip"), None, Needs::Nothing)]);
    }

    #[test]
    fn fields_that_documents_bring_are_no_difference() {
        let declared = json!({"dynamic": "strict", "properties": {"labels": {"type": "object", "dynamic": "true"}}});
        let deployed = json!({"dynamic": "strict", "properties": {
            "labels": {"dynamic": "true", "properties": {"colour": {"type": "text"}}}}});
        assert_eq!(compared(&declared, &deployed), []);
    }
}
