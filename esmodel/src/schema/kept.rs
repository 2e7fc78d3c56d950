//! Parameters as servers keep them: words in capitals, numbers that are rounded, defaults that are filled in or left out.
//!
//! The derive writes what can be told from one parameter alone (`kinds/spelling.rs` there); here stands what depends on
//! the kind, and what servers write into their answers.

use serde_json::{Map, Number, Value, json};

use super::Kind;

type Object = Map<String, Value>;

/// The length of the geohashes of a context that says nothing of it.
const PRECISION: i64 = 6;

/// Writes the parameters of a field of that kind in the one form that is compared.
pub(super) fn spelled(kind: &str, given: &mut Object) {
    if let Some(word) = given.get_mut("orientation") {
        orientation(word);
    }
    if let Some(Value::Number(number)) = given.get_mut("null_value") {
        rounded(kind, number);
    }
    // Weights have 32 bits.
    if let Some(Value::Number(number)) = given.get_mut("boost") {
        rounded("float", number);
    }
    contexts(given.get_mut("contexts"));
    filled(given.get_mut("index_prefixes"), &[("min_chars", 2.into()), ("max_chars", 5.into())]);
    let frequencies = [("min", 0.into()), ("max", i32::MAX.into()), ("min_segment_size", 0.into())];
    filled(given.get_mut("fielddata_frequency_filter"), &frequencies);
    if kind == Kind::SparseVector.name() && given.get("index_options").is_some_and(is_usual_pruning) {
        given.remove("index_options");
    }
}

/// Servers write the word in capitals, and know several for each of the two.
fn orientation(word: &mut Value) {
    if let Some(text) = word.as_str() {
        *word = match text.to_lowercase().as_str() {
            "left" | "cw" | "clockwise" => "left".into(),
            _ => "right".into(),
        };
    }
}

/// Servers write the types of a suggestion's contexts in capitals, and the length of geohashes where none is given.
fn contexts(list: Option<&mut Value>) {
    let list = list.and_then(Value::as_array_mut).into_iter().flatten();
    for context in list.filter_map(Value::as_object_mut) {
        let kind = context.get("type").and_then(Value::as_str).map(str::to_lowercase);
        if kind.as_deref() == Some("geo") {
            context.entry("precision").or_insert_with(|| PRECISION.into());
        }
        context.extend(kind.map(|kind| ("type".to_owned(), kind.into())));
    }
}

/// Servers write what is not given of such an object.
fn filled(object: Option<&mut Value>, defaults: &[(&str, Value)]) {
    if let Some(object) = object.and_then(Value::as_object_mut) {
        for (key, value) in defaults {
            object.entry(*key).or_insert_with(|| value.clone());
        }
    }
}

/// Elasticsearch keeps no pruning that is as it prunes anyway.
fn is_usual_pruning(options: &Value) -> bool {
    let is = |value: Option<&Value>, usual: f64| value.is_none_or(|value| value.as_f64() == Some(usual));
    let config = options.get("pruning_config").unwrap_or(&Value::Null);
    options.get("prune").is_none_or(|prune| *prune == json!(true))
        && is(config.get("tokens_freq_ratio_threshold"), 5.0)
        && is(config.get("tokens_weight_threshold"), 0.4)
}

/// A number as a field of the kind keeps it.
fn rounded(kind: &str, number: &mut Number) {
    let Some(value) = number.as_f64() else { return };
    let kept = match kind {
        "float" => single(value),
        "half_float" => half(value),
        _ => return,
    };
    if kept.to_bits() != value.to_bits() {
        *number = Number::from_f64(kept).unwrap_or_else(|| number.clone());
    }
}

/// The shortest number that has the same 32 bits.
#[expect(clippy::cast_possible_truncation, reason = "the rounding is meant")]
fn single(value: f64) -> f64 {
    (value as f32).to_string().parse().unwrap_or(value)
}

/// The nearest number of 16 bits, eleven of which are digits.
fn half(value: f64) -> f64 {
    if value == 0.0 {
        return value;
    }
    let exponent = value.abs().log2().floor().max(-14.0);
    let scale = (10.0 - exponent).exp2();
    (value * scale).round_ties_even() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(kind: &str, mut given: Value) -> Value {
        spelled(kind, given.as_object_mut().unwrap());
        given
    }

    #[test]
    fn what_a_server_echoes_is_the_same_as_what_it_was_given() {
        for (kind, given, echoed) in [
            ("geo_shape", json!({"orientation": "clockwise"}), json!({"orientation": "LEFT"})),
            ("geo_shape", json!({"orientation": "ccw"}), json!({"orientation": "RIGHT"})),
            ("text", json!({"index_prefixes": {}}), json!({"index_prefixes": {"min_chars": 2, "max_chars": 5}})),
            ("float", json!({"null_value": 16_777_217}), json!({"null_value": 16_777_216.0})),
            ("float", json!({"null_value": 12_345_678_901_234_567_i64}), json!({"null_value": 1.234_567_8e16})),
            ("half_float", json!({"null_value": 0.1}), json!({"null_value": 0.099_975_586})),
            (
                "completion",
                json!({"contexts": [{"name": "a", "type": "geo"}, {"name": "b", "type": "category"}]}),
                json!({"contexts": [{"name": "a", "type": "GEO", "precision": 6}, {"name": "b", "type": "CATEGORY"}]}),
            ),
            (
                "sparse_vector",
                json!({"index_options": {"prune": true, "pruning_config": {"tokens_freq_ratio_threshold": 5}}}),
                json!({}),
            ),
        ] {
            assert_eq!(kept(kind, given), kept(kind, echoed));
        }
    }

    #[test]
    fn numbers_that_a_field_keeps_exactly_stay_as_they_are() {
        for (kind, number) in
            [("float", json!(0.1)), ("float", json!(7)), ("half_float", json!(0.5)), ("double", json!(0.1))]
        {
            let given = json!({ "null_value": number });
            assert_eq!(kept(kind, given.clone()), given);
        }
    }

    #[test]
    fn what_differs_stays_different() {
        let geo = |precision: i64| json!({"contexts": [{"name": "a", "type": "geo", "precision": precision}]});
        assert_ne!(kept("completion", geo(4)), kept("completion", geo(6)));
        let pruned = json!({"index_options": {"prune": false}});
        assert_eq!(kept("sparse_vector", pruned.clone()), pruned);
    }
}
