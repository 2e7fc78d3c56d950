//! Saving, reading, changing and deleting single documents.

use std::time::Duration;

use chrono::{DateTime, Utc};
use esmodel::{Error, document::Expected, model::ModelDefinition, prelude::*};
use esmodel_tests::Context;

esmodel_tests::tests![
    a_saved_document_reads_back_equal,
    a_second_save_of_a_plain_value_replaces_the_first,
    create_refuses_an_id_that_is_taken,
    a_stale_save_is_a_conflict_that_names_both_versions,
    a_save_after_a_save_goes_through,
    the_first_version_of_all_guards_too,
    a_stale_delete_is_a_conflict,
    a_deleted_document_is_gone_and_saving_it_again_is_a_conflict,
    overwrite_does_not_ask,
    get_fails_and_find_does_not_when_there_is_nothing,
    a_missing_index_is_told_apart_from_a_missing_document,
    exists_tells_and_sends_no_document,
    require_gives_up_when_its_time_is_over,
    require_sees_a_document_that_appears,
    many_are_read_in_the_order_asked_with_gaps_and_twins,
    no_ids_are_no_request,
    a_reload_replaces_everything,
    a_reload_of_what_is_gone_leaves_the_value,
    modify_reads_changes_and_saves,
    modify_goes_through_under_contention,
    modify_gives_up_after_its_attempts,
    a_change_that_refuses_writes_nothing,
    the_server_makes_an_id_and_the_value_has_it,
    timestamps_are_set_by_writes_and_only_by_those_that_succeed,
    computed_fields_are_filled_and_never_stored,
    an_id_is_not_in_the_source,
    a_token_lets_the_first_of_two_writers_win,
    deleting_what_is_not_there_is_an_error,
    a_changed_id_is_refused,
    wait_for_makes_a_write_searchable,
];

/// Somebody on the payroll.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "people")]
struct Person {
    #[es(id)]
    id: u32,
    #[es(text, fields(raw(keyword)))]
    name: String,
    age: u8,
    tags: Vec<String>,
    nickname: Option<String>,
    #[es(created_at)]
    created_at: Option<DateTime<Utc>>,
    #[es(updated_at)]
    updated_at: Option<DateTime<Utc>>,
    #[es(computed)]
    greeting: Computed<String>,
}

impl Person {
    fn new(id: u32, name: &str) -> Self {
        Self {
            id,
            name: name.into(),
            age: 36,
            tags: vec!["a".into(), "b".into()],
            nickname: None,
            created_at: None,
            updated_at: None,
            greeting: Computed::EMPTY,
        }
    }

    fn greeting(&self) -> String {
        format!("Hello, {}!", self.name)
    }
}

/// A note whose id the server makes.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "notes")]
struct Note {
    #[es(id)]
    id: Option<String>,
    #[es(text)]
    text: String,
}

/// The client, with the index of people made.
async fn people(context: &Context) -> Client {
    context.es().schema::<Person>().apply().await.unwrap();
    context.es().clone()
}

async fn a_saved_document_reads_back_equal(context: Context) {
    let es = people(&context).await;
    let saved = Person::new(1, "Åsa Ødegård 山田").save(&es).await.unwrap();
    let read = Person::get(&es, 1).await.unwrap();
    assert_eq!(*read, *saved);
    assert_eq!(Doc::meta(&read).version(), Doc::meta(&saved).version());
    assert_eq!(Doc::meta(&read).id(), "1");
    assert_eq!(&**Doc::meta(&read).index(), &*es.index_name("people"));
    assert_eq!(Doc::meta(&read).revision(), Some(1));
    assert_eq!(Doc::meta(&read).routing(), None);
}

async fn a_second_save_of_a_plain_value_replaces_the_first(context: Context) {
    let es = people(&context).await;
    Person { nickname: Some("x".into()), ..Person::new(1, "Ada") }.save(&es).await.unwrap();
    Person::new(1, "Ada Lovelace").save(&es).await.unwrap();
    let read = Person::get(&es, 1).await.unwrap();
    assert_eq!((read.name.as_str(), &read.nickname), ("Ada Lovelace", &None));
    assert_eq!(Doc::meta(&read).revision(), Some(2));
}

async fn create_refuses_an_id_that_is_taken(context: Context) {
    let es = people(&context).await;
    Person::new(1, "Ada").create(&es).await.unwrap();
    let error = Person::new(1, "Grace").create(&es).await.unwrap_err();
    assert!(error.is_conflict());
    assert!(error.to_string().contains("exists already"), "{error}");
    assert_eq!(Person::get(&es, 1).await.unwrap().name, "Ada");
}

