//! Settings of an index: the declared ones against those that are deployed.
//!
//! Of what only the index has, analyzers and a list of settings are told. The rest is not: servers set some by themselves,
//! which differ by version and provider, and people set replicas, allocation and blocks for the cluster's sake.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{
    Change, Needs, What,
    canonical::{is_same, text},
    change::LEFT,
};

/// Settings by their full names.
pub(crate) type Flat = BTreeMap<String, Value>;

/// Those that can be set while the index is open: a name, or with a final dot all names that begin so.
const DYNAMIC: &[&str] = &[
    "analyze.max_token_count",
    "auto_expand_replicas",
    "blocks.",
    "default_pipeline",
    "final_pipeline",
    "gc_deletes",
    "hidden",
    "highlight.max_analyzed_offset",
    "indexing.slowlog.",
    "knn.algo_param.ef_search",
    "lifecycle.",
    "mapping.depth.limit",
    "mapping.dimension_fields.limit",
    "mapping.field_name_length.limit",
    "mapping.nested_fields.limit",
    "mapping.nested_objects.limit",
    "mapping.total_fields.",
    "max_docvalue_fields_search",
    "max_inner_result_window",
    "max_ngram_diff",
    "max_refresh_listeners",
    "max_regex_length",
    "max_rescore_window",
    "max_result_window",
    "max_script_fields",
    "max_shingle_diff",
    "max_slices_per_scroll",
    "max_terms_count",
    "merge.",
    "number_of_replicas",
    "plugins.index_state_management.",
    "priority",
    "query.default_field",
    "refresh_interval",
    "requests.cache.enable",
    "routing.allocation.",
    "routing.rebalance.enable",
    "search.idle.after",
    "search.slowlog.",
    "search.throttled",
    "soft_deletes.retention",
    "translog.",
    "unassigned.node_left.delayed_timeout",
    "write.wait_for_active_shards",
];

/// Those that an index has from its creation on.
const FINAL: &[&str] = &[
    "knn",
    "number_of_routing_shards",
    "number_of_shards",
    "routing_partition_size",
    "soft_deletes.enabled",
    "sort.",
    "store.type",
];

/// Those that only people set, for the sake of what is in the index: told where only the index has them.
const BY_PEOPLE: &[&str] = &[
    "analyze.max_token_count",
    "codec",
    "default_pipeline",
    "final_pipeline",
    "gc_deletes",
    "highlight.max_analyzed_offset",
    "indexing.slowlog.",
    "mapping.depth.limit",
    "mapping.field_name_length.limit",
    "mapping.nested_fields.limit",
    "mapping.nested_objects.limit",
    "mapping.total_fields.limit",
    "max_docvalue_fields_search",
    "max_inner_result_window",
    "max_ngram_diff",
    "max_regex_length",
    "max_rescore_window",
    "max_result_window",
    "max_script_fields",
    "max_shingle_diff",
    "max_terms_count",
    "query.default_field",
    "refresh_interval",
    "requests.cache.enable",
    "routing_partition_size",
    "search.slowlog.",
    "similarity.",
    "sort.",
    "translog.",
];

/// The settings of an index's body, but for the analysis, by their full names.
fn flat_settings(settings: &Value) -> Flat {
    let mut flat = Flat::new();
    for (key, value) in settings.as_object().into_iter().flatten().filter(|(key, _)| *key != "analysis") {
        flatten(&full_name(key), value, &mut flat);
    }
    flat
}

fn full_name(key: &str) -> String {
    if key.starts_with("index.") { key.to_owned() } else { format!("index.{key}") }
}

fn flatten(key: &str, value: &Value, flat: &mut Flat) {
    match value {
        Value::Object(inside) => {
            for (name, value) in inside {
                flatten(&format!("{key}.{name}"), value, flat);
            }
        }
        other => {
            flat.insert(key.to_owned(), other.clone());
        }
    }
}

