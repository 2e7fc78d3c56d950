//! Documents of several models, saved, changed and deleted together.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use esmodel::{
    Error,
    error::BulkError,
    model::DocVersion,
    prelude::*,
    transport::{Transport, TransportError, TransportOptions, elastic::OfficialTransport},
    wire::{Request, Response},
};
use esmodel_tests::Context;
use futures_util::future::BoxFuture;
use serde_json::json;

esmodel_tests::tests![
    several_models_go_in_one_scope_and_can_be_saved_guarded_afterwards,
    versions_timestamps_and_computed_fields_are_written_back,
    ids_that_the_server_made_are_written_back,
    a_scope_that_is_dropped_has_sent_nothing,
    a_block_that_fails_has_sent_nothing_and_changed_nothing,
    an_empty_scope_is_a_success_and_sends_nothing,
    what_succeeds_beside_a_failure_has_its_new_version,
    two_loads_of_one_document_conflict_with_each_other,
    the_first_version_of_all_guards_in_a_scope_too,
    a_delete_is_guarded,
    a_delete_of_a_missing_document_is_a_failed_operation,
    a_create_refuses_an_id_that_is_taken,
    an_overwrite_wins_over_whoever_was_faster,
    an_update_merges_and_the_document_becomes_what_is_stored,
    an_update_is_guarded_and_leaves_id_and_computed_fields_alone,
    an_update_that_changes_nothing_is_a_success,
    an_update_of_a_missing_document_is_a_failed_operation,
    an_update_that_is_no_object_is_refused,
    an_update_that_would_spoil_the_document_is_refused_and_the_document_stays_readable,
    an_update_that_only_a_hook_refuses_is_undone_by_an_overwrite,
    what_a_newer_release_added_survives_an_update_and_a_rest_and_no_plain_save,
    a_document_from_before_a_field_is_told_as_that,
    routed_documents_go_where_they_were_found,
    an_explicit_routing_index_and_pipeline_are_kept,
    any_id_can_be_in_a_scope,
    a_large_scope_is_several_requests,
    a_call_that_fails_leaves_the_scope_as_it_was,
    a_hit_can_be_saved_and_one_read_in_part_cannot,
    a_new_document_is_saved_like_a_value_and_guarded_from_then_on,
    what_needs_a_stored_document_is_refused_for_a_new_one,
];

/// Somebody in a team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "members")]
struct Member {
    #[es(id)]
    id: String,
    name: String,
    points: u32,
    home: Home,
    #[es(created_at)]
    created_at: Option<DateTime<Utc>>,
    #[es(updated_at)]
    updated_at: Option<DateTime<Utc>>,
    #[es(computed)]
    shout: Computed<String>,
}

impl Member {
    fn shout(&self) -> String {
        format!("{}!", self.name)
    }
}

/// Where somebody lives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Home {
    city: String,
    street: Option<String>,
}

/// A team, whose id the server makes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "teams")]
struct Team {
    #[es(id)]
    id: Option<String>,
    size: u32,
}

/// A message of one tenant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "mails", settings(number_of_shards = 5))]
struct Mail {
    #[es(id)]
    id: u32,
    #[es(routing)]
    tenant: Option<String>,
    text: String,
}

fn member(id: &str) -> Member {
    Member {
        id: id.into(),
        name: "Ada".into(),
        points: 1,
        home: Home { city: "London".into(), street: None },
        created_at: None,
        updated_at: None,
        shout: Computed::EMPTY,
    }
}

fn mail(id: u32, tenant: &str) -> Mail {
    Mail { id, tenant: Some(tenant.into()), text: "hello".into() }
}

async fn applied(context: &Context) -> Client {
    let es = context.es();
    es.schema::<Member>().apply().await.unwrap();
    es.schema::<Team>().apply().await.unwrap();
    es.schema::<Mail>().apply().await.unwrap();
    es.clone()
}

fn bulk_error(outcome: esmodel::Result<()>) -> BulkError {
    match outcome {
        Err(Error::Bulk(error)) => *error,
        other => panic!("{other:?}"),
    }
}