async fn a_stale_save_is_a_conflict_that_names_both_versions(context: Context) {
    let es = people(&context).await;
    let mut mine = Person::new(1, "Ada").save(&es).await.unwrap();
    let mut theirs = Person::get(&es, 1).await.unwrap();
    theirs.age = 50;
    theirs.save(&es).await.unwrap();
    mine.age = 51;
    let error = mine.save(&es).await.unwrap_err();
    let Error::Conflict(conflict) = &error else { panic!("{error}") };
    let pair = |doc: &Doc<Person>| Doc::meta(doc).version().map(|version| (version.seq_no, version.primary_term));
    assert_eq!(conflict.expected(), pair(&mine));
    assert_eq!(conflict.current(), pair(&theirs));
    assert_eq!((conflict.id(), conflict.index()), ("1", &*es.index_name("people")));
    assert_eq!(Person::get(&es, 1).await.unwrap().age, 50);
    assert_eq!(mine.age, 51);
}

async fn a_save_after_a_save_goes_through(context: Context) {
    let es = people(&context).await;
    let mut doc = Person::new(1, "Ada").save(&es).await.unwrap();
    for age in 40..43 {
        doc.age = age;
        doc.save(&es).await.unwrap();
    }
    assert_eq!(Person::get(&es, 1).await.unwrap().age, 42);
    assert_eq!(Doc::meta(&doc).revision(), Some(4));
}

async fn the_first_version_of_all_guards_too(context: Context) {
    let es = people(&context).await;
    let mut first = Person::new(1, "Ada").save(&es).await.unwrap();
    assert_eq!(Doc::meta(&first).version().unwrap().seq_no, 0);
    Person::new(1, "Grace").save(&es).await.unwrap();
    assert!(first.save(&es).await.unwrap_err().is_conflict());
}

async fn a_stale_delete_is_a_conflict(context: Context) {
    let es = people(&context).await;
    let mut mine = Person::new(1, "Ada").save(&es).await.unwrap();
    Person::new(1, "Grace").save(&es).await.unwrap();
    assert!(mine.delete(&es).await.unwrap_err().is_conflict());
    assert!(Person::exists(&es, 1).await.unwrap());
}

async fn a_deleted_document_is_gone_and_saving_it_again_is_a_conflict(context: Context) {
    let es = people(&context).await;
    let mut doc = Person::new(1, "Ada").save(&es).await.unwrap();
    doc.delete(&es).await.unwrap();
    assert!(!Person::exists(&es, 1).await.unwrap());
    assert!(doc.save(&es).await.unwrap_err().is_conflict());
    assert!(doc.delete(&es).await.is_err());
}

async fn overwrite_does_not_ask(context: Context) {
    let es = people(&context).await;
    let mut mine = Person::new(1, "Ada").save(&es).await.unwrap();
    Person::new(1, "Grace").save(&es).await.unwrap();
    mine.overwrite(&es).await.unwrap();
    assert_eq!(Person::get(&es, 1).await.unwrap().name, "Ada");
    mine.save(&es).await.unwrap();
}

async fn get_fails_and_find_does_not_when_there_is_nothing(context: Context) {
    let es = people(&context).await;
    let error = Person::get(&es, 404).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.to_string(), format!("no document `404` in index `{}`", es.index_name("people")));
    assert!(Person::find(&es, 404).await.unwrap().is_none());
}

async fn a_missing_index_is_told_apart_from_a_missing_document(context: Context) {
    for error in [
        Person::get(context.es(), 1).await.unwrap_err(),
        Person::find(context.es(), 1).await.unwrap_err(),
        Person::delete(context.es(), 1).await.unwrap_err(),
        Person::get_many(context.es(), [1]).await.unwrap_err(),
    ] {
        let Error::NotFound(missing) = &error else { panic!("{error}") };
        assert_eq!(missing.id(), None, "{error}");
        assert!(error.to_string().contains("apply()"), "{error}");
    }
}

async fn exists_tells_and_sends_no_document(context: Context) {
    let es = people(&context).await;
    Person::new(1, "Ada").save(&es).await.unwrap();
    assert!(Person::exists(&es, 1).await.unwrap());
    assert!(!Person::exists(&es, 2).await.unwrap());
}

async fn require_gives_up_when_its_time_is_over(context: Context) {
    let es = people(&context).await;
    let error = Person::require(&es, 1, Duration::from_millis(120)).await.unwrap_err();
    assert!(error.is_not_found());
}

async fn require_sees_a_document_that_appears(context: Context) {
    let es = people(&context).await;
    let writer = async {
        tokio::task::yield_now().await;
        Person::new(1, "Ada").save(&es).await.unwrap();
    };
    let (found, ()) = tokio::join!(Person::require(&es, 1, Duration::from_secs(20)).into_future(), writer);
    assert_eq!(found.unwrap().name, "Ada");
}

