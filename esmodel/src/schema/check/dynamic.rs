//! Templates of unknown fields, and whether there can be any.

use super::message::{Message, fail};
use crate::schema::{Dynamic, ModelSchema, Property};

/// Dynamic templates: the document, or an object inside, takes fields that the mapping does not know.
#[track_caller]
pub const fn templates(schema: &'static ModelSchema) {
    if takes_unknown(schema.dynamic) || any(schema.properties) {
        return;
    }
    let message =
        Message::new().text(schema.name).text(": `dynamic_templates` are for fields that the mapping does not");
    let message = message.text(" know, and this one takes none; write `dynamic = \"true\"` on the model, or");
    fail(&message.text(" `#[es(object(dynamic = \"true\"))]` on a field"));
}

const fn takes_unknown(dynamic: Dynamic) -> bool {
    matches!(dynamic, Dynamic::True | Dynamic::Runtime)
}

const fn any(properties: &[Property]) -> bool {
    let mut at = 0;
    while at < properties.len() {
        if matches!(properties[at].dynamic, Some(dynamic) if takes_unknown(dynamic))
            || any(properties[at].field_type.properties)
        {
            return true;
        }
        at += 1;
    }
    false
}
