//! The model that tests of queries and searches use, written out as the derive would.
#![expect(
    clippy::unused_self,
    clippy::expl_impl_clone_on_copy,
    reason = "tokens are zero-sized, whatever their parameters"
)]

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{
    model::{EsField, EsObject, GeoPoint, ModelDefinition, Omit},
    query::{
        Field, LeafToken, ObjectFields,
        path::{Many, Multi, NestedPath, Path, Root, Sub, Within},
    },
    schema::{Dynamic, FieldType, Kind, ModelSchema, Property, RootOptions, SortKey, kind},
};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Employee {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) age: u8,
    #[serde(default)]
    pub(crate) skills: Vec<Skill>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Skill {
    pub(crate) name: String,
    pub(crate) level: i32,
    #[serde(default)]
    pub(crate) tools: Vec<Tool>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Tool {
    pub(crate) name: String,
}

const RAW: &[Property] = &[Property::new("raw", FieldType::scalar(Kind::Keyword))];

impl EsObject for Employee {
    const PROPERTIES: &'static [Property] = &[
        Property::new("name", FieldType::scalar(Kind::Text)).fields(RAW),
        Property::new("age", FieldType::scalar(Kind::Short)),
        Property::new("department", FieldType::scalar(Kind::Keyword)),
        Property::new("joined", FieldType::scalar(Kind::Date)),
        Property::new("active", FieldType::scalar(Kind::Boolean)),
        Property::new("location", FieldType::scalar(Kind::GeoPoint)),
        Property::new("skills", <Vec<Skill> as EsField>::TYPE),
        Property::new("score", FieldType::scalar(Kind::Double)),
    ];
    const OMIT: &'static Omit = Omit::NONE;
    const COMPUTES: bool = false;
    type Fields<P: Path> = EmployeeFields<P>;

    fn fields_at<P: Path>() -> EmployeeFields<P> {
        EmployeeFields(std::marker::PhantomData)
    }

    fn compute(&mut self) {}
}

#[derive(Debug)]
pub(crate) struct EmployeeFields<P>(std::marker::PhantomData<fn() -> P>);

impl<P> Clone for EmployeeFields<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for EmployeeFields<P> {}

impl<P: Path> EmployeeFields<P> {
    pub(crate) fn id(self) -> Field<P::Scope, kind::Id, String> {
        Field::id()
    }

    pub(crate) fn name(self) -> NameField<P> {
        NameField { leaf: Field::at::<Sub<P, Employee, 0>>(), marker: std::marker::PhantomData }
    }

    pub(crate) fn age(self) -> Field<P::Scope, kind::Short, u8> {
        Field::at::<Sub<P, Employee, 1>>()
    }

    pub(crate) fn department(self) -> Field<P::Scope, kind::Keyword, String> {
        Field::at::<Sub<P, Employee, 2>>()
    }

    pub(crate) fn joined(self) -> Field<P::Scope, kind::Date, String> {
        Field::at::<Sub<P, Employee, 3>>()
    }

    pub(crate) fn active(self) -> Field<P::Scope, kind::Boolean, bool> {
        Field::at::<Sub<P, Employee, 4>>()
    }

    pub(crate) fn location(self) -> Field<P::Scope, kind::GeoPoint, GeoPoint> {
        Field::at::<Sub<P, Employee, 5>>()
    }

    pub(crate) fn skills(self) -> SkillFields<Many<Sub<P, Employee, 6>>> {
        Skill::fields_at()
    }

    pub(crate) fn score(self) -> Field<P::Scope, kind::Double, f64> {
        Field::at::<Sub<P, Employee, 7>>()
    }
}

/// A text field with a multi-field.
pub(crate) struct NameField<P: Path> {
    leaf: Field<P::Scope, kind::Text, String>,
    marker: std::marker::PhantomData<fn() -> P>,
}

impl<P: Path> Clone for NameField<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P: Path> Copy for NameField<P> {}

impl<P: Path> NameField<P> {
    pub(crate) fn raw(self) -> Field<P::Scope, kind::Keyword, String> {
        Field::at::<Multi<P, Employee, 0, 0>>()
    }
}

impl<P: Path> std::ops::Deref for NameField<P> {
    type Target = Field<P::Scope, kind::Text, String>;

    fn deref(&self) -> &Self::Target {
        &self.leaf
    }
}

impl<P: Path> LeafToken for NameField<P> {
    type Scope = P::Scope;
    type Kind = kind::Text;
    type Value = String;

    fn leaf(self) -> Field<P::Scope, kind::Text, String> {
        self.leaf
    }
}

/// What the derive writes for a struct inside documents.
macro_rules! object {
    ($name:ident, $fields:ident, [$($field:ident: $ty:ty = $index:literal),+]) => {
        impl EsObject for $name {
            const PROPERTIES: &'static [Property] =
                &[$( Property::new(stringify!($field), <$ty as EsField>::TYPE) ),+];
            const OMIT: &'static Omit = Omit::NONE;
            const COMPUTES: bool = false;
            type Fields<P: Path> = $fields<P>;

            fn fields_at<P: Path>() -> $fields<P> {
                $fields(std::marker::PhantomData)
            }

            fn compute(&mut self) {}
        }

        impl EsField for $name {
            const TYPE: FieldType = FieldType::object(Self::PROPERTIES);
            type Element = Self;
            type Value = ();
            type Token<P: Path> = $fields<P>;

            fn token<P: Path>() -> $fields<P> {
                Self::fields_at()
            }
        }

        #[derive(Debug)]
        pub(crate) struct $fields<P>(std::marker::PhantomData<fn() -> P>);

        impl<P> Clone for $fields<P> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<P> Copy for $fields<P> {}

        impl<P: Path> ObjectFields for $fields<P> {
            type Path = P;
            type OfElement = $fields<Within<P>>;

            fn of_element() -> Self::OfElement
            where
                P: NestedPath,
            {
                $name::fields_at()
            }
        }

        impl<P: Path> $fields<P> {
            $(
                pub(crate) fn $field(self) -> <$ty as EsField>::Token<Sub<P, $name, $index>> {
                    <$ty as EsField>::token::<Sub<P, $name, $index>>()
                }
            )+
        }
    };
}

object!(Skill, SkillFields, [name: String = 0, level: i32 = 1, tools: Vec<Tool> = 2]);
object!(Tool, ToolFields, [name: String = 0]);

impl ModelDefinition for Employee {
    type Id = String;
    const SCHEMA: ModelSchema = ModelSchema {
        name: "Employee",
        index: "employees",
        properties: Self::PROPERTIES,
        dynamic: Dynamic::Strict,
        settings: &[],
        analysis: &[],
        root: RootOptions::NONE,
        routing_required: false,
        default_sort: &[SortKey { path: "joined", descending: true }],
        description: "",
        lock: None,
    };
    const ID_KEY: Option<&'static str> = Some("id");

    fn document_id(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(&self.id))
    }

    fn set_document_id(&mut self, id: &str) -> Result<(), String> {
        id.clone_into(&mut self.id);
        Ok(())
    }
}

/// The tokens of an employee.
pub(crate) fn fields() -> EmployeeFields<Root<Employee>> {
    Employee::fields_at()
}