async fn many_are_read_in_the_order_asked_with_gaps_and_twins(context: Context) {
    let es = people(&context).await;
    for (id, name) in [(1, "Ada"), (2, "Grace")] {
        Person::new(id, name).save(&es).await.unwrap();
    }
    let found = Person::get_many(&es, [2, 9, 1, 2]).await.unwrap();
    let names: Vec<_> = found.iter().map(|doc| doc.as_ref().map(|doc| doc.name.as_str())).collect();
    assert_eq!(names, [Some("Grace"), None, Some("Ada"), Some("Grace")]);
}

async fn no_ids_are_no_request(context: Context) {
    // There is no such index: a request would fail.
    assert!(Person::get_many(context.es(), Vec::<u32>::new()).await.unwrap().is_empty());
}

async fn a_reload_replaces_everything(context: Context) {
    let es = people(&context).await;
    let mut mine = Person::new(1, "Ada").save(&es).await.unwrap();
    let mut theirs = Person::get(&es, 1).await.unwrap();
    theirs.name = "Ada Lovelace".into();
    theirs.tags.clear();
    theirs.save(&es).await.unwrap();
    mine.nickname = Some("never saved".into());
    mine.reload(&es).await.unwrap();
    assert_eq!(*mine, *theirs);
    mine.save(&es).await.unwrap();
}

async fn a_reload_of_what_is_gone_leaves_the_value(context: Context) {
    let es = people(&context).await;
    let mut mine = Person::new(1, "Ada").save(&es).await.unwrap();
    Person::delete(&es, 1).await.unwrap();
    assert!(mine.reload(&es).await.unwrap_err().is_not_found());
    assert_eq!(mine.name, "Ada");
}

async fn modify_reads_changes_and_saves(context: Context) {
    let es = people(&context).await;
    Person::new(1, "Ada").save(&es).await.unwrap();
    let changed = Person::modify(&es, 1, |person| person.age += 1).await.unwrap();
    assert_eq!(changed.age, 37);
    assert_eq!(Person::get(&es, 1).await.unwrap().age, 37);
    assert!(Person::modify(&es, 2, |person| person.age += 1).await.unwrap_err().is_not_found());
}

async fn modify_goes_through_under_contention(context: Context) {
    let es = people(&context).await;
    Person { age: 0, ..Person::new(1, "Ada") }.save(&es).await.unwrap();
    let racers = (0..6).map(|_| Person::modify(&es, 1, |person| person.age += 1).attempts(50).into_future());
    for outcome in futures_util::future::join_all(racers).await {
        outcome.unwrap();
    }
    assert_eq!(Person::get(&es, 1).await.unwrap().age, 6);
}

async fn modify_gives_up_after_its_attempts(context: Context) {
    let es = people(&context).await;
    Person::new(1, "Ada").save(&es).await.unwrap();
    let mut calls = 0;
    let error = Person::modify(&es, 1, |person| {
        calls += 1;
        // Another writer, faster every time; with connections of its own, since this thread is not serving ours.
        let rival = Person { age: calls, ..person.clone() };
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(async {
                    let es = Client::builder().node(context.engine().url()).index_prefix(es.index_prefix());
                    rival.save(&es.connect().await.unwrap()).await.unwrap()
                });
            });
        });
    })
    .attempts(2)
    .await
    .unwrap_err();
    assert!(error.is_conflict());
    assert_eq!(calls, 2);
}

