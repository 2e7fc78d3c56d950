//! Families of documents in one index: a document's place among parents and children.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser, ser::SerializeStruct};

use super::{EsField, Holds, RoutingValue};
use crate::{
    query::{Field, path::Path},
    schema::{FieldType, Kind, Param, ParamValue, kind},
};

/// The relations of a family: a unit enum with `#[derive(EsValue)]` in which children name their parent,
/// `#[es(parent = Question)] Answer`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no parents and children",
    label = "not the relations of a family",
    note = "derive `EsValue` on a unit enum, and mark the children: `#[es(parent = Question)] Answer`"
)]
pub trait Relations: Copy + 'static {
    /// Parents and their children, in the server's words.
    const RELATIONS: &'static [Param];

    /// The relation's name.
    fn name(self) -> &'static str;

    /// How many parents are above: 0 for the head of a family.
    fn depth(self) -> usize;
}

/// A document's place in its family, for a `join` field: `Join::head(Post::Question)`,
/// `Join::child(Post::Answer, "17")`. A model has one such field.
///
/// A whole family lives on one shard. With `#[es(routing)]` on the field, a child is routed by its parent's id; the head
/// is routed by its own id, as any document is. A grandchild must be routed by the head's id, which its own place does
/// not tell: give it with `.routing(..)`; the server refuses a write that forgets it. A `get` of a child needs
/// `.routing(parent)`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Join<R> {
    relation: R,
    parent: Option<String>,
}

impl<R: Relations> Join<R> {
    /// The head of a family.
    pub const fn head(relation: R) -> Self {
        Self { relation, parent: None }
    }

    /// The child of the document with that id.
    pub fn child(relation: R, parent: impl fmt::Display) -> Self {
        Self { relation, parent: Some(parent.to_string()) }
    }

    /// What the document is to its family.
    pub const fn relation(&self) -> R {
        self.relation
    }

    /// The id of its parent.
    pub fn parent(&self) -> Option<&str> {
        self.parent.as_deref()
    }
}

impl<R: Relations> Serialize for Join<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let name = self.relation.name();
        match (&self.parent, self.relation.depth()) {
            (None, 0) => serializer.serialize_str(name),
            (Some(parent), 1..) => {
                let mut join = serializer.serialize_struct("Join", 2)?;
                join.serialize_field("name", name)?;
                join.serialize_field("parent", parent)?;
                join.end()
            }
            (None, _) => Err(ser::Error::custom(format_args!(
                "`{name}` is a child and has no parent; make it by `Join::child(.., id)`"
            ))),
            (Some(_), _) => Err(ser::Error::custom(format_args!(
                "`{name}` is the head of a family and has a parent; make it by `Join::head(..)`"
            ))),
        }
    }
}

impl<'de, R: Deserialize<'de>> Deserialize<'de> for Join<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<R>(std::marker::PhantomData<R>);

        impl<'de, R: Deserialize<'de>> de::Visitor<'de> for Visitor<R> {
            type Value = Join<R>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(r#"a relation, or {"name": .., "parent": ..}"#)
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Join<R>, E> {
                let relation = R::deserialize(de::value::StrDeserializer::new(name))?;
                Ok(Join { relation, parent: None })
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Join<R>, A::Error> {
                #[derive(Deserialize)]
                struct Child<R> {
                    name: R,
                    #[serde(default)]
                    parent: Option<String>,
                }

                let child = Child::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(Join { relation: child.name, parent: child.parent })
            }
        }

        deserializer.deserialize_any(Visitor(std::marker::PhantomData))
    }
}

impl<R: Relations> Join<R> {
    const PARAMS: &'static [Param] = &[Param::new("relations", ParamValue::Map(R::RELATIONS))];
}

impl<R: Relations> EsField for Join<R> {
    const TYPE: FieldType = FieldType::scalar(Kind::Join).with_params(Self::PARAMS);
    type Value = Self;
    type Element = Self;
    type Token<P: Path> = Field<P::Scope, kind::Join, Self>;

    fn token<P: Path>() -> Self::Token<P> {
        Field::at::<P>()
    }
}

impl<R: Relations> Holds<kind::Join> for Join<R> {
    type Value = Self;
    const PARAMS: &'static [Param] = Self::PARAMS;
}

impl<R: Relations> RoutingValue for Join<R> {
    /// The head of a family is routed by its own id.
    const IS_REQUIRED: bool = false;

    fn routing_value(&self) -> Option<Cow<'_, str>> {
        self.parent().filter(|_| self.relation.depth() == 1).map(Cow::Borrowed)
    }
}
