//! Random values of fixed models that together cover every kind: what is read is what was written, bit by bit.
//!
//! Each run draws another seed; a failure names it, and `ESMODEL_TEST_SEED` repeats it.

mod sample;

use std::{collections::BTreeMap, env};

use chrono::{DateTime, FixedOffset, NaiveDateTime};
use esmodel::{Error, prelude::*};
use esmodel_tests::{
    Context,
    models::{
        Alert, Blobs, Branch, Flat, FullName, Keywords, Kinds, Leaf, Measured, Nanos, NumbersExtra, Plane, Ranges,
        Rooted, Shapes, Suggestions, Summaries, Thread, Tree, Unsigned, VectorOptions, Vectors, Versions, Weights,
        Words, WordsExtra, WordsPlugin, WorkedOut,
    },
};
use sample::{Sample, Sampler};

esmodel_tests::tests![random_values_of_every_kind_come_back_bit_by_bit];

/// How many values of each model.
const VALUES: usize = 12;

/// How many of the models the dev node with the fewest kinds can store.
const FEWEST: usize = 14;

async fn random_values_of_every_kind_come_back_bit_by_bit(context: Context) {
    let given = env::var("ESMODEL_TEST_SEED").ok();
    let seed = given.map_or_else(|| fastrand::u64(..), |seed| seed.parse().unwrap());
    let mut walk = Walk { es: context.es(), seed, rng: fastrand::Rng::with_seed(seed), walked: 0 };
    walk.of::<Kinds>().await;
    walk.of::<Moments>().await;
    walk.of::<Tree>().await;
    walk.of::<Flat>().await;
    walk.of::<Unsigned>().await;
    walk.of::<Vectors>().await;
    walk.of::<Words>().await;
    walk.of::<WordsExtra>().await;
    walk.of::<WordsPlugin>().await;
    walk.of::<Keywords>().await;
    walk.of::<Versions>().await;
    walk.of::<NumbersExtra>().await;
    walk.of::<Nanos>().await;
    walk.of::<Measured>().await;
    walk.of::<Summaries>().await;
    walk.of::<Ranges>().await;
    walk.of::<Shapes>().await;
    walk.of::<Plane>().await;
    walk.of::<Blobs>().await;
    walk.of::<Suggestions>().await;
    walk.of::<Thread>().await;
    walk.of::<Alert>().await;
    walk.of::<Rooted>().await;
    walk.of::<WorkedOut>().await;
    walk.of::<VectorOptions>().await;
    walk.of::<Weights>().await;
    assert!(walk.walked >= FEWEST, "only {} of the models could be stored", walk.walked);
}

/// One way through the models.
struct Walk<'c> {
    es: &'c Client,
    seed: u64,
    rng: fastrand::Rng,
    walked: usize,
}

impl Walk<'_> {
    async fn of<T: EsModel + Sample + Clone>(&mut self) {
        let model = T::SCHEMA.name;
        let seed = self.seed;
        match self.es.schema::<T>().apply().await {
            // That each is accepted where the server has it, `mapping` tests.
            Err(Error::Unsupported(_) | Error::Server(_)) => return,
            applied => drop(applied.unwrap()),
        }
        self.walked += 1;
        let mut written = BTreeMap::new();
        for _ in 0..VALUES {
            let value = T::sample(&mut self.rng);
            let doc = value.clone().save(self.es).await;
            let doc = doc.unwrap_or_else(|error| panic!("seed {seed}, {model}: {error:?} of {}", text(&value)));
            let meta = Doc::meta(&doc);
            let read = T::get(self.es, RawId(meta.id()));
            let read = match meta.routing() {
                Some(routing) => read.routing(routing).await,
                None => read.await,
            };
            let read = read.unwrap_or_else(|error| panic!("seed {seed}, {model}: {error:?} of {}", text(&value)));
            assert_eq!(text(&*read), text(&*doc), "seed {seed}, {model}, by id");
            written.insert(meta.id().to_owned(), text(&*doc));
        }
        self.es.index::<T>().refresh().await.unwrap();
        let found = T::search().page(1, u64::try_from(VALUES).unwrap()).fetch(self.es).await.unwrap();
        assert_eq!(found.hits.len(), written.len(), "seed {seed}, {model}");
        for hit in &found.hits {
            assert_eq!(text(&**hit), written[Doc::meta(hit).id()], "seed {seed}, {model}, by search");
        }
    }
}

/// A value as text: the shortest form of a float tells every bit of it.
fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

/// Times with offsets, the greatest numbers, gaps in lists.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "moments")]
struct Moments {
    #[es(id)]
    id: String,
    at: DateTime<FixedOffset>,
    #[es(keyword)]
    exact: DateTime<FixedOffset>,
    many: Vec<Option<DateTime<FixedOffset>>>,
    local: NaiveDateTime,
    number: i64,
    numbers: Vec<Option<i64>>,
    floats: Vec<f64>,
    singles: Option<Vec<f32>>,
    truths: Vec<bool>,
    letter: char,
    name: String,
    names: Option<Vec<String>>,
    parts: Vec<Part>,
    part: Option<Box<Part>>,
}

