//! What fields of each kind are for: values are found by what the kind can do.

use std::{collections::BTreeMap, ops::Bound};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use esmodel::{model::ModelDefinition, prelude::*, query::IntoQuery, schema::Kind};
use esmodel_devnode::Lack;
use esmodel_tests::{
    Context,
    models::{
        Alert, Article, Blobs, FullName, Keywords, Labels, LookedUp, Nanos, NumbersExtra, Passed, Post, Ranges, Rooted,
        Shapes, Suggestions, Thread, VectorOptions, Versions, Weights, WordsExtra, WorkedOut,
    },
};

esmodel_tests::tests![
    ranges_contain_values_and_meet_ranges,
    shapes_lie_inside_of_shapes,
    places_lie_inside_of_areas,
    bytes_are_kept,
    suggestions_are_kept_with_weights_and_contexts,
    times_are_compared_to_the_nanosecond,
    numbers_with_fixed_decimals_and_ranks_are_numbers,
    words_are_found_while_they_are_typed_and_counted,
    constant_and_patterned_keywords_are_found,
    versions_have_their_order,
    vectors_of_bytes_and_bits_are_found,
    weights_under_words_are_kept,
    fields_that_pass_through_an_object_are_found_by_both_names,
    a_family_lives_together_and_finds_its_relatives,
    a_place_in_a_family_that_cannot_be_is_refused,
    stored_queries_are_found_by_documents,
    aliases_are_other_names_in_queries,
    runtime_fields_are_worked_out_and_changed_in_place,
    unknown_fields_follow_the_templates,
];

/// Saves all, and makes them searchable.
async fn saved<T: EsModel<Id = u32> + Clone + PartialEq + std::fmt::Debug>(es: &Client, values: &[T]) {
    es.schema::<T>().apply().await.unwrap();
    for value in values {
        let doc = value.clone().save(es).refresh(Refresh::Now).await.unwrap();
        let id: u32 = Doc::meta(&doc).id().parse().unwrap();
        assert_eq!(*T::get(es, id).await.unwrap(), *value);
    }
}

/// The ids of what a query finds.
async fn found<T: EsModel<Id = u32>>(es: &Client, query: impl IntoQuery<T>) -> Vec<u32> {
    let query = query.into_query();
    let text = format!("{query:?}");
    let page = T::search().filter(query).page(1, 50).fetch(es).await;
    let mut ids: Vec<u32> = page
        .unwrap_or_else(|error| panic!("{text}: {error}"))
        .hits
        .iter()
        .map(|hit| Doc::meta(hit).id().parse().unwrap())
        .collect();
    ids.sort_unstable();
    ids
}

