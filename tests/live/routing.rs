//! Documents that are stored by a routing value.

use esmodel::{Error, model::RawId, prelude::*};
use esmodel_tests::Context;

esmodel_tests::tests![
    a_routed_document_is_found_under_its_routing_and_nowhere_else,
    a_get_without_routing_is_refused_before_it_is_sent,
    a_loaded_document_keeps_its_routing,
    a_changed_routing_field_is_refused_and_names_both,
    relocate_moves_the_document_to_another_shard,
    relocate_within_a_shard_leaves_one_document,
    relocate_takes_itself_back_when_somebody_was_faster,
    an_explicit_routing_wins_over_the_hook,
    a_function_may_be_the_hook,
    a_document_that_is_missed_without_its_routing_may_be_elsewhere_and_the_error_says_so,
    a_value_without_routing_is_refused_where_routing_is_required,
];

/// A message of one tenant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "messages", settings(number_of_shards = 5))]
struct Message {
    #[es(id)]
    id: String,
    #[es(routing)]
    tenant: String,
    #[es(text)]
    text: String,
}

fn message(id: &str, tenant: &str) -> Message {
    Message { id: id.into(), tenant: tenant.into(), text: "hello".into() }
}

/// A reading, routed by the first letter of its station where it has one.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "readings", settings(number_of_shards = 5), routing = station_letter)]
struct Reading {
    #[es(id)]
    id: u32,
    station: String,
}

fn station_letter(reading: &Reading) -> Option<String> {
    reading.station.chars().next().map(String::from)
}

async fn messages(context: &Context) -> Client {
    context.es().schema::<Message>().apply().await.unwrap();
    context.es().clone()
}

async fn a_routed_document_is_found_under_its_routing_and_nowhere_else(context: Context) {
    let es = messages(&context).await;
    // `a` and `d` live on different shards of five.
    let saved = message("1", "a").save(&es).await.unwrap();
    assert_eq!(Doc::meta(&saved).routing(), Some("a"));
    let read = Message::get(&es, "1").routing("a").await.unwrap();
    assert_eq!(*read, *saved);
    assert_eq!(Doc::meta(&read).routing(), Some("a"));
    let mut missed = 0;
    for other in ["b", "c", "d", "e", "f", "g"] {
        missed += usize::from(Message::find(&es, "1").routing(other).await.unwrap().is_none());
    }
    assert!(missed > 0);
}

async fn a_get_without_routing_is_refused_before_it_is_sent(context: Context) {
    // There is no such index: a request would answer otherwise.
    let es = context.es();
    for error in [
        Message::get(es, "1").await.unwrap_err(),
        Message::find(es, "1").await.unwrap_err(),
        Message::delete(es, "1").await.unwrap_err(),
        Message::get_many(es, ["1"]).await.unwrap_err(),
        Message::modify(es, "1", |_| {}).await.unwrap_err(),
    ] {
        assert!(matches!(error, Error::Invalid(_)), "{error}");
        assert!(error.to_string().contains(".routing(..)"), "{error}");
    }
}

async fn a_loaded_document_keeps_its_routing(context: Context) {
    let es = messages(&context).await;
    message("1", "a").save(&es).await.unwrap();
    let mut doc = Message::get(&es, "1").routing("a").await.unwrap();
    doc.text = "changed".into();
    doc.save(&es).await.unwrap();
    doc.reload(&es).await.unwrap();
    assert_eq!(doc.text, "changed");
    es.index::<Message>().refresh().await.unwrap();
    assert_eq!(Message::search().count(&es).await.unwrap(), 1, "no twin");
    doc.delete(&es).await.unwrap();
    assert!(!Message::exists(&es, "1").routing("a").await.unwrap());
}

async fn a_changed_routing_field_is_refused_and_names_both(context: Context) {
    let es = messages(&context).await;
    let mut doc = message("1", "a").save(&es).await.unwrap();
    doc.tenant = "d".into();
    for error in [doc.save(&es).await.unwrap_err(), doc.overwrite(&es).await.unwrap_err()] {
        let text = error.to_string();
        assert!(text.contains("`a`") && text.contains("`d`") && text.contains("relocate"), "{text}");
    }
    let outcome = Message::modify(&es, "1", |message| message.tenant = "d".into()).routing("a").await;
    assert!(matches!(outcome, Err(Error::Invalid(_))));
}

