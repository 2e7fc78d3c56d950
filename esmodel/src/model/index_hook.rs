//! Names of indices that are worked out from a document.

use std::borrow::Cow;

/// What the function of `#[es(index_for = path)]` may return.
#[diagnostic::on_unimplemented(
    message = "an index function cannot return `{Self}`",
    note = "return the index's name as `String`, `&str` or `Cow<str>`"
)]
pub trait IndexHook<'a> {
    /// The name of the index.
    fn into_index(self) -> Cow<'a, str>;
}

impl<'a> IndexHook<'a> for String {
    fn into_index(self) -> Cow<'a, str> {
        Cow::Owned(self)
    }
}

impl<'a> IndexHook<'a> for &'a str {
    fn into_index(self) -> Cow<'a, str> {
        Cow::Borrowed(self)
    }
}

impl<'a> IndexHook<'a> for Cow<'a, str> {
    fn into_index(self) -> Cow<'a, str> {
        self
    }
}
