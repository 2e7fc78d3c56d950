//! From the user's value to `_source`, and to the JSON that an API shows: the user's own `Serialize`, through the filter.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Additions, Doc, FromDocument, Meta, ModelDefinition, Omit, Overlay, Seen, filter};
use crate::error::{Error, Result};

/// Appends the document's `_source` to `out`. On an error `out` is as it was.
pub(crate) fn write_source<T: ModelDefinition>(value: &T, overlay: &Overlay, out: &mut Vec<u8>) -> Result<()> {
    let additions = Additions::to_document(value, overlay);
    write_filtered::<T, T>(value, additions.as_ref(), out)
}

/// Appends a part of a document of `T`, to be merged into the stored one. On an error `out` is as it was.
pub(crate) fn write_partial<T: ModelDefinition>(
    partial: &impl Serialize,
    overlay: &Overlay,
    out: &mut Vec<u8>,
) -> Result<()> {
    let start = out.len();
    write_filtered::<T, _>(partial, Additions::to_part(overlay).as_ref(), out)?;
    if out.get(start) == Some(&b'{') {
        return Ok(());
    }
    out.truncate(start);
    Err(Error::invalid(format!(
        "a part of a `{}` must be a struct or a map: its keys are the fields to change",
        T::SCHEMA.name
    )))
}

/// Appends what is stored of a document of `T`, or of a part of one. On an error `out` is as it was.
pub(super) fn write_filtered<T: ModelDefinition, V: Serialize>(
    value: &V,
    additions: Option<&Additions<'_>>,
    out: &mut Vec<u8>,
) -> Result<()> {
    let start = out.len();
    let mut serializer = serde_json::Serializer::new(&mut *out);
    filter::store(value, (T::OMIT, const { filter::dated(T::SCHEMA.properties) }), additions, &mut serializer).map_err(
        |source| {
            out.truncate(start);
            Error::encode(format!("a `{}`", T::SCHEMA.name), source)
        },
    )
}

/// Any JSON, as it is.
///
/// # Errors
/// For a number that is not finite, and for JSON that is nested too deep, with the path.
pub(crate) fn write_raw(value: &impl Serialize) -> serde_json::Result<String> {
    let mut out = Vec::new();
    filter::store(value, (Omit::NONE, &[]), None, &mut serde_json::Serializer::new(&mut out))?;
    String::from_utf8(out).map_err(serde::ser::Error::custom)
}

/// As the value itself, without lazy properties that are not loaded.
impl<T: FromDocument + Serialize> Serialize for Doc<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if const { T::OMIT.has_lazy() } {
            return filter::show(&self.value, T::OMIT, serializer);
        }
        self.value.serialize(serializer)
    }
}

/// From the JSON that an API shows, such as that of a document in a [`Lazy`](super::Lazy) property. That tells neither
/// index nor version, so the document can be looked at, and not saved over what is stored: `save` is
/// [`Error::Invalid`](crate::Error::Invalid) until a `get` read it.
impl<'de, T: ModelDefinition> Deserialize<'de> for Doc<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let value = T::deserialize(deserializer)?;
        let id = value.document_id().unwrap_or_default().into();
        let routing = value.document_routing().map(Into::into);
        let meta = Meta { index: T::SCHEMA.index.into(), id, routing, seen: Seen::Unversioned, revision: None };
        Ok(Self::from_parts(value, meta))
    }
}
