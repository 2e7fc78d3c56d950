//! Fields that are worked out from others, and never stored.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The value of a computed field: filled by the method of the same name after the document is loaded, and after it is
/// saved. In between it is stale; before, it is empty. It is part of the value's JSON and never of what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Computed<T>(Option<T>);

impl<T> Computed<T> {
    /// Not worked out yet.
    pub const EMPTY: Self = Self(None);

    /// A value that was worked out.
    pub const fn new(value: T) -> Self {
        Self(Some(value))
    }

    /// The value, where it was worked out.
    pub const fn get(&self) -> Option<&T> {
        self.0.as_ref()
    }

    /// The value, given away.
    pub fn into_inner(self) -> Option<T> {
        self.0
    }
}

impl<T> Default for Computed<T> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<T> From<T> for Computed<T> {
    fn from(value: T) -> Self {
        Self(Some(value))
    }
}

impl<T: Serialize> Serialize for Computed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Asks for an option, which is how serde reads a key that is missing as empty without an attribute.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Computed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Visitor<T> {
            type Value = Computed<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a computed value or nothing")
            }

            fn visit_none<E>(self) -> Result<Computed<T>, E> {
                Ok(Computed::EMPTY)
            }

            fn visit_unit<E>(self) -> Result<Computed<T>, E> {
                Ok(Computed::EMPTY)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Computed<T>, D::Error> {
                T::deserialize(deserializer).map(Computed::from)
            }
        }

        deserializer.deserialize_option(Visitor(PhantomData))
    }
}
