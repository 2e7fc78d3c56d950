//! Fields that serde hides from what an API shows, and that are stored all the same.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use esmodel::{
    Error,
    model::ModelDefinition,
    prelude::*,
    wire::{Effect, Method, Request, RequestPath},
};
use esmodel_tests::Context;
use serde_json::{Value, json};

esmodel_tests::tests![
    hidden_fields_are_stored_at_any_depth_and_come_back,
    no_json_for_an_api_shows_hidden_fields,
    every_verb_that_writes_a_document_stores_hidden_fields,
    bulks_store_hidden_fields,
    a_part_of_a_document_changes_hidden_fields_by_name,
    a_part_keeps_the_hidden_fields_of_objects_and_cannot_lose_those_of_lists,
    hidden_fields_are_searched_and_read_in_part,
    an_absent_object_hides_nothing,
    a_hidden_number_that_json_cannot_hold_is_refused_with_its_path,
];

/// Somebody who can log in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "users")]
#[serde(rename_all = "camelCase")]
struct User {
    #[es(id)]
    #[serde(skip_serializing)]
    number: u32,
    name: String,
    #[serde(skip_serializing)]
    #[es(stored)]
    password_hash: String,
    home: Home,
    #[es(object)]
    others: Vec<Option<Home>>,
    devices: Vec<Device>,
    spare: Option<Box<Device>>,
    badges: BTreeSet<Badge>,
    #[serde(flatten)]
    recovery: Recovery,
    #[serde(skip_serializing)]
    #[es(stored)]
    vault: Vault,
    #[serde(skip_serializing)]
    #[es(stored, created_at)]
    created_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing)]
    #[es(stored, updated_at)]
    updated_at: Option<DateTime<Utc>>,
}

/// Where somebody lives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Home {
    city: String,
    #[serde(skip_serializing)]
    #[es(stored)]
    alarm_code: u16,
}

/// What somebody logs in with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Device {
    label: String,
    #[serde(skip_serializing, default)]
    #[es(stored)]
    keys: Vec<String>,
    parts: Vec<Part>,
}

/// What a device is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Part {
    #[serde(skip_serializing)]
    #[es(stored)]
    serial: String,
}

/// What somebody has earned.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, EsObject)]
struct Badge {
    name: String,
    #[serde(skip_serializing)]
    #[es(stored)]
    giver: String,
}

/// How somebody gets in again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Recovery {
    mail: String,
    #[serde(skip_serializing)]
    #[es(stored, keyword(index = false))]
    answer: String,
    trusted: Home,
}

/// What nobody sees, with something that not even the vault shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Vault {
    secret: f64,
    #[serde(skip_serializing)]
    #[es(stored)]
    seal: Option<String>,
    #[es(computed)]
    double: Computed<f64>,
}

impl Vault {
    fn double(&self) -> f64 {
        self.secret * 2.0
    }
}

/// What a list of users needs, and what it shows.
#[derive(Debug, PartialEq, Serialize, Deserialize, EsProjection)]
#[es(of = User)]
#[serde(rename_all = "camelCase")]
struct Login {
    name: String,
    #[serde(skip_serializing)]
    password_hash: String,
    home: Alarm,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, EsProjection)]
#[es(of = Home)]
struct Alarm {
    alarm_code: u16,
}

fn device(label: &str) -> Device {
    let parts = [1, 2].map(|part| Part { serial: format!("{label}-{part}") });
    Device { label: label.into(), keys: vec![format!("{label}-a"), format!("{label}-b")], parts: parts.into() }
}

fn home(city: &str, alarm_code: u16) -> Home {
    Home { city: city.into(), alarm_code }
}

fn badge(name: &str) -> Badge {
    Badge { name: name.into(), giver: format!("giver of {name}") }
}

fn user(number: u32, password_hash: &str) -> User {
    User {
        number,
        name: "Ada".into(),
        password_hash: password_hash.into(),
        home: home("London", 42),
        others: vec![Some(home("Turin", 1)), None, Some(home("Ockham", 2))],
        devices: vec![device("phone"), device("watch")],
        spare: Some(Box::new(device("key"))),
        badges: [badge("swift"), badge("kind")].into(),
        recovery: Recovery { mail: "ada@example.org".into(), answer: "Byron".into(), trusted: home("Turin", 7) },
        vault: Vault { secret: 1.5, seal: Some("wax".into()), double: Computed::EMPTY },
        created_at: None,
        updated_at: None,
    }
}

/// The client, with the index of users made.
async fn users(context: &Context) -> Client {
    context.es().schema::<User>().apply().await.unwrap();
    context.es().clone()
}

/// What the server holds, read past the models.
async fn source(es: &Client, id: u32) -> Value {
    let path = RequestPath::new(&[&es.index_name(User::SCHEMA.index), "_source", &id.to_string()]).unwrap();
    let response = es.send(Request::new(Method::Get, path, Effect::Read)).await.unwrap();
    serde_json::from_slice(response.body()).unwrap()
}

