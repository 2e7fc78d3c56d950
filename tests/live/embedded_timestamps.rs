//! Timestamps of objects inside documents: each write of the document sets them.

use chrono::{DateTime, TimeDelta, Utc};
use esmodel::{
    Error,
    model::ModelDefinition,
    prelude::*,
    wire::{Effect, Method, Request, RequestPath},
};
use esmodel_tests::Context;
use serde_json::{Value, json};

esmodel_tests::tests![
    a_write_sets_the_timestamps_of_objects_at_any_depth,
    a_later_write_changes_only_when_they_were_updated,
    an_object_that_came_later_has_its_own_creation,
    a_write_that_fails_leaves_the_timestamps_of_objects,
    every_write_of_a_document_sets_them,
    a_part_of_a_document_leaves_them,
    a_hook_that_adds_objects_has_them_stamped,
];

type Time = Option<DateTime<Utc>>;

/// A list of things to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "plans", before_save = Self::tidy)]
struct Plan {
    #[es(id)]
    id: u32,
    name: String,
    #[es(updated_at)]
    changed: Time,
    owner: Owner,
    steps: Vec<Step>,
    spare: Option<Box<Step>>,
    #[serde(flatten)]
    audit: Audit,
}

/// Whose it is: without stamps of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Owner {
    name: String,
    steps: Vec<Step>,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
#[serde(rename_all = "camelCase")]
struct Step {
    text: String,
    #[es(created_at)]
    #[serde(skip_serializing_if = "Option::is_none")]
    made_at: Time,
    #[es(updated_at, stored)]
    #[serde(skip_serializing)]
    changed_at: Time,
}

/// Flattened into the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Audit {
    #[es(updated_at)]
    seen: DateTime<Utc>,
}

impl Plan {
    fn tidy(&mut self) {
        if self.name == "to be filled" {
            self.steps.push(step("from the hook"));
        }
    }
}

fn step(text: &str) -> Step {
    Step { text: text.into(), made_at: None, changed_at: None }
}

fn plan(id: u32, name: &str) -> Plan {
    Plan {
        id,
        name: name.into(),
        changed: None,
        owner: Owner { name: "Ada".into(), steps: vec![step("think")] },
        steps: vec![step("write"), step("test")],
        spare: Some(Box::new(step("rest"))),
        audit: Audit { seen: DateTime::UNIX_EPOCH },
    }
}

/// The client, with the index of plans made.
async fn plans(context: &Context) -> Client {
    context.es().schema::<Plan>().apply().await.unwrap();
    context.es().clone()
}

fn steps(plan: &Plan) -> Vec<&Step> {
    plan.steps.iter().chain(&plan.owner.steps).chain(plan.spare.as_deref()).collect()
}

/// That everything in it was made and changed then.
fn assert_stamped(plan: &Plan, made: Time, changed: Time) {
    assert!(made.is_some() && changed.is_some());
    assert_eq!((plan.changed, Some(plan.audit.seen)), (changed, changed));
    for step in steps(plan) {
        assert_eq!((step.made_at, step.changed_at), (made, changed), "{step:?}");
    }
}

/// What the server holds, read past the models.
async fn source(es: &Client) -> Value {
    let path = RequestPath::new(&[&es.index_name(Plan::SCHEMA.index), "_source", "1"]).unwrap();
    let response = es.send(Request::new(Method::Get, path, Effect::Read)).await.unwrap();
    serde_json::from_slice(response.body()).unwrap()
}

/// A value as if it was stored a day ago.
fn yesterday(id: u32) -> (Plan, Time) {
    let at = Some(DateTime::from_timestamp_millis((Utc::now() - TimeDelta::days(1)).timestamp_millis()).unwrap());
    let mut plan = plan(id, "old");
    for step in plan.steps.iter_mut().chain(&mut plan.owner.steps).chain(plan.spare.as_deref_mut()) {
        (step.made_at, step.changed_at) = (at, at);
    }
    (plan, at)
}

async fn a_write_sets_the_timestamps_of_objects_at_any_depth(context: Context) {
    let es = plans(&context).await;
    let before = Utc::now() - TimeDelta::milliseconds(1);
    let saved = plan(1, "new").save(&es).await.unwrap();
    assert!(saved.changed.unwrap() > before && saved.changed.unwrap() <= Utc::now());
    assert_stamped(&saved, saved.changed, saved.changed);
    assert_eq!(*Plan::get(&es, 1).await.unwrap(), *saved);
    let at = json!(saved.changed.unwrap().to_rfc3339_opts(chrono::SecondsFormat::Millis, true));
    let step = |text: &str| json!({ "text": text, "madeAt": at, "changedAt": at });
    assert_eq!(
        source(&es).await,
        json!({
            "name": "new", "changed": at, "seen": at,
            "owner": { "name": "Ada", "steps": [step("think")] },
            "steps": [step("write"), step("test")], "spare": step("rest"),
        })
    );
}

