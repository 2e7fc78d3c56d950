//! What a model does to its values on the way in and out: hooks, rules, authors.

use std::{
    fmt,
    future::{Ready, ready},
};

use axum::response::IntoResponse as _;
use chrono::{DateTime, Utc};
use esmodel::{Error, error::Violation, prelude::*};
use esmodel_fastapi_like::Problem;
use esmodel_tests::Context;
use garde::Validate;
use http_body_util::BodyExt as _;
use serde_json::json;

esmodel_tests::tests![
    before_save_runs_before_every_write_of_a_whole_document,
    a_write_that_fails_leaves_the_value_as_it_was_before_the_hook,
    what_before_save_refuses_is_not_written,
    before_save_may_make_the_id_and_the_routing,
    after_load_runs_whenever_a_document_is_read,
    what_after_load_refuses_names_the_document,
    the_errors_of_hooks_keep_their_type,
    every_broken_rule_is_named_and_nothing_is_sent,
    a_broken_rule_is_422_to_the_web,
    rules_see_what_before_save_made,
    the_rules_of_garde_are_run_with_their_paths,
    a_bulk_gives_back_what_is_not_valid,
    authors_are_those_of_the_client,
    a_write_that_fails_names_nobody_new,
    without_an_actor_an_option_names_nobody_and_a_string_is_refused,
    every_way_of_writing_names_its_author,
    an_update_of_a_part_cannot_set_what_writes_fill,
];

/// A member of a club. Its name is stored without spaces around it, and its initial is worked out when it is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "members", before_save = Self::tidy, after_load = Self::greet, validate = Self::check)]
struct Member {
    #[es(id)]
    id: u32,
    name: String,
    saves: u32,
    #[serde(skip)]
    greeting: String,
    #[es(computed)]
    shout: Computed<String>,
    #[es(lazy)]
    echo: Lazy<String>,
}

impl Member {
    fn tidy(&mut self) -> Result<(), String> {
        if self.name.contains('\0') {
            return Err("a name cannot hold a zero".into());
        }
        self.name = self.name.trim().to_owned();
        self.saves += 1;
        Ok(())
    }

    fn greet(&mut self) -> Result<(), String> {
        if self.name == "nobody" {
            return Err("nobody is no name".into());
        }
        self.greeting = format!("hello {}", self.name);
        Ok(())
    }

    fn check(&self, violations: &mut Violations) {
        violations.unless(!self.name.is_empty(), "name", "must not be empty");
        violations.unless(self.id < 1000, "id", "must be below 1000");
    }

    fn shout(&self) -> String {
        self.greeting.to_uppercase()
    }

    fn echo(&self, _: &LazyCx) -> Ready<esmodel::Result<String>> {
        ready(Ok(format!("{0} {0}", self.greeting)))
    }
}

fn member(id: u32, name: &str) -> Member {
    Member { id, name: name.into(), saves: 0, greeting: String::new(), shout: Computed::EMPTY, echo: Lazy::NotLoaded }
}

/// The same index, as it is stored.
#[derive(Debug, Serialize, Deserialize, EsModel)]
#[es(index = "members")]
struct Stored {
    #[es(id)]
    id: u32,
    name: String,
    saves: u32,
}

async fn members(context: &Context) -> Client {
    context.es().schema::<Member>().apply().await.unwrap();
    context.es().clone()
}

async fn stored(es: &Client, id: u32) -> (String, u32) {
    let doc = Doc::into_inner(Stored::get(es, id).await.unwrap());
    (doc.name, doc.saves)
}

