//! Documents that are read in part.

use std::collections::BTreeMap;

use esmodel::{
    Error,
    model::RawId,
    prelude::*,
    wire::{Effect, Method, Request, RequestPath},
};
use esmodel_tests::Context;

esmodel_tests::tests![
    a_search_reads_a_projection_with_its_id_score_and_sort_values,
    gets_and_get_many_read_a_projection,
    a_projection_of_the_id_alone_reads_ids,
    projections_go_out_together_in_a_batch,
    lists_that_others_stored_as_one_value_are_read_where_asked,
    lazy_properties_read_projections,
    what_cannot_be_read_is_told_with_index_id_and_field,
];

/// A place where people live.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "cities")]
#[serde(rename_all = "camelCase")]
struct City {
    #[es(id)]
    number: u32,
    #[es(text, fields(raw(keyword)))]
    long_name: String,
    #[es(long)]
    population: u64,
    hall: Hall,
    districts: Vec<District>,
    #[es(flattened)]
    labels: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Hall {
    street: String,
    number: u16,
    place: GeoPoint,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct District {
    name: String,
    people: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsProjection)]
#[es(of = City)]
#[serde(rename_all = "camelCase")]
struct CityCard {
    #[es(id)]
    key: u32,
    long_name: String,
    hall: HallCard,
    #[serde(rename = "districts")]
    parts: Vec<DistrictName>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsProjection)]
#[es(of = Hall)]
struct HallCard {
    street: String,
    #[serde(default)]
    number: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsProjection)]
#[es(of = District)]
struct DistrictName {
    name: String,
}

#[derive(Debug, PartialEq, Deserialize, EsProjection)]
#[es(of = City)]
struct CityId {
    #[es(id)]
    id: u32,
}

/// All that came of `_source`: another field would be refused.
#[derive(Debug, PartialEq, Deserialize, EsProjection)]
#[es(of = City)]
#[serde(deny_unknown_fields)]
struct Strict {
    population: u64,
}

fn city(id: u32, name: &str) -> City {
    City {
        number: id,
        long_name: name.into(),
        population: u64::from(id) * 1000,
        hall: Hall { street: "Main".into(), number: 7, place: GeoPoint::new(1.0, 2.0) },
        districts: vec![District { name: format!("{name} North"), people: 3 }],
        labels: BTreeMap::new(),
    }
}

fn card(id: u32, name: &str) -> CityCard {
    CityCard {
        key: id,
        long_name: name.into(),
        hall: HallCard { street: "Main".into(), number: Some(7) },
        parts: vec![DistrictName { name: format!("{name} North") }],
    }
}

async fn cities(context: &Context) -> Client {
    let es = context.es().with_refresh(Refresh::Now);
    es.schema::<City>().apply().await.unwrap();
    es.bulk_save([city(1, "Oslo"), city(2, "Bergen"), city(3, "Bodø")]).await.unwrap().all().unwrap();
    es
}

async fn a_search_reads_a_projection_with_its_id_score_and_sort_values(context: Context) {
    let es = cities(&context).await;
    let f = City::fields();
    let search = City::search().sort(f.population().desc()).aggregate(f.population().max());
    let page = search.clone().project::<CityCard>().fetch(&es).await.unwrap();
    assert_eq!(page.aggs, Some(3000.0));
    let first = &page.hits[0];
    assert_eq!(Hit::sort_values(first).unwrap().as_json(), "[3000]");
    assert_eq!((Doc::meta(first).id(), Doc::meta(first).version()), ("3", None));
    assert_eq!(serde_json::to_value(first).unwrap()["longName"], "Bodø");
    assert_eq!(page.into_values(), [card(3, "Bodø"), card(2, "Bergen"), card(1, "Oslo")]);

    let best = City::search().query(f.long_name().matches("oslo")).project::<CityCard>().first(&es).await.unwrap();
    assert!(Hit::score(&best.unwrap()).unwrap() > 0.0);
    let strict = search.project::<Strict>().fetch(&es).await.unwrap().into_values();
    assert_eq!(strict[2], Strict { population: 1000 });
}

async fn gets_and_get_many_read_a_projection(context: Context) {
    let es = cities(&context).await;
    let oslo = City::get(&es, 1).project::<CityCard>().await.unwrap();
    assert_eq!((*oslo).clone(), card(1, "Oslo"));
    assert_eq!(Doc::meta(&oslo).version(), None);
    assert_eq!(*City::get(&es, 2).project::<Strict>().await.unwrap(), Strict { population: 2000 });
    assert!(City::get(&es, 9).project::<CityCard>().await.unwrap_err().is_not_found());
    assert!(City::find(&es, 9).project::<CityCard>().await.unwrap().is_none());
    let many = City::get_many(&es, [3, 9, 1]).project::<CityCard>().await.unwrap();
    let names: Vec<_> = many.iter().map(|found| found.as_ref().map(|doc| doc.long_name.as_str())).collect();
    assert_eq!(names, [Some("Bodø"), None, Some("Oslo")]);
}

