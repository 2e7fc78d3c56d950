//! A model's schema as const data: what the derive writes down, what the compiler checks, what mappings are made of.
//!
//! Everything here can be built in a `const`. Nothing here knows a value, a server or a query.

mod analysis;
mod canonical;
mod change;
#[doc(hidden)]
pub mod check;
pub(crate) mod date_format;
mod diff;
mod kept;
pub mod kind;
mod lock;
mod param;
mod property;
mod report;
mod root;
mod rules;
mod settings;
mod variants;
mod write;

pub use analysis::{Analysis, Analyzer, CharFilter, Component, Declared, Filter, Normalizer, Tokenizer};
pub(crate) use canonical::{RESERVED, canonical, default_value, emptied};
pub use change::{Change, Needs, What};
pub(crate) use change::{STANDS_CLOSED, mark_pending};
pub(crate) use diff::diff;
pub use kind::Kind;
pub use lock::{Lock, LockFile};
use param::value_of;
pub use param::{Param, ParamValue};
pub use property::{FieldType, Property, Written};
pub use report::Report;
pub(crate) use report::width;
pub use root::{DynamicTemplate, RootOptions, Unstored};
pub(crate) use settings::{Flat, diff_settings};
#[doc(hidden)]
pub use variants::{Level, VariantFields, analyses, content, count_analyses};
pub(crate) use write::{mapping_body, settings_body};

/// What happens to a field that the mapping does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dynamic {
    /// The document is refused: a typo is an error, not a new field. The default.
    Strict,
    /// The field is added to the mapping, its type guessed from the first value.
    True,
    /// The field is kept in `_source` and not indexed.
    False,
    /// The field becomes a runtime field.
    Runtime,
}

impl Dynamic {
    /// The server's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::True => "true",
            Self::False => "false",
            Self::Runtime => "runtime",
        }
    }
}

/// One key of a sort order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortKey {
    /// The full dotted path.
    pub path: &'static str,
    /// Whether the greatest comes first.
    pub descending: bool,
}

/// Everything about a model that is known when it is compiled.
#[derive(Debug, Clone, Copy)]
pub struct ModelSchema {
    /// The Rust type's name.
    pub name: &'static str,
    /// The index's name, before the client's prefix.
    pub index: &'static str,
    /// The fields, without the id and without what is not stored.
    pub properties: &'static [Property],
    /// What happens to unknown fields at the top level.
    pub dynamic: Dynamic,
    /// Index settings, without analysis: `number_of_shards`, ..
    pub settings: &'static [Param],
    /// Analyzers and their parts that the model uses; those of the objects inside stand at their types.
    pub analysis: &'static [Declared],
    /// What the mapping says besides its fields.
    pub root: RootOptions,
    /// Whether every request for one document must carry a routing value.
    pub routing_required: bool,
    /// The order of searches that give none.
    pub default_sort: &'static [SortKey],
    /// The model's doc comment.
    pub description: &'static str,
    /// The lock file that the model was compiled against.
    pub lock: Option<LockFile>,
}

impl ModelSchema {
    /// The mapping as the server of that dialect takes it: the body of `PUT /index/_mapping`.
    ///
    /// # Errors
    /// [`Error::Unsupported`](crate::Error::Unsupported) when the server has no such kind of field.
    pub fn mapping(&self, dialect: crate::dialect::Dialect) -> crate::error::Result<serde_json::Value> {
        mapping_body(self, dialect)
    }

    /// The lock of an index that a server of that dialect makes from the model.
    ///
    /// # Errors
    /// [`Error::Unsupported`](crate::Error::Unsupported) when the server has no such kind of field.
    pub fn lock(&self, dialect: crate::dialect::Dialect) -> crate::error::Result<Lock> {
        Ok(Lock::of(&self.mapping(dialect)?, dialect.product()))
    }
}
