//! How far pages reach: the window of the model, of the index, and of several indices.

use esmodel::{Error, prelude::*, search::PageInfo};
use esmodel_tests::Context;

esmodel_tests::tests![
    a_page_past_ten_thousand_is_read_where_the_index_lets_it,
    a_page_past_the_window_is_refused_before_it_is_sent_and_no_page_promises_it,
    of_several_indices_the_least_window_counts,
    the_window_of_the_model_asks_nothing,
];

/// One of many.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "drops", default_sort = "number", settings(number_of_shards = 2))]
struct Drop {
    #[es(id)]
    id: u32,
    number: u32,
}

/// The same with a window of its own.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "wide_drops", default_sort = "number", settings(max_result_window = 20_000))]
struct WideDrop {
    #[es(id)]
    id: u32,
    number: u32,
}

const COUNT: u32 = 10_030;

async fn drops(es: &Client) {
    es.schema::<Drop>().apply().await.unwrap();
    let drops = (0..COUNT).map(|number| Drop { id: number, number });
    es.bulk_save(drops).max_documents(6000).await.unwrap().all().unwrap();
    es.index::<Drop>().refresh().await.unwrap();
}

/// What an operator does.
async fn set_window(es: &Client, index: &str, window: u32) {
    use esmodel::wire::{Effect, Method, Request, RequestPath};

    let path = RequestPath::new(&[&es.index_name(index), "_settings"]).unwrap();
    let body = format!(r#"{{"index": {{"max_result_window": {window}}}}}"#);
    let response = es.send(Request::new(Method::Put, path, Effect::Idempotent).json(body)).await.unwrap();
    assert!(response.is_success(), "{response:?}");
}

fn place(info: PageInfo) -> (u64, u64, bool) {
    (info.current_page, info.total_pages, info.has_next)
}

async fn a_page_past_ten_thousand_is_read_where_the_index_lets_it(context: Context) {
    drops(context.es()).await;
    set_window(context.es(), "drops", 10_020).await;
    let (es, sent) = context.recorded(|client| client).await;
    let page = Drop::search().page(1001, 10).fetch(&es).await.unwrap();
    assert_eq!(page.hits.iter().map(|hit| hit.number).collect::<Vec<_>>(), (10_000..10_010).collect::<Vec<_>>());
    assert_eq!(place(page.info()), (1001, 1002, true));
    assert_eq!(sent.take(), ["GET _settings", "POST _search"]);
    let last = Drop::search().page(1002, 10).fetch(&es).await.unwrap();
    assert_eq!(place(last.info()), (1002, 1002, false));
    let beyond = Drop::search().page(1003, 10).fetch(&es).await.unwrap_err();
    assert!(
        matches!(&beyond, Error::Invalid(text) if text.contains("hits 10021 to 10030 are past the 10020")),
        "{beyond}"
    );
}

async fn a_page_past_the_window_is_refused_before_it_is_sent_and_no_page_promises_it(context: Context) {
    drops(context.es()).await;
    let (es, sent) = context.recorded(|client| client).await;
    for (search, hits) in [
        (Drop::search().page(1001, 10), "hits 10001 to 10010 are past the 10000"),
        (Drop::search().slice(9_995, 6), "hits 9996 to 10001"),
        (Drop::search().size(10_001), "hits 1 to 10001"),
    ] {
        let error = search.fetch(&es).await.unwrap_err();
        assert!(matches!(&error, Error::Invalid(text) if text.contains(hits)), "{error}");
        assert_eq!(sent.take(), ["GET _settings"]);
    }
    // Every page that is promised is there.
    let mut page = 997;
    loop {
        let info = Drop::search().page(page, 10).fetch(&es).await.unwrap().info();
        assert_eq!((info.total_pages, info.total_results), (1000, u64::from(COUNT)));
        if !info.has_next {
            break;
        }
        page += 1;
    }
    assert_eq!(page, 1000);
    let uneven = Drop::search().page(1, 4000).fetch(&es).await.unwrap().info();
    assert_eq!(place(uneven), (1, 2, true));
    let uneven = Drop::search().page(2, 4000).fetch(&es).await.unwrap().info();
    assert_eq!(place(uneven), (2, 2, false));
}

async fn of_several_indices_the_least_window_counts(context: Context) {
    let es = context.es();
    drops(es).await;
    es.schema::<WideDrop>().apply().await.unwrap();
    set_window(es, "drops", 10_010).await;
    let both = || Drop::search().index("drops,wide_drops");
    assert_eq!(both().page(1001, 10).fetch(es).await.unwrap().hits.len(), 10);
    let error = both().page(1002, 10).fetch(es).await.unwrap_err().to_string();
    assert!(error.contains("are past the 10010"), "{error}");
    let wide = Drop::search().index("wide*").page(1500, 10).fetch(es).await.unwrap();
    assert!(wide.hits.is_empty());
    let missing = Drop::search().index("no_drops").page(1001, 10).fetch(es).await.unwrap_err();
    assert!(missing.is_not_found(), "{missing}");
    assert!(Drop::search().index("no*").page(1000, 10).fetch(es).await.unwrap().hits.is_empty());
}

async fn the_window_of_the_model_asks_nothing(context: Context) {
    context.es().schema::<WideDrop>().apply().await.unwrap();
    let (es, sent) = context.recorded(|client| client).await;
    assert!(WideDrop::search().page(2000, 10).fetch(&es).await.unwrap().hits.is_empty());
    assert_eq!(sent.take(), ["POST _search"]);
}
