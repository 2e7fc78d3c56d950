//! Routing values: which shard a document goes to, from a field or a function of the model.

use std::borrow::Cow;

use super::Id;

/// A type that a `#[es(routing)]` field may have: whatever may be an id, or an `Option` of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a routing value",
    label = "not a string or an integer",
    note = "use a string, an integer, or a newtype or unit enum with `#[derive(EsValue)]`; `Option` of it where a document may have none"
)]
pub trait RoutingValue {
    /// Whether every document must have one.
    const IS_REQUIRED: bool = true;

    /// The routing value as the server has it.
    fn routing_value(&self) -> Option<Cow<'_, str>>;
}

impl<I: Id> RoutingValue for I {
    fn routing_value(&self) -> Option<Cow<'_, str>> {
        Some(self.to_id())
    }
}

impl<I: RoutingValue> RoutingValue for Option<I> {
    const IS_REQUIRED: bool = I::IS_REQUIRED;

    fn routing_value(&self) -> Option<Cow<'_, str>> {
        self.as_ref().and_then(RoutingValue::routing_value)
    }
}

/// What the function of `#[es(routing = path)]` may return.
#[diagnostic::on_unimplemented(
    message = "a routing function cannot return `{Self}`",
    note = "return `String`, `&str`, `Cow<str>`, or an `Option` of one of them"
)]
pub trait RoutingHook<'a> {
    /// The routing value as the server has it.
    fn into_routing(self) -> Option<Cow<'a, str>>;
}

impl<'a> RoutingHook<'a> for String {
    fn into_routing(self) -> Option<Cow<'a, str>> {
        Some(Cow::Owned(self))
    }
}

impl<'a> RoutingHook<'a> for &'a str {
    fn into_routing(self) -> Option<Cow<'a, str>> {
        Some(Cow::Borrowed(self))
    }
}

impl<'a> RoutingHook<'a> for Cow<'a, str> {
    fn into_routing(self) -> Option<Cow<'a, str>> {
        Some(self)
    }
}

impl<'a, R: RoutingHook<'a>> RoutingHook<'a> for Option<R> {
    fn into_routing(self) -> Option<Cow<'a, str>> {
        self.and_then(RoutingHook::into_routing)
    }
}