async fn a_later_write_changes_only_when_they_were_updated(context: Context) {
    let es = plans(&context).await;
    let (old, made) = yesterday(1);
    let mut doc = old.save(&es).await.unwrap();
    let first = doc.changed;
    assert!(first > made);
    assert_stamped(&doc, made, first);
    doc.save(&es).await.unwrap();
    assert!(doc.changed >= first);
    assert_stamped(&doc, made, doc.changed);
    assert_eq!(*Plan::get(&es, 1).await.unwrap(), *doc);
}

async fn an_object_that_came_later_has_its_own_creation(context: Context) {
    let es = plans(&context).await;
    let (old, made) = yesterday(1);
    let mut doc = old.save(&es).await.unwrap();
    doc.steps.insert(0, step("begin"));
    doc.save(&es).await.unwrap();
    assert_eq!(doc.steps.iter().map(|step| step.made_at).collect::<Vec<_>>(), [doc.changed, made, made]);
    assert!(doc.steps.iter().all(|step| step.changed_at == doc.changed));
    assert_eq!(*Plan::get(&es, 1).await.unwrap(), *doc);
}

async fn a_write_that_fails_leaves_the_timestamps_of_objects(context: Context) {
    let es = plans(&context).await;
    let (old, _) = yesterday(1);
    let mut stale = old.save(&es).await.unwrap();
    Plan::modify(&es, 1, |plan| plan.name = "changed".into()).await.unwrap();
    stale.steps.push(step("never stored"));
    let local = stale.clone();
    assert!(stale.save(&es).await.unwrap_err().is_conflict());
    assert_eq!(stale, local);
    let mut bulk = es.bulk();
    bulk.save(&mut stale).unwrap();
    assert!(matches!(bulk.commit().await, Err(Error::Bulk(_))));
    assert_eq!(stale, local);
}

async fn every_write_of_a_document_sets_them(context: Context) {
    let es = plans(&context).await;
    let check = async |id: u32, made: Time| {
        let read = Plan::get(&es, id).await.unwrap();
        assert!(read.changed > made);
        assert_stamped(&read, made, read.changed);
        read
    };
    let ((first, made), (second, made_too)) = (yesterday(1), yesterday(2));
    let saved = es.bulk_save([first, second]).await.unwrap().all().unwrap();
    assert_eq!(*check(1, made).await, *saved[0]);
    assert_eq!(*check(2, made_too).await, *saved[1]);

    let mut doc = check(1, made).await;
    let mut bulk = es.bulk();
    bulk.save(&mut doc).unwrap();
    bulk.commit().await.unwrap();
    assert_eq!(*check(1, made).await, *doc);
    let changed = Plan::modify(&es, 1, |plan| plan.name = "changed".into()).await.unwrap();
    assert_eq!(*check(1, made).await, *changed);
    let upserted = Plan::upsert(&es, 1, || plan(1, "new"), |plan| plan.name = "upserted".into()).await.unwrap();
    assert_eq!(*check(1, made).await, *upserted.doc);
    doc.save_merging(&es, |stored, mine| stored.owner.name.clone_from(&mine.owner.name)).await.unwrap();
    assert_eq!(*check(1, made).await, *doc);
    doc.overwrite(&es).await.unwrap();
    assert_eq!(*check(1, made).await, *doc);
}

async fn a_part_of_a_document_leaves_them(context: Context) {
    let es = plans(&context).await;
    let (old, made) = yesterday(1);
    let mut doc = old.save(&es).await.unwrap();
    let first = doc.changed;
    let mut bulk = es.bulk();
    bulk.update(&mut doc, json!({ "name": "in part" })).unwrap();
    bulk.commit().await.unwrap();
    assert_eq!(doc.name, "in part");
    assert!(doc.changed >= first);
    for step in steps(&doc) {
        assert_eq!((step.made_at, step.changed_at), (made, first));
    }
    assert_eq!(*Plan::get(&es, 1).await.unwrap(), *doc);
}

async fn a_hook_that_adds_objects_has_them_stamped(context: Context) {
    let es = plans(&context).await;
    let saved = plan(1, "to be filled").save(&es).await.unwrap();
    assert_eq!(saved.steps.len(), 3);
    assert_stamped(&saved, saved.changed, saved.changed);
    assert_eq!(*Plan::get(&es, 1).await.unwrap(), *saved);
}
