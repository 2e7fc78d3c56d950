//! Aggregations against numbers that are known.

use chrono::{DateTime, NaiveDate, Utc};
use esmodel::{
    Error,
    batch::Batched,
    date_math,
    model::Millis,
    prelude::*,
    query::{
        Order,
        agg::{self, CalendarInterval, FixedInterval, Percentiles, Stats, TermsOrder},
    },
    search::Total,
};
use esmodel_tests::Context;
use serde_json::{Value, json};

esmodel_tests::tests![
    single_numbers_are_right,
    statistics_are_right,
    percentiles_are_right,
    counts_of_values_are_right,
    a_missing_value_counts_as_what_is_given,
    dates_are_measured,
    buckets_of_words_are_right,
    buckets_are_ordered_as_asked,
    bucket_keys_are_of_the_fields_type,
    buckets_hold_aggregations_of_their_own,
    histograms_are_right,
    histograms_of_time_are_right,
    zones_decide_where_days_begin,
    ranges_are_right,
    ranges_of_dates_are_right,
    a_filter_narrows_what_is_aggregated,
    raw_aggregations_are_read_as_their_type,
    nested_lists_are_entered_and_left,
    lists_inside_of_lists_are_aggregated,
    nothing_gives_none_and_never_nan,
    no_bucket_is_no_bucket,
    where_no_index_matches_results_are_those_of_an_empty_index,
    the_query_narrows_and_the_page_does_not,
    aggregations_alone_yield_their_results_alone,
    twelve_aggregations_come_back_in_order,
    a_refused_aggregation_is_an_error,
];

/// One sale of a shop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "sales", default_sort = "sold_at")]
struct Sale {
    #[es(id)]
    id: u32,
    #[es(text, fields(raw(keyword)))]
    title: String,
    shop: Shop,
    tags: Vec<String>,
    amount: f64,
    discount: Option<i32>,
    pieces: u16,
    is_paid: bool,
    sold_at: DateTime<Utc>,
    due: NaiveDate,
    lines: Vec<Line>,
}

/// Where it was sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EsValue)]
#[serde(rename_all = "lowercase")]
enum Shop {
    Bern,
    Basel,
}

/// One position of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Line {
    product: String,
    price: f64,
    parts: Vec<Part>,
}

/// What a product is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Part {
    material: String,
    grams: u32,
}

fn line(product: &str, price: f64, parts: &[(&str, u32)]) -> Line {
    let parts = parts.iter().map(|(material, grams)| Part { material: (*material).into(), grams: *grams }).collect();
    Line { product: product.into(), price, parts }
}

fn sale(id: u32, shop: Shop, amount: f64, sold_at: &str) -> Sale {
    let sold_at: DateTime<Utc> = sold_at.parse().unwrap();
    Sale {
        id,
        title: format!("Sale {id}"),
        shop,
        tags: Vec::new(),
        amount,
        discount: None,
        pieces: 1,
        is_paid: true,
        sold_at,
        due: sold_at.date_naive(),
        lines: Vec::new(),
    }
}

fn sales() -> Vec<Sale> {
    let tags = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>();
    vec![
        Sale {
            tags: tags(&["new", "web"]),
            discount: Some(-5),
            lines: vec![line("chair", 30.0, &[("wood", 4000), ("steel", 100)]), line("lamp", 10.0, &[("steel", 900)])],
            ..sale(1, Shop::Bern, 10.0, "2024-01-10T12:00:00Z")
        },
        Sale {
            tags: tags(&["web"]),
            discount: Some(15),
            pieces: 3,
            lines: vec![line("chair", 35.0, &[("wood", 4000)])],
            ..sale(2, Shop::Bern, 20.0, "2024-01-31T23:30:00Z")
        },
        Sale { pieces: 3, is_paid: false, ..sale(3, Shop::Basel, 30.0, "2024-02-01T00:00:00Z") },
        Sale { tags: tags(&["new"]), pieces: 7, ..sale(4, Shop::Bern, 40.0, "2024-04-15T08:00:00.250Z") },
    ]
}

