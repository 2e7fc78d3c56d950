//! Maps that serde flattens into a document: a key that the document has itself is refused before anything is sent.

use std::collections::BTreeMap;

use esmodel::{Error, prelude::*};
use esmodel_tests::Context;
use serde_json::{Map, Value, json};

esmodel_tests::tests![
    a_key_of_a_flattened_map_that_the_model_has_is_refused_by_name,
    keys_are_looked_at_inside_of_objects_and_lists,
    keys_are_looked_at_in_a_flattened_struct_on_the_heap,
    in_a_bulk_only_the_document_with_such_a_key_is_refused,
    keys_of_the_maps_own_come_back,
];

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "bags", dynamic = "true")]
struct Bag {
    #[es(id)]
    number: u32,
    #[serde(alias = "title")]
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[es(computed)]
    shout: Computed<String>,
    #[es(lazy)]
    twins: Lazy<u64>,
    #[serde(default, skip_serializing)]
    #[es(stored)]
    secret: String,
    #[serde(flatten)]
    label: Label,
    #[serde(flatten)]
    more: BTreeMap<String, Value>,
    #[es(object)]
    parts: Vec<Piece>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, EsObject)]
struct Label {
    colour: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, EsObject)]
struct Piece {
    size: u32,
    #[serde(flatten)]
    more: Option<Map<String, Value>>,
}

impl Bag {
    fn shout(&self) -> String {
        self.name.to_uppercase()
    }

    async fn twins(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        Self::search().filter(Self::fields().name().eq(&self.name)).count(cx).await
    }
}

fn bag(number: u32, more: &Value, piece: &Value) -> Bag {
    let map = |value: &Value| value.as_object().cloned().unwrap_or_default();
    Bag {
        number,
        name: "tea".into(),
        note: None,
        shout: Computed::default(),
        twins: Lazy::NotLoaded,
        secret: "hidden".into(),
        label: Label { colour: "red".into() },
        more: map(more).into_iter().collect(),
        parts: vec![Piece::default(), Piece { size: 1, more: Some(map(piece)) }],
    }
}

async fn a_key_of_a_flattened_map_that_the_model_has_is_refused_by_name(context: Context) {
    context.es().schema::<Bag>().apply().await.unwrap();
    let (es, sent) = context.recorded(|client| client).await;
    for key in ["number", "name", "title", "note", "shout", "twins", "secret", "colour", "parts"] {
        let error = bag(1, &json!({ key: "x" }), &json!({})).save(&es).await.unwrap_err();
        assert!(matches!(error, Error::Encode { .. }), "{error:?}");
        assert!(error.to_string().contains(&format!("`{key}` is a key of a map")), "{error}");
    }
    assert!(sent.take().is_empty());
}

async fn keys_are_looked_at_inside_of_objects_and_lists(context: Context) {
    let error = bag(1, &json!({}), &json!({ "size": 2 })).save(context.es()).await.unwrap_err();
    assert!(error.to_string().contains("`parts.size` is a key of a map"), "{error}");
}

/// All of its fields are those of a struct on the heap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "crates", dynamic = "true")]
struct Crate {
    #[es(id)]
    number: u32,
    #[serde(flatten)]
    piece: Box<Piece>,
}

async fn keys_are_looked_at_in_a_flattened_struct_on_the_heap(context: Context) {
    for key in ["size", "number"] {
        let more = Some(Map::from_iter([(key.to_owned(), json!(2))]));
        let error = Crate { number: 1, piece: Box::new(Piece { size: 1, more }) }.save(context.es()).await.unwrap_err();
        assert!(error.to_string().contains(&format!("`{key}` is a key of a map")), "{error}");
    }
}

async fn in_a_bulk_only_the_document_with_such_a_key_is_refused(context: Context) {
    let es = context.es().with_refresh(Refresh::Now);
    es.schema::<Bag>().apply().await.unwrap();
    let bags =
        [bag(1, &json!({}), &json!({})), bag(2, &json!({ "name": 1 }), &json!({})), bag(3, &json!({}), &json!({}))];
    let outcome = es.bulk_save(bags).await.unwrap();
    assert_eq!(outcome.rejected.iter().map(|rejected| rejected.value.number).collect::<Vec<_>>(), [2]);
    assert_eq!(Bag::search().count(&es).await.unwrap(), 2);
}

async fn keys_of_the_maps_own_come_back(context: Context) {
    let es = context.es();
    es.schema::<Bag>().apply().await.unwrap();
    let saved = bag(1, &json!({ "smell": "fine", "id": 7 }), &json!({ "number": 3 })).save(es).await.unwrap();
    let read = Bag::get(es, 1).without_lazy().await.unwrap();
    assert_eq!((&read.more, &read.parts[1], &*read.secret), (&saved.more, &saved.parts[1], "hidden"));
}