async fn a_projection_of_the_id_alone_reads_ids(context: Context) {
    let es = cities(&context).await;
    let page = City::search().sort(City::fields().population().asc()).project::<CityId>().fetch(&es).await.unwrap();
    assert_eq!(page.into_values(), [CityId { id: 1 }, CityId { id: 2 }, CityId { id: 3 }]);
    assert_eq!(City::get(&es, 2).project::<CityId>().await.unwrap().id, 2);
    let many = City::get_many(&es, [2]).project::<CityId>().await.unwrap();
    assert_eq!(many[0].as_ref().unwrap().id, 2);
}

async fn projections_go_out_together_in_a_batch(context: Context) {
    let es = cities(&context).await;
    let (one, strict, id, many, page) = es
        .batched(async |es| {
            tokio::join!(
                City::get(es, 1).project::<CityCard>(),
                City::get(es, 1).project::<Strict>(),
                City::get(es, 2).project::<CityId>(),
                City::get_many(es, [2, 3]).project::<Strict>(),
                City::search().project::<Strict>().fetch(es),
            )
        })
        .await;
    assert_eq!((*one.unwrap()).clone(), card(1, "Oslo"));
    assert_eq!(strict.unwrap().population, 1000);
    assert_eq!(id.unwrap().id, 2);
    assert_eq!(many.unwrap()[1].as_ref().unwrap().population, 3000);
    assert_eq!(page.unwrap().hits.len(), 3);
}

