//! Names of indices that are worked out: from the document, from the time, by aliases.

use esmodel::{
    Error,
    prelude::*,
    wire::{Effect, Method, Request, RequestPath},
};
use esmodel_tests::Context;
use serde_json::json;

esmodel_tests::tests![
    a_document_goes_to_the_index_that_it_names_and_searches_see_all_of_them,
    a_search_finds_nothing_where_no_index_matches_the_pattern,
    verbs_by_id_need_the_index_where_documents_are_spread,
    a_document_that_belongs_to_another_index_by_now_is_relocated,
    bulks_write_each_document_to_its_own_index,
    a_name_that_no_server_takes_is_refused_before_anything_is_sent,
    date_math_is_resolved_by_the_server_in_paths_and_bodies,
    a_document_read_through_an_alias_is_saved_to_its_own_index,
];

/// A line of a log, one index for each month and tenant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "logs-*", index_for = Self::index_name, default_sort = "number")]
struct Line {
    #[es(id)]
    id: String,
    month: String,
    tenant: String,
    number: u32,
}

impl Line {
    fn index_name(&self) -> String {
        format!("logs-{}-{}", self.tenant, self.month)
    }
}

fn line(id: &str, month: &str, number: u32) -> Line {
    Line { id: id.into(), month: month.into(), tenant: "acme".into(), number }
}

async fn logs(context: &Context) -> Client {
    let es = context.es().with_refresh(Refresh::Now);
    for month in ["2024-05", "2024-06"] {
        let schema = es.schema::<Line>().for_document(&line("", month, 0));
        assert_eq!(schema.apply().await.unwrap(), Applied::Created);
    }
    es
}

async fn a_document_goes_to_the_index_that_it_names_and_searches_see_all_of_them(context: Context) {
    let es = logs(&context).await;
    let may = line("1", "2024-05", 1).save(&es).await.unwrap();
    assert_eq!(**Doc::meta(&may).index(), *es.index_name("logs-acme-2024-05"));
    line("1", "2024-06", 2).create(&es).await.unwrap();
    assert_eq!(Line::search().count(&es).await.unwrap(), 2);
    let mut page = Line::search().fetch(&es).await.unwrap();
    assert_eq!(page.iter().map(|hit| hit.number).collect::<Vec<_>>(), [1, 2]);
    // A hit goes back to where it came from.
    let june = &mut page.hits[1];
    june.number = 3;
    june.save(&es).await.unwrap();
    assert_eq!(Line::get(&es, "1").index("logs-acme-2024-06").await.unwrap().number, 3);
    assert_eq!(Line::get(&es, "1").index("logs-acme-2024-05").await.unwrap().number, 1);
    assert_eq!(Line::search().index("logs-*-2024-06").count(&es).await.unwrap(), 1);
    es.index::<Line>().refresh().await.unwrap();
}

async fn a_search_finds_nothing_where_no_index_matches_the_pattern(context: Context) {
    let page = Line::search().fetch(context.es()).await.unwrap();
    assert_eq!((page.hits.len(), page.total.value()), (0, Some(0)));
}

async fn verbs_by_id_need_the_index_where_documents_are_spread(context: Context) {
    let es = logs(&context).await;
    for error in [
        Line::get(&es, "1").await.unwrap_err(),
        Line::get_many(&es, ["1"]).await.unwrap_err(),
        Line::delete(&es, "1").await.unwrap_err(),
        Line::modify(&es, "1", |_| {}).await.unwrap_err(),
        es.index::<Line>().delete().await.unwrap_err(),
    ] {
        assert!(matches!(error, Error::Invalid(_)), "{error}");
    }
    let error = Line::get(&es, "1").await.unwrap_err().to_string();
    assert!(error.contains(".index(..)") && error.contains("logs-*"), "{error}");
    // A search needs no index, and sees what is refreshed.
    line("1", "2024-06", 2).save(&es).await.unwrap();
    let found = Line::search().filter(Line::fields().id().eq("1")).first(&es).await.unwrap();
    assert_eq!(found.unwrap().month, "2024-06");
    // An upsert says where; a value that belongs elsewhere is refused.
    let upsert = |month: &'static str| {
        Line::upsert(&es, "9", move || line("9", month, 0), |line| line.number += 1).index("logs-acme-2024-05")
    };
    assert!(matches!(upsert("2024-06").await.unwrap_err(), Error::Invalid(_)));
    assert!(upsert("2024-05").await.unwrap().created);
}

async fn a_document_that_belongs_to_another_index_by_now_is_relocated(context: Context) {
    let es = logs(&context).await;
    let mut doc = line("1", "2024-05", 1).save(&es).await.unwrap();
    doc.month = "2024-06".into();
    let error = doc.save(&es).await.unwrap_err().to_string();
    for part in ["logs-acme-2024-05", "logs-acme-2024-06", "relocate"] {
        assert!(error.contains(part), "{error}");
    }
    doc.relocate(&es).await.unwrap();
    assert_eq!(**Doc::meta(&doc).index(), *es.index_name("logs-acme-2024-06"));
    assert_eq!(Line::search().count(&es).await.unwrap(), 1);
    doc.number = 2;
    doc.save(&es).await.unwrap();
    assert!(doc.relocate(&es).await.is_err());
    // One that is there already is not overwritten, and nothing moves.
    let mut twin = line("1", "2024-05", 5).save(&es).await.unwrap();
    twin.month = "2024-06".into();
    assert!(twin.relocate(&es).await.unwrap_err().is_conflict());
    assert_eq!(Line::search().count(&es).await.unwrap(), 2);
}

