//! What the derives write is clean under the lints of a strict crate.
#![deny(
    missing_docs,
    missing_debug_implementations,
    unused_qualifications,
    unused,
    dead_code,
    unreachable_pub,
    unnameable_types,
    private_interfaces,
    single_use_lifetimes,
    clippy::all,
    clippy::pedantic
)]
#![forbid(unsafe_code)]

/// A module of public models with all that makes extra code.
pub mod models {
    use esmodel::{EsModel, EsObject, EsValue, model::Computed};
    #[expect(unused_imports, reason = "in scope, so that a path to it in generated code could be shorter")]
    use esmodel::{model::EsField, query::Field, schema::Property};
    use serde::{Deserialize, Serialize};

    /// Somebody.
    #[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
    #[es(default_sort = "name.raw", routing = Self::tenant)]
    pub struct Person {
        /// The id.
        #[es(id)]
        pub id: String,
        #[es(text, fields(raw(keyword)))]
        name: String,
        /// Where.
        pub home: Home<u8>,
        /// What.
        pub skills: Vec<Skill>,
        is_active: bool,
        into_box: Hidden,
        #[serde(skip_serializing)]
        #[es(stored)]
        password: String,
        /// Worked out.
        #[es(computed)]
        pub label: Computed<String>,
    }

    impl Person {
        fn label(&self) -> String {
            self.name.clone()
        }

        fn tenant(&self) -> Option<&str> {
            self.is_active.then_some("active")
        }
    }

    /// A home.
    #[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
    pub struct Home<T> {
        /// Any.
        pub number: T,
    }

    /// A skill.
    #[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
    pub struct Skill {
        /// Its level.
        pub level: Level,
    }

    /// A level.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EsValue)]
    pub enum Level {
        /// Low.
        Low,
    }

    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, EsValue)]
    struct Hidden(String);
}

fn main() {}
