//! The analysis of a model and of the objects inside of it: one of each name.

use super::{
    message::{Message, fail},
    names::same,
    nearest::Nearest,
};
use crate::schema::{Component, Declared, ModelSchema, ParamValue, Property, analysis::Part, value_of};

/// The part of that name that the model, or an object inside of it, declares.
pub(super) const fn declared(schema: &ModelSchema, part: Part, name: &str) -> Option<&'static Component> {
    match among(schema.analysis, part, name) {
        None => below(schema.properties, part, name),
        found => found,
    }
}

const fn among(declared: &[Declared], part: Part, name: &str) -> Option<&'static Component> {
    let mut at = 0;
    while at < declared.len() {
        let found = declared[at].analysis.find(part, name);
        if found.is_some() {
            return found;
        }
        at += 1;
    }
    None
}

const fn below(properties: &[Property], part: Part, name: &str) -> Option<&'static Component> {
    let mut at = 0;
    while at < properties.len() {
        let inside = &properties[at].field_type;
        let found = match among(inside.analysis, part, name) {
            None => below(inside.properties, part, name),
            found => found,
        };
        if found.is_some() {
            return found;
        }
        at += 1;
    }
    None
}

/// Looks at the names of all declared parts of one kind.
pub(super) const fn consider(schema: &ModelSchema, part: Part, nearest: &mut Nearest<'_>) {
    consider_all(schema.analysis, part, nearest);
    consider_below(schema.properties, part, nearest);
}

const fn consider_below(properties: &[Property], part: Part, nearest: &mut Nearest<'_>) {
    let mut at = 0;
    while at < properties.len() {
        consider_all(properties[at].field_type.analysis, part, nearest);
        consider_below(properties[at].field_type.properties, part, nearest);
        at += 1;
    }
}

const fn consider_all(declared: &[Declared], part: Part, nearest: &mut Nearest<'_>) {
    let mut at = 0;
    while at < declared.len() {
        let mut each = 0;
        while let Some(component) = declared[at].analysis.component(part, each) {
            nearest.name(component.name());
            each += 1;
        }
        at += 1;
    }
}

/// No two different parts of one kind and name.
#[track_caller]
pub const fn analysis(schema: &'static ModelSchema) {
    each(schema, schema.analysis);
    each_below(schema, schema.properties);
}

#[track_caller]
const fn each_below(schema: &ModelSchema, properties: &[Property]) {
    let mut at = 0;
    while at < properties.len() {
        each(schema, properties[at].field_type.analysis);
        each_below(schema, properties[at].field_type.properties);
        at += 1;
    }
}

#[track_caller]
const fn each(schema: &ModelSchema, declared: &[Declared]) {
    let mut at = 0;
    while at < declared.len() {
        against(schema, &declared[at], schema.analysis);
        against_below(schema, &declared[at], schema.properties);
        at += 1;
    }
}

#[track_caller]
const fn against_below(schema: &ModelSchema, one: &Declared, properties: &[Property]) {
    let mut at = 0;
    while at < properties.len() {
        against(schema, one, properties[at].field_type.analysis);
        against_below(schema, one, properties[at].field_type.properties);
        at += 1;
    }
}

#[track_caller]
const fn against(schema: &ModelSchema, one: &Declared, others: &[Declared]) {
    let mut at = 0;
    while at < others.len() {
        let mut part = 0;
        while part < Part::ALL.len() {
            meet(schema, Part::ALL[part], one, &others[at]);
            part += 1;
        }
        at += 1;
    }
}

#[track_caller]
const fn meet(schema: &ModelSchema, part: Part, one: &Declared, other: &Declared) {
    let mut at = 0;
    while let Some(component) = one.analysis.component(part, at) {
        let mut twin_at = 0;
        while let Some(twin) = other.analysis.component(part, twin_at) {
            if same(component.name(), twin.name()) && !(holds(component, twin) && holds(twin, component)) {
                differ(schema, part, component.name(), one, other);
            }
            twin_at += 1;
        }
        at += 1;
    }
}

#[track_caller]
const fn differ(schema: &ModelSchema, part: Part, name: &str, one: &Declared, other: &Declared) -> ! {
    let message = Message::new().text(schema.name).text(": the ").text(part.as_str()).text(" `").text(name);
    let message = message.text("` is declared by `").text(one.by);
    let message = if same(one.by, other.by) {
        message.text("` in two ways")
    } else {
        message.text("` and in another way by `").text(other.by).text("`")
    };
    fail(&message.text("; rename one of the two, or use one for both"));
}

/// Whether each parameter of the one stands in the other too.
const fn holds(one: &Component, other: &Component) -> bool {
    let lists = one.lists();
    let mut list = 0;
    while list < lists.len() {
        let mut at = 0;
        while at < lists[list].len() {
            let key = lists[list][at].key;
            match (value(one, key), value(other, key)) {
                (Some(left), Some(right)) if left.is(right) => {}
                _ => return false,
            }
            at += 1;
        }
        list += 1;
    }
    true
}

/// What counts for a key: what stands in the later list.
pub(super) const fn value(component: &Component, key: &str) -> Option<ParamValue> {
    let [built, given] = component.lists();
    match value_of(given, key) {
        None => value_of(built, key),
        found => found,
    }
}
