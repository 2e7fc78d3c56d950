//! `es.batched(..)`: parallel reads that go out together.

use std::future::ready;

use esmodel::{Error, prelude::*};
use esmodel_tests::Context;
use futures_util::future::join_all;

esmodel_tests::tests![
    parallel_gets_and_searches_are_two_requests,
    one_read_goes_out_as_it_is,
    no_reads_are_no_request,
    what_is_awaited_in_turn_goes_out_in_turn,
    each_has_its_own_error,
    a_routing_that_is_missing_is_refused_before_anything_is_sent,
    writes_run_too,
    a_read_that_is_dropped_is_not_sent,
    searches_with_routing_and_raw_bodies_are_the_same_as_alone,
    a_batch_on_a_task_of_its_own,
];

/// A town.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "towns", default_sort = "population")]
struct Town {
    #[es(id)]
    id: String,
    country: String,
    population: u32,
}

async fn towns(es: &Client) {
    es.schema::<Town>().apply().await.unwrap();
    let towns = (0..50).map(|number| Town {
        id: format!("t{number}"),
        country: ["NO", "SE", "FI"][number % 3].into(),
        population: u32::try_from(number).unwrap(),
    });
    es.bulk_save(towns).refresh(Refresh::Now).await.unwrap().all().unwrap();
}

async fn parallel_gets_and_searches_are_two_requests(context: Context) {
    towns(context.es()).await;
    let (es, sent) = context.recorded(|client| client).await;
    let f = Town::fields();
    let (gets, searches) = es
        .batched(async |es| {
            tokio::join!(
                join_all((0..40).map(|number| Town::get(es, format!("t{number}")).into_future())),
                join_all(
                    ["NO", "SE", "FI", "NO"].map(|code| Town::search().filter(f.country().eq(code)).size(50).fetch(es))
                ),
            )
        })
        .await;
    assert!(gets.into_iter().enumerate().all(|(number, town)| town.unwrap().id == format!("t{number}")));
    let totals: Vec<_> = searches.into_iter().map(|page| page.unwrap().total.value()).collect();
    assert_eq!(totals, [Some(17), Some(17), Some(16), Some(17)]);
    let mut requests = sent.take();
    requests.sort();
    assert_eq!(requests, ["POST _mget", "POST _msearch"]);
}

async fn one_read_goes_out_as_it_is(context: Context) {
    towns(context.es()).await;
    let (es, sent) = context.recorded(|client| client).await;
    let town = es.batched(async |es| Town::get(es, "t7").await).await.unwrap();
    assert_eq!(town.population, 7);
    assert_eq!(sent.take(), ["GET _doc"]);
}

async fn no_reads_are_no_request(context: Context) {
    let (es, sent) = context.recorded(|client| client).await;
    assert_eq!(es.batched(async |_| 7).await, 7);
    assert!(es.batched(async |es| Town::get_many(es, [""; 0]).await).await.unwrap().is_empty());
    assert!(sent.take().is_empty());
}

async fn what_is_awaited_in_turn_goes_out_in_turn(context: Context) {
    towns(context.es()).await;
    let (es, sent) = context.recorded(|client| client).await;
    let sum = es
        .batched(async |es| {
            let first = Town::get(es, "t1").await?.population;
            let (two, three) = tokio::try_join!(Town::get(es, "t2").into_future(), Town::get(es, "t3").into_future())?;
            Ok::<_, Error>(first + two.population + three.population)
        })
        .await;
    assert_eq!(sum.unwrap(), 6);
    assert_eq!(sent.take(), ["GET _doc", "POST _mget"]);
}

