//! Answers as servers really give them: in another order, about documents that a pipeline dropped, with half characters.

use esmodel::{
    Error,
    prelude::*,
    search::Highlight,
    wire::{Effect, Method, Request, RequestPath},
};
use esmodel_devnode::Lack;
use esmodel_tests::Context;
use serde_json::{Value, json, value::RawValue};

esmodel_tests::tests![
    what_a_pipeline_drops_and_fails_is_told_of_the_right_documents,
    of_documents_without_an_id_those_that_are_stored_have_theirs,
    a_single_document_that_a_pipeline_drops_is_not_stored,
    half_characters_in_documents_are_read_as_one_that_stands_for_them,
    half_characters_in_an_error_leave_it_readable,
    half_characters_in_buckets_and_sort_values_keep_a_page_readable,
];

/// A document for a pipeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "parcels")]
struct Parcel {
    #[es(id)]
    id: Option<String>,
    fate: String,
}

const FATES: [&str; 10] = ["kept", "drop", "kept", "drop", "fail", "kept", "kept", "fail", "drop", "kept"];

fn parcels(has_ids: bool) -> impl Iterator<Item = Parcel> + Send {
    let parcel =
        move |(place, fate): (usize, &str)| Parcel { id: has_ids.then(|| format!("d{place}")), fate: fate.to_owned() };
    FATES.into_iter().enumerate().map(parcel)
}

async fn put(es: &Client, segments: &[&str], body: impl Into<String>) -> Value {
    let request = Request::new(Method::Put, RequestPath::new(segments).unwrap(), Effect::Idempotent)
        .json(Into::<String>::into(body));
    let response = es.send(request).await.unwrap();
    serde_json::from_slice(response.body()).unwrap()
}

/// An index whose documents go through a pipeline that drops some and fails some. `None` on a node without processors,
/// which says so.
async fn with_pipeline(context: &Context) -> Option<Client> {
    let es = context.es();
    es.schema::<Parcel>().apply().await.unwrap();
    let index = es.index::<Parcel>().name().to_owned();
    let processors = json!([
        {"drop": {"if": "ctx.fate == 'drop'"}},
        {"fail": {"if": "ctx.fate == 'fail'", "message": "no luck"}}
    ]);
    let made = put(es, &["_ingest", "pipeline", &index], json!({"processors": processors}).to_string()).await;
    if context.engine().lacks(Lack::IngestProcessors) {
        assert!(made["error"]["reason"].as_str().unwrap().contains("No processor type exists"), "{made}");
        return None;
    }
    assert_eq!(made["acknowledged"], true, "{made}");
    let set = put(es, &[&index, "_settings"], json!({"index.default_pipeline": index}).to_string()).await;
    assert_eq!(set["acknowledged"], true, "{set}");
    Some(es.clone())
}

async fn what_a_pipeline_drops_and_fails_is_told_of_the_right_documents(context: Context) {
    let Some(es) = with_pipeline(&context).await else { return };
    let outcome = es.bulk_save(parcels(true)).refresh(Refresh::Now).await.unwrap();
    assert!(outcome.saved.iter().all(|doc| doc.fate == "kept"), "{outcome:?}");
    assert_eq!(outcome.saved.len(), 5);
    assert_eq!(outcome.rejected.len(), 5);
    for rejected in &outcome.rejected {
        let expected = if rejected.value.fate == "drop" { "a pipeline dropped it" } else { "no luck" };
        let reason = rejected.operation.reason().replace("an ingest", "a");
        assert!(reason.contains(expected), "{rejected:?}");
        assert!(!Parcel::exists(&es, rejected.value.id.clone().unwrap()).await.unwrap());
    }
    for doc in &outcome.saved {
        let stored = Parcel::get(&es, doc.id.clone().unwrap()).await.unwrap();
        assert_eq!(Doc::meta(&stored).version(), Doc::meta(doc).version());
    }
}

async fn of_documents_without_an_id_those_that_are_stored_have_theirs(context: Context) {
    let Some(es) = with_pipeline(&context).await else { return };
    let outcome = es.bulk_save(parcels(false)).refresh(Refresh::Now).await.unwrap();
    assert_eq!((outcome.saved.len(), outcome.rejected.len()), (5, 5));
    assert!(outcome.rejected.iter().all(|rejected| rejected.value.fate != "kept"));
    for doc in &outcome.saved {
        let stored = Parcel::get(&es, doc.id.clone().unwrap()).await.unwrap();
        assert_eq!((&stored.fate, Doc::meta(&stored).version()), (&doc.fate, Doc::meta(doc).version()));
    }
}