async fn ledger(context: &Context) -> Client {
    let es = context.es().clone();
    es.schema::<Sale>().apply().await.unwrap();
    es.bulk_save(sales()).refresh(Refresh::Now).await.unwrap().all().unwrap();
    es
}

fn millis(text: &str) -> Millis {
    Millis(text.parse::<DateTime<Utc>>().unwrap().timestamp_millis())
}

/// Keys and counts of buckets.
fn counted<K: Clone, S>(buckets: &[agg::Bucket<K, S>]) -> Vec<(K, u64)> {
    buckets.iter().map(|bucket| (bucket.key.clone(), bucket.doc_count)).collect()
}

async fn single_numbers_are_right(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let search = Sale::search().aggregate((f.amount().min(), f.amount().max(), f.amount().avg(), f.amount().sum()));
    assert_eq!(search.only_aggregations().fetch(&es).await.unwrap(), (Some(10.0), Some(40.0), Some(25.0), 100.0));
    let search = Sale::search().aggregate((f.discount().min(), f.discount().avg(), f.pieces().sum()));
    assert_eq!(search.only_aggregations().fetch(&es).await.unwrap(), (Some(-5.0), Some(5.0), 14.0));
}

async fn statistics_are_right(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let search = Sale::search().aggregate((f.amount().stats(), f.amount().extended_stats().sigma(3.0)));
    let (stats, extended) = search.only_aggregations().fetch(&es).await.unwrap();
    let expected = Stats { count: 4, min: Some(10.0), max: Some(40.0), avg: Some(25.0), sum: 100.0 };
    assert_eq!((stats, extended.stats), (expected, expected));
    assert_eq!((extended.sum_of_squares, extended.variance), (Some(3000.0), Some(125.0)));
    assert!((extended.std_deviation.unwrap() - 125_f64.sqrt()).abs() < 1e-9);
}

async fn percentiles_are_right(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let search = Sale::search().aggregate(f.amount().percentiles([0.0, 50.0, 100.0, 99.9]));
    let Percentiles(values) = search.only_aggregations().fetch(&es).await.unwrap();
    let percents: Vec<f64> = values.iter().map(|(percent, _)| *percent).collect();
    assert_eq!(percents, [0.0, 50.0, 99.9, 100.0]);
    assert_eq!((values[0].1, values[3].1), (Some(10.0), Some(40.0)));
    // The engines estimate: one of them takes the upper of the two in the middle.
    assert!((20.0..=30.0).contains(&values[1].1.unwrap()), "{values:?}");
}

async fn counts_of_values_are_right(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let search = Sale::search().aggregate((
        f.tags().value_count(),
        f.tags().cardinality(),
        f.pieces().cardinality().precision_threshold(100),
        f.discount().value_count(),
        f.title().raw().cardinality(),
        f.sold_at().value_count(),
    ));
    assert_eq!(search.only_aggregations().fetch(&es).await.unwrap(), (4, 2, 3, 2, 4, 4));
}

async fn a_missing_value_counts_as_what_is_given(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let search = Sale::search().aggregate((
        f.discount().sum().missing(100.0),
        f.discount().avg().missing(5.0),
        f.discount().stats().missing(0.0),
        f.tags().cardinality().missing("none"),
        f.tags().terms(10).missing("none"),
        f.discount().histogram(10.0).min_doc_count(1).missing(1000.0),
    ));
    let (sum, avg, stats, cardinality, terms, histogram) = search.only_aggregations().fetch(&es).await.unwrap();
    assert_eq!((sum, avg, stats.count, cardinality), (210.0, Some(5.0), 4, 3));
    let mut terms = counted(&terms.buckets);
    terms.sort_unstable();
    assert_eq!(terms, [("new".to_owned(), 2), ("none".to_owned(), 1), ("web".to_owned(), 2)]);
    assert_eq!(counted(&histogram), [(-10.0, 1), (10.0, 1), (1000.0, 2)]);
}

async fn dates_are_measured(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let search = Sale::search().aggregate((f.sold_at().min(), f.sold_at().max(), f.due().max()));
    let (first, last, due) = search.only_aggregations().fetch(&es).await.unwrap();
    assert_eq!(first, Some(millis("2024-01-10T12:00:00Z")));
    assert_eq!(last, Some(millis("2024-04-15T08:00:00.250Z")));
    assert_eq!(due, Some(millis("2024-04-15T00:00:00Z")));
}

