//! Parts of an answer that have no place of their own.

use esmodel::{Error, prelude::*};
use esmodel_tests::Context;
use serde_json::{Value, json};

esmodel_tests::tests![
    what_further_keys_are_answered_with_can_be_read,
    keys_whose_answers_would_be_lost_are_refused_before_anything_is_sent,
];

/// Something to read.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "notes", settings(number_of_shards = 3))]
struct Note {
    #[es(id)]
    id: u32,
    #[es(text)]
    words: String,
}

fn spelling() -> Value {
    json!({ "spelling": { "text": "lemom", "term": { "field": "words" } } })
}

async fn what_further_keys_are_answered_with_can_be_read(context: Context) {
    let es = context.es();
    es.schema::<Note>().apply().await.unwrap();
    let notes = ["lemon", "lemon tree", "lime"].into_iter().zip(1..);
    let notes = notes.map(|(words, id)| Note { id, words: words.to_owned() });
    es.bulk_save(notes).refresh(Refresh::Now).await.unwrap().all().unwrap();

    let search = Note::search().extra("suggest", spelling()).extra("profile", true).extra("explain", true);
    let page = search.clone().fetch(es).await.unwrap();
    assert_eq!(page.hits.len(), 3);
    let suggest: Value = page.rest("suggest").unwrap().unwrap();
    assert_eq!(suggest["spelling"][0]["options"][0]["text"], "lemon");
    let profile: Value = page.rest("profile").unwrap().unwrap();
    assert_eq!(profile["shards"].as_array().unwrap().len(), 3);
    assert!(page.rest::<Value>("nothing").unwrap().is_none());
    for hit in &page {
        let explanation: Value = Hit::rest(hit, "_explanation").unwrap().unwrap();
        assert!(explanation["value"].is_number(), "{explanation}");
        assert!(Hit::rest::<Value>(hit, "_type").unwrap().is_none());
    }
    let wrong = page.rest::<Vec<u32>>("suggest").unwrap_err();
    assert!(matches!(&wrong, Error::Decode { .. }) && wrong.to_string().contains("`suggest`"), "{wrong}");

    // It is the same in a batch, whose answers are parts of one.
    let page = es.batched(async |es| search.fetch(es).await).await.unwrap();
    assert!(page.rest::<Value>("suggest").unwrap().is_some());
    let page = Note::search().fetch(es).await.unwrap();
    assert!(page.rest::<Value>("suggest").unwrap().is_none());
}

async fn keys_whose_answers_would_be_lost_are_refused_before_anything_is_sent(context: Context) {
    // There is no such index: a request would fail in another way.
    let es = context.es();
    let search = || Note::search().extra("suggest", spelling());
    let first = search().first(es).await.unwrap_err();
    let aggregations = search().aggregate(()).only_aggregations().fetch(es).await.unwrap_err();
    for error in [first, aggregations] {
        assert!(matches!(&error, Error::Invalid(text) if text.contains("page.rest(\"suggest\")")), "{error}");
    }
    let counted = Note::search().extra("post_filter", json!({ "match_none": {} })).count(es).await.unwrap_err();
    assert!(matches!(&counted, Error::Invalid(text) if text.contains("`.extra(\"post_filter\", ..)`")), "{counted}");
}
