//! Documents that move while answers get lost or the call is dropped: none is lost, and the move can be finished.

use std::pin::pin;

use chrono::{DateTime, Utc};
use esmodel::{Error, prelude::*};
use esmodel_tests::{Context, Fault, Proxy};
use futures_util::future::{Either, select};

esmodel_tests::tests![
    a_move_whose_answers_are_lost_is_done,
    a_move_whose_requests_are_lost_is_done_or_leaves_the_document,
    a_move_that_was_dropped_between_its_steps_is_finished_by_another_one,
    a_move_that_was_dropped_behind_its_steps_is_finished_by_another_one,
    a_move_takes_nothing_back_where_the_delete_may_have_been_applied,
    a_move_within_a_shard_is_finished_after_a_lost_answer,
    a_move_does_not_take_anothers_document_for_its_own,
    a_move_to_another_index_is_finished_too,
];

/// A message of one tenant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "messages", settings(number_of_shards = 5))]
struct Message {
    #[es(id)]
    id: String,
    #[es(routing)]
    tenant: String,
    text: String,
    #[es(created_at)]
    created_at: Option<DateTime<Utc>>,
    #[es(updated_at)]
    updated_at: Option<DateTime<Utc>>,
}

fn message(id: &str, tenant: &str) -> Message {
    Message { id: id.into(), tenant: tenant.into(), text: "hello".into(), created_at: None, updated_at: None }
}

/// A row, in an index that it names itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "rows-*", index_for = Self::index_name)]
struct Row {
    #[es(id)]
    id: u32,
    home: String,
}

impl Row {
    fn index_name(&self) -> &str {
        &self.home
    }
}

/// A document of tenant `a`, and a tenant on the same shard and one on another.
struct Scene {
    es: Client,
    proxy: Proxy,
    same: String,
    other: String,
}

async fn scene(context: &Context) -> Scene {
    context.es().schema::<Message>().apply().await.unwrap();
    let (es, proxy) = context.proxied(|settings| settings).await;
    message("probe", "a").save(&es).await.unwrap();
    let (mut same, mut other) = (None, None);
    for letter in 'b'..='z' {
        let found = Message::exists(&es, "probe").routing(letter).await.unwrap();
        let slot = if found { &mut same } else { &mut other };
        slot.get_or_insert(letter.to_string());
    }
    Message::delete(&es, "probe").routing("a").await.unwrap();
    Scene { es, proxy, same: same.unwrap(), other: other.unwrap() }
}

/// The document, loaded and bound for another tenant.
async fn bound_for(scene: &Scene, tenant: &str) -> Doc<Message> {
    let mut doc = message("1", "a").save(&scene.es).await.unwrap();
    doc.tenant = tenant.into();
    doc
}

/// That the document is stored once, as it is here.
async fn assert_moved(es: &Client, doc: &Doc<Message>) {
    es.index::<Message>().refresh().await.unwrap();
    let hits = Message::search().fetch(es).await.unwrap().hits;
    assert_eq!(hits.len(), 1, "{hits:?}");
    assert_eq!(*doc, Message::get(es, "1").routing(&*doc.tenant).await.unwrap());
    Message::delete(es, "1").routing(&*doc.tenant).await.unwrap();
}

async fn a_move_whose_answers_are_lost_is_done(context: Context) {
    let scene = scene(&context).await;
    for pattern in ["PUT /", "DELETE /"] {
        for fault in [Fault::LoseAnswer, Fault::ReplaceAnswer(503)] {
            let mut doc = bound_for(&scene, &scene.other).await;
            scene.proxy.plan(pattern, 1, fault);
            doc.relocate(&scene.es).await.unwrap();
            assert_moved(&scene.es, &doc).await;
        }
    }
}

async fn a_move_whose_requests_are_lost_is_done_or_leaves_the_document(context: Context) {
    let scene = scene(&context).await;
    let mut doc = bound_for(&scene, &scene.other).await;
    scene.proxy.plan("PUT /", 1, Fault::LoseRequest);
    let before = doc.clone();
    doc.relocate(&scene.es).await.unwrap_err();
    assert_eq!(doc, before);
    assert!(Message::exists(&scene.es, "1").routing("a").await.unwrap());
    scene.proxy.plan("DELETE /", 1, Fault::LoseRequest);
    doc.relocate(&scene.es).await.unwrap();
    assert_moved(&scene.es, &doc).await;
}