async fn buckets_of_words_are_right(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let search = Sale::search().aggregate((f.shop().terms(10), f.tags().terms(10), f.shop().terms(1)));
    let (shops, tags, first) = search.only_aggregations().fetch(&es).await.unwrap();
    assert_eq!(counted(&shops.buckets), [(Shop::Bern, 3), (Shop::Basel, 1)]);
    assert_eq!((shops.other_docs, shops.error_bound), (0, 0));
    assert_eq!(counted(&tags.buckets), [("new".to_owned(), 2), ("web".to_owned(), 2)]);
    assert_eq!((counted(&first.buckets), first.other_docs), (vec![(Shop::Bern, 3)], 1));
}

async fn buckets_are_ordered_as_asked(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let shops = |order| f.shop().terms(10).sub((f.amount().sum(), f.pieces().max())).order(order);
    let search = Sale::search().aggregate((
        shops(TermsOrder::Key(Order::Asc)),
        shops(TermsOrder::Key(Order::Desc)),
        shops(TermsOrder::Count(Order::Asc)),
        shops(TermsOrder::Sub { position: 0, order: Order::Desc }),
        shops(TermsOrder::Sub { position: 1, order: Order::Asc }),
        f.pieces().terms(10).order(TermsOrder::Count(Order::Desc)).order(TermsOrder::Key(Order::Desc)).min_doc_count(1),
    ));
    let (up, down, rare, rich, small, pieces) = search.only_aggregations().fetch(&es).await.unwrap();
    let first = |terms: &agg::Terms<Shop, (f64, Option<f64>)>| terms.buckets[0].key;
    assert_eq!(
        [&up, &down, &rare, &rich, &small].map(first),
        [Shop::Basel, Shop::Bern, Shop::Basel, Shop::Bern, Shop::Basel]
    );
    assert_eq!(counted(&pieces.buckets), [(3, 2), (7, 1), (1, 1)]);
}

async fn bucket_keys_are_of_the_fields_type(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let by_key = TermsOrder::Key(Order::Asc);
    let search = Sale::search().aggregate((
        f.is_paid().terms(2).order(by_key.clone()),
        f.sold_at().terms(10).order(by_key.clone()),
        f.due().terms(1).order(by_key.clone()),
        f.amount().terms(1).order(by_key.clone()),
        f.discount().terms(1).order(by_key),
    ));
    let (paid, sold, due, amount, discount) = search.only_aggregations().fetch(&es).await.unwrap();
    assert_eq!(counted(&paid.buckets), [(false, 1), (true, 3)]);
    assert_eq!(paid.buckets[1].key_as_string.as_deref(), Some("true"));
    assert_eq!(sold.buckets[3].key, sales()[3].sold_at);
    assert_eq!(due.buckets[0].key, NaiveDate::from_ymd_opt(2024, 1, 10).unwrap());
    assert_eq!((amount.buckets[0].key, discount.buckets[0].key), (10.0, -5));
}

async fn buckets_hold_aggregations_of_their_own(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let inner = f.is_paid().terms(2).sub(f.amount().max());
    let search = Sale::search().aggregate(f.shop().terms(10).sub((f.amount().avg(), inner)));
    let shops = search.only_aggregations().fetch(&es).await.unwrap();
    let (bern, basel) = (&shops.buckets[0], &shops.buckets[1]);
    assert_eq!((bern.key, bern.sub.0, basel.sub.0), (Shop::Bern, Some(70.0 / 3.0), Some(30.0)));
    assert_eq!(bern.sub.1.buckets[0].sub, Some(40.0));
    assert_eq!((basel.sub.1.buckets[0].key, basel.sub.1.buckets[0].sub), (false, Some(30.0)));
}

