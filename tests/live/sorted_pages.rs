//! Pages that follow each other, for every kind that can be sorted by, and orders over indices that lack the field.

use std::net::{IpAddr, Ipv4Addr};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use esmodel::{
    Error,
    prelude::*,
    query::{Missing, Sort},
    search::SortValues,
};
use esmodel_devnode::Lack;
use esmodel_tests::Context;

esmodel_tests::tests![
    pages_have_every_document_once_in_every_order_of_every_kind,
    pages_have_every_document_once_on_ten_shards,
    pages_in_the_order_of_scaled_numbers_and_of_numbers_of_words_are_whole,
    pages_in_the_order_of_unsigned_numbers_are_whole,
    an_absent_value_is_sorted_as_the_one_that_is_given,
    indices_without_the_field_are_searched_in_every_order,
    indices_without_the_list_or_the_place_are_searched_by_them,
];

const DOCUMENTS: u32 = 40;
/// The documents that have no value in any field but `n`.
const ABSENT: [u32; 3] = [3, 17, 18];

/// Each kind that every engine has, each field with absent values.
const KINDS: [&str; 16] = [
    "word",
    "title.raw",
    "byte",
    "short",
    "integer",
    "long",
    "half",
    "float",
    "double",
    "is_even",
    "address",
    "at",
    "day",
    "time",
    "nanos",
    "parts.at",
];

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Part {
    at: DateTime<Utc>,
}

macro_rules! samples {
    ($($name:ident: $index:literal, $shards:literal;)+) => { $(
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
        #[es(index = $index, settings(number_of_shards = $shards, number_of_replicas = 0))]
        struct $name {
            #[es(id)]
            id: u32,
            n: u32,
            word: Option<String>,
            #[es(text, fields(raw(keyword)))]
            title: Option<String>,
            byte: Option<i8>,
            short: Option<i16>,
            integer: Option<i32>,
            long: Option<i64>,
            #[es(half_float)]
            half: Option<f32>,
            float: Option<f32>,
            double: Option<f64>,
            is_even: Option<bool>,
            address: Option<IpAddr>,
            at: Option<DateTime<Utc>>,
            #[es(date(format = "yyyy-MM-dd"))]
            day: Option<NaiveDate>,
            time: Option<NaiveTime>,
            #[es(date_nanos)]
            nanos: Option<DateTime<Utc>>,
            place: Option<GeoPoint>,
            #[serde(default)]
            parts: Vec<Part>,
        }

        impl From<u32> for $name {
            fn from(n: u32) -> Self {
                let has = !ABSENT.contains(&n);
                let at = start() + TimeDelta::milliseconds(i64::from(n) * 90_000_007);
                let small = i8::try_from(n).unwrap() - 20;
                Self {
                    id: n,
                    n,
                    word: has.then(|| format!("w{}", n % 10)),
                    title: has.then(|| format!("Title {n:02}")),
                    byte: has.then_some(small),
                    short: has.then(|| i16::from(small) * 7),
                    integer: has.then(|| i32::from(small) * 1_000_003),
                    long: has.then(|| i64::from(small) * 100_000_000_000_007),
                    half: has.then(|| f32::from(small) / 2.0),
                    float: has.then(|| f32::from(small) / 3.0),
                    double: has.then(|| f64::from(small) / 7.0),
                    is_even: has.then_some(n % 2 == 0),
                    address: has.then(|| Ipv4Addr::from_bits(0x0a00_0000 + n).into()),
                    at: has.then_some(at),
                    day: has.then(|| at.date_naive()),
                    time: has.then(|| at.time()),
                    nanos: has.then(|| at + TimeDelta::nanoseconds(n.into())),
                    place: has.then(|| GeoPoint::new(f64::from(n), 8.0)),
                    parts: if has { vec![Part { at }, Part { at: at + TimeDelta::days(1) }] } else { Vec::new() },
                }
            }
        }

        impl Numbered for $name {
            fn n(&self) -> u32 {
                self.n
            }
        }
    )+ };
}
samples! {
    Sample: "samples", 1;
    Spread: "spread", 10;
    Shelved: "shelf-new", 1;
}

/// Kinds of a module that some dev nodes lack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "scaled", settings(number_of_shards = 1))]
struct Scaled {
    #[es(id)]
    id: u32,
    n: u32,
    #[es(scaled_float(scaling_factor = 100))]
    price: Option<f64>,
    #[es(token_count(analyzer = "standard"))]
    words: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "unsigned", settings(number_of_shards = 10))]
struct Unsigned {
    #[es(id)]
    id: u32,
    n: u32,
    count: Option<u64>,
}

/// A release of the model from before the fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "shelf-old")]
struct Old {
    #[es(id)]
    id: u32,
    n: u32,
}