async fn before_save_runs_before_every_write_of_a_whole_document(context: Context) {
    let es = members(&context).await;
    let mut doc = member(1, "  ada ").save(&es).await.unwrap();
    assert_eq!((doc.name.as_str(), doc.saves), ("ada", 1));
    assert_eq!(stored(&es, 1).await, ("ada".into(), 1));

    doc.name = " ada l. ".into();
    doc.save(&es).await.unwrap();
    assert_eq!((doc.name.as_str(), doc.saves), ("ada l.", 2));
    doc.overwrite(&es).await.unwrap();
    assert_eq!(stored(&es, 1).await, ("ada l.".into(), 3));

    let doc = Member::modify(&es, 1, |member| member.name.push(' ')).await.unwrap();
    assert_eq!((doc.name.as_str(), doc.saves), ("ada l.", 4));
    let doc = Member::upsert(&es, 1, || member(1, ""), |member| member.name.push(' ')).await.unwrap().doc;
    assert_eq!((doc.name.as_str(), doc.saves), ("ada l.", 5));
    let doc = Member::upsert(&es, 2, || member(2, " bob"), |_| {}).await.unwrap().doc;
    assert_eq!((doc.name.as_str(), doc.saves), ("bob", 1));
    let doc = member(3, " cy ").create(&es).await.unwrap();
    assert_eq!((doc.name.as_str(), doc.saves), ("cy", 1));

    let mut mine = Member::get(&es, 3).await.unwrap();
    Member::modify(&es, 3, |member| member.name = "carl".into()).await.unwrap();
    mine.name = " cyd ".into();
    mine.save_merging(&es, |stored, mine| stored.name.clone_from(&mine.name)).await.unwrap();
    assert_eq!((mine.name.as_str(), mine.saves), ("cyd", 3));

    let many = es.bulk_save([member(4, " dan "), member(5, " eve ")]).await.unwrap().all().unwrap();
    assert_eq!(many.iter().map(|doc| doc.name.as_str()).collect::<Vec<_>>(), ["dan", "eve"]);
    assert_eq!(stored(&es, 5).await, ("eve".into(), 1));

    let (mut new, mut old) = (Doc::new(member(6, " fay ")), Member::get(&es, 4).await.unwrap());
    old.name.push(' ');
    let mut bulk = es.bulk();
    bulk.create(&mut new).unwrap().save(&mut old).unwrap();
    bulk.commit().await.unwrap();
    assert_eq!(((new.name.as_str(), new.saves), (old.name.as_str(), old.saves)), (("fay", 1), ("dan", 2)));
    assert_eq!((stored(&es, 6).await, stored(&es, 4).await), (("fay".into(), 1), ("dan".into(), 2)));
}

async fn a_write_that_fails_leaves_the_value_as_it_was_before_the_hook(context: Context) {
    let es = members(&context).await;
    let mut mine = member(1, "ada").save(&es).await.unwrap();
    Member::modify(&es, 1, |_| {}).await.unwrap();
    mine.name = " changed ".into();
    let before = mine.clone();
    assert!(mine.save(&es).await.unwrap_err().is_conflict());
    assert_eq!(mine, before);
    let mut bulk = es.bulk();
    bulk.save(&mut mine).unwrap();
    assert!(matches!(bulk.commit().await, Err(Error::Bulk(_))));
    assert_eq!(mine, before);
    let mut bulk = es.bulk();
    bulk.save(&mut mine).unwrap();
    drop(bulk);
    assert_eq!(mine, before);
    // Dropped before its first poll, and half way.
    drop(mine.overwrite(&es).into_future());
    assert_eq!(mine, before);
    {
        let mut saving = mine.overwrite(&es).into_future();
        assert!(futures_util::poll!(saving.as_mut()).is_pending());
    }
    assert_eq!(mine, before);
    let outcome = es.bulk_save([member(1, " again ")]).create_only().await.unwrap();
    assert_eq!(outcome.rejected[0].value, member(1, " again "));
}

async fn what_before_save_refuses_is_not_written(context: Context) {
    let es = members(&context).await;
    let error = member(1, "a\0").save(&es).await.unwrap_err();
    assert!(matches!(error, Error::Custom(_)), "{error:?}");
    assert_eq!(error.to_string(), "a name cannot hold a zero");
    assert!(!Member::exists(&es, 1).await.unwrap());
    let outcome = es.bulk_save([member(1, "a\0"), member(2, "bob")]).await.unwrap();
    assert_eq!((outcome.saved.len(), outcome.rejected.len()), (1, 1));
    assert_eq!(outcome.rejected[0].operation.reason(), "a name cannot hold a zero");
}

