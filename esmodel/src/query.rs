//! Typed queries: field tokens, clauses, sort keys, aggregations. They become JSON for a
//! [`Dialect`](crate::dialect::Dialect) and know nothing of clients.

pub mod field;
pub mod path;

pub use field::{Field, LeafToken, ObjectFields};
pub use path::Path;