async fn several_models_go_in_one_scope_and_can_be_saved_guarded_afterwards(context: Context) {
    let es = applied(&context).await;
    let mut ada = member("ada").save(&es).await.unwrap();
    let mut gone = member("gone").save(&es).await.unwrap();
    let mut team = Doc::new(Team { id: Some("core".into()), size: 2 });
    let mut mail = Doc::new(mail(1, "a"));
    ada.points = 2;

    let mut bulk = es.bulk();
    bulk.save(&mut ada).unwrap().create(&mut team).unwrap().save(&mut mail).unwrap().delete(&mut gone).unwrap();
    bulk.commit().await.unwrap();

    assert!(!Member::exists(&es, "gone").await.unwrap());
    ada.points = 3;
    team.size = 3;
    mail.text = "again".into();
    ada.save(&es).await.unwrap();
    team.save(&es).await.unwrap();
    mail.save(&es).await.unwrap();
    assert_eq!(Member::get(&es, "ada").await.unwrap().points, 3);
    assert_eq!(Team::get(&es, "core").await.unwrap().size, 3);
    assert_eq!(Mail::get(&es, 1).routing("a").await.unwrap().text, "again");
    Team::modify(&es, "core", |team| team.size = 9).await.unwrap();
    assert!(team.save(&es).await.unwrap_err().is_conflict());
}

async fn versions_timestamps_and_computed_fields_are_written_back(context: Context) {
    let es = applied(&context).await;
    let mut new = Doc::new(member("1"));
    let mut bulk = es.bulk().refresh(Refresh::Now);
    bulk.save(&mut new).unwrap();
    bulk.commit().await.unwrap();
    assert_eq!(Member::search().count(&es).await.unwrap(), 1, "it was refreshed");
    assert_eq!((new.created_at, new.shout.get().map(String::as_str)), (new.updated_at, Some("Ada!")));
    let created = new.created_at.unwrap();

    new.name = "Eva".into();
    let mut bulk = es.bulk();
    bulk.save(&mut new).unwrap();
    bulk.commit().await.unwrap();
    let read = Member::get(&es, "1").await.unwrap();
    assert_eq!(read, new);
    assert_eq!((new.created_at, new.shout.get().map(String::as_str)), (Some(created), Some("Eva!")));
    assert!(new.updated_at >= Some(created));
    assert_eq!(Doc::meta(&new).revision(), Some(2));
}

async fn ids_that_the_server_made_are_written_back(context: Context) {
    let es = applied(&context).await;
    let mut teams: Vec<_> = (0..3).map(|size| Doc::new(Team { id: None, size })).collect();
    let mut bulk = es.bulk();
    let (first, others) = teams.split_at_mut(1);
    bulk.create(&mut first[0]).unwrap();
    for team in others {
        bulk.save(team).unwrap();
    }
    bulk.commit().await.unwrap();
    for team in &mut teams {
        let id = team.id.clone().unwrap();
        assert_eq!(Doc::meta(team).id(), id);
        assert_eq!(Team::get(&es, &id).await.unwrap().size, team.size);
        team.save(&es).await.unwrap();
    }
}

async fn a_scope_that_is_dropped_has_sent_nothing(context: Context) {
    let es = context.es();
    let mut doc = Doc::new(member("1"));
    let mut bulk = es.bulk();
    bulk.save(&mut doc).unwrap();
    drop(bulk);
    let mut bulk = es.bulk();
    bulk.save(&mut doc).unwrap();
    // A future that was never polled.
    drop(bulk.commit());
    assert!(Doc::meta(&doc).is_new());
    // A bulk would have made the index.
    assert!(!es.index::<Member>().exists().await.unwrap());
}