/// The stored hash, and that what else is hidden is there too.
async fn stored_hash(es: &Client, id: u32) -> String {
    let read = User::get(es, id).await.unwrap();
    let expected = user(id, "");
    assert_eq!(
        (&read.home, &read.recovery, &read.vault.seal),
        (&expected.home, &expected.recovery, &expected.vault.seal)
    );
    assert_eq!((&read.devices, &read.spare, &read.badges), (&expected.devices, &expected.spare, &expected.badges));
    assert_eq!(read.others, expected.others);
    Doc::into_inner(read).password_hash
}

async fn hidden_fields_are_stored_at_any_depth_and_come_back(context: Context) {
    let es = users(&context).await;
    let saved = user(1, "h1").save(&es).await.unwrap();
    let read = User::get(&es, 1).await.unwrap();
    assert_eq!(*read, *saved);
    assert_eq!(read.vault.double.get(), Some(&3.0));
    assert!(read.created_at.is_some());
    let stamp = |at: Option<DateTime<Utc>>| json!(at.unwrap().to_rfc3339_opts(chrono::SecondsFormat::Millis, true));
    let device = |label: &str| {
        json!({
            "label": label, "keys": [format!("{label}-a"), format!("{label}-b")],
            "parts": [{ "serial": format!("{label}-1") }, { "serial": format!("{label}-2") }],
        })
    };
    assert_eq!(
        source(&es, 1).await,
        json!({
            "name": "Ada", "passwordHash": "h1",
            "home": { "city": "London", "alarm_code": 42 },
            "others": [{ "city": "Turin", "alarm_code": 1 }, null, { "city": "Ockham", "alarm_code": 2 }],
            "devices": [device("phone"), device("watch")],
            "spare": device("key"),
            "badges": [{ "name": "kind", "giver": "giver of kind" }, { "name": "swift", "giver": "giver of swift" }],
            "mail": "ada@example.org", "answer": "Byron", "trusted": { "city": "Turin", "alarm_code": 7 },
            "vault": { "secret": 1.5, "seal": "wax" },
            "createdAt": stamp(saved.created_at), "updatedAt": stamp(saved.updated_at),
        })
    );
}

async fn no_json_for_an_api_shows_hidden_fields(context: Context) {
    let es = users(&context).await;
    let device = |label: &str| json!({ "label": label, "parts": [{}, {}] });
    let shown = json!({
        "name": "Ada",
        "home": { "city": "London" },
        "others": [{ "city": "Turin" }, null, { "city": "Ockham" }],
        "devices": [device("phone"), device("watch")],
        "spare": device("key"),
        "badges": [{ "name": "kind" }, { "name": "swift" }],
        "mail": "ada@example.org", "trusted": { "city": "Turin" },
    });
    let saved = user(1, "h1").save(&es).refresh(Refresh::Now).await.unwrap();
    assert_eq!(serde_json::to_value(&saved).unwrap(), shown);
    assert_eq!(serde_json::to_value(User::get(&es, 1).await.unwrap()).unwrap(), shown);
    let page = User::search().fetch(&es).await.unwrap();
    assert_eq!(serde_json::to_value(&page.hits[0]).unwrap(), shown);
}

async fn every_verb_that_writes_a_document_stores_hidden_fields(context: Context) {
    let es = users(&context).await;
    let mut doc = user(1, "created").create(&es).await.unwrap();
    assert_eq!(stored_hash(&es, 1).await, "created");
    doc.password_hash = "saved".into();
    doc.save(&es).await.unwrap();
    assert_eq!(stored_hash(&es, 1).await, "saved");
    doc.password_hash = "overwritten".into();
    doc.overwrite(&es).await.unwrap();
    assert_eq!(stored_hash(&es, 1).await, "overwritten");

    let mut behind = User::get(&es, 1).await.unwrap();
    let changed = User::modify(&es, 1, |user| user.password_hash.push_str(" and modified")).await.unwrap();
    assert_eq!(changed.password_hash, "overwritten and modified");
    assert_eq!(stored_hash(&es, 1).await, "overwritten and modified");
    behind.name = "Grace".into();
    behind
        .save_merging(&es, |stored, mine| {
            stored.name.clone_from(&mine.name);
            stored.password_hash.push_str(" and merged");
        })
        .await
        .unwrap();
    assert_eq!(stored_hash(&es, 1).await, "overwritten and modified and merged");

    let upsert = |number| {
        User::upsert(&es, number, move || user(number, "made"), |user| user.password_hash.push_str(" by upsert"))
    };
    for outcome in ["made by upsert", "made by upsert by upsert"] {
        upsert(2).await.unwrap();
        assert_eq!(stored_hash(&es, 2).await, outcome);
    }
}

