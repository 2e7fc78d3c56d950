//! The variants of an enum against each other: the index has one field for all that have one name at one level.

use super::{
    message::{Message, Trail, fail},
    names::{has, same},
    projection::level,
};
use crate::{
    model::Omit,
    schema::{Param, ParamValue, Property, VariantFields, value_of},
};

/// A variant that nobody knows is written past what is special about the known ones, which a flattened enum cannot be.
#[track_caller]
pub const fn kept_whole(name: &'static str, field: &'static str, keeps_unknown: bool, omit: &'static Omit) {
    if !keeps_unknown {
        return;
    }
    if let Some(key) = left_out(omit) {
        let message =
            Message::new().text(name).text(": `").text(field).text("` keeps variants that are unknown, of which `");
        let message = message.text(key).text("` would be lost among the fields of the document, since a known variant has a field of that name which is not stored;");
        fail(&message.text(" drop `serde(flatten)`, or rename that field"));
    }
}

/// The first key that is not stored.
const fn left_out(omit: &'static Omit) -> Option<&'static str> {
    if let [first, ..] = omit.keys {
        return Some(first);
    }
    let mut at = 0;
    while at < omit.inside.len() {
        let found = left_out(omit.inside[at].1);
        if found.is_some() {
            return found;
        }
        at += 1;
    }
    let mut at = 0;
    while at < omit.flattened.len() {
        let found = left_out(omit.flattened[at]);
        if found.is_some() {
            return found;
        }
        at += 1;
    }
    None
}

/// One of two variants that are compared.
#[derive(Clone, Copy)]
struct Side {
    property: &'static Property,
    variant: &'static str,
}

/// The fields of variant number `at` against those of the variants before it; `only` one of them, where the others are
/// compared elsewhere.
#[track_caller]
pub const fn variant(name: &'static str, variants: &'static [VariantFields], at: usize, only: Option<usize>) {
    let mut properties = variants[at].field_type.properties;
    if let Some(index) = only {
        properties = properties.split_at(index).1.split_at(1).0;
    }
    let mut before = 0;
    while before < at {
        let (first, own) = (&variants[before], &variants[at]);
        fields(name, first, own, properties);
        clash(name, first, (own, properties));
        clash(name, own, (first, first.field_type.properties));
        before += 1;
    }
}

/// The content of variant number `at` against that of the first: one field holds that of all.
#[track_caller]
pub const fn content(name: &'static str, field: &'static str, variants: &'static [VariantFields], at: usize) {
    let (first, own) = (&variants[0], &variants[at]);
    let (left, right) = (first.field_type, own.field_type);
    if !left.kind.is(right.kind) || left.is_map != right.is_map {
        let message = Message::new().text(name).text(": the content `").text(field).text("` is of kind `");
        let message = message.text(left.kind.name()).text("` in the variant `").text(first.name);
        let message = message.text("` and of kind `").text(right.kind.name()).text("` in `").text(own.name);
        fail(&message.text("`, and the index has one field for both; write `#[serde(tag = \"..\")]` without `content`, or drop both, so that each variant has fields of its own"));
    }
    if let Some((key, left, right)) = different(left.params, &[], right.params, &[]) {
        params(name, field, (first.name, left), (own.name, right), key);
    }
}

#[track_caller]
const fn fields(name: &str, before: &'static VariantFields, own: &'static VariantFields, list: &'static [Property]) {
    let mut at = 0;
    while at < list.len() {
        field(name, before, own, &list[at]);
        at += 1;
    }
}

#[track_caller]
const fn field(name: &str, before: &'static VariantFields, own: &'static VariantFields, property: &'static Property) {
    if property.is_flatten {
        fields(name, before, own, property.field_type.properties);
        return;
    }
    let Some(first) = level(before.field_type.properties, property.name) else { return };
    if before.name.is_empty() {
        let message = Message::new().text(name).text(": the variant `").text(own.name).text("` has a field `");
        let message = message.text(property.name).text("`, which is the name of the tag too; rename one of the two:");
        fail(&message.text(" `#[serde(tag = \"..\")]`, or `#[serde(rename = \"..\")]` on the field"));
    }
    let (left, right) = (Side { property: first, variant: before.name }, Side { property, variant: own.name });
    alike(name, left, right, &Trail::ROOT);
    if !omits_alike(before.omit.inside_of(property.name), own.omit.inside_of(property.name)) {
        let message =
            Message::new().text(name).text(": `").text(property.name).text("` is one struct in the variant `");
        let message = message.text(before.name).text("` and another in `").text(own.name);
        fail(&message.text("`, which differ in what is computed, lazy or `one_or_many`; use one struct for both, or rename one of the fields"));
    }
}

/// What is not stored of one variant is no field of another.
#[track_caller]
const fn clash(
    name: &str,
    hides: &'static VariantFields,
    (stores, properties): (&'static VariantFields, &'static [Property]),
) {
    let mut at = 0;
    while at < properties.len() {
        if let Some(key) = hidden(hides.omit, &properties[at]) {
            let message = Message::new().text(name).text(": `").text(key).text("` is not stored of the variant `");
            let message = message.text(hides.name).text("`, where it is computed or lazy, and is a field of `");
            fail(&message.text(stores.name).text("`; rename one of the two: `#[serde(rename = \"..\")]`"));
        }
        at += 1;
    }
}

/// A key of those that are not stored, which the property brings to the level.
const fn hidden(omit: &'static Omit, property: &'static Property) -> Option<&'static str> {
    let mut at = 0;
    while at < omit.keys.len() {
        if has(property, omit.keys[at]) {
            return Some(omit.keys[at]);
        }
        at += 1;
    }
    let mut at = 0;
    while at < omit.flattened.len() {
        let found = hidden(omit.flattened[at], property);
        if found.is_some() {
            return found;
        }
        at += 1;
    }
    None
}