async fn a_block_that_fails_has_sent_nothing_and_changed_nothing(context: Context) {
    async fn block(es: &Client, first: &mut Doc<Member>, second: &mut Doc<Member>) -> esmodel::Result<()> {
        let mut bulk = es.bulk();
        bulk.save(first)?;
        bulk.save(second)?;
        bulk.commit().await
    }

    let es = context.es();
    let (mut first, mut second) = (Doc::new(member("1")), Doc::new(member(&"x".repeat(513))));
    let error = block(es, &mut first, &mut second).await.unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error}");
    assert!(Doc::meta(&first).is_new() && first.updated_at.is_none());
    assert!(!es.index::<Member>().exists().await.unwrap());
}

async fn an_empty_scope_is_a_success_and_sends_nothing(context: Context) {
    let counting = Counting::new(&context);
    let es = counting.client().await;
    let before = counting.sent();
    es.bulk().commit().await.unwrap();
    es.bulk().refresh(Refresh::Now).commit().await.unwrap();
    assert_eq!(counting.sent(), before);
}

async fn what_succeeds_beside_a_failure_has_its_new_version(context: Context) {
    let es = applied(&context).await;
    let mut good = member("good").save(&es).await.unwrap();
    let mut stale = member("stale").save(&es).await.unwrap();
    let mut team = Doc::new(Team { id: None, size: 1 });
    member("stale").save(&es).await.unwrap();
    let before = stale.clone();
    good.points = 5;

    let mut bulk = es.bulk();
    bulk.save(&mut good).unwrap().save(&mut stale).unwrap().save(&mut team).unwrap();
    let error = bulk_error(bulk.commit().await);

    assert_eq!((error.total(), error.failed_operations().len(), error.unanswered_operations().len()), (3, 1, 0));
    assert!(error.cause().is_none());
    let failed = &error.failed_operations()[0];
    assert_eq!((failed.position(), failed.id(), failed.status()), (1, Some("stale"), Some(409)));
    assert_eq!(failed.kind(), "version_conflict_engine_exception");
    assert_eq!(failed.index(), es.index_name("members"));
    assert!(failed.is_conflict() && !failed.reason().is_empty());
    assert!(error.to_string().starts_with("1 of 3 bulk operations failed; the first: position 1, document `stale`"));
    assert_eq!(stale, before, "a failed operation changes nothing");
    good.save(&es).await.unwrap();
    team.save(&es).await.unwrap();
    assert_eq!(Member::get(&es, "good").await.unwrap().points, 5);
}

async fn two_loads_of_one_document_conflict_with_each_other(context: Context) {
    let es = applied(&context).await;
    member("1").save(&es).await.unwrap();
    let mut first = Member::get(&es, "1").await.unwrap();
    let mut second = Member::get(&es, "1").await.unwrap();
    first.name = "John".into();
    second.name = "Jane".into();
    let mut bulk = es.bulk().refresh(Refresh::WaitFor);
    bulk.save(&mut first).unwrap().save(&mut second).unwrap();
    let error = bulk_error(bulk.commit().await);
    let failed: Vec<_> =
        error.failed_operations().iter().map(|failed| (failed.position(), failed.is_conflict())).collect();
    assert_eq!(failed, [(1, true)]);
    assert_eq!(Member::get(&es, "1").await.unwrap().name, "John");
    first.save(&es).await.unwrap();
}

async fn the_first_version_of_all_guards_in_a_scope_too(context: Context) {
    let es = applied(&context).await;
    let mut first = Doc::new(member("1"));
    let mut bulk = es.bulk();
    bulk.save(&mut first).unwrap();
    bulk.commit().await.unwrap();
    assert_eq!(Doc::meta(&first).version(), Some(DocVersion { seq_no: 0, primary_term: 1 }));
    let mut late = first.clone();
    let mut bulk = es.bulk();
    bulk.save(&mut first).unwrap();
    bulk.commit().await.unwrap();
    let mut bulk = es.bulk();
    bulk.save(&mut late).unwrap();
    assert!(bulk_error(bulk.commit().await).failed_operations()[0].is_conflict());
}