/// Two routing values that lead to the same shard as `a` and to another one, as the server tells.
async fn neighbours(es: &Client) -> (String, String) {
    message("probe", "a").save(es).await.unwrap();
    let (mut same, mut other) = (None, None);
    for letter in 'b'..='z' {
        let found = Message::exists(es, "probe").routing(letter).await.unwrap();
        let slot = if found { &mut same } else { &mut other };
        slot.get_or_insert(letter.to_string());
    }
    Message::delete(es, "probe").routing("a").await.unwrap();
    (same.unwrap(), other.unwrap())
}

async fn relocated(context: Context, to: impl FnOnce((String, String)) -> String) {
    let es = messages(&context).await;
    let to = to(neighbours(&es).await);
    let mut doc = message("1", "a").save(&es).await.unwrap();
    doc.tenant.clone_from(&to);
    doc.relocate(&es).refresh(Refresh::Now).await.unwrap();
    assert_eq!(Doc::meta(&doc).routing(), Some(to.as_str()));
    let read = Message::get(&es, "1").routing(&to).await.unwrap();
    assert_eq!((read.tenant.as_str(), Doc::meta(&read).routing()), (to.as_str(), Some(to.as_str())));
    assert_eq!(Message::search().count(&es).await.unwrap(), 1);
    doc.text = "again".into();
    doc.save(&es).await.unwrap();
}

async fn relocate_moves_the_document_to_another_shard(context: Context) {
    relocated(context, |(_, other)| other).await;
}

async fn relocate_within_a_shard_leaves_one_document(context: Context) {
    relocated(context, |(same, _)| same).await;
}

async fn relocate_takes_itself_back_when_somebody_was_faster(context: Context) {
    let es = messages(&context).await;
    let mut mine = message("1", "a").save(&es).await.unwrap();
    let mut theirs = Message::get(&es, "1").routing("a").await.unwrap();
    theirs.text = "theirs".into();
    theirs.save(&es).await.unwrap();
    mine.tenant = neighbours(&es).await.1;
    assert!(mine.relocate(&es).await.unwrap_err().is_conflict());
    es.index::<Message>().refresh().await.unwrap();
    let left: Vec<_> = Message::search().fetch(&es).await.unwrap().hits;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].text, "theirs");
}

async fn an_explicit_routing_wins_over_the_hook(context: Context) {
    let es = messages(&context).await;
    let mut doc = message("1", "a").save(&es).routing("z").await.unwrap();
    assert_eq!(Doc::meta(&doc).routing(), Some("z"));
    assert!(Message::exists(&es, "1").routing("z").await.unwrap());
    // The hook still says `a`: only who says `z` again may save.
    assert!(matches!(doc.save(&es).await, Err(Error::Invalid(_))));
    doc.save(&es).routing("z").await.unwrap();
    assert!(matches!(doc.save(&es).routing("y").await, Err(Error::Invalid(_))));
}

async fn a_function_may_be_the_hook(context: Context) {
    let es = context.es();
    es.schema::<Reading>().apply().await.unwrap();
    let doc = Reading { id: 1, station: "oslo".into() }.save(es).await.unwrap();
    assert_eq!(Doc::meta(&doc).routing(), Some("o"));
    let read = Reading::get(es, RawId("1")).routing("o").await.unwrap();
    assert_eq!(read.station, "oslo");
}

async fn a_value_without_routing_is_refused_where_routing_is_required(context: Context) {
    let es = context.es();
    es.schema::<Ticket>().apply().await.unwrap();
    let error = Ticket { id: 1, queue: None }.save(es).await.unwrap_err();
    assert!(error.to_string().contains("has no routing"), "{error}");
    Ticket { id: 1, queue: Some("vip".into()) }.save(es).await.unwrap();
    assert!(Ticket::exists(es, 1).routing("vip").await.unwrap());
}

/// A ticket that may not be in a queue yet.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "tickets")]
struct Ticket {
    #[es(id)]
    id: u32,
    #[es(routing)]
    queue: Option<String>,
}

async fn a_document_that_is_missed_without_its_routing_may_be_elsewhere_and_the_error_says_so(context: Context) {
    let es = context.es();
    es.schema::<Reading>().apply().await.unwrap();
    for error in [
        Reading::get(es, 1).await.unwrap_err(),
        Reading::modify(es, 1, |_| {}).await.unwrap_err(),
        Reading::delete(es, 1).await.unwrap_err(),
    ] {
        assert!(error.is_not_found());
        assert!(error.to_string().contains("`.routing(..)`"), "{error}");
    }
    // Who said one was told nothing wrong.
    let error = Reading::get(es, 1).routing("o").await.unwrap_err().to_string();
    assert!(!error.contains("`.routing(..)`"), "{error}");
}
