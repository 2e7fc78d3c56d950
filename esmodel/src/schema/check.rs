//! What the compiler checks of a schema: the rules that cross types, and so are beyond what a derive can see.
//!
//! The derive calls each from a `const` of its own, at the attribute or type that it is about. Evaluation is slow,
//! about 5 us per compared byte: lengths are compared first, and names within one struct are left to the derive.
#![expect(clippy::indexing_slicing, reason = "in a const: an index out of bounds does not compile")]

mod analysis;
mod dynamic;
mod limits;
mod lock;
mod message;
mod names;
mod nearest;
mod parts;
mod projection;
mod variants;

pub use analysis::analysis;
pub use dynamic::templates;
pub use limits::limits;
pub use lock::{Locked, LockedRoot, lock, misfit};
pub use message::Message;
use message::Trail;
pub(super) use message::fail;
use names::find;
pub(crate) use names::keeps_dots;
pub(crate) use names::same;
pub(super) use nearest::Nearest;
pub use parts::{known, part_of, parts};
pub use projection::{level, projected, reads};
pub use variants::{content, variant};

use super::{Dynamic, Kind, ModelSchema, Param, ParamValue, Property, Unstored};

/// The name of a field that a mistyped one is near to, among those beside each other.
pub(crate) fn nearest_field(properties: &[Property], written: &str) -> Option<String> {
    let mut nearest = Nearest::to(written);
    nearest.level(properties);
    Some(nearest.found()).filter(|found| !found.is_empty()).map(str::to_owned)
}

/// Names that `flatten` brings into one level, each once; `keys` are those that are not in the mapping (id, computed).
#[track_caller]
pub const fn names_once(name: &'static str, properties: &'static [Property], keys: &'static [&'static str]) {
    let mut at = 0;
    while at < properties.len() {
        if properties[at].is_flatten {
            let mut other = 0;
            while other < properties.len() {
                // Two flattened ones meet once.
                let meets = other != at && !(properties[other].is_flatten && other < at);
                if let (true, Some(twin)) = (meets, names::clash(&properties[at], &properties[other])) {
                    twice(name, twin);
                }
                other += 1;
            }
            let mut key = 0;
            while key < keys.len() {
                if names::has(&properties[at], keys[key]) {
                    twice(name, keys[key]);
                }
                key += 1;
            }
        }
        at += 1;
    }
}

#[track_caller]
const fn twice(name: &str, twin: &str) {
    fail(
        &Message::new()
            .text(name)
            .text(": `flatten` brings a second field named `")
            .text(twin)
            .text("`; rename one of the two with `#[serde(rename = \"..\")]`"),
    );
}

/// A parameter that stands straight in `#[es(..)]`, where only the type tells the kind.
#[track_caller]
pub const fn parameter(name: &'static str, properties: &'static [Property], index: usize, key: &'static str) {
    let property = &properties[index];
    let kind = property.of_kind();
    if names::takes(kind, key) {
        return;
    }
    let message = Message::new()
        .text(name)
        .text(": `")
        .text(property.name)
        .text("` is of kind `")
        .text(kind.name())
        .text("`, which has no `")
        .text(key);
    let message = if kind.has_fields() {
        message.text("`; write it on the fields inside, or `#[es(object(enabled = false))]` to index none of them")
    } else {
        message.text("`; drop it, or write another kind")
    };
    fail(&message);
}

/// Elements of sets cannot be changed in place, so nothing inside can be computed.
#[track_caller]
pub const fn set(name: &'static str, field: &'static str, computes: bool) {
    if computes {
        let message = Message::new().text(name).text(": `").text(field);
        fail(&message.text("` is a set of structs with computed fields, which cannot be filled in place; use `Vec`"));
    }
}

/// Elements of sets and what others share cannot be changed in place either, so nothing inside can be loaded or stamped.
#[track_caller]
pub const fn fixed(name: &'static str, field: &'static str, has_lazy: bool, stamps: bool) {
    let message = Message::new().text(name).text(": `").text(field);
    if has_lazy {
        fail(&message.text("` holds structs with lazy properties in a set or an `Arc`, where they cannot be filled in place; use `Vec` or `Box`"));
    }
    if stamps {
        fail(&message.text("` holds structs with timestamps in a set or an `Arc`, where they cannot be set in place; use `Vec` or `Box`"));
    }
}

/// What is written as serde writes it gets nothing added, so no field inside can be hidden and stored, or stamped.
#[track_caller]
pub const fn unreached(name: &'static str, field: &'static str, adds: bool) {
    if adds {
        let message = Message::new().text(name).text(": `").text(field);
        fail(&message.text("` holds structs with `stored` fields or timestamps where they are written just as serde writes them: in a map, `flattened` or `enabled = false`; hold them in a mapped field or a list, or take those attributes off its fields"));
    }
}

/// One key of the default order: it exists, and can be sorted by.
#[track_caller]
pub const fn default_sort(schema: &'static ModelSchema, path: &'static str) {
    if same(path, "_doc") || same(path, "_score") {
        return;
    }
    order(schema, "default_sort", path);
}