async fn a_change_that_refuses_writes_nothing(context: Context) {
    #[derive(Debug)]
    enum Refusal {
        TooYoung,
        Store(#[expect(dead_code, reason = "shown when the test fails")] Error),
    }
    impl From<Error> for Refusal {
        fn from(error: Error) -> Self {
            Self::Store(error)
        }
    }

    let es = people(&context).await;
    let before = Person::new(1, "Ada").save(&es).await.unwrap();
    let outcome = Person::try_modify(&es, 1, |person| {
        person.age = 1;
        Err(Refusal::TooYoung)
    })
    .await;
    assert!(matches!(outcome, Err(Refusal::TooYoung)));
    let after = Person::get(&es, 1).await.unwrap();
    assert_eq!(Doc::meta(&after).version(), Doc::meta(&before).version());
}

async fn the_server_makes_an_id_and_the_value_has_it(context: Context) {
    let es = context.es();
    es.schema::<Note>().apply().await.unwrap();
    let mut note = Note { id: None, text: "milk".into() }.save(es).await.unwrap();
    let id = note.id.clone().unwrap();
    assert_eq!(id, Doc::meta(&note).id());
    assert_eq!(id.len(), 20);
    note.text = "milk and bread".into();
    note.save(es).await.unwrap();
    assert_eq!(Note::get(es, &id).await.unwrap().text, "milk and bread");
    let other = Note { id: None, text: "milk".into() }.save(es).await.unwrap();
    assert_ne!(other.id, note.id);
}

async fn timestamps_are_set_by_writes_and_only_by_those_that_succeed(context: Context) {
    let es = people(&context).await;
    let before = Utc::now();
    let mut doc = Person::new(1, "Ada").save(&es).await.unwrap();
    let created = doc.created_at.unwrap();
    assert!(created.timestamp_millis() >= before.timestamp_millis() && created <= Utc::now());
    assert_eq!(doc.updated_at, Some(created));

    let mut stale = Person::get(&es, 1).await.unwrap();
    assert_eq!((stale.created_at, stale.updated_at), (doc.created_at, doc.updated_at));
    doc.save(&es).await.unwrap();
    assert_eq!(doc.created_at, Some(created));
    assert!(doc.updated_at.unwrap() >= created);

    let seen = stale.updated_at;
    assert!(stale.save(&es).await.unwrap_err().is_conflict());
    assert_eq!(stale.updated_at, seen);
    let stored = Person::get(&es, 1).await.unwrap();
    assert_eq!((stored.created_at, stored.updated_at), (doc.created_at, doc.updated_at));
}

async fn computed_fields_are_filled_and_never_stored(context: Context) {
    let es = people(&context).await;
    let mut doc = Person::new(1, "Ada").save(&es).await.unwrap();
    assert_eq!(doc.greeting.get().unwrap(), "Hello, Ada!");
    doc.name = "Grace".into();
    assert_eq!(doc.greeting.get().unwrap(), "Hello, Ada!");
    doc.save(&es).await.unwrap();
    assert_eq!(doc.greeting.get().unwrap(), "Hello, Grace!");
    assert_eq!(Person::get(&es, 1).await.unwrap().greeting.get().unwrap(), "Hello, Grace!");
    assert!(source(&es, "1").await.get("greeting").is_none());
}

async fn an_id_is_not_in_the_source(context: Context) {
    let es = people(&context).await;
    Person::new(7, "Ada").save(&es).await.unwrap();
    let source = source(&es, "7").await;
    assert!(source.get("id").is_none());
    assert_eq!(source["name"], "Ada");
    assert!(source["nickname"].is_null());
}

/// What the server holds, read past the models.
async fn source(es: &Client, id: &str) -> serde_json::Value {
    use esmodel::wire::{Effect, Method, Request, RequestPath};

    let path = RequestPath::new(&[&es.index_name(Person::SCHEMA.index), "_source", id]).unwrap();
    let response = es.send(Request::new(Method::Get, path, Effect::Read)).await.unwrap();
    serde_json::from_slice(response.body()).unwrap()
}

async fn a_token_lets_the_first_of_two_writers_win(context: Context) {
    let es = people(&context).await;
    let absent = Expected::of(Person::find(&es, 1).await.unwrap().as_ref());
    assert_eq!(absent, Expected::Absent);
    Person::new(1, "first").save(&es).expecting(absent).await.unwrap();
    assert!(Person::new(1, "second").save(&es).expecting(absent).await.unwrap_err().is_conflict());

    let seen: Expected = Expected::of(Some(&Person::get(&es, 1).await.unwrap())).to_string().parse().unwrap();
    Person::new(1, "third").save(&es).expecting(seen).await.unwrap();
    assert!(Person::new(1, "fourth").save(&es).expecting(seen).await.unwrap_err().is_conflict());
    assert_eq!(Person::get(&es, 1).await.unwrap().name, "third");
}

async fn deleting_what_is_not_there_is_an_error(context: Context) {
    let es = people(&context).await;
    let error = Person::delete(&es, 1).await.unwrap_err();
    let Error::NotFound(missing) = &error else { panic!("{error}") };
    assert_eq!(missing.id(), Some("1"));
}

async fn a_changed_id_is_refused(context: Context) {
    let es = people(&context).await;
    let mut doc = Person::new(1, "Ada").save(&es).await.unwrap();
    doc.id = 2;
    let error = doc.save(&es).await.unwrap_err();
    assert!(error.to_string().contains("`1` was changed to `2`"), "{error}");
    assert!(!Person::exists(&es, 2).await.unwrap());
}

async fn wait_for_makes_a_write_searchable(context: Context) {
    let es = people(&context).await;
    Person::new(1, "Ada").save(&es).refresh(Refresh::WaitFor).await.unwrap();
    Person::new(2, "Grace").save(&es.with_refresh(Refresh::Now)).await.unwrap();
    assert_eq!(Person::search().count(&es).await.unwrap(), 2);
}
