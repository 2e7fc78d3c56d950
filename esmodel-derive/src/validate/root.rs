//! What a mapping says besides its fields: `_source`, `_meta`, detection, dynamic templates, the order of the index.

use darling::error::Accumulator;

use super::{container::order, params, wrong};
use crate::{
    kinds::{KindSpec, Shape, Takes},
    model::{Field, Param, ParamValue, Root, Template},
    parse::{ContainerAttrs, Entries, Entry, Given, Literal},
};

const SOURCE: &[(&str, Takes)] = &[("includes", Takes::Names), ("excludes", Takes::Names)];

const CONDITIONS: &[(&str, Takes)] = &[
    ("match_mapping_type", Takes::Strs),
    ("unmatch_mapping_type", Takes::Strs),
    ("match", Takes::Strs),
    ("unmatch", Takes::Strs),
    ("path_match", Takes::Strs),
    ("path_unmatch", Takes::Strs),
    ("match_pattern", Takes::OneOf(&["simple", "regex"])),
];

/// What the model declares.
pub(super) fn root(attrs: &ContainerAttrs, fields: &[Field<'_>], errors: &mut Accumulator) -> Root {
    let (includes, excludes) = source(attrs.source.as_ref(), errors);
    let detection = [
        ("date_detection", Takes::Bool, &attrs.date_detection),
        ("numeric_detection", Takes::Bool, &attrs.numeric_detection),
        ("dynamic_date_formats", Takes::Strs, &attrs.dynamic_date_formats),
    ];
    let detection = detection.into_iter().filter_map(|(key, takes, given)| {
        let given = given.as_ref()?;
        params::one(takes, &Entry { key: key.to_owned(), span: given.span, given: given.given.clone() }, errors)
    });
    let detection = detection.map(listed).collect();
    Root {
        includes,
        excludes,
        detection,
        meta: attrs.meta.as_ref().map(|meta| params::json(&meta.entries, errors)).unwrap_or_default(),
        templates: templates(attrs.dynamic_templates.as_ref(), errors),
        index_sort: order("index_sort", attrs.index_sort.as_ref(), fields, errors),
    }
}

/// The server takes a list of formats, also of one.
fn listed(mut param: Param) -> Param {
    if let ("dynamic_date_formats", ParamValue::One(literal)) = (&*param.key, &param.value) {
        param.value = ParamValue::Many(vec![literal.clone()]);
    }
    param
}

fn source(entries: Option<&Entries>, errors: &mut Accumulator) -> (Vec<Literal>, Vec<Literal>) {
    let Some(entries) = entries else { return (Vec::new(), Vec::new()) };
    if entries.entries.is_empty() {
        errors.push(wrong(entries.span, "say what is kept: `source(excludes(\"secret\"))`"));
    }
    let given = params::typed("source", SOURCE, &entries.entries, errors);
    let paths = |key: &str| {
        let found = given.iter().find(|param| param.key == key);
        match found.map(|param| &param.value) {
            Some(ParamValue::One(literal)) => vec![literal.clone()],
            Some(ParamValue::Many(literals)) => literals.clone(),
            _ => Vec::new(),
        }
    };
    (paths("includes"), paths("excludes"))
}

fn templates(entries: Option<&Entries>, errors: &mut Accumulator) -> Vec<Template> {
    let Some(entries) = entries else { return Vec::new() };
    let mut templates: Vec<Template> = Vec::new();
    for entry in &entries.entries {
        if templates.iter().any(|template| template.name == entry.key) {
            errors.push(wrong(entry.span, format!("there are two templates named `{}`; rename one", entry.key)));
            continue;
        }
        templates.extend(template(entry, errors));
    }
    templates
}

fn template(entry: &Entry, errors: &mut Accumulator) -> Option<Template> {
    let Entry { key, span, given } = entry;
    let sample = format!("`{key}(match_mapping_type = \"string\", mapping(keyword))`");
    let Given::Entries(inside) = given else {
        errors.push(wrong(*span, format!("say on which fields the template works, and what they become: {sample}")));
        return None;
    };
    let (becomes, conditions): (Vec<&Entry>, Vec<&Entry>) =
        inside.iter().partition(|entry| matches!(&*entry.key, "mapping" | "runtime"));
    let [becomes] = becomes.as_slice() else {
        errors.push(wrong(*span, format!("say once what the fields become: {sample}")));
        return None;
    };
    let conditions: Vec<Entry> = conditions.into_iter().cloned().collect();
    let conditions = params::typed("template", CONDITIONS, &conditions, errors);
    if conditions.is_empty() {
        errors.push(wrong(*span, format!("say on which fields the template works: {sample}")));
    }
    let kind = match &becomes.given {
        Given::Entries(kinds) if kinds.len() == 1 => kinds.first(),
        _ => None,
    };
    let found = kind.and_then(|kind| {
        let spec = KindSpec::named(&kind.key)?;
        (!matches!(spec.shape, Shape::Object | Shape::Nested)).then_some((kind, spec))
    });
    let Some((kind, spec)) = found else {
        errors.push(wrong(becomes.span, format!("say the kind that the fields become: `{}(keyword)`", becomes.key)));
        return None;
    };
    let given: &[Entry] = if let Given::Entries(entries) = &kind.given { entries } else { &[] };
    let params = params::of_kind(spec, kind.span, given, errors);
    Some(Template { name: key.clone(), conditions, kind: spec, params, is_runtime: becomes.key == "runtime" })
}
