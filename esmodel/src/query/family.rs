//! Families of documents, and stored queries: clauses that look from one document at others.

use super::{
    build::{IntoQuery, Query},
    field::Field,
    json::JsonWriter,
    literal::{IntoTerm, Literal},
    node::{Node, Part, weigh},
};
use crate::{
    model::{Join, ModelDefinition, Overlay, Relations, StoredQuery, write_source},
    schema::kind,
};

/// `has_child`, `has_parent`.
#[derive(Debug, Clone)]
pub(crate) struct FamilyNode {
    name: &'static str,
    key: &'static str,
    relation: &'static str,
    pub(super) query: Part,
}

/// `parent_id`.
#[derive(Debug, Clone)]
pub(crate) struct ParentNode {
    relation: &'static str,
    id: Box<str>,
}

impl<R: Relations> IntoTerm<kind::Join, Join<R>> for R {
    fn into_literal(self) -> Literal {
        Literal::fixed(self.name())
    }
}

/// # Families
/// `f.family().eq(Post::Answer)` finds the documents of one relation.
impl<M, R: Relations> Field<M, kind::Join, Join<R>> {
    /// The document has a child of that relation which meets the query: `f.family().has_child(Post::Answer, query)`.
    /// Slow where there are many children: the server joins at search time.
    pub fn has_child(self, relation: R, query: impl IntoQuery<M>) -> Query<M> {
        relative("has_child", "type", relation, query)
    }

    /// The document's parent is of that relation and meets the query.
    pub fn has_parent(self, relation: R, query: impl IntoQuery<M>) -> Query<M> {
        relative("has_parent", "parent_type", relation, query)
    }

    /// The children, of that relation, of the document with that id.
    pub fn children_of(self, relation: R, parent: impl std::fmt::Display) -> Query<M> {
        let node = ParentNode { relation: relation.name(), id: parent.to_string().into() };
        Query::of(Node::ParentId(Box::new(node)))
    }
}

fn relative<M, R: Relations>(name: &'static str, key: &'static str, relation: R, query: impl IntoQuery<M>) -> Query<M> {
    let node = FamilyNode { name, key, relation: relation.name(), query: query.into_query().part };
    Query::of(Node::Family(Box::new(node)))
}

/// # Stored queries
impl<M> Field<M, kind::Percolator, StoredQuery> {
    /// The stored queries that match the document: `f.query().percolates(&article)`. The document is sent as it would be
    /// stored; its fields must be in the mapping of this index.
    pub fn percolates<T: ModelDefinition>(self, document: &T) -> Query<M> {
        let mut source = Vec::new();
        let written = write_source(document, &Overlay::NONE, &mut source)
            .map_err(|error| error.to_string())
            .and_then(|()| String::from_utf8(source).map_err(|error| error.to_string()));
        Query::of(match written {
            Ok(source) => Node::Percolate { at: self.at_path(), document: source.into() },
            Err(problem) => Node::Unwritable(problem.into()),
        })
    }
}

impl FamilyNode {
    pub(super) fn write(&self, json: &mut JsonWriter, boost: Option<f32>) {
        json.object(|json| {
            json.entry_object(self.name, |json| {
                json.entry_str(self.key, self.relation);
                json.key("query");
                self.query.write(json);
                weigh(json, boost);
            });
        });
    }
}

impl ParentNode {
    pub(super) fn write(&self, json: &mut JsonWriter, boost: Option<f32>) {
        json.object(|json| {
            json.entry_object("parent_id", |json| {
                json.entry_str("type", self.relation);
                json.entry_str("id", &self.id);
                weigh(json, boost);
            });
        });
    }
}
