//! Nearest neighbours of a vector, as a clause that combines with any other.

use std::{marker::PhantomData, ops::Deref};

use super::{
    build::{IntoQuery, Query},
    field::Field,
    gate::Embedding,
    json::JsonWriter,
    node::{At, Node, Part, enter, weigh},
};
use crate::{
    dialect::{Capability, Since, Version},
    error::Unsupported,
    model::VectorElement,
};

/// From where on `knn` is a clause of a query, not only a part of the search's body.
const AS_CLAUSE: Since = Since::of(Some(Version::new(8, 12, 0)), Some(Version::new(1, 0, 0)));

/// From where on Elasticsearch's clause takes `k`; before, it yields `num_candidates` of each shard.
const WITH_K: Version = Version::new(8, 15, 0);

/// The most candidates that a shard looks at.
const MAX_CANDIDATES: u32 = 10_000;

/// `knn`.
#[derive(Debug, Clone)]
pub(crate) struct KnnNode {
    at: At,
    vector: Box<[f32]>,
    k: u32,
    candidates: Option<u32>,
    pub(super) filter: Option<Part>,
}

impl<M, K, V> Field<M, K, V> {
    /// The `k` documents whose vectors are nearest to `vector`, scored by how near they are:
    /// `f.embedding().nearest(&vector, 10)`. Needs Elasticsearch 8.12 or a server of the other product with its kNN
    /// plugin; elsewhere sending it is [`Error::Unsupported`](crate::Error::Unsupported).
    ///
    /// As one of several `should` clauses beside a text query it makes a hybrid search.
    pub fn nearest<E>(self, vector: &V, k: u32) -> Nearest<M>
    where
        K: Embedding,
        V: Deref<Target = [E]>,
        E: VectorElement,
    {
        let vector = vector.iter().map(|number| number.to_f32()).collect();
        let node = KnnNode { at: self.at_path(), vector, k, candidates: None, filter: None };
        Nearest { node: Box::new(node), marker: PhantomData }
    }
}

/// A `knn` clause and its options. It is a query as it is.
#[derive(Debug)]
#[must_use = "a query does nothing until it is part of a search"]
pub struct Nearest<M> {
    node: Box<KnnNode>,
    marker: PhantomData<fn() -> M>,
}

impl<M> Clone for Nearest<M> {
    fn clone(&self) -> Self {
        Self { node: self.node.clone(), marker: PhantomData }
    }
}

impl<M> Nearest<M> {
    /// How many candidates each shard looks at, at most 10,000: more find more exactly and take longer. Twice `k` and
    /// at least 100 unless set. Elasticsearch only; elsewhere it plays no part.
    pub fn candidates(mut self, candidates: u32) -> Self {
        self.node.candidates = Some(candidates);
        self
    }

    /// Looks among the documents that match only, so that `k` of *those* are found.
    pub fn filter(mut self, query: impl IntoQuery<M>) -> Self {
        self.node.filter = Some(query.into_query().part);
        self
    }

    /// Multiplies the score; 1 is neutral.
    pub fn boost(self, boost: f32) -> Query<M> {
        self.into_query().boost(boost)
    }
}

impl<M> IntoQuery<M> for Nearest<M> {
    fn into_query(self) -> Query<M> {
        Query::of(Node::Knn(self.node))
    }
}

impl KnnNode {
    pub(super) fn write(&self, json: &mut JsonWriter, boost: Option<f32>) {
        let dialect = json.dialect();
        if !AS_CLAUSE.within(dialect) {
            json.fail(Unsupported::new(format_args!("{} as a clause of a query", Capability::Knn), dialect).into());
        }
        enter(json, self.at.nested, &mut |json| {
            json.object(|json| {
                json.entry_object("knn", |json| {
                    if dialect.is_opensearch() {
                        json.entry_object(self.at.path, |json| self.write_entries(json, "vector", true, boost));
                    } else {
                        json.entry_str("field", self.at.path);
                        let candidates = self.candidates.unwrap_or_else(|| self.k.saturating_mul(2).max(100));
                        let candidates = if candidates < self.k { self.k } else { candidates };
                        json.entry_uint("num_candidates", candidates.clamp(1, MAX_CANDIDATES).into());
                        self.write_entries(json, "query_vector", dialect.version() >= WITH_K, boost);
                    }
                });
            });
        });
    }

    fn write_entries(&self, json: &mut JsonWriter, key: &str, has_k: bool, boost: Option<f32>) {
        json.entry_array(key, |json| self.vector.iter().for_each(|number| json.scalar(number)));
        if has_k {
            json.entry_uint("k", self.k.into());
        }
        if let Some(filter) = &self.filter {
            json.key("filter");
            filter.write(json);
        }
        weigh(json, boost);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        dialect::{Dialect, Product},
        error::{Error, Result},
        model::Vector,
        query::{
            path::Root,
            sample::{Employee, fields},
        },
        schema::kind::DenseVector,
    };

    fn written(product: Product, version: Version) -> Result<Value> {
        let field = Field::<Employee, DenseVector, Vector<2>>::at::<Root<Employee>>();
        let vector = Vector::new([0.5, -1.0]).unwrap();
        let query = field.nearest(&vector, 10).filter(fields().age().gte(30)).boost(2.0);
        query.to_json(Dialect::new(product, version)).map(|text| serde_json::from_str(&text).unwrap())
    }

    #[test]
    fn each_product_gets_its_own_form() {
        let filter = json!({"range": {"age": {"gte": 30}}});
        assert_eq!(
            written(Product::Elasticsearch, Version::new(8, 19, 0)).unwrap(),
            json!({"knn": {"field": "", "num_candidates": 100, "query_vector": [0.5, -1.0], "k": 10,
                "filter": filter, "boost": 2.0}})
        );
        assert_eq!(
            written(Product::OpenSearch, Version::new(3, 5, 0)).unwrap(),
            json!({"knn": {"": {"vector": [0.5, -1.0], "k": 10, "filter": filter, "boost": 2.0}}})
        );
        let older = written(Product::Elasticsearch, Version::new(8, 12, 0)).unwrap();
        assert_eq!(older["knn"].get("k"), None);
    }

    #[test]
    fn a_server_without_the_clause_is_named_before_anything_is_sent() {
        let error = written(Product::Elasticsearch, Version::new(7, 17, 29)).unwrap_err();
        assert!(matches!(error, Error::Unsupported(_)));
        assert_eq!(error.to_string(), "Elasticsearch 7.17.29 has no kNN search as a clause of a query");
    }
}