/// Two fields of one name: the same in the index, and all inside of them.
#[track_caller]
const fn alike(name: &str, left: Side, right: Side, above: &Trail<'_>) {
    let (first, second) = (left.property, right.property);
    let here = above.to(first.name);
    if !first.of_kind().is(second.of_kind()) {
        let message = Message::new().text(name).text(": `").path(&here).text("` is of kind `");
        let message = message.text(first.of_kind().name()).text("` in the variant `").text(left.variant);
        let message = message.text("` and of kind `").text(second.of_kind().name()).text("` in `").text(right.variant);
        fail(&message.text("`, and the index has one field for both; rename one of the two: `#[serde(rename = \"..\")]`, or give them one kind"));
    }
    let found = different(first.params, first.field_type.params, second.params, second.field_type.params);
    if let Some((key, one, other)) = found {
        let path = Message::new().path(&here);
        params(name, path.as_str(), (left.variant, one), (right.variant, other), key);
    }
    let is_same = first.enabled == second.enabled
        && first.unstored.is_none()
        && second.unstored.is_none()
        && first.field_type.is_map == second.field_type.is_map
        && match (first.dynamic, second.dynamic) {
            (None, None) => true,
            (Some(one), Some(other)) => same(one.as_str(), other.as_str()),
            _ => false,
        };
    if !is_same {
        let message =
            Message::new().text(name).text(": `").path(&here).text("` is written differently in the variants `");
        let message = message.text(left.variant).text("` and `").text(right.variant);
        fail(&message.text("`, and the index has one field for both; write the same attributes on both, or rename one of the two: `#[serde(rename = \"..\")]`"));
    }
    inside(name, left, right, (first.fields, second.fields), &here);
    inside(name, left, right, (first.field_type.properties, second.field_type.properties), &here);
}

/// The fields inside, each of which both have.
#[track_caller]
const fn inside(
    name: &str,
    left: Side,
    right: Side,
    (first, second): (&'static [Property], &'static [Property]),
    here: &Trail<'_>,
) {
    only_in(name, (first, left.variant), (second, right.variant), here);
    only_in(name, (second, right.variant), (first, left.variant), here);
    both(name, left, right, (first, second), here);
}