async fn a_delete_is_guarded(context: Context) {
    let es = applied(&context).await;
    let mut stale = member("1").save(&es).await.unwrap();
    let mut fresh = member("1").save(&es).await.unwrap();
    let mut bulk = es.bulk();
    bulk.delete(&mut stale).unwrap();
    assert!(bulk_error(bulk.commit().await).failed_operations()[0].is_conflict());
    assert!(Member::exists(&es, "1").await.unwrap());
    let mut bulk = es.bulk();
    bulk.delete(&mut fresh).unwrap();
    bulk.commit().await.unwrap();
    assert!(!Member::exists(&es, "1").await.unwrap());
}

async fn a_delete_of_a_missing_document_is_a_failed_operation(context: Context) {
    let es = applied(&context).await;
    let mut gone = member("1").save(&es).await.unwrap();
    gone.delete(&es).await.unwrap();
    let mut bulk = es.bulk();
    bulk.delete(&mut gone).unwrap();
    let error = bulk_error(bulk.commit().await);
    // The guard is what fails: servers answer 409, as to `Doc::delete`.
    assert_eq!((error.failed_operations()[0].id(), error.failed_operations()[0].is_conflict()), (Some("1"), true));
    assert!(gone.delete(&es).await.unwrap_err().is_conflict());
}

async fn a_create_refuses_an_id_that_is_taken(context: Context) {
    let es = applied(&context).await;
    member("1").save(&es).await.unwrap();
    let (mut taken, mut free) = (Doc::new(member("1")), Doc::new(member("2")));
    let mut bulk = es.bulk();
    bulk.create(&mut taken).unwrap().create(&mut free).unwrap();
    let error = bulk_error(bulk.commit().await);
    assert_eq!(error.failed_operations().len(), 1);
    assert!(error.failed_operations()[0].is_conflict());
    assert!(Doc::meta(&taken).is_new() && !Doc::meta(&free).is_new());
}

async fn an_overwrite_wins_over_whoever_was_faster(context: Context) {
    let es = applied(&context).await;
    let mut stale = member("1").save(&es).await.unwrap();
    member("1").save(&es).await.unwrap();
    stale.points = 7;
    let mut bulk = es.bulk();
    bulk.overwrite(&mut stale).unwrap();
    bulk.commit().await.unwrap();
    assert_eq!(Member::get(&es, "1").await.unwrap().points, 7);
    stale.save(&es).await.unwrap();
}

async fn an_update_merges_and_the_document_becomes_what_is_stored(context: Context) {
    let es = applied(&context).await;
    let street = Home { city: "London".into(), street: Some("Fleet St".into()) };
    let mut ada = Member { home: street, ..member("1") }.save(&es).await.unwrap();
    let (created, updated) = (ada.created_at, ada.updated_at);
    ada.points = 99; // not in the partial
    let mut bulk = es.bulk();
    bulk.update(&mut ada, json!({"name": "Eva", "home": {"city": "Paris"}})).unwrap();
    bulk.commit().await.unwrap();
    assert_eq!((ada.name.as_str(), ada.points, ada.id.as_str()), ("Eva", 1, "1"));
    assert_eq!((ada.home.city.as_str(), ada.home.street.as_deref()), ("Paris", Some("Fleet St")));
    assert_eq!(ada.shout.get().map(String::as_str), Some("Eva!"));
    assert_eq!(ada.created_at, created);
    assert!(ada.updated_at >= updated);
    assert_eq!(Member::get(&es, "1").await.unwrap(), ada);
    ada.save(&es).await.unwrap();
}

async fn an_update_is_guarded_and_leaves_id_and_computed_fields_alone(context: Context) {
    let es = applied(&context).await;
    let mut fresh = member("1").save(&es).await.unwrap();
    let mut stale = fresh.clone();
    // What the partial has of those is not stored.
    let mut bulk = es.bulk();
    bulk.update(&mut fresh, json!({"id": "other", "points": 3, "shout": "no"})).unwrap();
    bulk.update(&mut stale, json!({"points": 4})).unwrap();
    let error = bulk_error(bulk.commit().await);
    assert_eq!(error.failed_operations().len(), 1);
    assert!(error.failed_operations()[0].position() == 1 && error.failed_operations()[0].is_conflict());
    assert_eq!((fresh.points, stale.points, fresh.id.as_str()), (3, 1, "1"));
}