/// One key of the index's own order: besides, it stands in no nested list.
#[track_caller]
pub const fn index_sort(schema: &'static ModelSchema, path: &'static str) {
    order(schema, "index_sort", path);
    if names::enters_nested(schema.properties, path) {
        let message = Message::new().text(schema.name).text(": index_sort on `").text(path);
        fail(&message.text("`, which stands in a nested list; sort by a field of the document itself"));
    }
}

/// A path of `source(..)`: a field of the model, or a pattern.
#[track_caller]
pub const fn source(schema: &'static ModelSchema, path: &'static str) {
    if names::is_pattern(path) || find(schema.properties, path).is_some() {
        return;
    }
    let message = Message::new().text(schema.name).text(": `source` names `").text(path);
    let message = message.text("`, which the model does not have");
    missing(message, schema.properties, path, "; write the full path of a field, or a pattern such as `raw.*`");
}

/// An alias: its target exists, is a field of the index itself, and is of the same kind.
#[track_caller]
pub const fn alias(name: &'static str, properties: &'static [Property], index: usize) {
    let alias = &properties[index];
    let Some(Unstored::Alias(path)) = alias.unstored else { return };
    let message = Message::new().text(name).text(": `").text(alias.name).text("` is an alias of `").text(path);
    let Some(target) = find(properties, path) else {
        let message = message.text("`, which this struct does not have");
        missing(message, properties, path, "; write the path of a field from here, `name.last`")
    };
    let kind = target.of_kind();
    if target.unstored.is_some() {
        fail(&message.text("`, which is not stored itself; write the path of a stored field"));
    }
    if kind.has_fields() {
        fail(&message.text("`, which is an object; write the path of a field inside"));
    }
    if !kind.is(alias.of_kind()) {
        let message = message.text("`, which is of kind `").text(kind.name()).text("`; write `#[es(alias = \"..\", ");
        fail(&message.text(kind.name()).text(")]`, and a type that such a field holds"));
    }
}

/// A runtime field: of a kind that servers work out.
#[track_caller]
pub const fn runtime(name: &'static str, properties: &'static [Property], index: usize) {
    let kind = properties[index].of_kind();
    if matches!(
        kind,
        Kind::Boolean
            | Kind::Date
            | Kind::Keyword
            | Kind::Ip
            | Kind::GeoPoint
            | Kind::Byte
            | Kind::Short
            | Kind::Integer
            | Kind::Long
            | Kind::HalfFloat
            | Kind::Float
            | Kind::Double
    ) {
        return;
    }
    let message =
        Message::new().text(name).text(": `").text(properties[index].name).text("` is a runtime field of kind `");
    fail(
        &message
            .text(kind.name())
            .text("`; servers work out keywords, numbers, dates, truth values, addresses and places"),
    );
}

#[track_caller]
const fn order(schema: &'static ModelSchema, attribute: &str, path: &'static str) {
    let message =
        Message::new().text(schema.name).text(": ").text(attribute).text(" on `").text(path).text("`, which ");
    let Some(property) = find(schema.properties, path) else {
        fail(&message.text("is no field of the model; write the path as it is in the index, `address.city`"));
    };
    let kind = property.of_kind();
    if matches!(kind, Kind::Text) {
        let message = message.text("is text and cannot be sorted; sort by a keyword sub-field");
        if property.fields.is_empty() {
            fail(&message.text(": `#[es(text, fields(raw(keyword)))]`, and `").text(path).text(".raw`"));
        }
        fail(&message.text(", such as `").text(path).text(".").text(property.fields[0].name).text("`"));
    }
    if kind.has_fields() {
        fail(&message.text("is an object and cannot be sorted; sort by a field inside: `").text(path).text(".name`"));
    }
    if !kind.is_sortable() {
        let message = message.text("is of kind `").text(kind.name()).text("` and cannot be sorted");
        fail(&message.text("; sort by another field, or give the order with the search"));
    }
    if names::is_off(property.params, "doc_values") {
        fail(&message.text("has `doc_values = false` and cannot be sorted; drop that, or sort by another field"));
    }
}

/// A field of the model and all inside of it: maps, analyzers and what objects declare of them, targets of `copy_to`,
/// lengths of vectors.
#[track_caller]
pub const fn field(schema: &'static ModelSchema, index: usize) {
    below(schema, &schema.properties[index], &Trail::ROOT, schema.dynamic);
}

#[track_caller]
const fn below(schema: &ModelSchema, property: &'static Property, trail: &Trail<'_>, outer: Dynamic) {
    let here = trail.to(property.name);
    let dynamic = match property.dynamic {
        Some(dynamic) => dynamic,
        None => outer,
    };
    parts::each(schema, property.field_type.analysis);
    if property.field_type.is_map
        && !matches!(property.of_kind(), Kind::Flattened)
        && matches!(dynamic, Dynamic::Strict)
    {
        map_under_strict(schema, property, &here);
    }
    if matches!(property.of_kind(), Kind::Join) {
        join(schema, property, &here);
    }
    let kind = property.of_kind();
    params(schema, kind, property.params, &here);
    params(schema, kind, property.field_type.params, &here);
    if kind.is(Kind::Passthrough) || keeps_dots(property.params) {
        flat(schema, property.field_type.properties, &here);
    }
    let mut at = 0;
    while at < property.fields.len() {
        let sub = &property.fields[at];
        params(schema, sub.of_kind(), sub.params, &here.to(sub.name));
        at += 1;
    }
    let mut at = 0;
    while at < property.field_type.properties.len() {
        below(schema, &property.field_type.properties[at], &here, dynamic);
        at += 1;
    }
}