async fn histograms_are_right(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let search = Sale::search().aggregate((
        f.amount().histogram(20.0).sub(f.pieces().sum()),
        f.pieces().histogram(2.0),
        f.pieces().histogram(2.0).min_doc_count(1),
        f.pieces().histogram(5.0).offset(1.0),
        f.amount().histogram(50.0).extended_bounds(0.0, 149.0),
    ));
    let (amounts, pieces, dense, moved, wide) = search.only_aggregations().fetch(&es).await.unwrap();
    assert_eq!(counted(&amounts), [(0.0, 1), (20.0, 2), (40.0, 1)]);
    assert_eq!(amounts.iter().map(|bucket| bucket.sub).collect::<Vec<_>>(), [1.0, 6.0, 7.0]);
    assert_eq!(counted(&pieces), [(0.0, 1), (2.0, 2), (4.0, 0), (6.0, 1)]);
    assert_eq!(counted(&dense), [(0.0, 1), (2.0, 2), (6.0, 1)]);
    assert_eq!(counted(&moved), [(1.0, 3), (6.0, 1)]);
    assert_eq!(counted(&wide), [(0.0, 4), (50.0, 0), (100.0, 0)]);
}

async fn histograms_of_time_are_right(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let search = Sale::search().aggregate((
        f.sold_at().date_histogram(CalendarInterval::Month).format("yyyy-MM").sub(f.amount().sum()),
        f.sold_at().date_histogram(CalendarInterval::Quarter).min_doc_count(1),
        f.sold_at().date_histogram(FixedInterval::Days(30)).min_doc_count(1),
        f.due().date_histogram(CalendarInterval::Year),
        f.sold_at().date_histogram(CalendarInterval::Month).min_doc_count(1).offset("+1d"),
    ));
    let (months, quarters, fixed, years, moved) = search.only_aggregations().fetch(&es).await.unwrap();
    let texts: Vec<_> = months.iter().map(|bucket| bucket.key_as_string.as_deref().unwrap()).collect();
    assert_eq!(texts, ["2024-01", "2024-02", "2024-03", "2024-04"]);
    assert_eq!(
        months.iter().map(|bucket| (bucket.doc_count, bucket.sub)).collect::<Vec<_>>(),
        [(2, 30.0), (1, 30.0), (0, 0.0), (1, 40.0)]
    );
    assert_eq!(months[1].key, millis("2024-02-01T00:00:00Z"));
    assert_eq!(counted(&quarters), [(millis("2024-01-01T00:00:00Z"), 3), (millis("2024-04-01T00:00:00Z"), 1)]);
    assert_eq!(fixed.iter().map(|bucket| bucket.doc_count).sum::<u64>(), 4);
    assert_eq!(counted(&years), [(millis("2024-01-01T00:00:00Z"), 4)]);
    // The first of February belongs to the month that began on the second of January.
    assert_eq!(counted(&moved), [(millis("2024-01-02T00:00:00Z"), 3), (millis("2024-04-02T00:00:00Z"), 1)]);
}

async fn zones_decide_where_days_begin(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let months = || f.sold_at().date_histogram(CalendarInterval::Month).min_doc_count(1);
    let bounds = (date_math!("2023-12-01||"), date_math!("2024-05-01||"));
    let search = Sale::search().aggregate((
        months().time_zone("Europe/Zurich"),
        f.sold_at().date_histogram(CalendarInterval::Month).extended_bounds(bounds.0, bounds.1),
    ));
    let (zurich, bounded) = search.only_aggregations().fetch(&es).await.unwrap();
    // Half past eleven at night in Greenwich is the next month in Zurich.
    let expected = [("2023-12-31T23:00:00Z", 1), ("2024-01-31T23:00:00Z", 2), ("2024-03-31T22:00:00Z", 1)];
    assert_eq!(counted(&zurich), expected.map(|(text, count)| (millis(text), count)));
    assert_eq!(bounded.len(), 6);
    assert_eq!((bounded[0].doc_count, bounded[5].key), (0, millis("2024-05-01T00:00:00Z")));
}

async fn ranges_are_right(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let search = Sale::search().aggregate((
        f.amount().ranges().below(20.0).from_to(20.0, 40.0).from(40.0).sub(f.pieces().sum()),
        f.discount().ranges().below(0).from(0),
    ));
    let (amounts, discounts) = search.only_aggregations().fetch(&es).await.unwrap();
    assert_eq!(
        amounts.iter().map(|bucket| (bucket.doc_count, bucket.sub)).collect::<Vec<_>>(),
        [(1, 1.0), (2, 6.0), (1, 7.0)]
    );
    assert_eq!(&*amounts[1].key, "20.0-40.0");
    assert_eq!(discounts.iter().map(|bucket| bucket.doc_count).collect::<Vec<_>>(), [1, 1]);
}