/// A note of a tenant, whose id is made from its text.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "notes", settings(number_of_shards = 5), before_save = complete)]
struct Note {
    #[es(id)]
    id: Option<String>,
    #[es(routing)]
    tenant: Option<String>,
    text: String,
}

fn complete(note: &mut Note) {
    note.id.get_or_insert_with(|| note.text.to_lowercase());
    note.tenant.get_or_insert_with(|| "common".into());
}

async fn before_save_may_make_the_id_and_the_routing(context: Context) {
    let es = context.es();
    es.schema::<Note>().apply().await.unwrap();
    let note = |text: &str| Note { id: None, tenant: None, text: text.into() };
    let doc = note("Hello").save(es).await.unwrap();
    assert_eq!((Doc::meta(&doc).id(), Doc::meta(&doc).routing()), ("hello", Some("common")));
    let many = es.bulk_save([note("Many")]).await.unwrap().all().unwrap();
    assert_eq!((many[0].id.as_deref(), Doc::meta(&many[0]).routing()), (Some("many"), Some("common")));
    assert!(Note::exists(es, "many").routing("common").await.unwrap());
}

async fn after_load_runs_whenever_a_document_is_read(context: Context) {
    let es = members(&context).await;
    member(1, "ada").save(&es).refresh(Refresh::Now).await.unwrap();
    let mut read = vec![
        Doc::into_inner(Member::get(&es, 1).await.unwrap()),
        Doc::into_inner(Member::find(&es, 1).await.unwrap().unwrap()),
        Doc::into_inner(Member::get_many(&es, [1]).await.unwrap().remove(0).unwrap()),
        Member::search().fetch(&es).await.unwrap().into_values().remove(0),
    ];
    let mut doc = Member::get(&es, 1).await.unwrap();
    doc.greeting.clear();
    doc.reload(&es).await.unwrap();
    read.push(Doc::into_inner(doc));
    for value in read {
        assert_eq!(value.greeting, "hello ada");
        assert_eq!(value.shout.get().map(String::as_str), Some("HELLO ADA"), "computed after it");
        assert_eq!(value.echo.value().unwrap(), "hello ada hello ada", "loaded after it");
    }
}

async fn what_after_load_refuses_names_the_document(context: Context) {
    let es = members(&context).await;
    Stored { id: 7, name: "nobody".into(), saves: 0 }.save(&es).refresh(Refresh::Now).await.unwrap();
    for error in [
        Member::get(&es, 7).await.unwrap_err(),
        Member::get_many(&es, [7]).await.unwrap_err(),
        Member::search().fetch(&es).await.unwrap_err(),
    ] {
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        let text = error.to_string();
        assert!(text.contains("`7`") && text.contains("nobody is no name"), "{text}");
    }
}

/// What the program's own code says.
#[derive(Debug)]
struct OutOfOrder(i32);

impl fmt::Display for OutOfOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a value of {} is out of order", self.0)
    }
}

impl std::error::Error for OutOfOrder {}

/// A value that is refused on the way in where it is below zero, and on the way out where it is above ten.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "gauges", before_save = Self::check_in, after_load = Self::check_out)]
struct Gauge {
    #[es(id)]
    id: u32,
    value: i32,
}

impl Gauge {
    fn check_in(&mut self) -> Result<(), OutOfOrder> {
        if self.value < 0 { Err(OutOfOrder(self.value)) } else { Ok(()) }
    }

    fn check_out(&mut self) -> Result<(), OutOfOrder> {
        if self.value > 10 { Err(OutOfOrder(self.value)) } else { Ok(()) }
    }
}

