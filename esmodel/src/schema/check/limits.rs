//! What an index allows of a mapping, as servers count it.

use super::{
    message::{Message, Trail, fail},
    names,
};
use crate::{
    query::path::MAX_PATH,
    schema::{Kind, ModelSchema, Param, ParamValue, Property},
};

/// How many fields, how many of them nested, how deep, how long their paths.
#[track_caller]
pub const fn limits(schema: &'static ModelSchema) {
    let name = schema.name;
    let most = setting(schema.settings, "mapping.total_fields.limit", 1000);
    let count = count(schema.properties);
    if count > most {
        fail(
            &Message::new()
                .text(name)
                .text(": the mapping has ")
                .number(count)
                .text(" fields, and the index allows ")
                .number(most)
                .text("; write `settings(index.mapping.total_fields.limit = ")
                .number(count)
                .text(")`, or make objects `flattened`"),
        );
    }
    let most = setting(schema.settings, "mapping.nested_fields.limit", 50);
    let nested = nested(schema.properties);
    if nested > most {
        let message = Message::new().text(name).text(": the mapping has ").number(nested);
        let message = message.text(" nested fields, and the index allows ").number(most);
        let message = message.text("; write `settings(index.mapping.nested_fields.limit = ").number(nested);
        fail(&message.text(")`, or make lists `#[es(object)]` or `#[es(flattened)]`"));
    }
    let deepest = setting(schema.settings, "mapping.depth.limit", 20);
    limits_below(schema, schema.properties, &Trail::ROOT, deepest);
}

#[track_caller]
const fn limits_below(schema: &ModelSchema, properties: &'static [Property], trail: &Trail<'_>, deepest: usize) {
    let mut at = 0;
    while at < properties.len() {
        let property = &properties[at];
        let here = trail.to(property.name);
        if here.len > MAX_PATH {
            let message = Message::new().text(schema.name).text(": the path `").path(&here);
            fail(&message.text("` is longer than ").number(MAX_PATH).text(" bytes; use shorter names"));
        }
        // The level of what is inside counts too, whether or not the mapping names anything there.
        let levels = here.depth + 1;
        if levels > deepest && !property.is_flatten && matches!(property.of_kind(), Kind::Object | Kind::Nested) {
            let message = Message::new().text(schema.name).text(": with the object `").path(&here);
            let message = message.text("` the mapping is ").number(levels).text(" levels deep, and the index allows ");
            let message = message.number(deepest).text("; make one on the way `#[es(flattened)]`, or write");
            fail(&message.text(" `settings(index.mapping.depth.limit = ").number(levels).text(")`"));
        }
        limits_below(schema, property.field_type.properties, &here, deepest);
        at += 1;
    }
}

/// Objects and multi-fields count as the servers count them.
const fn count(properties: &[Property]) -> usize {
    let mut total = 0;
    let mut at = 0;
    while at < properties.len() {
        let property = &properties[at];
        total += count(property.field_type.properties) + property.fields.len();
        if !property.is_flatten {
            total += 1;
        }
        at += 1;
    }
    total
}

const fn nested(properties: &[Property]) -> usize {
    let mut total = 0;
    let mut at = 0;
    while at < properties.len() {
        total += nested(properties[at].field_type.properties);
        if matches!(properties[at].of_kind(), Kind::Nested) {
            total += 1;
        }
        at += 1;
    }
    total
}

const fn setting(settings: &[Param], key: &str, default: usize) -> usize {
    let mut at = 0;
    while at < settings.len() {
        let param = &settings[at];
        if names::is_setting(param.key, key)
            && let ParamValue::Int(value) = param.value
            && value >= 0
        {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count, checked above")]
            return value as usize;
        }
        at += 1;
    }
    default
}