async fn a_single_document_that_a_pipeline_drops_is_not_stored(context: Context) {
    let Some(es) = with_pipeline(&context).await else { return };
    for id in [Some("1".to_owned()), None] {
        let parcel = Parcel { id, fate: "drop".to_owned() };
        for outcome in [parcel.clone().save(&es).await, parcel.create(&es).await] {
            let error = outcome.unwrap_err();
            assert!(error.to_string().contains("was not stored: an ingest pipeline dropped it"), "{error}");
        }
    }
    assert!(!Parcel::exists(&es, "1").await.unwrap());
}

/// Words of others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "words")]
struct Entry {
    #[es(id)]
    id: String,
    #[es(text, fields(raw(keyword)))]
    word: String,
    length: i64,
    #[es(flattened)]
    more: Value,
}

/// Three documents, the second of which another program wrote with half an emoji in it.
async fn words(context: &Context) -> Client {
    let es = context.es().clone();
    es.schema::<Entry>().apply().await.unwrap();
    let index = es.index::<Entry>().name().to_owned();
    for id in ["1", "3"] {
        let word = Entry { id: id.to_owned(), word: format!("pot {id}"), length: 5, more: json!({"a": "b"}) };
        word.save(&es).await.unwrap();
    }
    let odd = r#"{"word":"pot \ud83c of gold","length":2,"more":{"k":"\uDF08"}}"#;
    let stored = put(&es, &[&index, "_doc", "2"], odd).await;
    assert_eq!(stored["result"], "created", "{stored}");
    es.index::<Entry>().refresh().await.unwrap();
    es
}

async fn half_characters_in_documents_are_read_as_one_that_stands_for_them(context: Context) {
    let es = words(&context).await;
    let read = Entry::get(&es, "2").await.unwrap();
    assert_eq!((read.word.as_str(), &read.more["k"]), ("pot \u{fffd} of gold", &json!("\u{fffd}")));
    let many = Entry::get_many(&es, ["1", "2", "3"]).await.unwrap();
    assert_eq!(many.iter().flatten().map(|doc| doc.word.as_str()).collect::<Vec<_>>(), ["pot 1", &read.word, "pot 3"]);
    let f = Entry::fields();
    let page = Entry::search()
        .filter(f.word().matches("pot"))
        .highlight(Highlight::new().field(f.word()))
        .fetch(&es)
        .await
        .unwrap();
    assert_eq!(page.hits.len(), 3);
    let hit = page.hits.iter().find(|hit| hit.id == "2").unwrap();
    assert_eq!(Hit::highlights(hit, "word"), ["<em>pot</em> \u{fffd} of gold"]);
    let both = es
        .batched(async |es| {
            tokio::join!(Entry::search().count(es), async { Entry::get(es, "2").await }, async {
                Entry::get(es, "1").await
            })
        })
        .await;
    assert_eq!((both.0.unwrap(), both.1.unwrap().word.clone(), both.2.unwrap().length), (3, read.word.clone(), 5));
    let mut read = read;
    let mut bulk = es.bulk();
    bulk.update(&mut read, json!({"length": 3})).unwrap();
    bulk.commit().await.unwrap();
    assert_eq!((read.length, read.word.as_str()), (3, "pot \u{fffd} of gold"));
}

async fn half_characters_in_an_error_leave_it_readable(context: Context) {
    let es = words(&context).await;
    // The server echoes the value that it cannot read.
    let half = RawValue::from_string(r#"{"term":{"length":"\ud83c"}}"#.to_owned()).unwrap();
    let error = Entry::search().filter(Query::raw(half)).fetch(&es).await.unwrap_err();
    let Error::Server(server) = &error else { panic!("{error}") };
    assert_eq!(server.status(), 400);
    assert!(error.to_string().contains('\u{fffd}'), "{error}");
}

async fn half_characters_in_buckets_and_sort_values_keep_a_page_readable(context: Context) {
    let es = words(&context).await;
    let f = Entry::fields();
    let page =
        Entry::search().sort([f.word().raw().asc()]).aggregate(f.word().raw().terms(10)).fetch(&es).await.unwrap();
    assert_eq!(page.hits.len(), 3);
    assert_eq!(page.aggs.buckets.len(), 3);
}