async fn an_update_that_changes_nothing_is_a_success(context: Context) {
    let es = applied(&context).await;
    let mut team = Team { id: Some("core".into()), size: 2 }.save(&es).await.unwrap();
    let before = Doc::meta(&team).version();
    let mut bulk = es.bulk();
    bulk.update(&mut team, json!({"size": 2})).unwrap();
    bulk.commit().await.unwrap();
    assert_eq!((team.size, Doc::meta(&team).version()), (2, before));
    team.save(&es).await.unwrap();
}

async fn an_update_of_a_missing_document_is_a_failed_operation(context: Context) {
    let es = applied(&context).await;
    let mut gone = member("1").save(&es).await.unwrap();
    gone.delete(&es).await.unwrap();
    let before = gone.clone();
    let mut bulk = es.bulk();
    bulk.update(&mut gone, json!({"points": 2})).unwrap();
    let error = bulk_error(bulk.commit().await);
    let failed = &error.failed_operations()[0];
    assert_eq!((failed.status(), failed.kind()), (Some(404), "document_missing_exception"));
    assert_eq!(gone, before);
}

async fn an_update_that_is_no_object_is_refused(context: Context) {
    let es = applied(&context).await;
    let mut doc = member("1").save(&es).await.unwrap();
    let mut bulk = es.bulk();
    let error = bulk.update(&mut doc, 5).unwrap_err().to_string();
    assert!(error.contains("a part of a `Member` must be a struct or a map"), "{error}");
    bulk.commit().await.unwrap();
}

async fn an_update_that_would_spoil_the_document_is_refused_and_the_document_stays_readable(context: Context) {
    let es = applied(&context).await;
    let mut ada = member("1").save(&es).await.unwrap();
    for part in [
        json!({"home.city": "Paris"}),
        json!({"nmae": "Eva"}),
        json!({"home": {"cyti": "Paris"}}),
        json!({"name": null}),
        json!({"points": "77"}),
        json!({"home": null}),
    ] {
        let mut bulk = es.bulk();
        let error = bulk.update(&mut ada, &part).unwrap_err();
        assert!(matches!(error, Error::Invalid(_)), "{part}: {error:?}");
        bulk.commit().await.unwrap();
    }
    assert_eq!(Member::get(&es, "1").await.unwrap(), ada);
}

/// A number that no get takes when it is odd.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "even", after_load = Self::check)]
struct Even {
    #[es(id)]
    id: u32,
    number: u32,
}

impl Even {
    fn check(&mut self) -> Result<(), std::fmt::Error> {
        if self.number.is_multiple_of(2) { Ok(()) } else { Err(std::fmt::Error) }
    }
}

async fn an_update_that_only_a_hook_refuses_is_undone_by_an_overwrite(context: Context) {
    let es = context.es();
    es.schema::<Even>().apply().await.unwrap();
    let mut doc = Even { id: 1, number: 2 }.save(es).await.unwrap();
    let mut bulk = es.bulk();
    bulk.update(&mut doc, json!({"number": 3})).unwrap();
    let error = bulk_error(bulk.commit().await).to_string();
    assert!(error.contains("it is changed there and not here: `overwrite` writes the value here over it"), "{error}");
    assert!(Even::get(es, 1).await.is_err());
    doc.overwrite(es).await.unwrap();
    assert_eq!(Even::get(es, 1).await.unwrap().number, 2);
}

/// A book as the old release knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "volumes", dynamic = "false")]
struct OldVolume {
    #[es(id)]
    id: u32,
    title: String,
}

