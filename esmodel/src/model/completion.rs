//! Suggestions: what a `completion` field holds besides plain text.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, de};

use super::{EsField, GeoPoint, Holds, position::of_pair};
use crate::{
    query::{Field, path::Path},
    schema::{FieldType, Kind, kind},
};

/// What is suggested for what is typed, how important it is, and where it may be suggested. A field of kind `completion`
/// may also hold plain text: `#[es(completion)] title: String`.
///
/// Written as an object with a list of inputs. The servers' other forms are read too: a text or a list of texts for the
/// whole, a single text for the inputs or for a context, a weight as text, a list of one object. A list of several objects
/// is a `Vec<Completion>`, since each has a weight and contexts of its own.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Completion {
    /// The texts whose beginnings are typed.
    pub input: Vec<String>,
    /// The heavier come first; 1 unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<u32>,
    /// For each context of the field's attribute (`contexts(genre(category))`): where it is suggested.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub contexts: BTreeMap<String, Vec<Context>>,
}

/// A category, or a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Context {
    /// Of a context of type `geo`.
    Place(#[serde(deserialize_with = "place")] GeoPoint),
    /// Of a context of type `category`.
    Category(String),
}

/// A text is a category, unless it is `lat,lon`: a word may look like a geohash.
fn place<'de, D: Deserializer<'de>>(deserializer: D) -> Result<GeoPoint, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        Place(GeoPoint),
    }
    match Written::deserialize(deserializer)? {
        Written::Place(place) => Ok(place),
        Written::Text(text) => of_pair(&text).ok_or_else(|| de::Error::custom("no place")),
    }
}

/// One value, or a list of them.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    fn into_vec(self) -> Vec<T> {
        match self {
            Self::One(value) => vec![value],
            Self::Many(values) => values,
        }
    }
}

/// A number, or its text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Weight {
    Number(u32),
    Text(String),
}

/// The forms that servers take.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "a suggestion is a text, a list of texts, or `{\"input\": .., \"weight\": .., \"contexts\": ..}`; for a list of those, make the field a `Vec<Completion>`"
)]
enum Form {
    Inputs(OneOrMany<String>),
    Entry {
        input: OneOrMany<String>,
        weight: Option<Weight>,
        #[serde(default)]
        contexts: BTreeMap<String, OneOrMany<Context>>,
    },
    List([Box<Completion>; 1]),
}

impl<'de> Deserialize<'de> for Completion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Form::deserialize(deserializer)? {
            Form::Inputs(input) => Ok(Self { input: input.into_vec(), ..Self::default() }),
            Form::List([only]) => Ok(*only),
            Form::Entry { input, weight, contexts } => {
                let weight = match weight {
                    Some(Weight::Text(text)) => Some(text.parse().map_err(de::Error::custom)?),
                    Some(Weight::Number(number)) => Some(number),
                    None => None,
                };
                let contexts = contexts.into_iter().map(|(name, values)| (name, values.into_vec())).collect();
                Ok(Self { input: input.into_vec(), weight, contexts })
            }
        }
    }
}

impl Completion {
    /// Suggested for the beginnings of these texts.
    pub fn of(input: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { input: input.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// How important it is.
    #[must_use]
    pub const fn weight(mut self, weight: u32) -> Self {
        self.weight = Some(weight);
        self
    }

    /// Suggested in that category, or near that place, of the context.
    #[must_use]
    pub fn within(mut self, context: impl Into<String>, value: impl Into<Context>) -> Self {
        self.contexts.entry(context.into()).or_default().push(value.into());
        self
    }
}

impl From<GeoPoint> for Context {
    fn from(place: GeoPoint) -> Self {
        Self::Place(place)
    }
}

impl From<&str> for Context {
    fn from(category: &str) -> Self {
        Self::Category(category.to_owned())
    }
}

impl From<String> for Context {
    fn from(category: String) -> Self {
        Self::Category(category)
    }
}

impl EsField for Completion {
    const TYPE: FieldType = FieldType::scalar(Kind::Completion);
    type Value = Self;
    type Element = Self;
    type Token<P: Path> = Field<P::Scope, kind::Completion, Self>;

    fn token<P: Path>() -> Self::Token<P> {
        Field::at::<P>()
    }
}

impl Holds<kind::Completion> for Completion {
    type Value = Self;
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(json: Value) -> serde_json::Result<Completion> {
        serde_json::from_value(json)
    }

    #[test]
    fn every_form_of_a_suggestion_that_servers_take_is_read() {
        let plain = Completion::of(["a"]);
        for form in [json!("a"), json!(["a"]), json!({ "input": "a" }), json!({ "input": ["a"], "weight": null })] {
            assert_eq!(read(form.clone()).unwrap(), plain, "{form}");
        }
        assert_eq!(read(json!(["a", "b"])).unwrap(), Completion::of(["a", "b"]));
        let full =
            Completion::of(["a", "b"]).weight(3).within("genre", "punk").within("place", GeoPoint::new(1.0, 2.0));
        for form in [
            json!({ "input": ["a", "b"], "weight": 3, "contexts": { "genre": ["punk"], "place": [{ "lat": 1, "lon": 2 }] } }),
            json!({ "input": ["a", "b"], "weight": "3", "contexts": { "genre": "punk", "place": "1,2" } }),
            json!([{ "input": ["a", "b"], "weight": 3, "contexts": { "genre": "punk", "place": { "lat": 1, "lon": 2 } } }]),
            serde_json::to_value(&full).unwrap(),
        ] {
            assert_eq!(read(form.clone()).unwrap(), full, "{form}");
        }
        let list = json!(["a", { "input": "b", "weight": 2 }]);
        let list: Vec<Completion> = serde_json::from_value(list).unwrap();
        assert_eq!(list, [Completion::of(["a"]), Completion::of(["b"]).weight(2)]);
    }

    #[test]
    fn several_suggestions_with_weights_of_their_own_are_no_single_one() {
        for form in [json!([{ "input": "a", "weight": 1 }, { "input": "b", "weight": 2 }]), json!({}), json!(5)] {
            let error = read(form).unwrap_err().to_string();
            assert!(error.contains("make the field a `Vec<Completion>`"), "{error}");
        }
        assert!(read(json!({ "input": "a", "weight": "heavy" })).is_err());
    }
}
