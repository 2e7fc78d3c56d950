//! What a mapping says besides its fields: `_source`, `_meta`, detection, dynamic templates, the order of the index.

use darling::error::Accumulator;

use super::{container::order, params, source, wrong};
use crate::{
    kinds::{KINDS, KindSpec, Shape, Takes},
    model::{Field, Param, ParamValue, Root, Template},
    nearest::did_you_mean,
    parse::{Entries, Entry, Given, RawModel},
};

/// What an unknown field may be by its JSON.
const JSON_TYPES: Takes = Takes::SomeOf(&["*", "object", "string", "long", "double", "boolean", "date", "binary"]);

const CONDITIONS: &[(&str, Takes)] = &[
    ("match_mapping_type", JSON_TYPES),
    ("unmatch_mapping_type", JSON_TYPES),
    ("match", Takes::Strs),
    ("unmatch", Takes::Strs),
    ("path_match", Takes::Strs),
    ("path_unmatch", Takes::Strs),
    ("match_pattern", Takes::OneOf(&["simple", "regex"])),
];

/// What the model declares.
pub(super) fn root(raw: &RawModel<'_>, fields: &[Field<'_>], errors: &mut Accumulator) -> Root {
    let attrs = &raw.attrs;
    let (includes, excludes) = source::source(raw, fields, errors);
    let detection = [
        ("enabled", Takes::Bool, &attrs.enabled),
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
        templates_span: attrs.dynamic_templates.as_ref().map(|entries| entries.span),
        templates: templates(attrs.dynamic_templates.as_ref(), errors),
        index_sort: order("index_sort", attrs.index_sort.as_ref(), raw, fields, errors),
    }
}

/// The server takes a list of formats, also of one.
fn listed(mut param: Param) -> Param {
    if let ("dynamic_date_formats", ParamValue::One(literal)) = (&*param.key, &param.value) {
        param.value = ParamValue::Many(vec![literal.clone()]);
    }
    param
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
    if conditions.is_empty() {
        errors.push(wrong(*span, format!("say on which fields the template works: {sample}")));
    }
    let conditions: Vec<Entry> = conditions.into_iter().cloned().collect();
    let conditions = params::typed("template", CONDITIONS, &conditions, errors);
    let kind = match &becomes.given {
        Given::Entries(kinds) if kinds.len() == 1 => kinds.first(),
        _ => None,
    };
    let is_possible = |spec: &&KindSpec| !matches!(spec.shape, Shape::Object | Shape::Nested);
    let found = kind.and_then(|kind| Some((kind, KindSpec::named(&kind.key).filter(is_possible)?)));
    let Some((kind, spec)) = found else {
        let message = format!("say the kind that the fields become: `{}(keyword)`", becomes.key);
        errors.push(match kind {
            Some(kind) => {
                let nearest = did_you_mean(&kind.key, KINDS.iter().filter(is_possible).map(|spec| spec.name));
                wrong(kind.span, format!("{message}{nearest}"))
            }
            None => wrong(becomes.span, message),
        });
        return None;
    };
    let given: &[Entry] = if let Given::Entries(entries) = &kind.given { entries } else { &[] };
    let params = params::of_kind(spec, kind.span, given, errors);
    Some(Template { name: key.clone(), conditions, kind: spec, params, is_runtime: becomes.key == "runtime" })
}
