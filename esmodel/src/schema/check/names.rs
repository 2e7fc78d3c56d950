//! Comparing and finding names in a `const`.

use crate::schema::{Kind, Param, ParamValue, Property};

/// Whether two names are the same; the length tells most apart.
pub(crate) const fn same(left: &str, right: &str) -> bool {
    same_bytes(left.as_bytes(), right.as_bytes())
}

const fn same_bytes(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let mut at = 0;
    while at < left.len() {
        if left[at] != right[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether a name comes before another in the order of their bytes.
pub(super) const fn precedes(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut at = 0;
    while at < left.len() && at < right.len() {
        if left[at] != right[at] {
            return left[at] < right[at];
        }
        at += 1;
    }
    left.len() < right.len()
}

/// A setting's name, with or without the leading `index.`.
pub(super) const fn is_setting(written: &str, key: &str) -> bool {
    const PREFIX: usize = "index.".len();
    if written.len() == PREFIX + key.len() {
        return same_bytes(written.as_bytes().split_at(PREFIX).1, key.as_bytes());
    }
    same(written, key)
}

/// The field at a dotted path, through flattened structs and multi-fields.
pub(super) const fn find(properties: &'static [Property], path: &str) -> Option<&'static Property> {
    find_bytes(properties, path.as_bytes())
}

const fn find_bytes(properties: &'static [Property], path: &[u8]) -> Option<&'static Property> {
    let mut dot = 0;
    while dot < path.len() && path[dot] != b'.' {
        dot += 1;
    }
    let (first, rest) = path.split_at(dot);
    let mut at = 0;
    while at < properties.len() {
        let property = &properties[at];
        if property.is_flatten {
            let found = find_bytes(property.field_type.properties, path);
            if found.is_some() {
                return found;
            }
        } else if same_bytes(property.name.as_bytes(), first) {
            if rest.is_empty() {
                return Some(property);
            }
            let rest = rest.split_at(1).1;
            let found = find_bytes(property.field_type.properties, rest);
            return if found.is_some() { found } else { find_bytes(property.fields, rest) };
        }
        at += 1;
    }
    None
}

/// Whether the way to a dotted path leads through a nested list.
pub(super) const fn enters_nested(properties: &'static [Property], path: &str) -> bool {
    enters(properties, path.as_bytes())
}

const fn enters(properties: &'static [Property], path: &[u8]) -> bool {
    let mut dot = 0;
    while dot < path.len() && path[dot] != b'.' {
        dot += 1;
    }
    let (first, rest) = path.split_at(dot);
    let mut at = 0;
    while at < properties.len() {
        let property = &properties[at];
        if property.is_flatten && enters(property.field_type.properties, path) {
            return true;
        }
        if !property.is_flatten && !rest.is_empty() && same_bytes(property.name.as_bytes(), first) {
            return property.of_kind().is(Kind::Nested) || enters(property.field_type.properties, rest.split_at(1).1);
        }
        at += 1;
    }
    false
}

/// Whether a path has a `*`.
pub(super) const fn is_pattern(path: &str) -> bool {
    let mut at = 0;
    while at < path.len() {
        if path.as_bytes()[at] == b'*' {
            return true;
        }
        at += 1;
    }
    false
}

/// A name that both bring to the level that they stand at.
pub(super) const fn clash(left: &'static Property, right: &'static Property) -> Option<&'static str> {
    if left.is_flatten {
        let mut at = 0;
        while at < left.field_type.properties.len() {
            let found = clash(&left.field_type.properties[at], right);
            if found.is_some() {
                return found;
            }
            at += 1;
        }
        return None;
    }
    if has(right, left.name) { Some(left.name) } else { None }
}

/// Whether a property brings that name to its level.
pub(super) const fn has(property: &'static Property, name: &str) -> bool {
    if !property.is_flatten {
        return same(property.name, name);
    }
    let mut at = 0;
    while at < property.field_type.properties.len() {
        if has(&property.field_type.properties[at], name) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether a kind has one of the common parameters.
pub(super) const fn takes(kind: Kind, key: &str) -> bool {
    if matches!(
        kind,
        Kind::Object
            | Kind::Passthrough
            | Kind::Nested
            | Kind::Completion
            | Kind::Join
            | Kind::Percolator
            | Kind::Histogram
            | Kind::ExponentialHistogram
            | Kind::TDigest
            | Kind::AggregateMetricDouble
    ) {
        return false;
    }
    if same(key, "doc_values") {
        return !matches!(kind, Kind::Text | Kind::DenseVector);
    }
    if same(key, "store") {
        return !matches!(kind, Kind::DenseVector | Kind::Flattened | Kind::Shape);
    }
    if same(key, "copy_to") {
        // The servers copy no value that is an object.
        return !matches!(kind, Kind::DenseVector | Kind::Flattened | Kind::GeoPoint)
            && !matches!(kind, Kind::GeoShape | Kind::Point | Kind::Shape | Kind::IntegerRange | Kind::LongRange)
            && !matches!(kind, Kind::FloatRange | Kind::DoubleRange | Kind::DateRange | Kind::IpRange);
    }
    !matches!(kind, Kind::Binary)
}

/// Whether names with dots are names, instead of objects.
pub(crate) const fn keeps_dots(params: &[Param]) -> bool {
    is_off(params, "subobjects") || is_on(params, "disable_objects")
}

const fn is_on(params: &[Param], key: &str) -> bool {
    let mut at = 0;
    while at < params.len() {
        if matches!(params[at].value, ParamValue::Bool(true)) && same(params[at].key, key) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether a switch is given and off.
pub(super) const fn is_off(params: &[Param], key: &str) -> bool {
    let mut at = 0;
    while at < params.len() {
        if matches!(params[at].value, ParamValue::Bool(false)) && same(params[at].key, key) {
            return true;
        }
        at += 1;
    }
    false
}