/// A part, with its parts.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct Part {
    #[es(text)]
    name: Option<String>,
    #[es(flattened)]
    labels: BTreeMap<String, String>,
}

/// Draws each named field from its type, or as a function says.
macro_rules! samples {
    ($($model:ident { $($field:ident $(= $draw:expr)?),+ $(,)? })+) => { $(
        impl Sample for $model {
            fn sample(rng: &mut fastrand::Rng) -> Self {
                Self { $($field: samples!(@ rng $($draw)?)),+ }
            }
        }
    )+ };
    (@ $rng:ident) => { Sample::sample($rng) };
    (@ $rng:ident $draw:expr) => { $draw(&mut *$rng) };
}

samples! {
    Moments { id = Sampler::id, at, exact, many, local, number, numbers, floats, singles, truths, letter, name, names, parts, part }
    Part { name, labels = Sampler::labels }
    Kinds {
        id = Sampler::number, keyword, text, byte, short, integer, long = |rng: &mut fastrand::Rng| rng.u32(..u32::MAX), long_of_u64 = Sampler::positive_long, half_float = Sampler::half, float, double,
        boolean, date, day, time, millis = Sampler::millis, ip, binary = Sampler::base64, geo_point, list, option,
        number_as_keyword, level, created_at = |_: &mut _| None, computed = |_: &mut _| Computed::EMPTY,
    }
    Tree {
        id = |rng: &mut fastrand::Rng| rng.bool().then(|| Sampler::id(rng)), tenant_name = Sampler::word, object, nested, list_as_object, included, rooted, open = Sampler::labels,
        kept = Sampler::json, shared,
    }
    Branch { id, leaf, leaves, count = |_: &mut _| Computed::EMPTY }
    Leaf { name, size }
    Flat { id = Sampler::number, labels = Sampler::labels, leaf }
    Unsigned { id = Sampler::number, plain, params }
    Vectors { id = Sampler::number, cosine, distance, product = |rng: &mut fastrand::Rng| Some(Sampler::unit(rng)), kept }
    Words { id = Sampler::number, prefixes, rare, code, suggested = Sampler::words }
    WordsExtra { id = Sampler::number, light, typed, title }
    WordsPlugin { id = Sampler::number, marked, visitor }
    Keywords { id = Sampler::number, stage = |_: &mut _| "prod".to_owned(), line, path }
    Versions { id = Sampler::number, release = Sampler::version }
    NumbersExtra {
        id = Sampler::number, price = Sampler::price, weight = |rng: &mut fastrand::Rng| Some(rng.f32()), rank = Sampler::positive,
        length = |rng: &mut fastrand::Rng| Some(rng.u32(1..)), topics = Sampler::weights,
    }
    Nanos {
        id = Sampler::number, at = Sampler::recent, local = |rng: &mut fastrand::Rng| Some(Sampler::recent(rng).naive_utc()), day = |_: &mut _| None, time,
        millis = |rng: &mut fastrand::Rng| Some(Sampler::recent(rng).timestamp_millis()),
    }
    Measured {
        id = Sampler::number, host = Sampler::word, bytes, load, address, tags = Sampler::words, parts, active, labels = Sampler::labels,
    }
    Summaries { id = Sampler::number, latencies, load }
    Ranges {
        id = Sampler::number, integers, longs, floats, doubles, times, days, hours, addresses, many,
        wide = |_: &mut _| Some((0..u64::MAX / 2).into()),
        text = |_: &mut _| Some(("2024/01/01".to_owned()..).into()),
        v4,
    }
    Shapes { id = Sampler::number, shape, kept, many }
    Plane { id = Sampler::number, point, maybe, shape, params }
    Blobs { id = Sampler::number, bytes, stored, many }
    Suggestions { id = Sampler::number, title = Sampler::suggestion, category = Sampler::word, plain = |rng: &mut fastrand::Rng| Completion::of(Sampler::words(rng)) }
    Thread { id = Sampler::number, family, body }
    Alert { id = Sampler::number, query, owner, title, price }
    Rooted {
        id = Sampler::number, name, joined, secret = |_: &mut _| String::new(), surname = |_: &mut _| Unstored::HERE,
        called = |_: &mut _| Unstored::HERE, open = Sampler::labels,
    }
    FullName { last, full, family = |_: &mut _| Unstored::HERE }
    WorkedOut { id = Sampler::number, price, twice = |_: &mut _| Unstored::HERE, label = |_: &mut _| Unstored::HERE }
    VectorOptions { id = Sampler::number, tuned, bytes, quantised, on_disk, bits }
    Weights { id = Sampler::number, words = Sampler::light_weights, maybe }
}
