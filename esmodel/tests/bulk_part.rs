//! Parts of documents that a bulk scope refuses before anything is sent: a server would store them, and nothing could read
//! the document any more.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that fails may panic; what the lints allow in `#[test]`s does not reach helpers"
)]

use std::collections::BTreeMap;

use esmodel::{
    Error,
    dialect::{Dialect, Product, Version},
    prelude::*,
    transport::mock::MockTransport,
};
use serde_json::{Value, json};

/// A book in a library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "books")]
struct Book {
    #[es(id)]
    id: u32,
    #[es(text, fields(raw(keyword)))]
    title: String,
    pages: u32,
    note: Option<String>,
    #[es(one_or_many)]
    tags: Vec<String>,
    #[serde(with = "number_as_text")]
    #[es(keyword)]
    shelf: u32,
    publisher: Publisher,
    copies: Vec<Copy>,
    #[serde(flatten)]
    origin: Origin,
    #[es(flattened)]
    facts: BTreeMap<String, Value>,
    #[es(object(dynamic = "true"))]
    open: Option<Open>,
    #[es(alias = "title", text)]
    label: Unstored<String>,
    #[es(computed)]
    shout: Computed<String>,
}

impl Book {
    fn shout(&self) -> String {
        self.title.to_uppercase()
    }
}

/// Who printed it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Publisher {
    name: String,
    #[serde(skip_serializing, default)]
    #[es(stored)]
    contract: Option<String>,
}

/// One of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Copy {
    barcode: String,
    #[serde(skip_serializing)]
    #[es(stored)]
    lender: Option<String>,
}

/// Where it is from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Origin {
    country: String,
}

/// Keys of its own besides these.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Open {
    known: u32,
}