/// The same, with what it does not know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "volumes", dynamic = "false")]
struct CarefulVolume {
    #[es(id)]
    id: u32,
    title: String,
    #[serde(flatten)]
    rest: serde_json::Map<String, serde_json::Value>,
}

/// The same of the new release.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "volumes", dynamic = "false")]
struct NewVolume {
    #[es(id)]
    id: u32,
    title: String,
    isbn: String,
    #[serde(default)]
    language: String,
}

async fn what_a_newer_release_added_survives_an_update_and_a_rest_and_no_plain_save(context: Context) {
    let es = context.es();
    es.schema::<NewVolume>().apply().await.unwrap();
    let new = NewVolume { id: 1, title: "Emma".into(), isbn: "978".into(), language: "en".into() };
    new.save(es).await.unwrap();

    let mut careful = CarefulVolume::get(es, 1).await.unwrap();
    careful.title = "Emma, 1".into();
    careful.save(es).await.unwrap();
    let mut old = OldVolume::get(es, 1).await.unwrap();
    let mut bulk = es.bulk();
    bulk.update(&mut old, json!({"title": "Emma, 2"})).unwrap();
    bulk.commit().await.unwrap();
    let stored = NewVolume::get(es, 1).await.unwrap();
    assert_eq!((&*stored.title, &*stored.isbn, &*stored.language), ("Emma, 2", "978", "en"));

    old.save(es).await.unwrap();
    let stored = CarefulVolume::get(es, 1).await.unwrap();
    assert!(stored.rest.is_empty(), "{stored:?}");
}

async fn a_document_from_before_a_field_is_told_as_that(context: Context) {
    let es = context.es();
    es.schema::<NewVolume>().apply().await.unwrap();
    OldVolume { id: 1, title: "Emma".into() }.save(es).await.unwrap();
    let told = "missing field `isbn`; a document from before the field was added lacks it: make it an `Option` or give it \
                `#[serde(default)]`";
    let error = NewVolume::get(es, 1).await.unwrap_err().to_string();
    assert!(error.contains(told), "{error}");
    es.index::<NewVolume>().refresh().await.unwrap();
    let error = NewVolume::search().fetch(es).await.unwrap_err().to_string();
    assert!(error.contains(told), "{error}");
}

async fn routed_documents_go_where_they_were_found(context: Context) {
    let es = applied(&context).await;
    let mut first = mail(1, "a").save(&es).await.unwrap();
    let mut second = mail(2, "d").save(&es).await.unwrap();
    let mut third = mail(3, "x").save(&es).await.unwrap();
    let mut moved = mail(4, "a").save(&es).await.unwrap();
    moved.tenant = Some("d".into());
    let mut nowhere = Doc::new(Mail { tenant: None, ..mail(5, "") });

    let mut bulk = es.bulk();
    bulk.save(&mut first).unwrap().delete(&mut second).unwrap();
    bulk.update(&mut third, json!({"text": "changed"})).unwrap();
    let error = bulk.save(&mut moved).unwrap_err().to_string();
    assert!(error.contains("`a`") && error.contains("`d`") && error.contains("relocate"), "{error}");
    let error = bulk.save(&mut nowhere).unwrap_err().to_string();
    assert_eq!(error, "`Mail` is routed, and this value has no routing: fill the routing field, or say `.routing(..)`");
    bulk.commit().await.unwrap();

    assert!(!Mail::exists(&es, 2).routing("d").await.unwrap());
    assert_eq!(Mail::get(&es, 3).routing("x").await.unwrap(), third);
    assert_eq!((third.text.as_str(), Doc::meta(&third).routing()), ("changed", Some("x")));
    es.index::<Mail>().refresh().await.unwrap();
    assert_eq!(Mail::search().count(&es).await.unwrap(), 3, "no twin");
    first.save(&es).await.unwrap();
    third.save(&es).await.unwrap();
}