trait Numbered {
    fn n(&self) -> u32;
}

impl Numbered for Scaled {
    fn n(&self) -> u32 {
        self.n
    }
}

impl Numbered for Unsigned {
    fn n(&self) -> u32 {
        self.n
    }
}

fn start() -> DateTime<Utc> {
    "1969-12-30T22:00:00.5Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::days(3)
}

async fn fill<M: EsModel + Clone>(es: &Client, make: impl Fn(u32) -> M) {
    es.schema::<M>().apply().await.unwrap();
    let documents: Vec<M> = (0..DOCUMENTS).map(make).collect();
    es.bulk_save(documents).refresh(Refresh::Now).await.unwrap().all().unwrap();
}

/// As a client of an API has it: through JSON, and through text.
fn outside(values: &SortValues) -> SortValues {
    let json = serde_json::to_string(values).unwrap();
    let read: SortValues = serde_json::from_str(&json).unwrap();
    read.to_string().parse().unwrap()
}

/// All pages: one ends among the first three documents, one among the last three.
async fn pages<M: EsModel + Numbered>(es: &Client, order: &[Sort<M>]) -> Vec<u32> {
    let mut found = Vec::new();
    let mut after = None;
    for size in [2, 12, 25, 13] {
        let search = M::search().sort(order.to_vec()).size(size);
        let search = search.maybe(after.take(), Search::after);
        let page = search.fetch(es).await.unwrap();
        assert!(page.is_complete(), "{:?}", page.shard_failures);
        found.extend(page.iter().map(|hit| hit.n()));
        after = page.next().as_ref().map(outside);
        if after.is_none() {
            break;
        }
    }
    found
}

async fn every_page_is_whole<M: EsModel + Numbered>(es: &Client, path: &str) {
    for text in [format!("{path},n"), format!("-{path},n")] {
        for missing in [Missing::First, Missing::Last] {
            let mut order = Sort::<M>::parse(&text).unwrap();
            let first = order.remove(0).missing(missing);
            order.insert(0, first);
            let mut found = pages(es, &order).await;
            let absent = if missing == Missing::First { &found[..3] } else { &found[found.len() - 3..] };
            assert_eq!(absent, ABSENT, "{text} {missing:?}: {found:?}");
            found.sort_unstable();
            assert_eq!(found, (0..DOCUMENTS).collect::<Vec<_>>(), "{text} {missing:?}");
        }
    }
}

async fn pages_have_every_document_once_in_every_order_of_every_kind(context: Context) {
    let es = context.es();
    fill::<Sample>(es, Sample::from).await;
    for path in KINDS {
        every_page_is_whole::<Sample>(es, path).await;
    }
}

async fn pages_have_every_document_once_on_ten_shards(context: Context) {
    let es = context.es();
    fill::<Spread>(es, Spread::from).await;
    for path in KINDS {
        every_page_is_whole::<Spread>(es, path).await;
    }
    let f = Spread::fields();
    for (key, has_least_first) in [(f.at().asc(), true), (f.nanos().desc(), false), (f.parts().at().asc(), true)] {
        let found = pages(es, &[key, f.n().asc()]).await;
        let present = (0..DOCUMENTS).filter(|n| !ABSENT.contains(n));
        let mut expected: Vec<u32> = if has_least_first { present.collect() } else { present.rev().collect() };
        expected.extend(ABSENT);
        assert_eq!(found, expected);
    }
    let zero = GeoPoint::new(0.0, 8.0);
    let found = pages(es, &[f.place().distance_from(zero), f.n().asc()]).await;
    assert_eq!(found[37..], ABSENT);
    assert_eq!(found.len(), 40);
}

async fn pages_in_the_order_of_scaled_numbers_and_of_numbers_of_words_are_whole(context: Context) {
    let es = context.es();
    if context.engine().lacks(Lack::MapperExtras) {
        es.schema::<Scaled>().apply().await.unwrap_err();
        return;
    }
    fill::<Scaled>(es, |n| {
        let has = !ABSENT.contains(&n);
        Scaled { id: n, n, price: has.then(|| f64::from(n) / 4.0), words: has.then(|| "a ".repeat(n as usize + 1)) }
    })
    .await;
    for path in ["price", "words"] {
        every_page_is_whole::<Scaled>(es, path).await;
    }
    let f = Scaled::fields();
    let first = Scaled::search().sort([f.price().desc_or(2.25), f.n().asc()]).first(es).await.unwrap().unwrap();
    assert_eq!(Hit::sort_values(&first).unwrap().values(), [9.75.into(), serde_json::Value::from(39)]);
}

