//! Projections against the model whose fields they name.

use super::{
    message::{Message, Trail, fail},
    names::{has, same},
    nearest::Nearest,
};
use crate::{
    model::Included,
    schema::{Kind, Property},
};

/// The field of that name at one level, also where `flatten` brings it there.
pub const fn level(properties: &'static [Property], name: &str) -> Option<&'static Property> {
    let mut at = 0;
    while at < properties.len() {
        let property = &properties[at];
        if property.is_flatten {
            if has(property, name) {
                return level(property.field_type.properties, name);
            }
        } else if same(property.name, name) {
            return Some(property);
        }
        at += 1;
    }
    None
}

/// The number of the kind that the field `name` of `of` has. `hidden` are keys of its JSON that are not stored.
#[track_caller]
pub const fn projected(of: &'static str, properties: &'static [Property], hidden: &[&str], name: &'static str) -> u8 {
    if let Some(property) = level(properties, name) {
        return property.of_kind() as u8;
    }
    let message = Message::new().text("`").text(of).text("` ");
    let mut at = 0;
    while at < hidden.len() {
        if same(hidden[at], name) {
            let message = message.text("does not store `").text(name);
            fail(&message.text("`: read the id by `#[es(id)]`, and work out here what is computed or lazy there"));
        }
        at += 1;
    }
    let message = message.text("has no field `").text(name);
    let mut near = Nearest::to(name);
    near.level(properties);
    if !near.found().is_empty() {
        fail(&message.text("`; did you mean `").text(near.found()).text("`?"));
    }
    let message = names(properties, message.text("`; write one of "));
    fail(&message.text(", with `#[serde(rename = \"..\")]` where the name here differs"));
}

/// Adds the names of the fields, those inside of flattened structs too.
const fn names(properties: &'static [Property], mut message: Message) -> Message {
    let mut at = 0;
    while at < properties.len() {
        let property = &properties[at];
        if at > 0 {
            message.push(", ");
        }
        message = if property.is_flatten {
            names(property.field_type.properties, message)
        } else {
            message.text("`").text(property.name).text("`")
        };
        at += 1;
    }
    message
}

/// A field of a projection: a list where the model has one, an `Option` where it may be null, a number that is wide
/// enough, the fields of the very object. What has a default is taken as it is: a model may leave its `None` out.
#[track_caller]
pub const fn reads(of: &'static str, field: &Included, takes_one: bool, has_default: bool) {
    let (Some(property), Some(own)) = (field.property, field.read.own) else { return };
    let here = Trail::ROOT;
    let here = here.to(field.name);
    let message = Message::new().text("`").text(of).text(".").text(field.name);
    if property.field_type.is_list && !own.is_list {
        fail(&message.text("` is a list; read it as one: `Vec<..>`"));
    }
    if own.is_list && !property.field_type.is_list && !takes_one {
        fail(&message.text("` is one value, not a list; read it as such, or write `#[es(one_or_many)]`"));
    }
    if property.field_type.is_optional && !own.is_optional && !takes_one && !has_default {
        fail(&message.text("` is an `Option` and may be null; read it as an `Option<..>` too"));
    }
    if width(property.of_kind()) > width(own.kind) && width(own.kind) > 0 {
        let message = message
            .text("` is of kind `")
            .text(property.of_kind().name())
            .text("`, and this type holds no more than `");
        fail(&message.text(own.kind.name()).text("`; write a wider one"));
    }
    if field.read.is_strict && !field.is_descended() {
        let message = message.text("` comes as a whole, since servers drop objects that have none of the fields asked");
        fail(&message.text(" for; take `deny_unknown_fields` off the struct that it is read as"));
    }
    match field.read.parts {
        Some(parts) => inside(of, property, parts, &here),
        None => whole(of, property, own.properties, &here),
    }
}

/// How much a number of that kind holds, in comparison.
const fn width(kind: Kind) -> u8 {
    match kind {
        Kind::Byte => 1,
        Kind::Short => 2,
        Kind::Integer => 3,
        Kind::Long => 4,
        Kind::Float => 5,
        Kind::Double => 6,
        _ => 0,
    }
}

#[track_caller]
const fn inside(of: &str, property: &'static Property, parts: &[Included], here: &Trail<'_>) {
    let mut at = 0;
    while at < parts.len() {
        if let Some(part) = parts[at].property {
            let found = same_field(of, property, part, here);
            let here = here.to(part.name);
            match parts[at].read.parts {
                Some(parts) => inside(of, found, parts, &here),
                None => whole(of, found, part.field_type.properties, &here),
            }
        }
        at += 1;
    }
}

#[track_caller]
const fn whole(of: &str, property: &'static Property, own: &'static [Property], here: &Trail<'_>) {
    let mut at = 0;
    while at < own.len() && !matches!(property.of_kind(), Kind::Flattened) && property.enabled {
        if own[at].is_flatten {
            whole(of, property, own[at].field_type.properties, here);
        } else {
            let found = same_field(of, property, &own[at], here);
            whole(of, found, own[at].field_type.properties, &here.to(own[at].name));
        }
        at += 1;
    }
}

/// The field of the model's own object that is the very one of another.
#[track_caller]
const fn same_field(
    of: &str,
    property: &'static Property,
    other: &'static Property,
    here: &Trail<'_>,
) -> &'static Property {
    if let Some(found) = level(property.field_type.properties, other.name)
        && found.of_kind().is(other.of_kind())
        && found.field_type.is_list == other.field_type.is_list
    {
        return found;
    }
    let message = Message::new().text("`").text(of).text("` has no field `").path(&here.to(other.name));
    fail(
        &message
            .text("` of kind `")
            .text(other.of_kind().name())
            .text("`; read it as the struct that the model has there, or as a projection of that"),
    );
}
