//! Fields that are loaded by further queries, and never stored.

mod failure;

use std::{
    fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
    mem,
    sync::Arc,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

pub use self::failure::{LazyFailure, with_failure};
use crate::error::Error;

/// The value of a lazy property: filled by the async method of the same name after the document is read (get, search,
/// reload). It is never stored.
///
/// It is as of when it was loaded: changing or saving the document does not load it again (see [`crate::lazy`]).
///
/// In the JSON of a [`Doc`](super::Doc) or a hit it is there only when it is loaded: what failed is left out as what was
/// not asked for is. [`lazy::with_failure`](crate::lazy::with_failure) tells such JSON from a whole one; the web layer
/// answers with a problem then. A plain value (`Doc::into_inner`,
/// `Page::into_values`) cannot leave a key out of its own `Serialize`, and writes null. A key that is missing reads as
/// `NotLoaded`.
#[derive(Debug, Default)]
pub enum Lazy<T> {
    /// Not loaded: the value was not read from a server, the query said `without_lazy()`, or it ran deeper inside of
    /// lazy properties than the model's `lazy_depth`.
    #[default]
    NotLoaded,
    /// Loaded.
    Loaded(Box<T>),
    /// Loading failed, or took longer than [`ClientBuilder::lazy_deadline`](crate::ClientBuilder::lazy_deadline).
    Failed(LazyFailure),
}

impl<T> Lazy<T> {
    /// A value that is there.
    pub fn new(value: T) -> Self {
        Self::Loaded(Box::new(value))
    }

    /// The value, where it is loaded.
    pub fn get(&self) -> Option<&T> {
        match self {
            Self::Loaded(value) => Some(value),
            Self::NotLoaded | Self::Failed(_) => None,
        }
    }

    /// The value, or why there is none.
    ///
    /// # Errors
    /// [`LazyError`], which an esmodel [`Error`] can be made of by `?`.
    pub fn value(&self) -> Result<&T, LazyError> {
        match self {
            Self::Loaded(value) => Ok(value),
            Self::NotLoaded => Err(LazyError::NotLoaded),
            Self::Failed(failure) => Err(LazyError::Failed(Arc::clone(failure.error()))),
        }
    }

    /// The value, given away.
    pub fn into_inner(self) -> Option<T> {
        match self {
            Self::Loaded(value) => Some(*value),
            Self::NotLoaded | Self::Failed(_) => None,
        }
    }

    /// Whether it is loaded.
    pub const fn is_loaded(&self) -> bool {
        matches!(self, Self::Loaded(_))
    }

    /// Why loading failed, where it did.
    pub const fn error(&self) -> Option<&Arc<Error>> {
        match self {
            Self::Failed(failure) => Some(failure.error()),
            Self::NotLoaded | Self::Loaded(_) => None,
        }
    }
}

/// Why a [`Lazy`] has no value.
#[derive(Debug, Clone, thiserror::Error)]
pub enum LazyError {
    /// Nobody loaded it.
    #[error(
        "the lazy property is not loaded: writes load none, nor does `without_lazy()`, nor a query deeper inside of \
         lazy properties than the model's `lazy_depth`; `load_lazy` does"
    )]
    NotLoaded,
    /// Loading failed.
    #[error("the lazy property could not be loaded: {0}")]
    Failed(#[source] Arc<Error>),
}

impl From<LazyError> for Error {
    fn from(error: LazyError) -> Self {
        Self::Custom(Box::new(error))
    }
}

impl<T: Clone> Clone for Lazy<T> {
    fn clone(&self) -> Self {
        match self {
            Self::NotLoaded => Self::NotLoaded,
            Self::Loaded(value) => Self::Loaded(value.clone()),
            Self::Failed(failure) => Self::Failed(failure.clone()),
        }
    }
}

/// Errors are equal to themselves only.
impl<T: PartialEq> PartialEq for Lazy<T> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::NotLoaded, Self::NotLoaded) => true,
            (Self::Loaded(one), Self::Loaded(other)) => one == other,
            (Self::Failed(one), Self::Failed(other)) => Arc::ptr_eq(one.error(), other.error()),
            _ => false,
        }
    }
}

impl<T: Eq> Eq for Lazy<T> {}

impl<T: Hash> Hash for Lazy<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        mem::discriminant(self).hash(state);
        if let Self::Loaded(value) = self {
            value.hash(state);
        }
    }
}

impl<T> From<T> for Lazy<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

/// What `Doc`'s serializer knows a missing value by; every other serializer takes it for null.
pub(in crate::model) const MISSING: &str = "$esmodel::Lazy::NotLoaded";

impl<T: Serialize> Serialize for Lazy<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            // Hits inside add a filter to the serializer's type, and may hold the same property again.
            Self::Loaded(value) => erased_serde::serialize(value, serializer),
            Self::NotLoaded => serializer.serialize_unit_struct(MISSING),
            Self::Failed(failure) => {
                failure.note();
                serializer.serialize_unit_struct(MISSING)
            }
        }
    }
}

/// Asks for an option, which is how serde reads a key that is missing as empty without an attribute.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Lazy<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Visitor<T> {
            type Value = Lazy<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the value of a lazy property or nothing")
            }

            fn visit_none<E>(self) -> Result<Lazy<T>, E> {
                Ok(Lazy::NotLoaded)
            }

            fn visit_unit<E>(self) -> Result<Lazy<T>, E> {
                Ok(Lazy::NotLoaded)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Lazy<T>, D::Error> {
                T::deserialize(deserializer).map(Lazy::new)
            }
        }

        deserializer.deserialize_option(Visitor(PhantomData))
    }
}