async fn bulks_write_each_document_to_its_own_index(context: Context) {
    let es = logs(&context).await;
    let lines = (0..10).map(|n| line(&n.to_string(), if n % 2 == 0 { "2024-05" } else { "2024-06" }, n));
    let mut saved = es.bulk_save(lines).await.unwrap().all().unwrap();
    assert_eq!(Line::search().index("logs-acme-2024-05").count(&es).await.unwrap(), 5);
    assert_eq!(Line::search().index("logs-acme-2024-06").count(&es).await.unwrap(), 5);
    // In a scope too, and a document that left its index is refused when it is added.
    let mut new = Doc::new(line("new", "2024-06", 20));
    let (first, rest) = saved.split_at_mut(1);
    first[0].number = 30;
    rest[0].month = "2024-05".into();
    let mut bulk = es.bulk();
    bulk.save(&mut first[0]).unwrap().create(&mut new).unwrap();
    assert!(matches!(bulk.save(&mut rest[0]).unwrap_err(), Error::Invalid(_)));
    bulk.commit().await.unwrap();
    assert_eq!(Line::search().index("logs-acme-2024-06").count(&es).await.unwrap(), 6);
}

async fn a_name_that_no_server_takes_is_refused_before_anything_is_sent(context: Context) {
    let es = context.es();
    for month in ["May", "a/b", "a*", "a b"] {
        let error = line("1", month, 1).save(es).await.unwrap_err();
        assert!(matches!(error, Error::Invalid(_)), "{error}");
        let outcome = es.bulk_save([line("1", month, 1)]).await.unwrap();
        assert_eq!((outcome.saved.len(), outcome.rejected.len()), (0, 1));
    }
}

/// Today's readings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "<readings-{now/y{yyyy}}>")]
struct Reading {
    #[es(id)]
    id: u32,
    value: i32,
}

async fn date_math_is_resolved_by_the_server_in_paths_and_bodies(context: Context) {
    let es = context.es().with_refresh(Refresh::Now);
    es.schema::<Reading>().apply().await.unwrap();
    let mut one = Reading { id: 1, value: 1 }.save(&es).await.unwrap();
    let index = Doc::meta(&one).index().to_string();
    assert!(index.starts_with(&*es.index_name("readings-20")), "{index}");
    one.value = 2;
    one.save(&es).await.unwrap();
    es.bulk_save([Reading { id: 2, value: 5 }]).await.unwrap().all().unwrap();
    assert_eq!(Reading::get(&es, 1).await.unwrap().value, 2);
    let many = Reading::get_many(&es, [1, 2]).await.unwrap();
    assert_eq!(many.iter().flatten().count(), 2);
    let (count, got) = es.batched(async |es| tokio::join!(Reading::search().count(es), Reading::get(es, 2))).await;
    assert_eq!((count.unwrap(), got.unwrap().value), (2, 5));
    assert_eq!(Reading::search().fetch(&es).await.unwrap().hits.len(), 2);
    assert_eq!(es.schema::<Reading>().apply().await.unwrap(), Applied::Unchanged);
    Reading::delete(&es, 2).await.unwrap();
    assert_eq!(Reading::search().count(&es).await.unwrap(), 1);
}

/// Events, of whose indices one takes new documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "events", default_sort = "number")]
struct Event {
    #[es(id)]
    id: String,
    number: u32,
}

async fn a_document_read_through_an_alias_is_saved_to_its_own_index(context: Context) {
    let es = context.es().with_refresh(Refresh::Now);
    for index in ["events-000001", "events-000002"] {
        es.schema::<Event>().index(index).apply().await.unwrap();
    }
    Event { id: "old".into(), number: 1 }.save(&es).index("events-000001").await.unwrap();
    let alias = es.index_name("events").into_owned();
    let add = |index: &str, writes: bool| json!({ "add": { "index": es.index_name(index), "alias": alias, "is_write_index": writes } });
    let actions = json!({ "actions": [add("events-000001", false), add("events-000002", true)] });
    let path = RequestPath::new(&["_aliases"]).unwrap();
    let request = Request::new(Method::Post, path, Effect::Idempotent).json(actions.to_string());
    assert!(es.send(request).await.unwrap().is_success());

    let new = Event { id: "new".into(), number: 2 }.save(&es).await.unwrap();
    assert_eq!(**Doc::meta(&new).index(), *es.index_name("events-000002"));
    let mut page = Event::search().fetch(&es).await.unwrap();
    assert_eq!(page.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>(), ["old", "new"]);
    let old = &mut page.hits[0];
    old.number = 0;
    old.save(&es).await.unwrap();
    assert_eq!(**Doc::meta(old).index(), *es.index_name("events-000001"));
    assert_eq!(Event::search().count(&es).await.unwrap(), 2);
    old.delete(&es).await.unwrap();
    assert_eq!(Event::search().count(&es).await.unwrap(), 1);
    // An alias of several says nothing about where a document is: servers refuse to look one up through it.
    assert!(matches!(Event::get(&es, "new").await.unwrap_err(), Error::Server(_)));
    assert_eq!(Event::get(&es, "new").index("events-000002").await.unwrap().number, 2);
}