/// Compares the settings of an index's body with those that the index has, by their full names. With each change come
/// the settings that make it.
pub(crate) fn diff_settings(declared: &Value, deployed: &Map<String, Value>) -> Vec<(Change, Flat)> {
    let mut found = Vec::new();
    let settings = flat_settings(declared);
    let lost = deployed.iter().filter(|(key, _)| is_in(BY_PEOPLE, key) && !settings.contains_key(*key));
    found.extend(lost.map(|(key, value)| (left(key.clone(), text(value)), Flat::new())));
    for (key, value) in settings {
        let present = deployed.get(&key);
        if present.is_some_and(|present| is_same(&value, present)) {
            continue;
        }
        let (needs, reason) = needed(&key);
        let what = if present.is_some() { What::Changed } else { What::Added };
        let change = Change::new(key.clone(), what, needs, reason).between(present.map(text), Some(text(&value)));
        found.push((change, Flat::from([(key, value)])));
    }
    let sections = declared.get("analysis").and_then(Value::as_object).into_iter().flatten();
    let mut components = Vec::new();
    for (section, parts) in sections {
        for (name, part) in parts.as_object().into_iter().flatten() {
            let path = format!("index.analysis.{section}.{name}");
            found.extend(component(&path, part, deployed));
            components.push(path);
        }
    }
    let is_declared = |key: &str| components.iter().any(|path| is_below(path, key));
    let lost = deployed.keys().filter(|key| !is_declared(key)).filter_map(|key| component_of(key));
    for path in lost.collect::<BTreeSet<String>>() {
        found.push((left(path.clone(), listed(below(&path, deployed), &path)), Flat::new()));
    }
    found
}

/// What only the index has.
fn left(path: String, deployed: String) -> Change {
    Change::new(path, What::Removed, Needs::Nothing, LEFT).between(Some(deployed), None)
}

/// The full name of the analyzer, or part of one, that a setting is of.
fn component_of(key: &str) -> Option<String> {
    let (section, rest) = key.strip_prefix("index.analysis.")?.split_once('.')?;
    let (name, _) = rest.split_once('.')?;
    Some(format!("index.analysis.{section}.{name}"))
}

/// Whether a list has the setting of that full name.
fn is_in(list: &[&str], key: &str) -> bool {
    let key = key.strip_prefix("index.").unwrap_or(key);
    list.iter().any(|entry| *entry == key || (entry.ends_with('.') && key.starts_with(entry)))
}

fn needed(key: &str) -> (Needs, &'static str) {
    if is_in(DYNAMIC, key) {
        (Needs::DynamicSettings, "can be changed while the index is in use")
    } else if is_in(FINAL, key) {
        (Needs::Rebuild, "is fixed when the index is made")
    } else {
        (Needs::CloseAndOpen, "can be changed only while the index is closed")
    }
}

/// One analyzer, tokenizer or filter.
fn component(path: &str, part: &Value, deployed: &Map<String, Value>) -> Option<(Change, Flat)> {
    let mut settings = Flat::new();
    flatten(path, part, &mut settings);
    let present: Vec<(&String, &Value)> = below(path, deployed).collect();
    let is_same = settings.len() == present.len()
        && present.iter().all(|(key, value)| settings.get(*key).is_some_and(|wanted| is_same(wanted, value)));
    if is_same {
        return None;
    }
    let declared = listed(settings.iter(), path);
    let (what, reason, deployed) = if present.is_empty() {
        (What::Added, "can be added only while the index is closed", None)
    } else {
        let reason = "can be changed only while the index is closed; documents keep their terms until they are \
                      written again";
        (What::Changed, reason, Some(listed(present.iter().copied(), path)))
    };
    // What is no longer declared goes.
    for (key, _) in present {
        settings.entry(key.clone()).or_insert(Value::Null);
    }
    let change = Change::new(path.to_owned(), what, Needs::CloseAndOpen, reason);
    Some((change.between(deployed, Some(declared)), settings))
}