async fn each_has_its_own_error(context: Context) {
    towns(context.es()).await;
    let (es, sent) = context.recorded(|client| client).await;
    let bad: Query<Town> = Query::raw(serde_json::json!({ "range": { "population": { "gte": "many" } } }));
    let (found, absent, no_index, refused, fine, counted) = es
        .batched(async |es| {
            tokio::join!(
                Town::get(es, "t1").into_future(),
                Town::get(es, "nobody").into_future(),
                Town::find(es, "t1").index("nowhere").into_future(),
                Town::search().filter(bad).fetch(es),
                Town::search().size(1).fetch(es),
                Town::search().index("nowhere").count(es),
            )
        })
        .await;
    assert_eq!(found.unwrap().population, 1);
    assert!(matches!(absent, Err(Error::NotFound(absent)) if absent.id() == Some("nobody")));
    assert!(matches!(no_index, Err(Error::NotFound(absent)) if absent.id().is_none()));
    assert_eq!(refused.unwrap_err().status(), Some(400));
    assert_eq!(fine.unwrap().hits.len(), 1);
    assert!(counted.unwrap_err().is_not_found());
    let mut requests = sent.take();
    requests.sort();
    assert_eq!(requests, ["POST _mget", "POST _msearch"]);
}

/// A note of somebody's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "notes")]
struct Note {
    #[es(id)]
    id: String,
    #[es(routing)]
    owner: String,
}

async fn a_routing_that_is_missing_is_refused_before_anything_is_sent(context: Context) {
    let (es, sent) = context.recorded(|client| client).await;
    let outcome = es.batched(async |es| Note::get(es, "n").await).await;
    assert!(matches!(outcome, Err(Error::Invalid(_))));
    assert!(sent.take().is_empty());
}

async fn writes_run_too(context: Context) {
    towns(context.es()).await;
    let (es, sent) = context.recorded(|client| client).await;
    let (saved, changed, read) = es
        .batched(async |es| {
            tokio::join!(
                Town { id: "new".into(), country: "DK".into(), population: 1 }.save(es).into_future(),
                Town::modify(es, "t5", |town| town.population += 100).into_future(),
                Town::get(es, "t6").into_future(),
            )
        })
        .await;
    assert_eq!((saved.unwrap().population, changed.unwrap().population, read.unwrap().population), (1, 105, 6));
    assert_eq!(sent.take().len(), 3);
}

async fn a_read_that_is_dropped_is_not_sent(context: Context) {
    towns(context.es()).await;
    let (es, sent) = context.recorded(|client| client).await;
    let town = es
        .batched(async |es| {
            tokio::select! {
                biased;
                _ = Town::search().fetch(es) => {}
                () = ready(()) => {}
            }
            Town::get(es, "t9").await
        })
        .await;
    assert_eq!(town.unwrap().population, 9);
    assert_eq!(sent.take(), ["GET _doc"]);
}

async fn searches_with_routing_and_raw_bodies_are_the_same_as_alone(context: Context) {
    let es = context.es();
    towns(es).await;
    let f = Town::fields();
    let searches = || {
        vec![
            Town::search().filter(f.population().gte(30)).sort(f.population().desc()).page(2, 5),
            Town::search().routing("x").preference("_local").param("request_cache", "true"),
            Town::search().index("towns,towns").size(3),
            Town::search().filter(Query::raw(serde_json::json!({ "match_all": {} }))).size(0),
            Town::search().include(f.population()).include(f.country()).size(2),
        ]
    };
    let alone = join_all(searches().into_iter().map(|search| search.without_lazy().fetch(es))).await;
    let together = es.batched(async |es| join_all(searches().into_iter().map(|search| search.fetch(es))).await).await;
    for (one, other) in alone.into_iter().zip(together) {
        match (one, other) {
            (Ok(one), Ok(other)) => assert_eq!((one.hits, one.total), (other.hits, other.total)),
            (one, other) => assert_eq!(one.unwrap_err().to_string(), other.unwrap_err().to_string()),
        }
    }
}

async fn a_batch_on_a_task_of_its_own(context: Context) {
    let es = context.es().clone();
    towns(&es).await;
    let task = tokio::spawn(async move {
        es.batched(async |es| tokio::join!(Town::search().count(es), Town::get(es, "t3").into_future())).await
    });
    let (count, town) = task.await.unwrap();
    assert_eq!((count.unwrap(), town.unwrap().population), (50, 3));
}