/// Any model whose mapping takes what it does not know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "loose", dynamic = "false")]
struct Loose {
    #[es(id)]
    id: u32,
    publisher: Publisher,
    #[serde(flatten)]
    rest: serde_json::Map<String, Value>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
mod number_as_text {
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(number: &u32, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(number)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
        match Option::<String>::deserialize(deserializer)? {
            None => Ok(0),
            Some(text) => text.parse().map_err(de::Error::custom),
        }
    }
}

fn book() -> Book {
    Book {
        id: 1,
        title: "Emma".into(),
        pages: 474,
        note: None,
        tags: vec![],
        shelf: 3,
        publisher: Publisher { name: "Murray".into(), contract: Some("1815".into()) },
        copies: vec![Copy { barcode: "9".into(), lender: Some("eve".into()) }],
        origin: Origin { country: "England".into() },
        facts: BTreeMap::new(),
        open: None,
        label: Unstored::HERE,
        shout: Computed::EMPTY,
    }
}

async fn stored<T: EsModel>(mock: &MockTransport, value: T) -> (Client, Doc<T>) {
    let es = mock.client(Dialect::new(Product::OpenSearch, Version::new(3, 8, 0))).await.unwrap();
    let made = json!({"_index": T::SCHEMA.index, "_id": "1", "_version": 1, "_seq_no": 0, "_primary_term": 1});
    mock.json(201, made);
    let doc = value.save(&es).await.unwrap();
    (es, doc)
}

/// What is said against the part.
async fn refused<T: EsModel>(value: T, part: impl Serialize) -> String {
    let mock = MockTransport::new();
    let (es, mut doc) = stored(&mock, value).await;
    let sent = mock.sent().len();
    let mut bulk = es.bulk();
    let error = match bulk.update(&mut doc, part) {
        Err(error @ Error::Invalid(_)) => error.to_string(),
        other => panic!("{other:?}"),
    };
    bulk.commit().await.unwrap();
    assert_eq!(mock.sent().len(), sent, "nothing is sent");
    error
}

/// That there is nothing against the part.
async fn taken<T: EsModel>(value: T, part: impl Serialize) {
    let mock = MockTransport::new();
    let (es, mut doc) = stored(&mock, value).await;
    es.bulk().update(&mut doc, part).unwrap();
}

#[tokio::test]
async fn a_key_with_a_dot_is_refused_with_the_object_to_write() {
    assert_eq!(
        refused(book(), json!({"publisher.name": "Faber"})).await,
        "`publisher.name` of `Book` is no key of a part: it would be stored under that name, dot and all; write \
         `{\"publisher\": {\"name\": ..}}`"
    );
    let error = refused(book(), json!({"title.raw": "Emma"})).await;
    assert!(error.ends_with("; write `title`, of which it is another view"), "{error}");
    let loose = Loose { id: 1, publisher: book().publisher, rest: serde_json::Map::new() };
    let error = refused(loose, json!({"publisher.name": "Faber"})).await;
    assert!(error.contains("write `{\"publisher\": {\"name\": ..}}`"), "{error}");
}

#[tokio::test]
async fn a_key_that_a_strict_model_has_not_is_refused_with_the_nearest_field() {
    assert_eq!(refused(book(), json!({"titel": "Emma"})).await, "`Book` has no field `titel`; did you mean `title`?");
    assert_eq!(
        refused(book(), json!({"publisher": {"nmae": "Faber"}})).await,
        "`Book` has no field `publisher.nmae`; did you mean `publisher.name`?"
    );
    assert_eq!(
        refused(book(), json!({"copies": [{"barcod": "1", "lender": null}]})).await,
        "`Book` has no field `copies.barcod`; did you mean `copies.barcode`?"
    );
    assert_eq!(
        refused(book(), json!({"something": {"else": 1}})).await,
        "`Book` has no field `something`; the keys of a part are fields under their names in the index"
    );
}

#[tokio::test]
async fn keys_that_may_be_there_are_taken() {
    taken(book(), json!({"country": "Scotland", "facts": {"any": {"thing": 1}, "a.b": 2}, "note": null})).await;
    taken(book(), json!({"open": {"known": 1, "unknown": [1]}})).await;
    // These are left out.
    taken(book(), json!({"id": 5, "shout": "no", "label": "no"})).await;
    taken(book(), json!({"shelf": null, "tags": "single", "copies": []})).await;
    let loose = Loose { id: 1, publisher: book().publisher, rest: serde_json::Map::new() };
    taken(loose, json!({"any": 1, "with.dot": 2})).await;
}

#[tokio::test]
async fn a_list_that_would_lose_hidden_fields_is_refused_and_an_object_is_not() {
    #[derive(Serialize)]
    struct Part {
        copies: Vec<Copy>,
    }
    let expected = "a part of `Book` replaces all of `copies`, and would lose `copies.lender`, which is `#[es(stored)]` and \
                    hidden by serde: `save` the whole document";
    assert_eq!(refused(book(), Part { copies: book().copies }).await, expected);
    assert_eq!(refused(book(), json!({"copies": {"barcode": "1"}})).await, expected);
    taken(book(), json!({"copies": [{"barcode": "1", "lender": null}]})).await;
    taken(book(), json!({"publisher": {"name": "Faber"}})).await;
}

#[tokio::test]
async fn a_part_that_the_model_could_not_read_is_refused() {
    assert_eq!(
        refused(book(), json!({"title": null})).await,
        "with this part document `1` could not be read as a `Book` any more: field `title`: invalid type: null, expected a \
         string"
    );
    for (part, problem) in [
        (json!({"pages": "77"}), "field `pages`: invalid type: string \"77\", expected u32"),
        (json!({"pages": -1}), "field `pages`: invalid value: integer `-1`, expected u32"),
        (
            json!({"publisher": {"name": {"first": "a"}}}),
            "field `publisher.name`: invalid type: map, expected a string",
        ),
        (json!({"copies": [{"lender": null}]}), "field `copies[0]`: missing field `barcode`"),
    ] {
        let error = refused(book(), part).await;
        assert!(error.ends_with(problem), "{error}");
    }
}

#[tokio::test]
async fn a_value_that_does_not_read_back_tells_nothing_of_the_part() {
    /// Written as a number, read from a text only.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
    #[es(index = "odd")]
    struct Odd {
        #[es(id)]
        id: u32,
        #[serde(deserialize_with = "of_text")]
        #[es(keyword)]
        code: u32,
        name: String,
    }
    fn of_text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
    taken(Odd { id: 1, code: 1, name: "a".into() }, json!({"name": "b"})).await;
}

/// A message of a tenant, which is where it lies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "messages")]
struct Message {
    #[es(id)]
    id: u32,
    #[es(routing)]
    tenant: String,
    text: String,
}

/// A reading, which lies where a function says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "readings-*", routing = station, index_for = Self::of_year)]
struct Reading {
    #[es(id)]
    id: u32,
    station: String,
    year: u32,
    value: u32,
}

fn station(reading: &Reading) -> Option<String> {
    reading.station.chars().next().map(String::from)
}

impl Reading {
    fn of_year(&self) -> String {
        format!("readings-{}", self.year)
    }
}

/// A question or an answer, which lies beside its question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "posts")]
struct Post {
    #[es(id)]
    id: u32,
    text: String,
    #[es(routing)]
    place: Join<Place>,
}

/// Its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EsValue)]
#[serde(rename_all = "lowercase")]
enum Place {
    Question,
    #[es(parent = Question)]
    Answer,
}

/// Saves a value; the mock answers that it lies in `index`.
async fn saved<T: EsModel>(mock: &MockTransport, es: &Client, value: T, index: &str) -> Doc<T> {
    mock.json(201, json!({"_index": index, "_id": "1", "_version": 1, "_seq_no": 0, "_primary_term": 1}));
    value.save(es).await.unwrap()
}

#[tokio::test]
async fn a_part_that_places_the_document_elsewhere_is_refused_as_a_save_refuses_it() {
    let mock = MockTransport::new();
    let es = mock.client(Dialect::new(Product::OpenSearch, Version::new(3, 8, 0))).await.unwrap();
    let refused = |outcome: esmodel::Result<()>, parts: &[&str]| {
        let Err(Error::Invalid(message)) = outcome else { panic!("{outcome:?}") };
        assert!(parts.iter().all(|part| message.contains(part)), "{message}");
    };

    let message = Message { id: 1, tenant: "a".into(), text: "hello".into() };
    let mut doc = saved(&mock, &es, message, "messages").await;
    for part in [json!({"tenant": "d"}), json!({"text": "x", "tenant": "d"})] {
        refused(es.bulk().update(&mut doc, part).map(drop), &["`a`", "`d`", "relocate"]);
    }
    // Also where the value here was changed alike.
    doc.tenant = "d".into();
    refused(es.bulk().update(&mut doc, json!({"tenant": "d"})).map(drop), &["`a`", "`d`", "relocate"]);
    es.bulk().update(&mut doc, json!({"tenant": "a"})).unwrap();
    doc.tenant = "a".into();
    es.bulk().update(&mut doc, json!({"text": "x"})).unwrap();
    refused(es.bulk().with().routing("d").update(&mut doc, json!({"text": "x"})).map(drop), &["`a`", "`d`"]);
    refused(es.bulk().with().pipeline("p").update(&mut doc, json!({"text": "x"})).map(drop), &["pipeline"]);

    let reading = Reading { id: 1, station: "oslo".into(), year: 2024, value: 1 };
    let mut doc = saved(&mock, &es, reading, "readings-2024").await;
    refused(es.bulk().update(&mut doc, json!({"station": "bergen"})).map(drop), &["`o`", "`b`", "relocate"]);
    refused(
        es.bulk().update(&mut doc, json!({"year": 2025})).map(drop),
        &["readings-2024", "readings-2025", "relocate"],
    );
    es.bulk().update(&mut doc, json!({"station": "odda", "value": 2})).unwrap();

    let answer = Post { id: 1, text: "yes".into(), place: Join::child(Place::Answer, 7) };
    let mut doc = saved(&mock, &es, answer, "posts").await;
    let parent = json!({"place": {"name": "answer", "parent": "8"}});
    refused(es.bulk().update(&mut doc, parent).map(drop), &["`7`", "`8`", "relocate"]);
    es.bulk().update(&mut doc, json!({"text": "no"})).unwrap();
}

#[tokio::test]
async fn a_part_of_a_document_under_a_routing_of_its_own_says_that_routing() {
    let mock = MockTransport::new();
    let es = mock.client(Dialect::new(Product::OpenSearch, Version::new(3, 8, 0))).await.unwrap();
    mock.json(201, json!({"_index": "messages", "_id": "1", "_version": 1, "_seq_no": 0, "_primary_term": 1}));
    let message = Message { id: 1, tenant: "a".into(), text: "hello".into() };
    let mut doc = message.save(&es).routing("z").await.unwrap();
    assert!(matches!(es.bulk().update(&mut doc, json!({"text": "x"})).map(drop), Err(Error::Invalid(_))));
    es.bulk().with().routing("z").update(&mut doc, json!({"text": "x"})).unwrap();
}