/// Moves the document, and drops the call when its request is in the proxy, carried out.
async fn move_and_drop(scene: &Scene, doc: &mut Doc<Message>, pattern: &str) {
    let held = scene.proxy.hold(pattern, 1, Fault::Pass);
    let (moving, reached) = (pin!(doc.relocate(&scene.es).into_future()), pin!(held.reached()));
    assert!(matches!(select(moving, reached).await, Either::Right(_)));
    held.release();
}

async fn a_move_that_was_dropped_between_its_steps_is_finished_by_another_one(context: Context) {
    let scene = scene(&context).await;
    let mut doc = bound_for(&scene, &scene.other).await;
    let before = doc.clone();
    move_and_drop(&scene, &mut doc, "PUT /").await;
    assert_eq!(doc, before);
    for tenant in ["a", &scene.other] {
        assert!(Message::exists(&scene.es, "1").routing(tenant).await.unwrap(), "{tenant}");
    }
    doc.relocate(&scene.es).await.unwrap();
    assert_moved(&scene.es, &doc).await;
}

async fn a_move_that_was_dropped_behind_its_steps_is_finished_by_another_one(context: Context) {
    let scene = scene(&context).await;
    let mut doc = bound_for(&scene, &scene.other).await;
    move_and_drop(&scene, &mut doc, "DELETE /").await;
    doc.relocate(&scene.es).await.unwrap();
    assert_moved(&scene.es, &doc).await;
}

async fn a_move_takes_nothing_back_where_the_delete_may_have_been_applied(context: Context) {
    let scene = scene(&context).await;
    let mut doc = bound_for(&scene, &scene.other).await;
    let held = scene.proxy.hold("DELETE /", 1, Fault::LoseAnswer);
    let somebody = async {
        held.reached().await;
        message("1", "a").create(context.es()).await.unwrap();
        held.release();
    };
    let (outcome, ()) = tokio::join!(doc.relocate(&scene.es).into_future(), somebody);
    assert!(matches!(outcome, Err(Error::PerhapsApplied(_))), "{outcome:?}");
    for tenant in ["a", &scene.other] {
        assert!(Message::exists(&scene.es, "1").routing(tenant).await.unwrap(), "{tenant}");
    }
    // Nor does another try.
    assert!(matches!(doc.relocate(&scene.es).await, Err(Error::PerhapsApplied(_))));
    assert!(Message::exists(&scene.es, "1").routing(&*scene.other).await.unwrap());
}

async fn a_move_within_a_shard_is_finished_after_a_lost_answer(context: Context) {
    let scene = scene(&context).await;
    let mut doc = bound_for(&scene, &scene.same).await;
    scene.proxy.plan("PUT /", 2, Fault::LoseAnswer);
    assert!(doc.relocate(&scene.es).await.unwrap_err().may_have_been_applied());
    doc.relocate(&scene.es).await.unwrap();
    assert_moved(&scene.es, &doc).await;
}

async fn a_move_does_not_take_anothers_document_for_its_own(context: Context) {
    let scene = scene(&context).await;
    let mut doc = bound_for(&scene, &scene.other).await;
    let mut theirs = message("1", &scene.other);
    theirs.text = "theirs".into();
    let theirs = theirs.create(&scene.es).await.unwrap();
    assert!(doc.relocate(&scene.es).await.unwrap_err().is_conflict());
    scene.proxy.plan("PUT /", 1, Fault::LoseRequest);
    doc.relocate(&scene.es).await.unwrap_err();
    assert_eq!(theirs, Message::get(&scene.es, "1").routing(&*scene.other).await.unwrap());
    assert!(Message::exists(&scene.es, "1").routing("a").await.unwrap());
}

async fn a_move_to_another_index_is_finished_too(context: Context) {
    let (es, proxy) = context.proxied(|settings| settings).await;
    let mut doc = Row { id: 1, home: "rows-a".into() }.save(&es).await.unwrap();
    doc.home = "rows-b".into();
    for nth in 1..=4 {
        proxy.plan("DELETE /", nth, Fault::LoseRequest);
    }
    assert!(doc.relocate(&es).await.unwrap_err().may_have_been_applied());
    doc.relocate(&es).await.unwrap();
    assert_eq!(doc, Row::get(&es, 1).index("rows-b").await.unwrap());
    assert!(!Row::exists(&es, 1).index("rows-a").await.unwrap());
}