macro_rules! finds {
    ($es:expr, $($query:expr => $ids:expr;)+) => { $( assert_eq!(found($es, $query).await, $ids, "{}", stringify!($query)); )+ };
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn time(text: &str) -> NaiveTime {
    text.parse().unwrap()
}

async fn ranges_contain_values_and_meet_ranges(context: Context) {
    let (es, f) = (context.es(), Ranges::fields());
    let first = Ranges {
        id: 1,
        integers: (10..20).into(),
        longs: (i64::MIN..=i64::MAX).into(),
        floats: Range::new(Bound::Excluded(1.5), Bound::Included(2.5)),
        doubles: (0.1..).into(),
        times: (at("2024-01-01T10:00:00Z")..at("2024-01-01T11:00:00.500Z")).into(),
        days: (day("2024-01-01")..=day("2024-01-31")).into(),
        hours: (time("09:00:00")..time("17:30:00")).into(),
        addresses: ("192.0.2.0".parse().unwrap()..="192.0.2.255".parse().unwrap()).into(),
        many: vec![(0..5).into(), (200..=255).into()],
        wide: Some((0..7).into()),
        text: Some(("2024/01/01".to_owned()..="2024/02/01".to_owned()).into()),
        v4: Some(("10.0.0.0".parse().unwrap()..).into()),
    };
    let second = Ranges {
        id: 2,
        integers: Range::ALL,
        longs: (..0).into(),
        floats: (..).into(),
        doubles: (..=0.0).into(),
        times: (at("2025-01-01T00:00:00Z")..).into(),
        days: (..day("2023-01-01")).into(),
        hours: (time("22:00:00")..).into(),
        addresses: ("::1".parse().unwrap()..="::ff".parse().unwrap()).into(),
        many: vec![],
        wide: None,
        text: None,
        v4: None,
    };
    saved(es, &[first, second]).await;
    finds! { es,
        f.integers().contains(10) => [1, 2];
        f.integers().contains(20) => [2];
        f.integers().intersects(19..25) => [1, 2];
        f.integers().inside(5..=25) => [1];
        f.integers().encloses(12..15) => [1, 2];
        f.longs().contains(i64::MAX) => [1];
        f.floats().contains(1.5) => [2];
        f.floats().contains(1.6) => [1, 2];
        f.doubles().intersects(..0.05) => [2];
        f.times().contains(at("2024-01-01T10:00:00Z")) => [1];
        f.times().contains(at("2024-01-01T11:00:00.499Z")) => [1];
        f.times().contains(at("2024-01-01T11:00:00.500Z")) => [0; 0];
        f.times().contains(date_math!("2024-01-01||+10h+30m")) => [1];
        f.times().intersects(at("2024-12-31T00:00:00Z")..) => [2];
        f.days().contains(day("2024-01-31")) => [1];
        f.hours().contains(time("09:00:00")) => [1];
        f.hours().contains(time("17:30:00")) => [0; 0];
        f.addresses().contains("192.0.2.7".parse::<std::net::IpAddr>().unwrap()) => [1];
        f.many().contains(201) => [1];
        f.many().contains(100) => [0; 0];
        f.text().exists() => [1];
        f.v4().contains("10.1.1.1".parse::<std::net::Ipv4Addr>().unwrap()).boost(2.0) => [1];
        f.integers().encloses(12..15).boost(2.0) => [1, 2];
        f.wide().missing() => [2];
    }
}

async fn shapes_lie_inside_of_shapes(context: Context) {
    let (es, f) = (context.es(), Shapes::fields());
    if context.engine().lacks(Lack::GeoShape) {
        return;
    }
    let point = GeoPoint::new;
    let square = |lat: f64, lon: f64, side: f64| {
        Shape::polygon([point(lat, lon), point(lat, lon + side), point(lat + side, lon + side), point(lat + side, lon)])
    };
    let line = vec![point(47.25, 8.25), point(47.75, 8.75)];
    let value = Shapes {
        id: 1,
        shape: square(47.0, 8.0, 1.0),
        kept: Some(Shape::GeometryCollection(vec![Shape::Point(point(1.0, 2.0)), Shape::LineString(line.clone())])),
        many: vec![
            Shape::MultiPoint(line.clone()),
            Shape::MultiLineString(vec![line]),
            Shape::MultiPolygon(vec![vec![vec![point(0.0, 0.0), point(0.0, 1.0), point(1.0, 1.0), point(0.0, 0.0)]]]),
            Shape::Envelope { top_left: point(1.0, 0.0), bottom_right: point(0.0, 1.0) },
        ],
    };
    let far = Shapes { id: 2, shape: square(-10.0, -10.0, 1.0), kept: None, many: vec![] };
    saved(es, &[value, far]).await;
    finds! { es,
        f.shape().intersects(square(47.5, 8.5, 5.0)) => [1];
        f.shape().inside(square(46.0, 7.0, 5.0)) => [1];
        f.shape().encloses(point(47.5, 8.5)) => [1];
        f.shape().inside(square(46.0, 7.0, 5.0)).boost(2.0) => [1];
        f.many().intersects(Shape::Envelope { top_left: point(48.0, 8.0), bottom_right: point(47.0, 9.0) }) => [1];
        f.many().exists() => [1];
    }
}

async fn places_lie_inside_of_areas(context: Context) {
    /// Somewhere.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
    #[es(index = "somewhere")]
    struct Somewhere {
        #[es(id)]
        id: u32,
        place: GeoPoint,
    }

    let (es, f) = (context.es(), Somewhere::fields());
    let somewhere = |id, lat, lon| Somewhere { id, place: GeoPoint::new(lat, lon) };
    saved(es, &[somewhere(1, 47.37, 8.54), somewhere(2, 59.9, 10.7)]).await;
    let area: GeoShape =
        Shape::polygon([(46.0, 8.0), (46.0, 9.0), (48.0, 9.0), (48.0, 8.0)].map(|(a, o)| GeoPoint::new(a, o)));
    finds! { es, f.place().inside(area) => [1]; }
}

async fn bytes_are_kept(context: Context) {
    let (es, f) = (context.es(), Blobs::fields());
    let all: Vec<u8> = (0..=255).collect();
    let value = Blobs {
        id: 1,
        bytes: Blob(all.clone()),
        stored: Some(Blob(vec![])),
        many: vec![Blob(b"one".to_vec()), Blob(all)],
    };
    saved(es, &[value, Blobs { id: 2, bytes: Blob(vec![0]), stored: None, many: vec![] }]).await;
    finds! { es, f.stored().exists() => [1]; }
}

async fn suggestions_are_kept_with_weights_and_contexts(context: Context) {
    let es = context.es();
    let title = |text: &str, weight| {
        Completion::of([text]).weight(weight).within("genre", "jazz").within("place", GeoPoint::new(47.37, 8.54))
    };
    let value = Suggestions {
        id: 1,
        title: title("Kind of Blue", 7),
        category: "album".into(),
        plain: Completion::of(["blue", "größe"]),
    };
    saved(es, &[value]).await;
    let query = serde_json::json!({ "size": 0, "suggest": { "s": { "prefix": "kin",
        "completion": { "field": "title", "contexts": { "genre": "jazz" } } } } });
    let path = esmodel::wire::RequestPath::new(&[&es.index_name("suggestions"), "_search"]).unwrap();
    let request = esmodel::wire::Request::new(esmodel::wire::Method::Post, path, esmodel::wire::Effect::Read);
    let response = es.send(request.json(query.to_string())).await.unwrap();
    let reply: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(reply["suggest"]["s"][0]["options"][0]["text"], "Kind of Blue", "{reply:#}");
}

async fn times_are_compared_to_the_nanosecond(context: Context) {
    let (es, f) = (context.es(), Nanos::fields());
    let moment = |id, text: &str| Nanos {
        id,
        at: at(text),
        local: Some(at(text).naive_utc()),
        day: Some(day("2024-02-29")),
        time: Some(time("10:00:00.123456789")),
        millis: Some(1),
    };
    let values = [
        moment(1, "2024-02-29T10:00:00.123456788Z"),
        moment(2, "2024-02-29T10:00:00.123456789Z"),
        moment(3, "2024-02-29T10:00:00Z"),
    ];
    saved(es, &values).await;
    finds! { es,
        f.at().eq(at("2024-02-29T10:00:00.123456789Z")) => [2];
        f.at().gt(at("2024-02-29T10:00:00.123456788Z")) => [2];
        f.at().lte(at("2024-02-29T10:00:00Z")) => [3];
        f.at().eq(at("2024-02-29T10:00:00Z")) => [3];
        f.at().gte(date_math!("2024-02-29||/d")) => [1, 2, 3];
        f.time().eq(time("10:00:00.123456789")) => [1, 2, 3];
        f.day().eq(day("2024-02-29")) => [1, 2, 3];
    }
    let latest = Nanos::search().sort(f.at().desc()).first(es).await.unwrap().unwrap();
    assert_eq!(latest.id, 2);
    let days = Nanos::search().aggregate((f.day().terms(5),)).only_aggregations().fetch(es).await.unwrap();
    assert_eq!((days.0.buckets[0].key, days.0.buckets[0].doc_count), (day("2024-02-29"), 3));
}

async fn numbers_with_fixed_decimals_and_ranks_are_numbers(context: Context) {
    if context.engine().lacks(Lack::MapperExtras) {
        return;
    }
    let (es, f) = (context.es(), NumbersExtra::fields());
    let number = |id, price| NumbersExtra {
        id,
        price,
        weight: Some(0.125),
        rank: 12.5,
        length: None,
        topics: BTreeMap::from([("politics".into(), 20.0), ("sports".into(), 50.8)]),
    };
    saved(es, &[number(1, 9.99), number(2, 19.0)]).await;
    finds! { es,
        f.price().eq(9.99) => [1];
        f.price().between(10.0, 20.0) => [2];
        f.rank().exists() => [1, 2];
        f.rank().rank() => [1, 2];
        f.rank().rank().saturation(8.0).boost(0.5) => [1, 2];
        f.rank().rank().log(4.0) => [1, 2];
        f.rank().rank().sigmoid(7.0, 0.6) => [1, 2];
        f.length().rank().linear() => [0; 0];
        f.topics().rank_by("sports") => [1, 2];
        f.topics().rank_by("art") => [0; 0];
    }
    let total = NumbersExtra::search().aggregate(f.price().sum()).only_aggregations().fetch(es).await.unwrap();
    assert!((total - 28.99).abs() < 1e-9, "{total:?}");
}

async fn words_are_found_while_they_are_typed_and_counted(context: Context) {
    if context.engine().lacks(Lack::MapperExtras) {
        return;
    }
    let (es, f) = (context.es(), WordsExtra::fields());
    let words = |id, text: &str| WordsExtra { id, light: text.into(), typed: text.into(), title: text.into() };
    saved(es, &[words(1, "The deep blue sea"), words(2, "a blue whale, deep down")]).await;
    finds! { es,
        f.light().matches("BLUE") => [1, 2];
        f.light().match_phrase("deep blue") => [1];
        f.typed().matches("sea") => [1];
        f.title().words().eq(4) => [1];
        f.title().words().gt(4) => [2];
        f.title().typed().matches("whale") => [2];
        f.title().light().prefix("wha") => [2];
    }
}

async fn constant_and_patterned_keywords_are_found(context: Context) {
    if context.engine().lacks(Lack::KeywordFamily) {
        return;
    }
    let (es, f) = (context.es(), Keywords::fields());
    let value = Keywords { id: 1, stage: "prod".into(), line: "GET /index.html".into(), path: "/usr/bin".into() };
    saved(es, std::slice::from_ref(&value)).await;
    finds! { es,
        f.stage().eq("prod") => [1];
        f.line().wildcard("*index*") => [1];
        f.line().eq("GET /index.html") => [1];
        f.path().pattern().wildcard("*/bin") => [1];
    }
    let other = Keywords { id: 2, stage: "test".into(), ..value };
    assert!(matches!(other.save(es).await.unwrap_err(), esmodel::Error::Server(refusal) if refusal.status() == 400));
}

async fn versions_have_their_order(context: Context) {
    let es = context.es();
    if context.engine().lacks(Lack::KeywordFamily) || Versions::SCHEMA.mapping(es.dialect()).is_err() {
        return;
    }
    let f = Versions::fields();
    let version = |id, text: &str| Versions { id, release: text.into() };
    saved(es, &[version(1, "1.9.0"), version(2, "1.10.0"), version(3, "1.10.0-rc.1")]).await;
    finds! { es,
        f.release().gt("1.9.0") => [2, 3];
        f.release().eq("1.10.0") => [2];
    }
    let sorted = Versions::search().sort(f.release().asc()).fetch(es).await.unwrap();
    assert_eq!(sorted.hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [1, 3, 2]);
}

async fn a_family_lives_together_and_finds_its_relatives(context: Context) {
    if context.engine().lacks(Lack::ParentJoin) {
        return;
    }
    let (es, f) = (context.es(), Thread::fields());
    es.schema::<Thread>().apply().await.unwrap();
    let thread = |id, family, body: &str| Thread { id, family, body: body.into() };
    let question = thread(1, Join::head(Post::Question), "why is the sky blue");
    let answer = thread(2, Join::child(Post::Answer, 1), "because of the air");
    let comment = thread(3, Join::child(Post::Comment, 1), "good question");
    let vote = thread(4, Join::child(Post::Vote, 2), "yes");
    let other = thread(5, Join::head(Post::Question), "who");
    for post in [&question, &answer, &comment, &other] {
        let mut doc = post.clone().save(es).refresh(Refresh::Now).await.unwrap();
        doc.body.push('!');
        doc.save(es).refresh(Refresh::Now).await.unwrap();
    }
    // The head of the family is not the vote's parent: its shard must be told.
    assert!(
        matches!(vote.clone().save(es).await.unwrap_err(), esmodel::Error::Server(refusal) if refusal.status() == 400)
    );
    vote.clone().save(es).routing("1").refresh(Refresh::Now).await.unwrap();
    let mut read = Thread::get(es, 4).routing("1").await.unwrap();
    assert_eq!(*read, vote);
    read.body.push('?');
    read.save(es).refresh(Refresh::Now).await.unwrap();
    let read = Thread::get(es, 2).routing("1").await.unwrap();
    assert_eq!((read.family.relation(), read.family.parent()), (Post::Answer, Some("1")));
    finds! { es,
        f.family().eq(Post::Question) => [1, 5];
        f.family().any_of([Post::Answer, Post::Comment]) => [2, 3];
        f.family().has_child(Post::Answer, f.body().matches("air")) => [1];
        f.family().has_child(Post::Answer, f.family().has_child(Post::Vote, Query::all())) => [1];
        f.family().has_parent(Post::Question, f.body().matches("sky")).boost(2.0) => [2, 3];
        f.family().children_of(Post::Comment, 1) => [3];
        f.family().exists() => [1, 2, 3, 4, 5];
    }
}

async fn a_place_in_a_family_that_cannot_be_is_refused(context: Context) {
    let thread = |family| Thread { id: 1, family, body: String::new() };
    for (family, words) in [
        (Join::head(Post::Answer), "`answer` is a child and has no parent"),
        (Join::child(Post::Question, 7), "`question` is the head of a family and has a parent"),
    ] {
        let error = thread(family).save(context.es()).await.unwrap_err();
        assert!(matches!(&error, esmodel::Error::Encode { .. }) && format!("{error:?}").contains(words), "{error:?}");
    }
}

async fn stored_queries_are_found_by_documents(context: Context) {
    if context.engine().lacks(Lack::Percolator) {
        return;
    }
    let (es, f) = (context.es(), Alert::fields());
    let alert = |id, query: Query<Alert>| Alert {
        id,
        query: StoredQuery::of(query, es.dialect()).unwrap(),
        owner: "ada".into(),
        title: None,
        price: None,
    };
    let alerts = [
        alert(1, f.title().matches("rust").into_query()),
        alert(2, f.title().matches("rust") & f.price().lt(20.0)),
        alert(3, f.title().matches("java").into_query()),
    ];
    saved(es, &alerts).await;
    let article = |title: &str, price| Article { id: 1, title: title.into(), price };
    finds! { es,
        f.query().percolates(&article("Rust in action", 39.0)) => [1];
        f.query().percolates(&article("More rust", 9.0)) & f.owner().eq("ada") => [1, 2];
    }
}

async fn aliases_are_other_names_in_queries(context: Context) {
    let (es, f) = (context.es(), Rooted::fields());
    es.schema::<Rooted>().apply().await.unwrap();
    let name = FullName { last: "Lovelace".into(), full: "Ada Lovelace".into(), family: Unstored::HERE };
    let rooted = Rooted {
        id: 1,
        name,
        joined: at("2024-01-01T00:00:00Z"),
        secret: "a secret".into(),
        surname: Unstored::HERE,
        called: Unstored::HERE,
        open: BTreeMap::new(),
    };
    let saved = rooted.clone().save(es).refresh(Refresh::Now).await.unwrap();
    assert_eq!(*saved, rooted);
    finds! { es,
        f.surname().eq("Lovelace") => [1];
        f.called().matches("ADA") => [1];
        f.name().family().prefix("Love") => [1];
        f.secret().eq("a secret") => [1];
    }
    // It is indexed, and not kept.
    assert_eq!(Rooted::get(es, 1).await.unwrap().secret, "");
    let sorted = Rooted::search().sort(f.surname().asc()).first(es).await.unwrap().unwrap();
    assert_eq!(sorted.id, 1);
}

async fn runtime_fields_are_worked_out_and_changed_in_place(context: Context) {
    /// The same index, later.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
    #[es(index = "looked-up", dynamic = "false")]
    struct Later {
        #[es(id)]
        id: u32,
        #[es(object(enabled = false))]
        raw: serde_json::Value,
        #[es(runtime)]
        plain: Unstored<i64>,
        #[es(runtime)]
        more: Unstored<String>,
    }

    let es = context.es();
    if !context.engine().lacks(Lack::Painless) {
        let f = WorkedOut::fields();
        let worked = |id, price| WorkedOut { id, price, twice: Unstored::HERE, label: Unstored::HERE };
        saved(es, &[worked(1, 5), worked(2, 50)]).await;
        finds! { es,
            f.twice().gt(20) => [2];
            f.label().eq("p5") => [1];
        }
    }
    if es.dialect().is_opensearch() {
        return;
    }
    let lookup = |plain: &str| serde_json::json!({ "plain": plain });
    let value = LookedUp { id: 1, raw: lookup("x"), plain: Unstored::HERE, day: Unstored::HERE };
    saved(es, &[value]).await;
    let applied = es.schema::<Later>().apply().await.unwrap();
    assert_eq!(applied, Applied::Extended(vec!["more".into(), "plain".into()]));
    assert_eq!(es.schema::<Later>().apply().await.unwrap(), Applied::Unchanged);
}

async fn unknown_fields_follow_the_templates(context: Context) {
    let es = context.es();
    es.schema::<Rooted>().apply().await.unwrap();
    let name = FullName { last: "x".into(), full: "x".into(), family: Unstored::HERE };
    let open =
        BTreeMap::from([("note_text".to_owned(), "The deep blue sea".to_owned()), ("tag".into(), "Deep Blue".into())]);
    let rooted = Rooted {
        id: 1,
        name,
        joined: at("2024-01-01T00:00:00Z"),
        secret: String::new(),
        surname: Unstored::HERE,
        called: Unstored::HERE,
        open,
    };
    rooted.save(es).refresh(Refresh::Now).await.unwrap();
    finds! { es,
        Query::<Rooted>::raw(serde_json::json!({ "match": { "open.note_text": "BLUE" } })) => [1];
        Query::<Rooted>::raw(serde_json::json!({ "term": { "open.tag": "Deep Blue" } })) => [1];
    }
}

async fn vectors_of_bytes_and_bits_are_found(context: Context) {
    if context.engine().lacks(Lack::Vectors) {
        return;
    }
    let (es, f) = (context.es(), VectorOptions::fields());
    let value = |id, sign: i8| VectorOptions {
        id,
        tuned: Vector::new([0.5, 0.25, f32::from(sign)]).unwrap(),
        bytes: Vector::new([i8::MIN, 1, sign, i8::MAX]).unwrap(),
        quantised: Some(Vector::new([0.1, 0.2, 0.3, 0.4]).unwrap()),
        on_disk: None,
        bits: Some(Vector::new([sign, 0]).unwrap()),
    };
    let values = [value(1, 100), value(2, -100)];
    saved(es, &values).await;
    for (query, nearest) in [
        (f.tuned().nearest(&values[0].tuned, 1), 1),
        (f.bytes().nearest(&values[1].bytes, 1), 2),
        (f.bits().nearest(values[1].bits.as_ref().unwrap(), 1), 2),
    ] {
        let hits = VectorOptions::search().query(query).fetch(es).await.unwrap().hits;
        assert_eq!(hits[0].id, nearest);
    }
}

async fn weights_under_words_are_kept(context: Context) {
    let (es, f) = (context.es(), Weights::fields());
    let dialect = es.dialect();
    if context.engine().lacks(Lack::MapperExtras) && dialect.is_opensearch()
        || Weights::SCHEMA.mapping(dialect).is_err()
    {
        return;
    }
    let words = BTreeMap::from([("blue".to_owned(), 2.5), ("see".to_owned(), 0.5)]);
    saved(es, &[Weights { id: 1, words, maybe: None }]).await;
    if dialect.is_opensearch() {
        // There the kind is `rank_features`, of which nobody can ask whether it is there.
        let ranked = serde_json::json!({ "rank_feature": { "field": "words.blue" } });
        finds! { es, Query::<Weights>::raw(ranked) => [1]; }
    } else {
        finds! { es,
            f.words().exists() => [1];
            f.words().resembles([("blue", 2.0), ("green", 1.0)]) => [1];
            f.words().resembles([("green", 1.0)]) => [0; 0];
            f.words().resembles([("see", 1.0)]).prune(false).boost(2.0) => [1];
        }
    }
}

async fn fields_that_pass_through_an_object_are_found_by_both_names(context: Context) {
    let (es, f) = (context.es(), Passed::fields());
    if !Kind::Passthrough.is_in(es.dialect()) {
        return;
    }
    let labels = |region: &str| Labels { region: region.into() };
    let value = Passed {
        id: 1,
        attributes: labels("eu"),
        open: BTreeMap::from([("zone".to_owned(), "a".to_owned())]),
        many: vec![labels("us"), labels("asia")],
    };
    saved(es, &[value]).await;
    finds! { es,
        f.attributes().region().eq("eu") => [1];
        f.many().region().eq("asia") => [1];
        Query::<Passed>::raw(serde_json::json!({ "match": { "zone": "a" } })) => [1];
        // The greater priority wins.
        Query::<Passed>::raw(serde_json::json!({ "term": { "region": "us" } })) => [1];
        Query::<Passed>::raw(serde_json::json!({ "term": { "region": "eu" } })) => [0; 0];
    }
}