/// Notes that several programs write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "notes")]
struct Note {
    #[es(id)]
    id: u32,
    #[es(one_or_many)]
    tags: Vec<String>,
    #[es(one_or_many)]
    sizes: Option<Vec<f64>>,
    #[es(one_or_many, object)]
    authors: Vec<Author>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Author {
    #[es(one_or_many)]
    names: Vec<String>,
}

/// The same without tolerance.
#[derive(Debug, Deserialize, EsProjection)]
#[es(of = Note)]
struct Exact {
    #[serde(rename = "tags")]
    _tags: Vec<String>,
}

#[derive(Debug, PartialEq, Deserialize, EsProjection)]
#[es(of = Note)]
struct Tolerant {
    #[es(one_or_many)]
    tags: Vec<String>,
    authors: Vec<Author>,
}

async fn lists_that_others_stored_as_one_value_are_read_where_asked(context: Context) {
    let es = context.es().with_refresh(Refresh::Now);
    es.schema::<Note>().apply().await.unwrap();
    let index = es.index_name("notes").into_owned();
    for (id, body) in [
        ("1", r#"{"tags":"a","sizes":1,"authors":[{"names":"Ada"}]}"#),
        ("2", r#"{"tags":null,"sizes":null,"authors":{"names":["Ada","Bob"]}}"#),
    ] {
        let path = RequestPath::new(&[&index, "_doc", id]).unwrap();
        let request = Request::new(Method::Put, path, Effect::Idempotent).param("refresh", "true").json(body);
        assert!(es.send(request).await.unwrap().is_success());
    }
    let author = |names: &[&str]| Author { names: names.iter().map(|&name| name.to_owned()).collect() };
    let mut one = Note::get(&es, 1).await.unwrap();
    let expected = Note { id: 1, tags: vec!["a".into()], sizes: Some(vec![1.0]), authors: vec![author(&["Ada"])] };
    assert_eq!(*one, expected);
    let two = Note::get(&es, RawId("2")).await.unwrap();
    let expected = Note { id: 2, tags: vec![], sizes: None, authors: vec![author(&["Ada", "Bob"])] };
    assert_eq!(*two, expected);
    // What stands inside is as tolerant as its own struct says.
    let read = Note::get(&es, 1).project::<Tolerant>().await.unwrap();
    assert_eq!(*read, Tolerant { tags: vec!["a".into()], authors: vec![author(&["Ada"])] });
    let error = Note::get(&es, 1).project::<Exact>().await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error}");
    // What was absent stays so.
    let absent = Note { id: 3, tags: vec![], sizes: None, authors: vec![] };
    absent.clone().save(&es).await.unwrap();
    assert_eq!(*Note::get(&es, 3).await.unwrap(), absent);
    // What is saved has its brackets.
    one.save(&es).await.unwrap();
    assert!(Note::get(&es, 1).project::<Exact>().await.is_ok());
}

/// A city, with what it wants of the others.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "cities")]
#[serde(rename_all = "camelCase")]
struct Twinned {
    #[es(id)]
    number: u32,
    #[es(text, fields(raw(keyword)))]
    long_name: String,
    #[es(long)]
    population: u64,
    hall: Hall,
    districts: Vec<District>,
    #[es(flattened)]
    labels: BTreeMap<String, String>,
    /// By a search, the smallest first.
    #[es(lazy)]
    smaller: Lazy<Vec<CityCard>>,
    /// By a get.
    #[es(lazy)]
    first: Lazy<CityCard>,
    /// By several gets.
    #[es(lazy)]
    next: Lazy<Vec<Option<CityCard>>>,
}

impl Twinned {
    async fn smaller(&self, cx: &LazyCx) -> esmodel::Result<Vec<CityCard>> {
        let f = City::fields();
        let smaller = City::search().filter(f.population().lt(self.population)).sort(f.population().asc());
        Ok(smaller.project::<CityCard>().fetch(cx).await?.into_values())
    }

    async fn first(&self, cx: &LazyCx) -> esmodel::Result<CityCard> {
        City::get(cx, 1).project::<CityCard>().await.map(Doc::into_inner)
    }

    async fn next(&self, cx: &LazyCx) -> esmodel::Result<Vec<Option<CityCard>>> {
        let next = City::get_many(cx, [self.number, self.number + 1]).project::<CityCard>().await?;
        Ok(next.into_iter().map(|card| card.map(Doc::into_inner)).collect())
    }
}

async fn lazy_properties_read_projections(context: Context) {
    cities(&context).await;
    let (es, sent) = context.recorded(|client| client).await;
    let names = ["Oslo", "Bergen", "Bodø"];
    let cards = |numbers: &[u32]| -> Vec<CityCard> {
        numbers.iter().map(|&number| card(number, names[number as usize - 1])).collect()
    };
    let page = Twinned::search().sort(Twinned::fields().population().asc()).fetch(&es).await.unwrap();
    assert_eq!(page.hits.len(), 3);
    for (hit, number) in page.iter().zip(1_u32..) {
        assert_eq!(hit.smaller.value().unwrap(), &cards(&(1..number).collect::<Vec<_>>()));
        assert_eq!(hit.first.value().unwrap(), &card(1, "Oslo"));
        let next = hit.next.value().unwrap();
        assert_eq!(
            next.iter().flatten().cloned().collect::<Vec<_>>(),
            cards(&(number..=3.min(number + 1)).collect::<Vec<_>>())
        );
        assert_eq!(next.len(), 2);
    }
    // Parts travel in the same batches as whole documents.
    assert_eq!(sent.take(), ["POST _search", "POST _msearch", "POST _mget"]);
}

async fn what_cannot_be_read_is_told_with_index_id_and_field(context: Context) {
    let es = context.es();
    es.schema::<Note>().apply().await.unwrap();
    let index = es.index_name("notes").into_owned();
    let put = async |body: &'static str| {
        let path = RequestPath::new(&[&index, "_doc", "1"]).unwrap();
        let request = Request::new(Method::Put, path, Effect::Idempotent).param("refresh", "true").json(body);
        assert!(es.send(request).await.unwrap().is_success());
        [
            Note::get(es, 1).await.unwrap_err(),
            Note::get_many(es, [1]).await.unwrap_err(),
            Note::search().fetch(es).await.unwrap_err(),
            Note::get(es, 1).project::<Tolerant>().await.unwrap_err(),
            Note::get_many(es, [1]).project::<Tolerant>().await.unwrap_err(),
            Note::search().project::<Tolerant>().fetch(es).await.unwrap_err(),
        ]
    };
    let place = format!("document `1` of index `{index}`");
    let advice =
        "; a document from before the field was added lacks it: make it an `Option` or give it `#[serde(default)]`";
    for (body, problem) in [
        (
            r#"{"tags":["a"],"sizes":null,"authors":[{"names":["Ada"]},{"names":5}]}"#,
            "field `authors[1].names`: invalid type: integer `5`, expected a string",
        ),
        (r#"{"tags":"a","authors":[{"names":["Ada"]},{}]}"#, "field `authors[1]`: missing field `names`"),
        (r#"{"sizes":[1],"authors":[]}"#, ": missing field `tags`"),
    ] {
        for error in put(body).await {
            assert!(matches!(error, Error::Decode { .. }), "{error:?}");
            let text = error.to_string();
            assert!(text.contains(&place), "{text}");
            match text.strip_suffix(advice) {
                Some(text) => assert!(problem.contains("missing field") && text.ends_with(problem), "{text}"),
                None => assert!(text.ends_with(problem), "{text}"),
            }
        }
    }
}
