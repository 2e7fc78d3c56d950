//! From the user's value to `_source`, and to the JSON that an API shows: the user's own `Serialize`, through the filter.

use serde::{Serialize, Serializer};

use super::{Doc, EsObject, ModelDefinition, Stamps, filter};
use crate::error::{Error, Result};

/// Appends the document's `_source` to `out`. On an error `out` is as it was.
pub(crate) fn write_source<T: ModelDefinition>(value: &T, stamps: Stamps, out: &mut Vec<u8>) -> Result<()> {
    let start = out.len();
    let mut serializer = serde_json::Serializer::new(&mut *out);
    filter::store(value, T::OMIT, stamps, &mut serializer).map_err(|source| {
        out.truncate(start);
        Error::encode(format!("a `{}`", T::SCHEMA.name), source)
    })
}

/// As the value itself, without lazy properties that are not loaded.
impl<T: EsObject + Serialize> Serialize for Doc<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if const { T::OMIT.has_lazy() } {
            return filter::show(&self.value, T::OMIT, serializer);
        }
        self.value.serialize(serializer)
    }
}
