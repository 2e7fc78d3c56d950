//! Aggregations whose results no double holds: servers write `"Infinity"`, `"-Infinity"` and `"NaN"` as text.

use esmodel::{prelude::*, query::agg::Terms};
use esmodel_tests::Context;

esmodel_tests::tests![
    a_sum_beyond_the_doubles_is_infinite_and_so_is_its_mean,
    statistics_beyond_the_doubles_are_read,
    buckets_and_percentiles_at_the_ends_of_the_doubles_are_read,
    sums_inside_buckets_are_infinite_too,
    of_nothing_the_sum_is_zero_and_the_rest_is_none,
];

/// A star and its distance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "stars")]
struct Star {
    #[es(id)]
    id: u32,
    side: String,
    metres: f64,
}

async fn sky(context: &Context) -> Client {
    let es = context.es().clone();
    es.schema::<Star>().apply().await.unwrap();
    let star = |id, side: &str, metres| Star { id, side: side.into(), metres };
    let stars = [star(1, "east", f64::MAX), star(2, "east", f64::MAX), star(3, "west", f64::MIN)];
    es.bulk_save(stars).refresh(Refresh::Now).await.unwrap().all().unwrap();
    es
}

/// The two stars in the east, whose sum no double holds.
fn east() -> Search<Star> {
    Star::search().filter(Star::fields().side().eq("east"))
}

async fn a_sum_beyond_the_doubles_is_infinite_and_so_is_its_mean(context: Context) {
    let (es, f) = (sky(&context).await, Star::fields());
    let metres = f.metres();
    let (sum, avg, min, max) =
        east().aggregate((metres.sum(), metres.avg(), metres.min(), metres.max())).fetch(&es).await.unwrap().aggs;
    assert_eq!((sum, avg), (f64::INFINITY, Some(f64::INFINITY)));
    assert_eq!((min, max), (Some(f64::MAX), Some(f64::MAX)));
    let west = Star::search().filter(f.side().eq("west")).aggregate((metres.sum(), metres.avg()));
    assert_eq!(west.fetch(&es).await.unwrap().aggs, (f64::MIN, Some(f64::MIN)));
}

async fn statistics_beyond_the_doubles_are_read(context: Context) {
    let (es, f) = (sky(&context).await, Star::fields());
    let (stats, extended) =
        east().aggregate((f.metres().stats(), f.metres().extended_stats())).fetch(&es).await.unwrap().aggs;
    assert_eq!((stats.count, stats.sum, stats.avg), (2, f64::INFINITY, Some(f64::INFINITY)));
    assert_eq!((stats.min, stats.max), (Some(f64::MAX), Some(f64::MAX)));
    assert_eq!(extended.stats, stats);
    assert_eq!(extended.sum_of_squares, Some(f64::INFINITY));
    // The arithmetic yields no number: infinity less infinity.
    assert_eq!((extended.variance, extended.std_deviation), (None, None));
}

async fn buckets_and_percentiles_at_the_ends_of_the_doubles_are_read(context: Context) {
    let (es, f) = (sky(&context).await, Star::fields());
    let aggs = (
        f.metres().histogram(1e308).min_doc_count(1),
        f.metres().percentiles([50.0]),
        f.metres().terms(10),
        f.metres().ranges().below(0.0).from(0.0),
    );
    let (histogram, percentiles, terms, ranges) = Star::search().aggregate(aggs).fetch(&es).await.unwrap().aggs;
    let keys: Vec<_> = histogram.iter().map(|bucket| (bucket.key, bucket.doc_count)).collect();
    assert_eq!(keys, [(f64::NEG_INFINITY, 1), (1e308, 2)]);
    assert_eq!(percentiles.0, [(50.0, Some(f64::MAX))]);
    let Terms { buckets, .. } = terms;
    let keys: Vec<_> = buckets.iter().map(|bucket| (bucket.key, bucket.doc_count)).collect();
    assert_eq!(keys, [(f64::MAX, 2), (f64::MIN, 1)]);
    assert_eq!(ranges.iter().map(|bucket| bucket.doc_count).collect::<Vec<_>>(), [1, 2]);
}

async fn sums_inside_buckets_are_infinite_too(context: Context) {
    let (es, f) = (sky(&context).await, Star::fields());
    let aggs = f.side().terms(2).sub((f.metres().sum(), f.metres().avg()));
    let sides = Star::search().aggregate(aggs).fetch(&es).await.unwrap().aggs;
    let found: Vec<_> = sides.buckets.into_iter().map(|bucket| (bucket.key, bucket.sub)).collect();
    let east = (f64::INFINITY, Some(f64::INFINITY));
    assert_eq!(found, [("east".to_owned(), east), ("west".to_owned(), (f64::MIN, Some(f64::MIN)))]);
}

async fn of_nothing_the_sum_is_zero_and_the_rest_is_none(context: Context) {
    let (es, f) = (sky(&context).await, Star::fields());
    let nothing = Star::search().filter(f.side().eq("north"));
    let aggs = (f.metres().sum(), f.metres().avg(), f.metres().extended_stats());
    let (sum, avg, extended) = nothing.aggregate(aggs).fetch(&es).await.unwrap().aggs;
    assert_eq!((sum, avg, extended.stats.count, extended.stats.sum), (0.0, None, 0, 0.0));
    assert_eq!((extended.stats.avg, extended.variance), (None, None));
}