async fn bulks_store_hidden_fields(context: Context) {
    let es = users(&context).await;
    es.bulk_save([user(1, "h1"), user(2, "h2")]).await.unwrap().all().unwrap();
    assert_eq!((stored_hash(&es, 1).await, stored_hash(&es, 2).await), ("h1".into(), "h2".into()));

    let (mut first, mut third) = (User::get(&es, 1).await.unwrap(), Doc::new(user(3, "h3")));
    first.password_hash = "changed".into();
    let mut bulk = es.bulk();
    bulk.save(&mut first).unwrap().create(&mut third).unwrap();
    bulk.commit().await.unwrap();
    assert_eq!((stored_hash(&es, 1).await, stored_hash(&es, 3).await), ("changed".into(), "h3".into()));
}

async fn a_part_of_a_document_changes_hidden_fields_by_name(context: Context) {
    let es = users(&context).await;
    let mut doc = user(1, "h1").save(&es).await.unwrap();
    let before = doc.updated_at;
    let mut bulk = es.bulk();
    bulk.update(&mut doc, json!({ "name": "Grace" })).unwrap();
    bulk.commit().await.unwrap();
    assert_eq!((&*doc.name, &*doc.password_hash), ("Grace", "h1"));
    assert!(doc.updated_at >= before);
    let mut bulk = es.bulk();
    bulk.update(&mut doc, json!({ "passwordHash": "h2" })).unwrap();
    bulk.commit().await.unwrap();
    assert_eq!(doc.password_hash, "h2");
    assert_eq!(stored_hash(&es, 1).await, "h2");
}

async fn a_part_keeps_the_hidden_fields_of_objects_and_cannot_lose_those_of_lists(context: Context) {
    #[derive(Serialize)]
    struct Things {
        devices: Vec<Device>,
    }
    let es = users(&context).await;
    let mut doc = user(1, "h1").save(&es).await.unwrap();
    let before = source(&es, 1).await;
    let mut things = doc.devices.clone();
    things.truncate(1);
    for part in [json!(Things { devices: things }), json!({ "others": [home("Rome", 3)] })] {
        let error = es.bulk().update(&mut doc, part).unwrap_err();
        assert!(matches!(error, Error::Invalid(_)) && error.to_string().contains("would lose"), "{error:?}");
    }
    assert_eq!(source(&es, 1).await, before);

    let mut bulk = es.bulk();
    bulk.update(&mut doc, json!({ "home": { "city": "Rome" }, "badges": [{ "name": "calm", "giver": "Eve" }] }))
        .unwrap();
    bulk.commit().await.unwrap();
    assert_eq!((&*doc.home.city, doc.home.alarm_code), ("Rome", 42));
    assert_eq!(doc.badges.first().unwrap().giver, "Eve");
    assert_eq!(*User::get(&es, 1).await.unwrap(), *doc);
}

async fn hidden_fields_are_searched_and_read_in_part(context: Context) {
    let es = users(&context).await;
    es.bulk_save([user(1, "h1"), user(2, "h2")]).refresh(Refresh::Now).await.unwrap().all().unwrap();
    let fields = User::fields();
    let found = User::search().filter(fields.password_hash().eq("h2")).filter(fields.home().alarm_code().eq(42));
    let page = found.project::<Login>().fetch(&es).await.unwrap();
    let login = Login { name: "Ada".into(), password_hash: "h2".into(), home: Alarm { alarm_code: 42 } };
    let shown = serde_json::to_value(&page.hits).unwrap();
    assert_eq!(shown, json!([{ "name": "Ada", "home": { "alarm_code": 42 } }]));
    assert_eq!(page.into_values(), [login]);
}

async fn an_absent_object_hides_nothing(context: Context) {
    let es = users(&context).await;
    let none = User { spare: None, devices: Vec::new(), badges: BTreeSet::new(), ..user(1, "h1") };
    let saved = none.save(&es).await.unwrap();
    let read = User::get(&es, 1).await.unwrap();
    assert_eq!(*read, *saved);
    assert_eq!((&read.spare, &read.devices), (&None, &Vec::new()));
}

async fn a_hidden_number_that_json_cannot_hold_is_refused_with_its_path(context: Context) {
    let es = users(&context).await;
    let mut broken = user(1, "h1");
    broken.vault.secret = f64::NAN;
    let error = broken.save(&es).await.unwrap_err();
    let Error::Encode { .. } = &error else { panic!("{error:?}") };
    let causes = std::iter::successors(std::error::Error::source(&error), |error| error.source());
    let told: Vec<String> = causes.map(ToString::to_string).collect();
    assert_eq!(told, ["`vault.secret` is NaN, which JSON cannot hold; use an `Option` for no value"]);
    assert!(User::find(&es, 1).await.unwrap().is_none());
}