async fn the_errors_of_hooks_keep_their_type(context: Context) {
    let es = context.es().with_refresh(Refresh::Now);
    es.schema::<Gauge>().apply().await.unwrap();
    let gauge = |id, value| Gauge { id, value };
    let said = |error: &Error| error.downcast_ref::<OutOfOrder>().map(|OutOfOrder(value)| *value);

    assert_eq!(said(&gauge(1, -1).save(&es).await.unwrap_err()), Some(-1));
    let outcome = es.bulk_save([gauge(1, 1), gauge(2, -2)]).await.unwrap();
    let operation = &outcome.rejected[0].operation;
    assert_eq!((operation.cause().and_then(said), operation.error().is_none()), (Some(-2), true));
    assert_eq!(said(&outcome.all().unwrap_err()), Some(-2));

    gauge(3, 11).save(&es).await.unwrap();
    for error in [
        Gauge::get(&es, 3).await.unwrap_err(),
        Gauge::get_many(&es, [1, 3]).await.unwrap_err(),
        Gauge::search().fetch(&es).await.unwrap_err(),
        Gauge::modify(&es, 3, |gauge| gauge.value = 1).await.unwrap_err(),
    ] {
        assert_eq!(said(&error), Some(11), "{error:?}");
        let text = error.to_string();
        let place = format!("document `3` of index `{}`", es.index_name("gauges"));
        assert!(text.contains(&place) && text.ends_with("a value of 11 is out of order"), "{text}");
    }

    let mut doc = Gauge::get(&es, 1).await.unwrap();
    let mut bulk = es.bulk();
    bulk.update(&mut doc, json!({"value": 12})).unwrap();
    let error = bulk.commit().await.unwrap_err();
    assert_eq!(said(&error), Some(12), "{error:?}");
    assert_eq!(doc.value, 1, "it is changed there and not here");
}

async fn every_broken_rule_is_named_and_nothing_is_sent(context: Context) {
    let (es, sent) = context.recorded(|builder| builder).await;
    let error = member(1000, " ").save(&es).await.unwrap_err();
    let Error::Validation(invalid) = &error else { panic!("{error:?}") };
    assert_eq!((invalid.model(), invalid.id()), ("Member", Some("1000")));
    let broken: Vec<_> = invalid.violations().iter().map(|broken| (broken.path(), broken.message())).collect();
    assert_eq!(broken, [("name", "must not be empty"), ("id", "must be below 1000")]);
    assert_eq!(
        error.to_string(),
        "this `Member` (`1000`) is not valid, and nothing was sent: `name` must not be empty; `id` must be below 1000"
    );
    let mut doc = Doc::new(member(1, ""));
    assert!(matches!(doc.save(&es).await, Err(Error::Validation(_))));
    assert!(matches!(es.bulk().create(&mut doc).unwrap_err(), Error::Validation(_)));
    assert_eq!(sent.take(), Vec::<String>::new());
}

async fn a_broken_rule_is_422_to_the_web(context: Context) {
    let error = member(1, " ").save(context.es()).await.unwrap_err();
    let response = Problem::from(error).into_response();
    assert_eq!(response.status(), 422);
    let body = response.into_body().collect().await.unwrap().to_bytes();
    let problem: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(problem["violations"], json!([{"path": "name", "message": "must not be empty"}]));
}

async fn rules_see_what_before_save_made(context: Context) {
    let es = members(&context).await;
    assert!(matches!(member(1, "   ").save(&es).await, Err(Error::Validation(_))));
    member(1, "ada").save(&es).await.unwrap();
    let error = Member::modify(&es, 1, |member| member.name = " ".into()).await.unwrap_err();
    assert!(matches!(error, Error::Validation(_)), "{error:?}");
    assert_eq!(stored(&es, 1).await, ("ada".into(), 1));
}

/// An order, whose rules are garde's.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, EsModel)]
#[es(index = "orders", validate)]
struct Order {
    #[es(id)]
    #[garde(skip)]
    id: u32,
    #[garde(length(min = 1))]
    customer: String,
    #[garde(dive)]
    lines: Vec<Line>,
}

