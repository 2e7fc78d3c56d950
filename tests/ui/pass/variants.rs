//! Enums with data, in every tagging and form, clean under strict lints.
#![deny(
    missing_docs,
    missing_debug_implementations,
    unused_qualifications,
    unused,
    dead_code,
    unreachable_pub,
    private_interfaces,
    clippy::all,
    clippy::pedantic
)]
#![forbid(unsafe_code)]

/// A module of public enums.
pub mod models {
    use esmodel::{
        EsModel, EsObject, EsValue,
        model::{EsObject, UnknownVariant},
        query::path::Root,
    };
    use serde::{Deserialize, Serialize};

    /// A document.
    #[derive(Debug, Serialize, Deserialize, EsModel)]
    pub struct Entry {
        /// Among the document's fields.
        #[serde(flatten)]
        pub event: Event,
        /// As the field of an enum.
        pub steps: Vec<r#Move>,
        /// In all wrappers.
        pub wrapped: Option<Box<[Box<Value>]>>,
        /// Not in the index.
        #[es(flattened)]
        pub kept: Value,
    }

    /// Internally tagged.
    #[derive(Debug, Serialize, Deserialize, EsObject)]
    #[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "camelCase")]
    pub enum Event {
        /// Nothing inside.
        Empty,
        /// Fields.
        #[serde(alias = "made", alias = "begun")]
        FirstMade {
            /// Text.
            #[es(text, fields(raw(keyword)))]
            r#type_of: String,
            /// An object of the crate.
            owner: Owner,
        },
        /// The same fields.
        #[serde(rename_all = "snake_case")]
        Changed {
            /// Flattened.
            #[serde(flatten)]
            owner: Owner,
            /// Not stored.
            #[serde(skip)]
            note: String,
        },
        /// A struct.
        Owned(Box<Owner>),
        /// Of which only serde knows.
        #[serde(skip)]
        Hidden(std::time::Duration),
        /// Kept.
        #[serde(untagged)]
        Unknown(UnknownVariant<Self>),
    }

    /// A keyword as its name, adjacently tagged.
    #[derive(Debug, Serialize, Deserialize, EsObject)]
    #[serde(tag = "type", content = "fn", deny_unknown_fields)]
    pub enum r#Move {
        /// A keyword.
        r#Loop {
            /// A keyword.
            r#in: Vec<Owner>,
        },
        /// The same.
        Type(Inner),
    }

    /// Externally tagged.
    #[derive(Debug, Serialize, Deserialize, EsObject)]
    pub enum Value {
        /// A number.
        Number(#[es(double)] f64),
        /// A word.
        Word(Word),
        /// A list.
        Owners(#[es(object)] Vec<Owner>),
        /// Variants inside.
        Moves(Vec<r#Move>),
    }

    /// Somebody.
    #[derive(Debug, Serialize, Deserialize, EsObject)]
    pub struct Owner {
        name: String,
    }

    /// A list inside.
    #[derive(Debug, Serialize, Deserialize, EsObject)]
    pub struct Inner {
        r#in: Vec<Owner>,
    }

    /// A word.
    #[derive(Debug, Serialize, Deserialize, EsValue)]
    pub enum Word {
        /// Yes.
        Yes,
    }

    #[derive(Debug, Serialize, Deserialize, EsObject)]
    #[serde(tag = "t")]
    enum Private {
        A { private: Hidden },
        B,
    }

    #[derive(Debug, Serialize, Deserialize, EsObject)]
    struct Hidden {
        secret: u8,
    }

    /// Only tags.
    #[derive(Debug, Serialize, Deserialize, EsObject)]
    #[serde(tag = "t", content = "c")]
    pub(crate) enum Tags {
        /// One.
        One,
        /// Another.
        Other,
    }

    /// The paths.
    pub fn check() {
        let f = Entry::fields();
        assert_eq!(f.event().tag().path(), "type");
        assert_eq!(f.event().first_made().type_of().raw().path(), "typeOf.raw");
        assert_eq!(f.event().first_made().owner().name().path(), "owner.name");
        assert_eq!(f.event().changed().owner().name().path(), "name");
        assert_eq!(f.event().owned().name().path(), "name");
        assert_eq!(f.steps().r#loop().r#in().name().path(), "steps.fn.in.name");
        assert_eq!(f.steps().r#type().r#in().name().path(), "steps.fn.in.name");
        assert_eq!(f.steps().tag().path(), "steps.type");
        assert_eq!(f.wrapped().number().path(), "wrapped.Number");
        assert_eq!(f.wrapped().word().path(), "wrapped.Word");
        assert_eq!(f.wrapped().owners().name().path(), "wrapped.Owners.name");
        assert_eq!(f.wrapped().moves().tag().path(), "wrapped.Moves.type");
        let private = <Private as EsObject>::fields_at::<Root<Entry>>();
        assert_eq!(private.a().private().secret().path(), "private.secret");
        assert_eq!(<Tags as EsObject>::fields_at::<Root<Entry>>().tag().path(), "t");
        drop((Private::A { private: Hidden { secret: 1 } }, Private::B, Tags::One, Tags::Other));
    }
}

fn main() {
    models::check();
}