async fn ranges_of_dates_are_right(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let february: DateTime<Utc> = "2024-02-01T00:00:00Z".parse().unwrap();
    let search = Sale::search().aggregate((
        f.sold_at().ranges().below(february).from(february),
        f.sold_at()
            .ranges()
            .from_to(date_math!("2024-01-15||/M"), date_math!("2024-01-15||+1M/M"))
            .from(date_math!("now")),
    ));
    let (around, calendar) = search.only_aggregations().fetch(&es).await.unwrap();
    assert_eq!(around.iter().map(|bucket| bucket.doc_count).collect::<Vec<_>>(), [2, 2]);
    assert_eq!(calendar.iter().map(|bucket| bucket.doc_count).collect::<Vec<_>>(), [2, 0]);
}

async fn a_filter_narrows_what_is_aggregated(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let search = Sale::search().aggregate((
        agg::filter(f.shop().eq(Shop::Bern)).sub((f.amount().sum(), f.tags().terms(5))),
        agg::filter(f.lines().exists()),
        f.shop().terms(2).sub(agg::filter(f.is_paid().eq(true)).sub(f.amount().max())),
    ));
    let (bern, with_lines, shops) = search.only_aggregations().fetch(&es).await.unwrap();
    assert_eq!((bern.doc_count, bern.sub.0, bern.sub.1.buckets.len()), (3, 70.0, 2));
    assert_eq!(with_lines.doc_count, 2);
    assert_eq!((shops.buckets[1].sub.doc_count, shops.buckets[1].sub.sub), (0, None));
}

async fn raw_aggregations_are_read_as_their_type(context: Context) {
    #[derive(Debug, Deserialize)]
    struct Found {
        value: f64,
    }

    let (es, f) = (ledger(&context).await, Sale::fields());
    let search = Sale::search().aggregate((
        agg::raw::<_, Found>(
            json!({ "weighted_avg": { "value": { "field": "amount" }, "weight": { "field": "pieces" } } }),
        ),
        agg::raw::<_, Value>(json!({ "missing": { "field": "discount" } })),
        f.amount().max(),
    ));
    let (mean, missing, most) = search.only_aggregations().fetch(&es).await.unwrap();
    assert!((mean.value - 440.0 / 14.0).abs() < 1e-9, "{mean:?}");
    assert_eq!((missing["doc_count"].as_u64(), most), (Some(2), Some(40.0)));
}

async fn nested_lists_are_entered_and_left(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let products = f.lines().product().terms(10).sub((f.lines().price().avg(), f.shop().terms(5), f.amount().sum()));
    let search =
        Sale::search().aggregate((products, f.lines().price().stats(), f.shop().terms(5).sub(f.lines().price().max())));
    let (products, prices, shops) = search.only_aggregations().fetch(&es).await.unwrap();
    assert_eq!(counted(&products.buckets), [("chair".to_owned(), 2), ("lamp".to_owned(), 1)]);
    let (price, ref in_shops, amount) = products.buckets[0].sub;
    // Sums of the document are those of the documents that hold the elements.
    assert_eq!((price, amount, counted(&in_shops.buckets)), (Some(32.5), 30.0, vec![(Shop::Bern, 2)]));
    assert_eq!((prices.count, prices.sum), (3, 75.0));
    assert_eq!((shops.buckets[0].sub, shops.buckets[1].sub), (Some(35.0), None));
}