#[track_caller]
const fn both(
    name: &str,
    left: Side,
    right: Side,
    (first, second): (&'static [Property], &'static [Property]),
    here: &Trail<'_>,
) {
    let mut at = 0;
    while at < first.len() {
        let property = &first[at];
        if property.is_flatten {
            both(name, left, right, (property.field_type.properties, second), here);
        } else if let Some(other) = level(second, property.name) {
            let (left, right) = (Side { property, ..left }, Side { property: other, ..right });
            alike(name, left, right, here);
        }
        at += 1;
    }
}

#[track_caller]
const fn only_in(
    name: &str,
    (list, variant): (&'static [Property], &str),
    (others, other): (&'static [Property], &str),
    here: &Trail<'_>,
) {
    let mut at = 0;
    while at < list.len() {
        let property = &list[at];
        if property.is_flatten {
            only_in(name, (property.field_type.properties, variant), (others, other), here);
        } else if level(others, property.name).is_none() {
            let message = Message::new().text(name).text(": `").path(here).text("` is not the same in the variants `");
            let message = message.text(variant).text("` and `").text(other).text("`: only `").text(variant);
            let message = message.text("` has `").path(&here.to(property.name));
            fail(&message.text("`; use one struct for both, or rename one of the two: `#[serde(rename = \"..\")]`"));
        }
        at += 1;
    }
}

#[track_caller]
const fn params(
    name: &str,
    path: &str,
    (left, one): (&str, Option<ParamValue>),
    (right, other): (&str, Option<ParamValue>),
    key: &str,
) -> ! {
    let mut message = Message::new().text(name).text(": `").text(path).text("` has `").text(key).text("` ");
    message.push_value(one);
    let mut message = message.text(" in the variant `").text(left).text("` and ");
    message.push_value(other);
    let message = message.text(" in `").text(right);
    fail(&message.text("`, and the index has one field for both; write the same on both, or rename one of the two: `#[serde(rename = \"..\")]`"))
}

type Difference = (&'static str, Option<ParamValue>, Option<ParamValue>);

/// A parameter in which two fields differ; those of the attribute win over those of the type.
const fn different(
    left: &'static [Param],
    left_type: &'static [Param],
    right: &'static [Param],
    right_type: &'static [Param],
) -> Option<Difference> {
    let lists = [left, left_type, right, right_type];
    let mut list = 0;
    while list < lists.len() {
        let mut at = 0;
        while at < lists[list].len() {
            let key = lists[list][at].key;
            let one = either(left, left_type, key);
            let other = either(right, right_type, key);
            let is_same = match (one, other) {
                (Some(one), Some(other)) => one.is(other),
                _ => false,
            };
            if !is_same {
                return Some((key, one, other));
            }
            at += 1;
        }
        list += 1;
    }
    None
}

const fn either(own: &[Param], of_type: &[Param], key: &str) -> Option<ParamValue> {
    let found = value_of(own, key);
    if found.is_some() { found } else { value_of(of_type, key) }
}

const fn omits_alike(left: &Omit, right: &Omit) -> bool {
    if !words_alike(left.keys, right.keys)
        || !words_alike(left.lazy, right.lazy)
        || !words_alike(left.one_or_many, right.one_or_many)
        || left.inside.len() != right.inside.len()
        || left.flattened.len() != right.flattened.len()
    {
        return false;
    }
    let mut at = 0;
    while at < left.inside.len() {
        let ((key, one), (other_key, other)) = (left.inside[at], right.inside[at]);
        if !same(key, other_key) || !omits_alike(one, other) {
            return false;
        }
        at += 1;
    }
    let mut at = 0;
    while at < left.flattened.len() {
        if !omits_alike(left.flattened[at], right.flattened[at]) {
            return false;
        }
        at += 1;
    }
    true
}

const fn words_alike(left: &[&str], right: &[&str]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let mut at = 0;
    while at < left.len() {
        if !same(left[at], right[at]) {
            return false;
        }
        at += 1;
    }
    true
}