/// A line of an order.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, EsObject)]
struct Line {
    #[garde(range(min = 1))]
    pieces: u32,
}

async fn the_rules_of_garde_are_run_with_their_paths(context: Context) {
    let es = context.es();
    es.schema::<Order>().apply().await.unwrap();
    let order = |customer: &str, pieces: &[u32]| Order {
        id: 1,
        customer: customer.into(),
        lines: pieces.iter().map(|&pieces| Line { pieces }).collect(),
    };
    let Err(Error::Validation(invalid)) = order("", &[1, 0]).save(es).await else { panic!("it breaks rules") };
    let paths: Vec<_> = invalid.violations().iter().map(Violation::path).collect();
    assert_eq!(paths, ["customer", "lines[1].pieces"]);
    assert!(invalid.violations()[1].message().contains('1'), "{invalid}");
    order("ada", &[1, 2]).save(es).await.unwrap();
}

async fn a_bulk_gives_back_what_is_not_valid(context: Context) {
    let es = members(&context).await;
    let outcome = es.bulk_save([member(1, "ada"), member(2, ""), member(3, "cy")]).await.unwrap();
    assert_eq!((outcome.saved.len(), outcome.rejected.len()), (2, 1));
    let rejected = &outcome.rejected[0];
    assert_eq!((rejected.value.id, rejected.operation.position()), (2, 1));
    let paths: Vec<_> = rejected.operation.violations().iter().map(Violation::path).collect();
    assert_eq!(paths, ["name"]);
    let Err(Error::Bulk(error)) = outcome.all() else { panic!("one was rejected") };
    assert!(error.to_string().contains("`name` must not be empty"), "{error}");
}

/// Something that says who wrote it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "papers")]
struct Paper {
    #[es(id)]
    id: u32,
    text: String,
    #[es(created_at)]
    created_at: Option<DateTime<Utc>>,
    #[es(updated_at)]
    updated_at: Option<DateTime<Utc>>,
    #[es(created_by)]
    created_by: Option<String>,
    #[es(updated_by)]
    #[serde(rename = "changedBy", skip_serializing_if = "Option::is_none")]
    updated_by: Option<String>,
}

fn paper(id: u32) -> Paper {
    Paper { id, text: "..".into(), created_at: None, updated_at: None, created_by: None, updated_by: None }
}

fn authors(paper: &Paper) -> (Option<&str>, Option<&str>) {
    (paper.created_by.as_deref(), paper.updated_by.as_deref())
}

async fn papers(context: &Context) -> (Client, Client, Client) {
    let es = context.es();
    es.schema::<Paper>().apply().await.unwrap();
    (es.clone(), es.with_actor("ada"), es.with_actor("bob"))
}

async fn authors_are_those_of_the_client(context: Context) {
    let (es, ada, bob) = papers(&context).await;
    assert_eq!((es.actor(), ada.actor(), ada.with_actor("").actor()), (None, Some("ada"), None));
    let mut doc = paper(1).save(&ada).await.unwrap();
    assert_eq!(authors(&doc), (Some("ada"), Some("ada")));
    doc.text = "more".into();
    doc.save(&bob).await.unwrap();
    assert_eq!(authors(&doc), (Some("ada"), Some("bob")));
    let read = Paper::get(&es, 1).await.unwrap();
    assert_eq!(authors(&read), (Some("ada"), Some("bob")));
    assert_eq!(*read, *doc, "timestamps too");
    let f = Paper::fields();
    es.index::<Paper>().refresh().await.unwrap();
    assert_eq!(Paper::search().filter(f.updated_by().eq("bob")).count(&es).await.unwrap(), 1);
}

async fn a_write_that_fails_names_nobody_new(context: Context) {
    let (_, ada, bob) = papers(&context).await;
    let mut doc = paper(1).save(&ada).await.unwrap();
    Paper::modify(&ada, 1, |paper| paper.text.clear()).await.unwrap();
    let before = doc.clone();
    assert!(doc.save(&bob).await.unwrap_err().is_conflict());
    assert_eq!(doc, before);
}