async fn lists_inside_of_lists_are_aggregated(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let materials = f.lines().parts().material().terms(10).sub((
        f.lines().parts().grams().sum(),
        f.lines().price().max(),
        f.lines().product().terms(5),
        f.amount().max(),
        agg::filter(f.pieces().gte(3)),
    ));
    let search =
        Sale::search().aggregate((materials, f.lines().product().terms(5).sub(f.lines().parts().grams().max())));
    let (materials, products) = search.only_aggregations().fetch(&es).await.unwrap();
    let mut found: Vec<_> = materials
        .buckets
        .iter()
        .map(|bucket| (bucket.key.as_str(), bucket.doc_count, bucket.sub.0, bucket.sub.1, bucket.sub.3))
        .collect();
    found.sort_by(|left, right| left.0.cmp(right.0));
    assert_eq!(found, [("steel", 2, 1000.0, Some(30.0), Some(10.0)), ("wood", 2, 8000.0, Some(35.0), Some(20.0))]);
    let steel = materials.buckets.iter().find(|bucket| bucket.key == "steel").unwrap();
    assert_eq!((steel.sub.2.buckets.len(), steel.sub.4.doc_count), (2, 0));
    assert_eq!(products.buckets.iter().map(|bucket| bucket.sub).collect::<Vec<_>>(), [Some(4000.0), Some(900.0)]);
}

async fn nothing_gives_none_and_never_nan(context: Context) {
    let (es, f) = (context.es(), Sale::fields());
    es.schema::<Sale>().apply().await.unwrap();
    let search = Sale::search().aggregate((
        f.amount().min(),
        f.amount().avg(),
        f.amount().sum(),
        f.amount().stats(),
        f.amount().extended_stats(),
        f.amount().percentiles([50.0]),
        f.sold_at().max(),
        f.tags().cardinality(),
        f.lines().price().avg(),
        f.tags().value_count(),
    ));
    let (min, avg, sum, stats, extended, percentiles, latest, tags, price, count) =
        search.only_aggregations().fetch(es).await.unwrap();
    assert_eq!((min, avg, sum, latest, tags, price, count), (None, None, 0.0, None, 0, None, 0));
    assert_eq!(stats, Stats { count: 0, min: None, max: None, avg: None, sum: 0.0 });
    assert_eq!((extended.stats, extended.variance, extended.std_deviation), (stats, None, None));
    assert_eq!(percentiles, Percentiles(vec![(50.0, None)]));
}

async fn no_bucket_is_no_bucket(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let search = Sale::search().filter(Query::none()).aggregate((
        f.shop().terms(10).sub(f.amount().avg()),
        f.amount().histogram(10.0),
        f.sold_at().date_histogram(CalendarInterval::Day),
        f.amount().ranges().below(5.0).sub(f.amount().avg()),
        f.lines().product().terms(3).sub(f.amount().sum()),
    ));
    let (shops, amounts, days, ranges, products) = search.only_aggregations().fetch(&es).await.unwrap();
    assert!(shops.buckets.is_empty() && amounts.is_empty() && days.is_empty() && products.buckets.is_empty());
    assert_eq!((ranges[0].doc_count, ranges[0].sub), (0, None));
}

async fn where_no_index_matches_results_are_those_of_an_empty_index(context: Context) {
    let (es, f) = (context.es(), Sale::fields());
    es.schema::<Sale>().apply().await.unwrap();
    let numbers = || {
        Sale::search().aggregate((
            f.amount().min(),
            f.amount().avg(),
            f.amount().sum(),
            f.amount().stats(),
            f.amount().extended_stats(),
            f.amount().percentiles([99.0, 50.0]),
            f.sold_at().max(),
            f.tags().cardinality(),
            f.lines().price().avg(),
            f.tags().value_count(),
        ))
    };
    let nothing = numbers().index("none-*").only_aggregations().fetch(es).await.unwrap();
    assert_eq!(nothing, numbers().only_aggregations().fetch(es).await.unwrap());

    let buckets = || {
        Sale::search().aggregate((
            f.tags().terms(5).sub(f.amount().avg()),
            f.amount().histogram(10.0),
            f.sold_at().date_histogram(CalendarInterval::Month),
            agg::filter(f.pieces().gte(1)).sub((f.amount().sum(), f.tags().terms(5))),
        ))
    };
    let nothing = buckets().index("none-*").fetch(es).await.unwrap();
    assert_eq!(nothing.aggs, buckets().fetch(es).await.unwrap().aggs);
    assert_eq!((nothing.hits.len(), nothing.total), (0, Total::Exact(0)));

    // What a server would write of them is not known: the bounds of ranges, and JSON of one's own.
    let search = Sale::search().index("none-*").aggregate(f.amount().ranges().below(5.0).from(5.0));
    assert_eq!(search.only_aggregations().fetch(es).await.unwrap(), []);
    let raw = || json!({ "sum": { "field": "amount" } });
    let search = Sale::search().index("none-*").aggregate(agg::raw::<_, Option<Value>>(raw()));
    assert_eq!(search.only_aggregations().fetch(es).await.unwrap(), None);
    let search = Sale::search().index("none-*").aggregate(agg::raw::<_, Stats>(raw()));
    let error = search.only_aggregations().fetch(es).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }) && error.to_string().contains("Option"), "{error}");
    // In a batch too.
    let sum = async |es: &Batched| Sale::search().index("none-*").aggregate(f.amount().sum()).fetch(es).await;
    let (one, other) = es.batched(async |es| tokio::join!(sum(es), sum(es))).await;
    assert_eq!((one.unwrap().aggs, other.unwrap().aggs), (0.0, 0.0));
}

