//! Fields that may be null although servers refuse null for their kind.

use super::message::{Message, fail};
use crate::schema::{Kind, Property};

/// Whether every server that has the kind refuses null in place of a value.
const fn refuses_null(kind: Kind) -> bool {
    matches!(kind, Kind::ConstantKeyword | Kind::RankFeatures | Kind::SparseVector | Kind::Join | Kind::Percolator)
}

/// Whether a server refuses null among several values.
const fn refuses_null_in_a_list(kind: Kind) -> bool {
    refuses_null(kind) || matches!(kind, Kind::Completion | Kind::GeoPoint | Kind::Point | Kind::RankVectors)
}

/// A field that may be null: serde leaves it out then, where a server would refuse it.
#[track_caller]
pub const fn null(name: &'static str, properties: &'static [Property], index: usize, skips_some: bool) {
    let property = &properties[index];
    let (kind, field_type) = (property.of_kind(), property.field_type);
    let message = Message::new().text(name).text(": `").text(property.name);
    if field_type.holds_null && refuses_null_in_a_list(kind) {
        let message = message.text("` may hold null in a list, which servers refuse in a field of kind `");
        fail(&message.text(kind.name()).text("`; take the `Option` out of the list"));
    }
    if !field_type.is_optional || !refuses_null(kind) {
        return;
    }
    let message = message.text("` may be null, which servers refuse in a field of kind `").text(kind.name());
    if property.is_hidden {
        fail(&message.text("`, and what is `stored` is written always; take off the `Option`, or the hiding"));
    }
    if !skips_some {
        fail(&message.text("`; write `#[serde(skip_serializing_if = \"Option::is_none\")]` on it"));
    }
}