/// Where names with dots are names there are no objects: servers refuse those, or make names with dots of them.
#[track_caller]
const fn flat(schema: &ModelSchema, properties: &'static [Property], trail: &Trail<'_>) {
    let mut at = 0;
    while at < properties.len() {
        let property = &properties[at];
        if property.is_flatten {
            flat(schema, property.field_type.properties, trail);
        } else if property.of_kind().has_fields() {
            let message =
                Message::new().text(schema.name).text(": `").path(trail).text("` has no objects inside, and `");
            let message = message.text(property.name).text("` is one; write `#[serde(flatten)]` or `#[es(flattened)]`");
            fail(&message);
        }
        at += 1;
    }
}

/// A document is of one family, as a whole.
#[track_caller]
const fn join(schema: &ModelSchema, property: &Property, here: &Trail<'_>) {
    let message = Message::new().text(schema.name).text(": `").path(here);
    if here.depth > 1 {
        fail(
            &message.text(
                "` is a `join` inside of an object, and a family is one of whole documents; move it to the model",
            ),
        );
    }
    if let Some(first) = first_join(schema.properties)
        && !same(first, property.name)
    {
        let message =
            message.text("` is a second `join` beside `").text(first).text("`, and a document is of one family;");
        fail(&message.text(" make one enum of all relations, or keep the other as a keyword"));
    }
}

const fn first_join(properties: &[Property]) -> Option<&'static str> {
    let mut at = 0;
    while at < properties.len() {
        if matches!(properties[at].of_kind(), Kind::Join) {
            return Some(properties[at].name);
        }
        if properties[at].is_flatten {
            let found = first_join(properties[at].field_type.properties);
            if found.is_some() {
                return found;
            }
        }
        at += 1;
    }
    None
}

#[track_caller]
const fn map_under_strict(schema: &ModelSchema, property: &Property, here: &Trail<'_>) {
    let message = Message::new().text(schema.name).text(": ");
    if property.is_flatten {
        let message = message.text("a flattened map has keys that a strict mapping does not know; write");
        fail(&message.text(" `dynamic = \"true\"` on the model, or make the map a field with `#[es(flattened)]`"));
    }
    let message = message.text("`").path(here).text("` is a map, whose keys a strict mapping does not know; write");
    fail(&message.text(" `#[es(flattened)]`, `#[es(object(dynamic = \"true\"))]` or `#[es(object(enabled = false))]`"));
}

#[track_caller]
const fn params(schema: &ModelSchema, kind: Kind, params: &'static [Param], here: &Trail<'_>) {
    let mut at = 0;
    while at < params.len() {
        let key = params[at].key;
        match params[at].value {
            // The derive knows the two analyzers that `pattern_text` has.
            ParamValue::Str(name) if parts::of_field(key).is_some() && !kind.is(Kind::PatternText) => {
                parts::named_by_field(schema, here, key, name);
            }
            ParamValue::Str(name) if same(key, "copy_to") => target(schema, here, name),
            ParamValue::List(names) if same(key, "copy_to") => {
                let mut each = 0;
                while each < names.len() {
                    if let ParamValue::Str(name) = names[each] {
                        target(schema, here, name);
                    }
                    each += 1;
                }
            }
            ParamValue::Int(dims) if (dims < 1 || dims > 4096) && same(key, "dims") => {
                let message = Message::new().text(schema.name).text(": the vector `").path(here);
                fail(&message.text("` must have from 1 to 4096 dimensions; write `Vector<N>` with such an `N`"));
            }
            _ => {}
        }
        at += 1;
    }
}

/// An analyzer or a normalizer that there is not: the other of the two, or a slip, or one to declare.
#[track_caller]
const fn target(schema: &ModelSchema, here: &Trail<'_>, name: &str) {
    let message = Message::new().text(schema.name).text(": `copy_to` of `").path(here).text("` names `").text(name);
    match find(schema.properties, name) {
        None => {
            let message = message.text("`, which the model does not have");
            missing(message, schema.properties, name, "; write the full path of a field, or add the field")
        }
        Some(target) if matches!(target.of_kind(), Kind::Object | Kind::Nested) => {
            fail(&message.text("`, which is an object; write the path of a field inside"));
        }
        Some(_) => {}
    }
}

/// A path that leads nowhere: the nearest that leads somewhere, or else the advice.
#[track_caller]
const fn missing(message: Message, properties: &[Property], path: &str, advice: &str) -> ! {
    let mut nearest = Nearest::to(path);
    nearest.paths(properties, &Trail::ROOT);
    if nearest.found().is_empty() {
        fail(&message.text(advice));
    }
    fail(&message.text("; did you mean `").text(nearest.found()).text("`?"));
}