async fn an_explicit_routing_index_and_pipeline_are_kept(context: Context) {
    let es = applied(&context).await;
    let mut vip = Doc::new(Mail { tenant: None, ..mail(1, "") });
    let mut elsewhere = Doc::new(member("1"));
    let mut lost = Doc::new(member("2"));
    let mut stored = member("3").save(&es).await.unwrap();

    let mut bulk = es.bulk();
    bulk.with().routing("vip").create(&mut vip).unwrap();
    bulk.with().index("members-2").save(&mut elsewhere).unwrap();
    bulk.with().pipeline("there-is-none").save(&mut lost).unwrap();
    let error = bulk.with().index("members-2").save(&mut stored).unwrap_err().to_string();
    assert!(error.contains("is stored in index"), "{error}");
    let error = bulk_error(bulk.commit().await);

    assert_eq!(Doc::meta(&vip).routing(), Some("vip"));
    vip.save(&es).await.unwrap();
    assert!(Mail::exists(&es, 1).routing("vip").await.unwrap());
    assert_eq!(**Doc::meta(&elsewhere).index(), *es.index_name("members-2"));
    elsewhere.save(&es).await.unwrap();
    assert!(!Member::exists(&es, "1").await.unwrap());
    let failed: Vec<_> = error.failed_operations().iter().map(|failed| (failed.position(), failed.status())).collect();
    assert_eq!(failed, [(2, Some(400))], "{error}");
}

async fn any_id_can_be_in_a_scope(context: Context) {
    let es = applied(&context).await;
    let ids = ["..", ".", "a/b ü", "_search", "\"quoted\\", "%2e%2e"];
    let mut docs: Vec<_> = ids.into_iter().map(|id| Doc::new(member(id))).collect();
    let mut bulk = es.bulk();
    for doc in &mut docs {
        bulk.save(doc).unwrap();
    }
    bulk.commit().await.unwrap();
    for (doc, id) in docs.iter_mut().zip(ids) {
        assert_eq!(Member::get(&es, id).await.unwrap(), *doc);
    }
    let mut bulk = es.bulk();
    for doc in &mut docs {
        bulk.update(doc, json!({"points": 2})).unwrap();
    }
    bulk.commit().await.unwrap();
    let mut bulk = es.bulk();
    for doc in &mut docs {
        assert_eq!(doc.points, 2);
        bulk.delete(doc).unwrap();
    }
    bulk.commit().await.unwrap();
    for id in ids {
        assert!(!Member::exists(&es, id).await.unwrap(), "{id}");
    }
    assert!(es.index::<Member>().exists().await.unwrap());
}

async fn a_large_scope_is_several_requests(context: Context) {
    applied(&context).await;
    let counting = Counting::new(&context);
    let es = counting.client().await.with_index_prefix(context.es().index_prefix()).unwrap();
    let mut docs: Vec<_> = (0..25).map(|id| Doc::new(member(&id.to_string()))).collect();
    docs[7].home.street = Some("x".repeat(5000));
    let before = counting.sent();
    let mut bulk = es.bulk().max_operations(10).max_bytes(4000);
    for doc in &mut docs {
        bulk.save(doc).unwrap();
    }
    bulk.commit().await.unwrap();
    // Seven, the large one alone, ten, seven.
    assert_eq!(counting.sent() - before, 4);
    for (number, doc) in docs.iter_mut().enumerate() {
        assert_eq!(Doc::meta(doc).id(), number.to_string());
        doc.save(&es).await.unwrap();
    }
}

async fn a_call_that_fails_leaves_the_scope_as_it_was(context: Context) {
    /// A number that may not be finite.
    #[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
    #[es(index = "numbers")]
    struct Number {
        #[es(id)]
        id: u32,
        value: f64,
    }

    let es = applied(&context).await;
    es.schema::<Number>().apply().await.unwrap();
    let mut bad = Doc::new(Number { id: 1, value: f64::NAN });
    let (mut before, mut after) = (Doc::new(member("before")), Doc::new(member("after")));
    let mut bulk = es.bulk();
    bulk.save(&mut before).unwrap();
    let error = bulk.save(&mut bad).unwrap_err();
    assert!(matches!(error, Error::Encode { .. }), "{error}");
    bulk.save(&mut after).unwrap();
    bulk.commit().await.unwrap();
    assert!(Member::exists(&es, "before").await.unwrap() && Member::exists(&es, "after").await.unwrap());
    assert!(!Number::exists(&es, 1).await.unwrap());
}