/// The settings of one analyzer, tokenizer or filter.
fn below<'s>(path: &str, deployed: &'s Map<String, Value>) -> impl Iterator<Item = (&'s String, &'s Value)> {
    deployed.iter().filter(move |(key, _)| is_below(path, key))
}

fn is_below(path: &str, key: &str) -> bool {
    key.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'))
}

fn listed<'s>(settings: impl Iterator<Item = (&'s String, &'s Value)>, path: &str) -> String {
    let one = |(key, value): (&String, &Value)| {
        let name = key.strip_prefix(path).map_or(key.as_str(), |rest| rest.trim_start_matches('.'));
        match value {
            Value::Array(_) => format!("{name} [{}]", text(value)),
            _ => format!("{name} {}", text(value)),
        }
    };
    settings.map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn compared(declared: &Value, deployed: &Value) -> Vec<(String, Needs)> {
        let found = diff_settings(declared, deployed.as_object().unwrap());
        found.into_iter().map(|(change, _)| (change.path, change.needs)).collect()
    }

    #[test]
    fn numbers_and_truth_values_are_the_same_as_text() {
        let declared = json!({"number_of_shards": 2, "index.mapping.total_fields.limit": 2000, "hidden": true});
        let deployed = json!({"index.number_of_shards": "2", "index.mapping.total_fields.limit": "2000",
            "index.hidden": "true", "index.uuid": "x"});
        assert_eq!(compared(&declared, &deployed), []);
    }

    #[test]
    fn each_setting_needs_what_the_server_asks_for_it() {
        let declared = json!({"number_of_shards": 3, "refresh_interval": "5s", "codec": "best_compression",
            "analysis": {"filter": {"short": {"type": "length", "max": 10}}}});
        let deployed = json!({"index.number_of_shards": "1"});
        assert_eq!(
            compared(&declared, &deployed),
            [
                ("index.codec".to_owned(), Needs::CloseAndOpen),
                ("index.number_of_shards".to_owned(), Needs::Rebuild),
                ("index.refresh_interval".to_owned(), Needs::DynamicSettings),
                ("index.analysis.filter.short".to_owned(), Needs::CloseAndOpen),
            ]
        );
    }

    #[test]
    fn of_what_only_the_index_has_that_is_told_which_only_people_set() {
        let deployed = json!({"index.refresh_interval": "5s", "index.sort.field": ["a"], "index.uuid": "x",
            "index.number_of_replicas": "1", "index.routing.allocation.include._tier_preference": "data_content",
            "index.analysis.filter.short.type": "length", "index.analysis.filter.short.max": "10"});
        let found = diff_settings(&json!({}), deployed.as_object().unwrap());
        let told: Vec<_> = found.iter().map(|(change, _)| change.to_string()).collect();
        let analysis = "- index.analysis.filter.short  max 10, type length";
        assert_eq!(told, ["- index.refresh_interval  5s", "- index.sort.field  a", analysis]);
        assert!(found.iter().all(|(change, settings)| change.needs == Needs::Nothing && settings.is_empty()));
    }

    #[test]
    fn what_an_analyzer_no_longer_has_is_taken_away() {
        let declared = json!({"analysis": {"analyzer": {"a": {"type": "custom", "tokenizer": "standard"}}}});
        let deployed = json!({"index.analysis.analyzer.a.type": "custom", "index.analysis.analyzer.a.tokenizer":
            "standard", "index.analysis.analyzer.a.filter": ["lowercase"], "index.analysis.analyzer.ab.type": "x"});
        let found = diff_settings(&declared, deployed.as_object().unwrap());
        let (change, settings) = &found[0];
        assert_eq!(change.deployed.as_deref(), Some("filter [lowercase], tokenizer standard, type custom"));
        assert_eq!(settings["index.analysis.analyzer.a.filter"], Value::Null);
        assert_eq!(settings["index.analysis.analyzer.a.type"], "custom");
    }
}
