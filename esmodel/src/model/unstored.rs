//! Fields that queries speak of and documents do not hold.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{EsField, Holds};
use crate::{
    query::path::Path,
    schema::{FieldType, Param, kind::KindMarker},
};

/// A field of the mapping without a value in documents: another name of a field (`#[es(alias = "name.last")]`), or what
/// the server works out while it searches (`#[es(runtime(script = ".."))]`). `T` is what queries compare it with. It is
/// never stored; in the value's own JSON it is null.
pub struct Unstored<T>(PhantomData<fn() -> T>);

impl<T> Unstored<T> {
    /// The only value.
    pub const HERE: Self = Self(PhantomData);
}

impl<T> Copy for Unstored<T> {}

impl<T> Clone for Unstored<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Default for Unstored<T> {
    fn default() -> Self {
        Self::HERE
    }
}

impl<T> PartialEq for Unstored<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Unstored<T> {}

impl<T> fmt::Debug for Unstored<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unstored")
    }
}

impl<T> Serialize for Unstored<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

/// Asks for an option, which is how serde reads a key that is missing without an attribute.
impl<'de, T> Deserialize<'de> for Unstored<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<de::IgnoredAny>::deserialize(deserializer).map(|_| Self::HERE)
    }
}

impl<T: EsField> EsField for Unstored<T> {
    const TYPE: FieldType = T::TYPE;
    type Value = T::Value;
    type Element = T::Element;
    type Token<P: Path> = T::Token<P>;

    fn token<P: Path>() -> Self::Token<P> {
        T::token::<P>()
    }
}

impl<K: KindMarker, T: Holds<K>> Holds<K> for Unstored<T> {
    type Value = T::Value;
    const PARAMS: &'static [Param] = T::PARAMS;
}
