//! What to write instead of an attribute that there is not: the commonest first guesses.

use darling::Error;

use super::Flavour;
use crate::{
    kinds::{KINDS, KindSpec},
    nearest::did_you_mean,
    settings,
};

/// Where the attribute stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Type,
    Field,
    Projection,
}

/// What stands on fields beside the kinds.
const ON_FIELDS: &[&str] = &[
    "id",
    "created_at",
    "updated_at",
    "created_by",
    "updated_by",
    "soft_delete",
    "alias",
    "runtime",
    "computed",
    "lazy",
    "stored",
    "one_or_many",
    "fields",
    "doc_values",
    "store",
    "copy_to",
];

/// What else people look for on a type, and what there is.
const FOR_TYPES: &[(&[&str], &str)] = &[
    (&["name", "index_name", "indices"], "write the name of the index as `index = \"..\"`"),
    (&["alias", "aliases"], "where the model stands for an alias, write that as `index = \"..\"`"),
    (&["id_field", "primary_key", "key"], "write `#[es(id)]` on the field that is the id"),
    (
        &["mapping", "mappings", "properties"],
        "the fields of the struct are the mapping: write kinds and parameters on them, such as `#[es(text)]`",
    ),
    (
        &["sort", "order", "order_by"],
        "write `default_sort = \"..\"`, or `index_sort = \"..\"` for the index's own order",
    ),
    (&["rename_all", "rename", "default", "deny_unknown_fields"], "names and defaults are serde's: `#[serde(..)]`"),
    (&["_source"], "write `source(includes(..), excludes(..))`"),
    (&["_meta"], "write `meta(..)`"),
    (&["_routing"], "write `routing` on a field, or `routing = Self::tenant` here"),
    (&["templates"], "write `dynamic_templates(..)`"),
    (&["tokenizer"], "write `tokenizers(name(type = \"..\"))`"),
    (&["analyzer"], "write `analyzers(name(tokenizer = \"standard\"))`, and on a field `text(analyzer = \"name\")`"),
    (
        &["normalizer"],
        "write `normalizers(name(filter(\"lowercase\")))`, and on a field `keyword(normalizer = \"name\")`",
    ),
    (&["filter", "token_filters"], "write `filters(name(type = \"..\"))`"),
    (&["char_filter"], "write `char_filters(name(type = \"..\"))`"),
];

/// The same on a field.
const FOR_FIELDS: &[(&[&str], &str)] = &[
    (
        &["multi_fields", "multifields", "multi_field", "sub_fields", "subfields", "sub_field", "field"],
        "write `fields(raw(keyword))`",
    ),
    (&["kind", "field_type", "data_type"], "the kind stands alone: write `#[es(keyword)]`"),
    (&["_id", "id_field", "primary_key", "key"], "write `id`"),
    (&["_routing"], "write `routing`"),
    (&["rename", "name"], "names are serde's: write `#[serde(rename = \"..\")]`"),
    (&["skip", "ignore", "transient"], "write `#[serde(skip)]` to keep the field out of documents"),
    (&["flatten"], "write `#[serde(flatten)]`"),
    (&["default"], "write `#[serde(default)]`"),
    (&["indexed"], "write `index = false` for a field that is not searched"),
    (&["sortable"], "a keyword, a number or a date can be sorted by; write `doc_values = false` for one that is not"),
    (&["string"], "write `keyword` for exact text, `text` for words"),
    (&["bool"], "write `boolean`, or nothing: it is the kind of `bool`"),
    (&["int", "number", "i32", "u32"], "write `integer` or `long`, or nothing: a number's type tells its kind"),
    (&["datetime", "timestamp", "time"], "write `date`"),
    (&["geo", "location"], "write `geo_point` or `geo_shape`"),
    (&["vector", "knn_vector", "knn"], "write `dense_vector`"),
    (&["semantic"], "write `semantic_text`"),
    (&["flat_object"], "write `flattened`"),
    (&["xy_point"], "write `point`"),
    (&["xy_shape"], "write `shape`"),
    (&["derived", "script_field"], "write `runtime(script = \"..\")`"),
];

/// The same on a projection.
const FOR_PROJECTIONS: &[(&[&str], &str)] = &[(
    &["model", "from", "object", "index"],
    "write whose fields these are: `#[es(of = City)]`, with your model or object",
)];

/// The messages about attributes that there are not, where there is a clear answer.
pub(super) fn explain(error: Error, place: Place) -> Error {
    let explained = error.into_iter().map(|error| {
        let text = error.to_string();
        let name = text.strip_prefix("Unknown field: `").and_then(|rest| rest.split('`').next());
        match name.and_then(|name| Some((name, answer(name, place)?))) {
            Some((name, answer)) => {
                Error::custom(format!("there is no attribute `{name}` here; {answer}")).with_span(&error.span())
            }
            None => error,
        }
    });
    Error::multiple(explained.collect())
}

fn answer(name: &str, place: Place) -> Option<String> {
    let guesses = match place {
        Place::Type => FOR_TYPES,
        Place::Field => FOR_FIELDS,
        Place::Projection => FOR_PROJECTIONS,
    };
    if let Some((_, answer)) = guesses.iter().find(|(names, _)| names.contains(&name)) {
        return Some((*answer).to_owned());
    }
    if place == Place::Projection {
        return None;
    }
    if place == Place::Field {
        if name == "type" {
            return Some("the kind stands alone: write `#[es(text)]`".to_owned());
        }
        return parameter(name).map(|sample| format!("it stands with the field's kind, such as `{sample}`"));
    }
    if settings::named(name).is_some() {
        return Some(format!("it is a setting: write `settings({name} = ..)`"));
    }
    if let Some(sample) = parameter(name) {
        return Some(format!("it belongs to a kind: write `{sample}` on a field"));
    }
    (ON_FIELDS.contains(&name) || KindSpec::named(name).is_some()).then(|| "write it on a field".to_owned())
}

/// How a parameter is written that some kind has: with the commonest of those kinds.
fn parameter(name: &str) -> Option<String> {
    const COMMON: &[&str] = &["keyword", "text", "long", "date", "object"];
    let common = COMMON.iter().filter_map(|kind| KindSpec::named(kind));
    let mut kinds = common.chain(KINDS);
    kinds.find_map(|kind| {
        let (_, takes) = kind.params.iter().find(|(param, _)| *param == name)?;
        let value = if takes.is_group() { "(..)" } else { " = .." };
        Some(format!("{}({name}{value})", kind.name))
    })
}

/// The messages of the attribute parser in our words: what is wrong, and what to write.
pub(crate) fn readable(error: Error, flavour: Flavour) -> Error {
    let text = error.to_string();
    let message = if let Some(name) = text.strip_prefix("Duplicate field ") {
        let name = name.split(' ').next().unwrap_or(name);
        format!("{name} is written twice; keep one")
    } else if let Some(unknown) = text.strip_prefix("Unknown field: `") {
        let mut names = unknown.split('`').step_by(2);
        let unknown = names.next().unwrap_or(unknown);
        let nearest = did_you_mean(unknown, names.next());
        if nearest.is_empty() {
            let derive = flavour.derive();
            format!(
                "there is no attribute `{unknown}` here; the documentation of the derive `{derive}` lists those there are"
            )
        } else {
            format!("there is no attribute `{unknown}`{nearest}")
        }
    } else {
        return error;
    };
    Error::custom(message).with_span(&error.span())
}
