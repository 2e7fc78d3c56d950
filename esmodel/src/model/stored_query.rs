//! Queries as values of a field.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{EsField, Holds};
use crate::{
    dialect::Dialect,
    error::{Error, Result},
    query::{Field, IntoQuery, path::Path},
    schema::{FieldType, Kind, kind},
};

/// A query that is stored in a `percolator` field, and found by the documents that it matches
/// ([`percolates`](Field::percolates)). The fields that it speaks of must be in the mapping of the same index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StoredQuery(Value);

impl StoredQuery {
    /// A query as a server of that dialect has it: `StoredQuery::of(f.title().matches("rust"), es.dialect())`.
    ///
    /// # Errors
    /// [`Error::Encode`] for a number that is not finite, or raw JSON that cannot be written; [`Error::Unsupported`] for
    /// what the server does not have.
    pub fn of<M>(query: impl IntoQuery<M>, dialect: Dialect) -> Result<Self> {
        let text = query.into_query().to_json(dialect)?;
        serde_json::from_str(&text).map(Self).map_err(|source| Error::encode("a stored query", source))
    }

    /// The query's JSON.
    pub const fn as_json(&self) -> &Value {
        &self.0
    }
}

impl EsField for StoredQuery {
    const TYPE: FieldType = FieldType::scalar(Kind::Percolator);
    type Value = Self;
    type Element = Self;
    type Token<P: Path> = Field<P::Scope, kind::Percolator, Self>;

    fn token<P: Path>() -> Self::Token<P> {
        Field::at::<P>()
    }
}

impl Holds<kind::Percolator> for StoredQuery {
    type Value = Self;
}

impl Holds<kind::Percolator> for Value {
    type Value = StoredQuery;
}
