//! Analyzers and their parts. Whether a name in them exists the compiler says, which sees those of other types too.

use darling::error::Accumulator;

use super::{params, wrong};
use crate::{
    model::{Analysis, Component, Param, ParamValue},
    parse::{ContainerAttrs, Entries, Entry, Given, Literal, Value},
};

/// What the model declares.
pub(super) fn analysis(attrs: &ContainerAttrs, errors: &mut Accumulator) -> Analysis {
    let mut part = |noun: &str, entries: &Option<Entries>| components(noun, entries.as_ref(), errors);
    Analysis {
        analyzers: part("analyzer", &attrs.analyzers),
        normalizers: part("normalizer", &attrs.normalizers),
        tokenizers: part("tokenizer", &attrs.tokenizers),
        filters: part("filter", &attrs.filters),
        char_filters: part("char_filter", &attrs.char_filters),
    }
}

fn components(noun: &str, entries: Option<&Entries>, errors: &mut Accumulator) -> Vec<Component> {
    let Some(entries) = entries else { return Vec::new() };
    let mut components: Vec<Component> = Vec::new();
    for entry in &entries.entries {
        if components.iter().any(|component| component.name == entry.key) {
            errors.push(wrong(entry.span, format!("there are two {noun}s named `{}`; rename one", entry.key)));
        }
        components.extend(component(noun, entry, errors));
    }
    components
}

fn component(noun: &str, entry: &Entry, errors: &mut Accumulator) -> Option<Component> {
    let Entry { key, span, given } = entry;
    let sample = if matches!(noun, "analyzer" | "normalizer") { "filter(\"lowercase\")" } else { "type = \"..\"" };
    let Given::Entries(entries) = given else {
        errors.push(wrong(*span, format!("say what the {noun} `{key}` is: `{key}({sample})`")));
        return None;
    };
    let mut params = params::json(entries, errors);
    in_order(noun, entry, &params, errors);
    let kind = params.iter().position(|param| param.key == "type").map(|at| params.remove(at));
    if let Some(Param { span, value, .. }) = kind {
        if let ParamValue::One(kind @ Literal { value: Value::Str(_), .. }) = value {
            return Some(Component { name: key.clone(), kind, params });
        }
        errors.push(wrong(span, format!("the `type` of the {noun} `{key}` is a string: `type = \"..\"`")));
        return None;
    }
    let has_tokenizer = params.iter().any(|param| param.key == "tokenizer");
    let is_custom = noun == "normalizer" || (noun == "analyzer" && has_tokenizer);
    if !is_custom {
        let advice = if noun == "analyzer" {
            "a `tokenizer` (`tokenizer = \"standard\"`) or a `type`"
        } else {
            "a `type`, such as `type = \"..\"`"
        };
        errors.push(wrong(*span, format!("the {noun} `{key}` needs {advice}")));
    }
    let kind = Literal { value: Value::Str("custom".to_owned()), span: *span };
    Some(Component { name: key.clone(), kind, params })
}

/// What is called the least must not be more than what is called the most: servers say so without the part's name.
fn in_order(noun: &str, entry: &Entry, params: &[Param], errors: &mut Accumulator) {
    const PAIRS: &[(&str, &str)] =
        &[("min_gram", "max_gram"), ("min", "max"), ("min_shingle_size", "max_shingle_size")];
    let number = |key: &str| match params.iter().find(|param| param.key == key)?.value {
        ParamValue::One(Literal { value: Value::Int(number), .. }) => Some(number),
        _ => None,
    };
    for (least, most) in PAIRS {
        if number(least).zip(number(most)).is_some_and(|(low, high)| low > high) {
            let message = format!("the {noun} `{}` has a `{least}` above its `{most}`; swap the two", entry.key);
            errors.push(wrong(entry.span, message));
        }
    }
}