async fn pages_in_the_order_of_unsigned_numbers_are_whole(context: Context) {
    let es = context.es();
    if context.engine().lacks(Lack::UnsignedLong) {
        es.schema::<Unsigned>().apply().await.unwrap_err();
        return;
    }
    let step = u64::MAX / 41;
    fill::<Unsigned>(es, |n| {
        let count = (!ABSENT.contains(&n)).then(|| u64::from(n + 1) * step);
        Unsigned { id: n, n, count }
    })
    .await;
    every_page_is_whole::<Unsigned>(es, "count").await;
    let f = Unsigned::fields();
    let found = pages(es, &[f.count().asc_or(step * 40 + 1), f.n().asc()]).await;
    assert_eq!(found[37..], ABSENT);
}

async fn an_absent_value_is_sorted_as_the_one_that_is_given(context: Context) {
    let es = context.es();
    fill::<Spread>(es, Spread::from).await;
    let f = Spread::fields();
    let middle = Spread::from(30);
    for key in [
        f.at().asc_or(middle.at.unwrap()),
        f.at().asc_or(Millis(middle.at.unwrap().timestamp_millis())),
        f.nanos().asc_or(middle.at.unwrap()),
        f.title().raw().asc_or("Title 30"),
        f.integer().asc_or(middle.integer.unwrap()),
        f.long().asc_or(middle.long.unwrap()),
        f.half().asc_or(middle.half.unwrap()),
        f.double().asc_or(middle.double.unwrap()),
    ] {
        let found = pages(es, &[key.clone(), f.n().asc()]).await;
        let mut expected: Vec<u32> = (0..DOCUMENTS).filter(|n| !ABSENT.contains(n)).collect();
        // Before document 30, whose value is the same or greater.
        expected.splice(27..27, ABSENT);
        assert_eq!(found, expected, "{key:?}");
    }
    let found = pages(es, &[f.is_even().desc_or(true), f.n().asc()]).await;
    assert_eq!(found[..5], [0, 2, 3, 4, 6]);
    assert_eq!(found.len(), 40);
}

/// Two indices of different releases behind one pattern.
async fn shelve(es: &Client) {
    es.schema::<Old>().apply().await.unwrap();
    Old { id: 100, n: 100 }.save(es).refresh(Refresh::Now).await.unwrap();
    fill::<Shelved>(es, Shelved::from).await;
}

async fn indices_without_the_field_are_searched_in_every_order(context: Context) {
    let es = context.es();
    shelve(es).await;
    for path in KINDS {
        for order in [format!("{path},n"), format!("-{path},n")] {
            let search = || Shelved::search().index("shelf-*").sort(Sort::parse(&order).unwrap());
            let page = search().size(39).fetch(es).await.unwrap();
            assert!(page.is_complete(), "{order}: {:?}", page.shard_failures);
            assert_eq!(page.total.value(), Some(41));
            let rest = search().size(39).after(outside(&page.next().unwrap())).fetch(es).await.unwrap();
            assert!(rest.is_complete(), "{order}: {:?}", rest.shard_failures);
            assert_eq!(rest.iter().map(|hit| hit.n).collect::<Vec<_>>(), [18, 100], "{order}");
        }
    }
    let f = Shelved::fields();
    let near = Shelved::search().index("shelf-*").sort(f.place().distance_from(GeoPoint::new(0.0, 8.0))).size(50);
    let page = near.fetch(es).await.unwrap();
    assert!(page.is_complete());
    assert_eq!(page.hits.len(), 41);
    let error = Old::search().sort(Sort::<Old>::parse("n").unwrap()).after(SortValues::parse("[1,2]").unwrap());
    assert!(matches!(error.fetch(es).await.unwrap_err(), Error::Invalid(_)));
}

async fn indices_without_the_list_or_the_place_are_searched_by_them(context: Context) {
    let es = context.es();
    shelve(es).await;
    let f = Shelved::fields();
    let shelf = || Shelved::search().index("shelf-*").size(50);
    for (search, expected) in [
        (shelf().filter(f.parts().any(|part| part.at().gt(start() + TimeDelta::days(1)))), 36),
        (shelf().filter(f.parts().exists()), 37),
        (shelf().filter(f.parts().none(|part| part.at().gte(start()))), 4),
        (shelf().filter(f.place().within(Distance::km(1.0), GeoPoint::new(0.0, 8.0))), 1),
    ] {
        let page = search.fetch(es).await.unwrap();
        assert!(page.is_complete(), "{:?}", page.shard_failures);
        assert_eq!(page.hits.len(), expected);
    }
    let aggs = (f.parts().at().max(), f.at().date_histogram(agg::CalendarInterval::Year));
    let page = shelf().aggregate(aggs).fetch(es).await.unwrap();
    assert!(page.is_complete());
    assert!(page.aggs.0.is_some());
}
