//! Fields and methods of the names that traits and generated code use.
#![allow(non_snake_case)]

use esmodel::{
    model::{EsObject, ModelDefinition},
    prelude::*,
    query::path::Root,
};

#[derive(Clone, Serialize, Deserialize, EsModel)]
struct Clash {
    save: String,
    clone: String,
    fields: String,
    compute: String,
    token: String,
    path: String,
    any: Vec<Part>,
    deref: String,
    leaf: String,
    P: String,
    Field: String,
}

#[derive(Clone, Serialize, Deserialize, EsObject)]
struct Part {
    any: String,
    none: String,
    exists: String,
    of_element: String,
}

/// A user's types of the names that generated code uses.
type P = u8;
struct Option;
struct String2;

#[derive(Clone, Serialize, Deserialize, EsObject)]
struct WithP {
    p: P,
}

impl Clash {
    fn save(&self) -> &str {
        &self.save
    }

    fn document_id(&self) -> Option {
        let _ = String2;
        Option
    }
}

fn main() {
    let f = <Clash as EsObject>::fields_at::<Root<Clash>>();
    assert_eq!(f.clone().path(), "clone");
    assert_eq!(f.any().any().path(), "any.any");
    assert_eq!(f.any().of_element().path(), "any.of_element");
    assert_eq!(f.leaf().path(), "leaf");
    assert_eq!(Clash::SCHEMA.properties.len(), 11);
    let _ = (Clash::save, Clash::document_id);
}