async fn the_query_narrows_and_the_page_does_not(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let page = Sale::search()
        .filter(f.shop().eq(Shop::Bern))
        .sort(f.amount().desc())
        .page(1, 1)
        .aggregate((f.amount().sum(), f.shop().terms(5)))
        .fetch(&es)
        .await
        .unwrap();
    assert_eq!((page.hits.len(), page.hits[0].id, page.total), (1, 4, Total::Exact(3)));
    assert_eq!((page.aggs.0, counted(&page.aggs.1.buckets)), (70.0, vec![(Shop::Bern, 3)]));
    let none = Sale::search().size(0).aggregate(f.amount().sum()).fetch(&es).await.unwrap();
    assert_eq!((none.hits.len(), none.total, none.aggs), (0, Total::Exact(4), 100.0));
    let scored = Sale::search().query(f.title().matches("sale")).aggregate(f.amount().max()).fetch(&es).await.unwrap();
    assert_eq!((scored.hits.len(), scored.aggs), (4, Some(40.0)));
}

async fn aggregations_alone_yield_their_results_alone(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let search = Sale::search().filter(f.is_paid().eq(true)).page(3, 10).aggregate(f.amount().sum());
    let sum = search.only_aggregations().fetch(&es).await.unwrap();
    assert!((sum - 70.0).abs() < 1e-9, "{sum}");
    let () = Sale::search().only_aggregations().fetch(&es).await.unwrap();
}

async fn twelve_aggregations_come_back_in_order(context: Context) {
    let (es, f) = (ledger(&context).await, Sale::fields());
    let at_least = |least: f64| agg::filter(f.amount().gte(least));
    let search = Sale::search().aggregate((
        f.amount().min(),
        at_least(10.0),
        at_least(20.0),
        at_least(30.0),
        at_least(40.0),
        at_least(50.0),
        f.amount().max(),
        f.pieces().max(),
        f.pieces().min(),
        f.pieces().sum(),
        f.tags().value_count(),
        f.shop().terms(1),
    ));
    let all = search.only_aggregations().fetch(&es).await.unwrap();
    assert_eq!([all.1, all.2, all.3, all.4, all.5].map(|found| found.doc_count), [4, 3, 2, 1, 0]);
    assert_eq!((all.0, all.6, all.7, all.8, all.9, all.10), (Some(10.0), Some(40.0), Some(7.0), Some(1.0), 14.0, 4));
    assert_eq!(all.11.buckets[0].key, Shop::Bern);
}

async fn a_refused_aggregation_is_an_error(context: Context) {
    let es = ledger(&context).await;
    let search = Sale::search().aggregate(agg::raw::<_, Value>(json!({ "avg": { "field": "title" } })));
    let error = search.only_aggregations().fetch(&es).await.unwrap_err();
    assert!(matches!(&error, Error::Server(refusal) if refusal.status() == 400), "{error:?}");
    let text = Sale::search().aggregate(agg::raw::<_, u32>(json!({ "avg": { "field": "amount" } })));
    assert!(matches!(text.fetch(&es).await.unwrap_err(), Error::Decode { .. }));
}
