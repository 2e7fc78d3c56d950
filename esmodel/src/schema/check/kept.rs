//! What servers keep of an object when some of its fields are asked for, or left out.
//!
//! Every server drops an object that has none of the fields asked for, an element of a list as well, and then the list
//! around it: lists lose places, `[]` and null are gone. When fields are left out, an object that becomes empty is
//! dropped by Elasticsearch 8, and an element of a list by all. A field whose key every stored object has, its anchor,
//! prevents both.

use super::{
    message::{Message, fail},
    missing,
    names::{find, is_pattern, same},
    projection::level,
};
use crate::schema::{ModelSchema, Property};

/// Whether every stored object has the field's key, whatever the value is.
const fn is_anchor(property: &Property) -> bool {
    !property.is_flatten
        && !property.is_sparse
        && !property.is_hidden
        && property.unstored.is_none()
        && !property.field_type.is_optional
}

/// The field of that name where every stored object has its key. A struct that serde flattens may be absent.
pub(crate) const fn anchor(properties: &'static [Property], name: &str) -> Option<&'static Property> {
    let mut at = 0;
    while at < properties.len() {
        if is_anchor(&properties[at]) && same(properties[at].name, name) {
            return Some(&properties[at]);
        }
        at += 1;
    }
    None
}

/// Where the name ends that begins at `start` of a dotted path.
const fn end_of_name(path: &str, start: usize) -> usize {
    let mut end = start;
    while end < path.len() && path.as_bytes()[end] != b'.' {
        end += 1;
    }
    end
}

const fn part(path: &str, start: usize, end: usize) -> &str {
    path.split_at(end).0.split_at(start).1
}

/// How much of a path can be asked for so that nothing around it is lost: all, or the beginning up to an object that
/// must come as a whole.
pub(crate) const fn askable(properties: &'static [Property], path: &str) -> usize {
    let mut end = end_of_name(path, 0);
    let Some(mut property) = level(properties, part(path, 0, end)) else { return path.len() };
    while end < path.len() && !property.field_type.is_list {
        let next = end_of_name(path, end + 1);
        let Some(inside) = anchor(property.field_type.properties, part(path, end + 1, next)) else { return end };
        property = inside;
        end = next;
    }
    end
}

/// The object on the way to a path that may become empty, and so be lost, when all of `paths` are left out: the length
/// of its own path.
pub(crate) const fn emptied(properties: &'static [Property], path: &str, paths: &[&str]) -> Option<usize> {
    let mut start = 0;
    let mut properties = properties;
    loop {
        let end = end_of_name(path, start);
        if start > 0 && !keeps_anchor(properties, path.split_at(start).0, part(path, start, end), paths) {
            return Some(start - 1);
        }
        if end >= path.len() {
            return None;
        }
        properties = match level(properties, part(path, start, end)) {
            Some(property) => property.field_type.properties,
            None => &[],
        };
        start = end + 1;
    }
}

/// Whether an object keeps a key when `name` and all of `paths` are left out. `above` is its path, with a dot behind.
const fn keeps_anchor(properties: &'static [Property], above: &str, name: &str, paths: &[&str]) -> bool {
    let mut at = 0;
    while at < properties.len() {
        let other = &properties[at];
        if is_anchor(other) && !same(other.name, name) && !is_left_out(above, other.name, paths) {
            return true;
        }
        at += 1;
    }
    false
}

const fn is_left_out(above: &str, name: &str, paths: &[&str]) -> bool {
    let mut at = 0;
    while at < paths.len() {
        let path = paths[at];
        if is_pattern(path)
            || (path.len() == above.len() + name.len()
                && same(path.split_at(above.len()).0, above)
                && same(path.split_at(above.len()).1, name))
        {
            return true;
        }
        at += 1;
    }
    false
}

/// A path of `source(..)`: a field, or a pattern of which nobody can tell. What is kept can be read.
#[track_caller]
pub const fn source(schema: &'static ModelSchema, path: &'static str) {
    if is_pattern(path) {
        return;
    }
    let message = Message::new().text(schema.name).text(": `source` names `").text(path);
    if find(schema.properties, path).is_none() {
        let message = message.text("`, which the model does not have");
        missing(message, schema.properties, path, "; write the full path of a field, or a pattern such as `raw.*`")
    }
    let is_excluded = is_left_out("", path, schema.root.source_excludes);
    let (object, wish) = if is_excluded {
        match emptied(schema.properties, path, schema.root.source_excludes) {
            Some(end) => (
                path.split_at(end).0,
                "leave out all of it, or keep a field of it that is no `Option` and has no default",
            ),
            None => return,
        }
    } else {
        match askable(schema.properties, path) {
            end if end < path.len() => (path.split_at(end).0, "keep all of it"),
            _ => return,
        }
    };
    let message =
        message.text("`, and where `").text(object).text("` has nothing else, servers drop it with its place");
    fail(&message.text(" in a list; ").text(wish))
}