/// Something that must say who wrote it.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "contracts")]
struct Contract {
    #[es(id)]
    id: u32,
    #[es(created_by)]
    drawn_up_by: String,
    #[es(updated_by)]
    signed_by: Option<String>,
}

async fn without_an_actor_an_option_names_nobody_and_a_string_is_refused(context: Context) {
    let (es, ada, _) = papers(&context).await;
    let mut doc = paper(1).save(&es).await.unwrap();
    assert_eq!(authors(&doc), (None, None));
    doc.save(&ada).await.unwrap();
    assert_eq!(authors(&doc), (Some("ada"), Some("ada")), "the first who is known");
    // Nobody is named rather than the one before, who did not write this.
    doc.save(&es).await.unwrap();
    assert_eq!(authors(&doc), (Some("ada"), None));
    assert_eq!(authors(&Paper::get(&es, 1).await.unwrap()), (Some("ada"), None));

    es.schema::<Contract>().apply().await.unwrap();
    let contract = Contract { id: 1, drawn_up_by: String::new(), signed_by: None };
    let error = contract.clone().save(&es).await.unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("`drawn_up_by` of `Contract`") && text.contains("with_actor"), "{text}");
    let mut doc = contract.save(&ada).await.unwrap();
    assert_eq!(doc.drawn_up_by, "ada");
    // It is named by now, so a further write needs nobody.
    doc.save(&es).await.unwrap();
    assert_eq!((doc.drawn_up_by.as_str(), doc.signed_by.as_deref()), ("ada", None));
}

async fn every_way_of_writing_names_its_author(context: Context) {
    let (es, ada, bob) = papers(&context).await;
    let many = ada.bulk_save([paper(1), paper(2)]).await.unwrap().all().unwrap();
    assert_eq!(authors(&many[1]), (Some("ada"), Some("ada")));
    let mut docs = many;
    let mut bulk = bob.bulk();
    let (first, second) = docs.split_at_mut(1);
    bulk.save(&mut first[0]).unwrap().update(&mut second[0], json!({"text": "short"})).unwrap();
    bulk.commit().await.unwrap();
    for doc in &docs {
        assert_eq!(authors(doc), (Some("ada"), Some("bob")));
        assert_eq!(authors(&Paper::get(&es, doc.id).await.unwrap()), (Some("ada"), Some("bob")));
    }
    let doc = Paper::modify(&ada, 1, |_| {}).await.unwrap();
    assert_eq!(authors(&doc), (Some("ada"), Some("ada")));
    let doc = Paper::upsert(&bob, 3, || paper(3), |_| {}).await.unwrap().doc;
    assert_eq!(authors(&doc), (Some("bob"), Some("bob")));
    // Inside of a batch the client is the same.
    let doc = ada.batched(async |es| paper(4).save(es).await).await.unwrap();
    assert_eq!(authors(&doc), (Some("ada"), Some("ada")));
}

async fn an_update_of_a_part_cannot_set_what_writes_fill(context: Context) {
    let (_, ada, bob) = papers(&context).await;
    let mut doc = paper(1).save(&ada).await.unwrap();
    let created_at = doc.created_at;
    for key in ["created_at", "updated_at", "created_by", "changedBy"] {
        let error = bob.bulk().update(&mut doc, json!({"text": "stolen", key: "1999-01-01T00:00:00Z"})).unwrap_err();
        assert!(matches!(error, Error::Invalid(_)), "{error:?}");
        assert!(error.to_string().starts_with(&format!("`{key}` of `Paper` is filled by each write")), "{error}");
    }
    let mut bulk = bob.bulk();
    bulk.update(&mut doc, json!({"text": "changed"})).unwrap();
    bulk.commit().await.unwrap();
    let stored = Paper::get(&ada, 1).await.unwrap();
    assert_eq!(
        (stored.text.as_str(), stored.created_at, authors(&stored)),
        ("changed", created_at, (Some("ada"), Some("bob")))
    );
}
