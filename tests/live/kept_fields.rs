//! Fields of which the index keeps less than usual: they are refused by name where a server finds nothing by them.

use chrono::{DateTime, Utc};
use esmodel::{
    Error,
    prelude::*,
    query::{IntoQuery, Sort},
};
use esmodel_tests::Context;

esmodel_tests::tests![
    a_field_that_is_only_kept_is_refused_by_name,
    a_field_without_columns_is_searched_and_not_sorted_by,
    a_field_without_an_index_is_sorted_and_searched_where_the_server_can,
];

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "notes")]
struct Note {
    #[es(id)]
    id: u32,
    #[es(keyword(index = false, doc_values = false))]
    kept: Option<String>,
    #[es(date(index = false, doc_values = false))]
    kept_at: Option<DateTime<Utc>>,
    #[es(text(index = false))]
    text: String,
    #[es(long(doc_values = false))]
    indexed: i64,
    #[es(long(index = false))]
    column: Option<i64>,
}

async fn note(es: &Client) {
    es.schema::<Note>().apply().await.unwrap();
    for id in [1, 2] {
        let text = || "words".to_owned();
        let note = Note {
            id,
            kept: Some(text()),
            kept_at: Some(DateTime::UNIX_EPOCH),
            text: text(),
            indexed: id.into(),
            column: (id == 1).then_some(7),
        };
        note.save(es).refresh(Refresh::Now).await.unwrap();
    }
}

async fn found(es: &Client, query: impl IntoQuery<Note>) -> esmodel::Result<u64> {
    Note::search().filter(query).count(es).await
}

#[track_caller]
fn assert_refused<T: std::fmt::Debug>(result: esmodel::Result<T>, field: &str) {
    let error = result.unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error}");
    assert!(error.to_string().contains(&format!("`{field}`")), "{error}");
}

async fn a_field_that_is_only_kept_is_refused_by_name(context: Context) {
    let es = context.es();
    note(es).await;
    let f = Note::fields();
    assert_refused(found(es, f.kept().exists()).await, "kept");
    assert_refused(found(es, f.kept().missing()).await, "kept");
    assert_refused(found(es, f.kept().eq("words")).await, "kept");
    assert_refused(found(es, f.kept().prefix("w")).await, "kept");
    assert_refused(found(es, f.kept_at().gte(DateTime::UNIX_EPOCH)).await, "kept_at");
    assert_refused(found(es, f.text().matches("words")).await, "text");
    assert_refused(Note::search().sort(f.kept().asc()).fetch(es).await, "kept");
    assert_refused(Note::search().aggregate(f.kept_at().max()).fetch(es).await, "kept_at");
    assert_refused(Note::by_fields([("text", "words")]).fetch(es).await, "text");
    assert_refused(Sort::<Note>::parse("kept"), "kept");
}

async fn a_field_without_columns_is_searched_and_not_sorted_by(context: Context) {
    let es = context.es();
    note(es).await;
    let f = Note::fields();
    assert_eq!(found(es, f.indexed().gte(2)).await.unwrap(), 1);
    assert_eq!(found(es, f.indexed().exists()).await.unwrap(), 2);
    assert_refused(Note::search().sort(f.indexed().asc()).fetch(es).await, "indexed");
    assert_refused(Note::search().aggregate(f.indexed().terms(3)).fetch(es).await, "indexed");
    assert_refused(Sort::<Note>::parse("-indexed"), "indexed");
}

async fn a_field_without_an_index_is_sorted_and_searched_where_the_server_can(context: Context) {
    let es = context.es();
    note(es).await;
    let f = Note::fields();
    assert_eq!(found(es, f.column().exists()).await.unwrap(), 1);
    let page = Note::search().sort(f.column().asc()).fetch(es).await.unwrap();
    assert_eq!(page.iter().map(|hit| hit.id).collect::<Vec<_>>(), [1, 2]);
    let result = found(es, f.column().eq(7)).await;
    if context.engine().name() == "es7" {
        let error = result.unwrap_err();
        assert!(matches!(error, Error::Unsupported(_)), "{error}");
        assert!(error.to_string().contains("search by `column`, which has `index = false`"), "{error}");
    } else {
        assert_eq!(result.unwrap(), 1);
    }
}