async fn a_hit_can_be_saved_and_one_read_in_part_cannot(context: Context) {
    let es = applied(&context).await;
    member("1").save(&es).refresh(Refresh::Now).await.unwrap();
    let mut hit = Member::search().first(&es).await.unwrap().unwrap();
    hit.points = 8;
    let mut bulk = es.bulk();
    bulk.save(&mut hit).unwrap();
    bulk.commit().await.unwrap();
    assert_eq!(Member::get(&es, "1").await.unwrap().points, 8);

    let mut part = Member::search().exclude(Member::fields().created_at()).first(&es).await.unwrap().unwrap();
    let refused = es.bulk().delete(&mut part).unwrap_err();
    for error in [refused, es.bulk().save(&mut part).unwrap_err()] {
        assert!(error.to_string().contains("was read in part"), "{error}");
    }
}

async fn a_new_document_is_saved_like_a_value_and_guarded_from_then_on(context: Context) {
    let es = applied(&context).await;
    let mut team = Doc::new(Team { id: None, size: 1 });
    let meta = Doc::meta(&team);
    assert!(meta.is_new() && meta.version().is_none() && meta.id().is_empty());
    team.save(&es).await.unwrap();
    assert_eq!(team.id.as_deref(), Some(Doc::meta(&team).id()));
    team.size = 2;
    team.save(&es).await.unwrap();

    member("1").save(&es).await.unwrap();
    let mut again = Doc::new(Member { points: 5, ..member("1") });
    again.save(&es).await.unwrap();
    assert_eq!(Member::get(&es, "1").await.unwrap().points, 5, "it replaces");
    let mut stale = again.clone();
    again.save(&es).await.unwrap();
    assert!(stale.save(&es).await.unwrap_err().is_conflict());
    let mut over = Doc::new(member("1"));
    over.overwrite(&es).await.unwrap();
    assert_eq!(Member::get(&es, "1").await.unwrap(), over);
}

async fn what_needs_a_stored_document_is_refused_for_a_new_one(context: Context) {
    // There is no such index: a request would answer otherwise.
    let es = context.es();
    let mut doc = Doc::new(mail(1, "a"));
    let mut errors =
        vec![doc.delete(es).await.unwrap_err(), doc.reload(es).await.unwrap_err(), doc.relocate(es).await.unwrap_err()];
    errors.push(es.bulk().delete(&mut doc).unwrap_err());
    errors.push(es.bulk().update(&mut doc, json!({"text": ""})).unwrap_err());
    for error in errors {
        assert!(matches!(error, Error::Invalid(_)), "{error}");
        assert!(error.to_string().contains("`Mail` was never stored"), "{error}");
    }
}

/// The default transport, with its requests counted.
#[derive(Debug, Clone)]
struct Counting {
    inner: Arc<OfficialTransport>,
    requests: Arc<std::sync::atomic::AtomicUsize>,
}

impl Counting {
    fn new(context: &Context) -> Self {
        let url = context.engine().url();
        let inner = OfficialTransport::new(&[url], &TransportOptions::default()).unwrap();
        Self { inner: Arc::new(inner), requests: Arc::default() }
    }

    async fn client(&self) -> Client {
        Client::builder().transport(Arc::new(self.clone())).connect().await.unwrap()
    }

    fn sent(&self) -> usize {
        self.requests.load(std::sync::atomic::Ordering::Relaxed)
    }
}

impl Transport for Counting {
    fn send<'a>(
        &'a self,
        node: usize,
        request: &'a Request,
        timeout: Duration,
    ) -> BoxFuture<'a, Result<Response, TransportError>> {
        self.requests.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        self.inner.send(node, request, timeout)
    }
}
