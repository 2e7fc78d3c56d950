//! Names are serde's; what serde leaves out has no place in the index.

use std::collections::HashMap;

use esmodel::{
    EsModel, EsObject, EsValue,
    model::{EsObject, Id, ModelDefinition, Scalar, Term},
    query::path::Root,
    schema::Kind,
};
use serde::{Deserialize, Serialize};

mod upper {
    pub(crate) fn serialize<S: serde::Serializer>(text: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&String::from_utf8_lossy(text).to_uppercase())
    }

    pub(crate) fn deserialize<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        serde::Deserialize::deserialize(deserializer).map(String::into_bytes)
    }
}

/// No type of a field, which a serde function makes a string of.
#[derive(Default)]
struct Opaque;

#[derive(Serialize, Deserialize, EsModel)]
#[serde(rename_all = "camelCase", default, rename = "other", deny_unknown_fields)]
#[es(default_sort = "firstName")]
#[derive(Default)]
struct Person {
    #[es(id)]
    person_id: String,
    first_name: String,
    #[serde(rename = "surname", alias = "lastName")]
    last_name: String,
    #[serde(rename(serialize = "mail", deserialize = "mail"))]
    email_address: Email,
    #[serde(skip)]
    cache: Opaque,
    #[serde(skip_serializing, skip_deserializing)]
    other_cache: Opaque,
    #[serde(skip_serializing_if = "Option::is_none")]
    nick: Option<String>,
    #[serde(with = "upper")]
    #[es(keyword)]
    code: Vec<u8>,
    level: Level,
}

#[derive(Serialize, Deserialize, EsModel)]
#[es(dynamic = "true", index = "open")]
struct Open {
    #[serde(flatten)]
    place: Place,
    #[serde(flatten)]
    maybe: Option<More>,
    #[serde(flatten)]
    rest: HashMap<String, String>,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Place {
    city: String,
    #[serde(flatten)]
    inner: Inner,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Inner {
    street: String,
}

#[derive(Serialize, Deserialize, EsObject)]
struct More {
    zip: String,
}

#[derive(Clone, Default, Serialize, Deserialize, EsValue)]
#[serde(try_from = "String", into = "String")]
struct Email(String);

impl TryFrom<String> for Email {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.contains('@') { Ok(Self(text)) } else { Err(format!("`{text}` is no address")) }
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize, EsValue)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
enum Level {
    #[default]
    JustBegun,
    #[serde(rename = "done")]
    Finished,
}

fn main() {
    let names: Vec<&str> = Person::SCHEMA.properties.iter().map(|property| property.name).collect();
    assert_eq!(names, ["firstName", "surname", "mail", "nick", "code", "level"]);
    assert_eq!(Person::ID_KEY, Some("personId"));
    assert_eq!(Person::SCHEMA.properties[4].of_kind(), Kind::Keyword);
    assert_eq!(Level::JustBegun.to_term(), Term::Str("JUST-BEGUN".into()));
    assert_eq!(Level::from_id("done"), Ok(Level::Finished));
    assert!(Level::from_id("Finished").is_err());

    // The names of the schema are those of the JSON.
    let person = Person { nick: Some(String::new()), ..Person::default() };
    let json = serde_json::to_value(&person).expect("it is JSON");
    let keys = names.iter().chain(&["personId"]);
    assert!(keys.clone().all(|key| json.get(key).is_some()));
    assert_eq!(json.as_object().map(|object| object.len()), Some(keys.count()));

    let f = <Open as EsObject>::fields_at::<Root<Open>>();
    assert_eq!(f.place().city().path(), "city");
    assert_eq!(f.place().inner().street().path(), "street");
    assert_eq!(f.maybe().zip().path(), "zip");
}
