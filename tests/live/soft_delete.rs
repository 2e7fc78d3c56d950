//! Documents that are deleted by saying when.

use std::time::Duration;

use chrono::{DateTime, Utc};
use esmodel::{
    Error,
    prelude::*,
    wire::{Effect, Method, Request, RequestPath},
};
use esmodel_tests::Context;
use futures_util::future::join_all;
use serde_json::json;

esmodel_tests::tests![
    delete_keeps_the_document_and_hides_it,
    searches_counts_and_aggregations_leave_deleted_documents_out,
    no_query_loses_the_clause,
    batches_and_lazy_properties_leave_them_out_too,
    a_deleted_document_is_restored_by_id,
    a_deleted_document_is_restored_where_it_is_held,
    purge_removes_the_document_itself,
    delete_of_a_document_is_guarded_and_writes_nothing_else,
    a_document_deleted_where_it_is_held_says_so,
    what_is_deleted_already_keeps_its_time,
    of_many_who_delete_one_does,
    a_bulk_deletes_softly_and_purges,
    a_bulk_restores_and_writes_back,
    an_id_of_a_deleted_document_is_taken,
    a_plain_save_replaces_a_deleted_document,
    save_merging_does_not_bring_a_deleted_document_back,
    no_verb_brings_a_deleted_document_back_unasked,
    a_refusal_names_the_way_out,
    parts_are_read_and_marks_are_set_where_the_whole_cannot_be_read,
    routed_and_odd_ids_are_deleted_softly,
    moving_keeps_documents_deleted,
];

/// A file in a folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "files")]
struct File {
    #[es(id)]
    name: String,
    folder: String,
    #[es(updated_by)]
    changed_by: Option<String>,
    #[es(updated_at)]
    changed_at: Option<DateTime<Utc>>,
    #[es(soft_delete)]
    #[serde(rename = "removed", skip_serializing_if = "Option::is_none")]
    deleted_at: Option<DateTime<Utc>>,
    #[es(lazy)]
    neighbours: Lazy<u64>,
}

impl File {
    async fn neighbours(&self, cx: &LazyCx) -> esmodel::Result<u64> {
        Self::search().filter(Self::fields().folder().eq(&self.folder)).count(cx).await
    }
}

fn file(name: &str) -> File {
    File {
        name: name.into(),
        folder: "home".into(),
        changed_by: None,
        changed_at: None,
        deleted_at: None,
        neighbours: Lazy::NotLoaded,
    }
}

/// Files `a` to `c`, of which `b` is deleted by eve.
async fn files(context: &Context) -> Client {
    let es = context.es().clone();
    es.schema::<File>().apply().await.unwrap();
    es.bulk_save(["a", "b", "c"].map(file)).await.unwrap().all().unwrap();
    File::delete(&es.with_actor("eve"), "b").refresh(Refresh::Now).await.unwrap();
    es
}

fn names(files: impl IntoIterator<Item = File>) -> Vec<String> {
    let mut names: Vec<_> = files.into_iter().map(|file| file.name).collect();
    names.sort();
    names
}

async fn delete_keeps_the_document_and_hides_it(context: Context) {
    let es = files(&context).await;
    assert!(File::get(&es, "b").await.unwrap_err().is_not_found());
    assert!(File::find(&es, "b").await.unwrap().is_none());
    assert!(!File::exists(&es, "b").await.unwrap());
    assert!(File::require(&es, "b", Duration::ZERO).await.unwrap_err().is_not_found());
    assert!(File::modify(&es, "b", |_| {}).await.unwrap_err().is_not_found());
    let many = File::get_many(&es, ["a", "b", "x"]).await.unwrap();
    assert_eq!(many.iter().map(Option::is_some).collect::<Vec<_>>(), [true, false, false]);

    let doc = File::get(&es, "b").with_deleted().await.unwrap();
    let deleted = doc.deleted_at.unwrap();
    assert!((Utc::now() - deleted).num_seconds().abs() < 60, "{deleted}");
    assert_eq!(doc.changed_by.as_deref(), Some("eve"), "who deleted it");
    assert!(doc.changed_at.is_some_and(|at| at >= deleted));
    assert!(File::find(&es, "b").with_deleted().await.unwrap().is_some());
    assert!(File::exists(&es, "b").with_deleted().await.unwrap());
    assert!(!File::exists(&es, "x").with_deleted().await.unwrap());
    assert!(File::require(&es, "b", Duration::ZERO).with_deleted().await.is_ok());
    assert!(File::get_many(&es, ["b"]).with_deleted().await.unwrap()[0].is_some());
    // A document that says so itself is read again; one that was deleted since is gone.
    let mut held = doc;
    held.reload(&es).await.unwrap();
    let mut held = File::get(&es, "a").await.unwrap();
    File::delete(&es, "a").await.unwrap();
    assert!(held.reload(&es).await.unwrap_err().is_not_found());
    assert!(held.deleted_at.is_none());
    held.reload(&es).with_deleted().await.unwrap();
    assert!(held.deleted_at.is_some());
}

async fn searches_counts_and_aggregations_leave_deleted_documents_out(context: Context) {
    let es = files(&context).await;
    let f = File::fields();
    assert_eq!(names(File::search().fetch(&es).await.unwrap().into_values()), ["a", "c"]);
    assert_eq!(names(File::search().with_deleted().fetch(&es).await.unwrap().into_values()), ["a", "b", "c"]);
    assert_eq!(names(File::search().only_deleted().fetch(&es).await.unwrap().into_values()), ["b"]);
    let counts = [
        File::search().count(&es).await.unwrap(),
        File::search().with_deleted().count(&es).await.unwrap(),
        File::search().only_deleted().count(&es).await.unwrap(),
        File::search().filter(f.folder().eq("home")).count(&es).await.unwrap(),
        File::by_fields([("folder", "home")]).count(&es).await.unwrap(),
        File::search().query(f.folder().eq("home")).only_deleted().count(&es).await.unwrap(),
    ];
    assert_eq!(counts, [2, 3, 1, 2, 2, 1]);
    assert!(File::search().filter(f.name().any_of(["b"])).first(&es).await.unwrap().is_none());
    let folders = File::search().aggregate(f.folder().terms(10)).only_aggregations().fetch(&es).await.unwrap();
    assert_eq!(folders.buckets.iter().map(|bucket| bucket.doc_count).collect::<Vec<_>>(), [2]);
    // The field itself can be asked about.
    let recent = File::search().only_deleted().filter(f.deleted_at().gte(date_math!("now-1h"))).count(&es).await;
    assert_eq!(recent.unwrap(), 1);
}

async fn no_query_loses_the_clause(context: Context) {
    let es = files(&context).await;
    let f = File::fields();
    for search in [
        File::search().query(Query::raw(json!({"match_all": {}}))),
        File::search().query(Query::raw(json!({"bool": {"should": [{"match_all": {}}]}}))),
        File::search().filter(Query::all()),
        File::search().query(f.folder().eq("home") | Query::all()),
        File::search().must_not(f.folder().eq("elsewhere")),
    ] {
        assert_eq!(search.clone().count(&es).await.unwrap(), 2, "{search:?}");
        assert_eq!(search.clone().fetch(&es).await.unwrap().hits.len(), 2, "{search:?}");
        assert_eq!(search.with_deleted().count(&es).await.unwrap(), 3);
    }
}

async fn batches_and_lazy_properties_leave_them_out_too(context: Context) {
    let es = files(&context).await;
    let (gone, many, hits, count) = es
        .batched(async |es| {
            tokio::join!(
                File::find(es, "b"),
                File::get_many(es, ["a", "b"]),
                File::search().fetch(es),
                File::search().only_deleted().count(es)
            )
        })
        .await;
    assert!(gone.unwrap().is_none());
    assert_eq!(many.unwrap().iter().flatten().count(), 1);
    assert_eq!((hits.unwrap().hits.len(), count.unwrap()), (2, 1));
    let doc = File::get(&es, "a").await.unwrap();
    assert_eq!(*doc.neighbours.value().unwrap(), 2);
}

async fn a_deleted_document_is_restored_by_id(context: Context) {
    let es = files(&context).await;
    let mut doc = File::restore(&es.with_actor("bob"), "b").refresh(Refresh::Now).await.unwrap();
    assert_eq!((doc.deleted_at, doc.changed_by.as_deref()), (None, Some("bob")));
    assert_eq!(*File::get(&es, "b").without_lazy().await.unwrap(), *doc);
    assert_eq!(File::search().count(&es).await.unwrap(), 3);
    doc.folder = "attic".into();
    doc.save(&es).await.unwrap();
    // Once more changes nothing.
    let version = Doc::meta(&File::restore(&es, "b").await.unwrap()).version();
    assert_eq!(version, Doc::meta(&doc).version());
    assert!(File::restore(&es, "x").await.unwrap_err().is_not_found());
}

async fn a_deleted_document_is_restored_where_it_is_held(context: Context) {
    let es = files(&context).await;
    let mut doc = File::get(&es, "b").with_deleted().await.unwrap();
    let mut stale = doc.clone();
    doc.folder = "not written".into();
    doc.restore(&es).await.unwrap();
    assert_eq!(doc.deleted_at, None);
    assert_eq!(File::get(&es, "b").await.unwrap().folder, "home");
    doc.save(&es).await.unwrap();
    assert_eq!(File::get(&es, "b").await.unwrap().folder, "not written");
    let before = stale.clone();
    assert!(stale.restore(&es).await.unwrap_err().is_conflict());
    assert_eq!(stale, before);
}

async fn purge_removes_the_document_itself(context: Context) {
    let es = files(&context).await;
    File::purge(&es, "b").await.unwrap();
    assert!(File::find(&es, "b").with_deleted().await.unwrap().is_none());
    assert!(File::purge(&es, "b").await.unwrap_err().is_not_found());
    let mut doc = File::get(&es, "a").await.unwrap();
    doc.purge(&es).await.unwrap();
    assert!(File::find(&es, "a").with_deleted().await.unwrap().is_none());
    assert!(doc.delete(&es).await.unwrap_err().is_conflict(), "it is gone");
    assert!(File::delete(&es, "a").await.unwrap_err().is_not_found());
}

async fn delete_of_a_document_is_guarded_and_writes_nothing_else(context: Context) {
    let es = files(&context).await;
    let mut stale = File::get(&es, "a").await.unwrap();
    let mut doc = File::modify(&es, "a", |file| file.folder = "attic".into()).await.unwrap();
    assert!(stale.delete(&es).await.unwrap_err().is_conflict());
    doc.folder = "not written".into();
    doc.delete(&es).await.unwrap();
    let deleted = File::get(&es, "a").with_deleted().await.unwrap();
    assert!(deleted.deleted_at.is_some());
    assert_eq!(deleted.folder, "attic");
    assert!(stale.save(&es).await.unwrap_err().is_conflict());
    let before = stale.clone();
    assert!(stale.delete(&es).await.unwrap_err().is_conflict());
    assert_eq!(stale, before);
    assert!(matches!(Doc::new(file("new")).delete(&es).await, Err(Error::Invalid(_))));
}

async fn a_document_deleted_where_it_is_held_says_so(context: Context) {
    let es = files(&context).await;
    let mut doc = File::get(&es, "a").without_lazy().await.unwrap();
    doc.folder = "later".into();
    doc.delete(&es.with_actor("eve")).await.unwrap();
    let stored = File::get(&es, "a").with_deleted().without_lazy().await.unwrap();
    assert!(doc.deleted_at.is_some());
    assert_eq!(
        (doc.deleted_at, doc.changed_at, &doc.changed_by),
        (stored.deleted_at, stored.changed_at, &stored.changed_by)
    );
    assert_eq!(Doc::meta(&doc), Doc::meta(&stored));
    assert_eq!((doc.folder.as_str(), stored.folder.as_str()), ("later", "home"), "what is not saved stays here");

    assert!(matches!(doc.delete(&es).await, Err(Error::Invalid(_))), "once more");
    doc.save(&es).await.unwrap();
    assert!(!File::exists(&es, "a").await.unwrap(), "a save leaves it deleted");
    assert_eq!(File::get(&es, "a").with_deleted().await.unwrap().folder, "later");
    doc.restore(&es).await.unwrap();
    assert_eq!(doc.deleted_at, None);
    assert_eq!(File::get(&es, "a").await.unwrap().deleted_at, None);
    doc.delete(&es).await.unwrap();
    doc.reload(&es).await.unwrap();
    assert!(doc.deleted_at.is_some());
    doc.purge(&es).await.unwrap();
    assert!(!File::exists(&es, "a").with_deleted().await.unwrap());
}

async fn what_is_deleted_already_keeps_its_time(context: Context) {
    let es = files(&context).await;
    let mut doc = File::get(&es, "b").with_deleted().await.unwrap();
    assert!(File::delete(&es, "b").await.unwrap_err().is_not_found());
    let error = doc.delete(&es).await.unwrap_err();
    assert!(error.to_string().contains("`purge`") && error.to_string().contains("`restore`"), "{error}");
    assert!(matches!(es.bulk().delete(&mut doc), Err(Error::Invalid(_))));
    assert_eq!(File::get(&es, "b").with_deleted().await.unwrap().deleted_at, doc.deleted_at);
}

async fn of_many_who_delete_one_does(context: Context) {
    let es = files(&context).await;
    let outcomes = join_all((0..6).map(|_| File::delete(&es, "a").into_future())).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert!(outcomes.into_iter().filter_map(Result::err).all(|error| error.is_not_found()));
}

async fn a_bulk_deletes_softly_and_purges(context: Context) {
    let es = files(&context).await;
    let (mut a, b, mut c) = (
        File::get(&es, "a").await.unwrap(),
        File::get(&es, "b").with_deleted().await.unwrap(),
        File::get(&es, "c").await.unwrap(),
    );
    let mut bulk = es.bulk().refresh(Refresh::Now);
    bulk.delete(&mut a).unwrap().purge(&b).unwrap();
    bulk.commit().await.unwrap();
    assert_eq!(names(File::search().only_deleted().fetch(&es).await.unwrap().into_values()), ["a"]);
    assert!(File::find(&es, "b").with_deleted().await.unwrap().is_none());
    File::modify(&es, "c", |_| {}).await.unwrap();
    let mut bulk = es.bulk();
    bulk.delete(&mut c).unwrap();
    let Err(Error::Bulk(error)) = bulk.commit().await else { panic!("somebody was faster") };
    assert!(error.failed_operations()[0].is_conflict());
    assert_eq!(c.deleted_at, None);
    c.reload(&es).await.unwrap();
}

async fn a_bulk_restores_and_writes_back(context: Context) {
    let es = files(&context).await;
    let mut a = File::get(&es, "a").await.unwrap();
    let mut b = File::get(&es, "b").with_deleted().await.unwrap();
    let mut c = File::get(&es, "c").await.unwrap();
    let mut bulk = es.bulk();
    bulk.delete(&mut a).unwrap().restore(&mut b).unwrap().restore(&mut c).unwrap();
    bulk.commit().await.unwrap();
    assert!(a.deleted_at.is_some() && b.deleted_at.is_none());
    assert_eq!(Doc::meta(&c), Doc::meta(&File::get(&es, "c").await.unwrap()), "it was not deleted");
    let stored = File::get(&es, "a").with_deleted().await.unwrap();
    assert_eq!((a.deleted_at, a.changed_at, Doc::meta(&a)), (stored.deleted_at, stored.changed_at, Doc::meta(&stored)));
    assert_eq!(Doc::meta(&b), Doc::meta(&File::get(&es, "b").await.unwrap()));

    let mut stale = a.clone();
    let mut bulk = es.bulk();
    bulk.restore(&mut a).unwrap().restore(&mut stale).unwrap();
    let Err(Error::Bulk(error)) = bulk.commit().await else { panic!("the second comes too late") };
    assert_eq!(error.failed_operations().len(), 1);
    assert!(error.failed_operations()[0].is_conflict());
    assert!(a.deleted_at.is_none() && stale.deleted_at.is_some());
    a.restore(&es).await.unwrap();
}

async fn an_id_of_a_deleted_document_is_taken(context: Context) {
    let es = files(&context).await;
    assert!(file("b").create(&es).await.unwrap_err().is_conflict());
    let error = File::upsert(&es, "b", || file("b"), |_| {}).await.unwrap_err();
    assert!(error.is_conflict(), "{error:?}");
    assert!(File::exists(&es, "b").with_deleted().await.unwrap());
    assert!(!File::exists(&es, "b").await.unwrap());
}

async fn a_plain_save_replaces_a_deleted_document(context: Context) {
    let es = files(&context).await;
    file("b").save(&es).await.unwrap();
    assert!(File::exists(&es, "b").await.unwrap());
}

async fn save_merging_does_not_bring_a_deleted_document_back(context: Context) {
    let es = files(&context).await;
    let mut mine = File::get(&es, "a").await.unwrap();
    File::modify(&es, "a", |file| file.folder = "of bob".into()).await.unwrap();
    let theirs = File::delete(&es.with_actor("bob"), "a").await;
    theirs.unwrap();
    mine.folder = "attic".into();
    let before = mine.clone();
    for recreate in [true, false] {
        let merge = |_: &mut File, _: &File| panic!("a deleted document is not merged with");
        let error = mine.save_merging(&es, merge).recreate(recreate).await.unwrap_err();
        let Error::Conflict(conflict) = &error else { panic!("{error:?}") };
        assert!(conflict.is_deleted_softly());
        assert_eq!(conflict.expected(), Doc::meta(&before).version().map(|at| (at.seq_no, at.primary_term)));
        assert!(error.to_string().contains("`restore` or `purge` it"), "{error}");
        assert_eq!(mine, before);
    }
    let stored = File::get(&es, "a").with_deleted().await.unwrap();
    assert!(stored.deleted_at.is_some());
    assert_eq!((stored.folder.as_str(), stored.changed_by.as_deref()), ("of bob", Some("bob")));

    // Who asks for deleted documents may change them so, and they stay deleted.
    let mut held = stored.clone();
    File::restore(&es, "a").await.unwrap();
    File::delete(&es, "a").await.unwrap();
    held.save_merging(&es, |stored, _| stored.folder = "merged".into()).await.unwrap();
    assert!(held.deleted_at.is_some());
    assert!(!File::exists(&es, "a").await.unwrap());
    assert_eq!(File::get(&es, "a").with_deleted().await.unwrap().folder, "merged");
    // One that is gone is created again, as ever.
    File::purge(&es, "a").await.unwrap();
    mine.save_merging(&es, |_, _| panic!("there is nothing to merge with")).await.unwrap();
    assert_eq!(File::get(&es, "a").await.unwrap().folder, "attic");
}

async fn no_verb_brings_a_deleted_document_back_unasked(context: Context) {
    let es = files(&context).await;
    let mut stale = File::get(&es, "a").await.unwrap();
    File::delete(&es, "a").await.unwrap();
    let deleted = File::get(&es, "a").with_deleted().without_lazy().await.unwrap();
    let unseen = File::find(&es, "a").await.unwrap();

    assert!(file("a").create(&es).await.unwrap_err().is_conflict());
    assert!(file("a").save(&es).expecting(Expected::of(unseen.as_ref())).await.unwrap_err().is_conflict());
    let seen = Expected::of(Some(&stale));
    assert!(file("a").save(&es).expecting(seen).await.unwrap_err().is_conflict());
    assert!(File::upsert(&es, "a", || file("a"), |_| {}).await.unwrap_err().is_conflict());
    assert!(File::modify(&es, "a", |_| {}).await.unwrap_err().is_not_found());
    assert!(stale.save(&es).await.unwrap_err().is_conflict());
    assert!(stale.delete(&es).await.unwrap_err().is_conflict());
    let (mut updated, mut saved, mut created) = (stale.clone(), stale.clone(), Doc::new(file("a")));
    let mut bulk = es.bulk();
    bulk.update(&mut updated, json!({"folder": "attic"})).unwrap();
    bulk.save(&mut saved).unwrap().create(&mut created).unwrap();
    let Err(Error::Bulk(error)) = bulk.commit().await else { panic!("all are refused") };
    assert_eq!(error.failed_operations().iter().filter(|operation| operation.is_conflict()).count(), 3);
    let outcome = es.bulk_save([file("a")]).create_only().await.unwrap();
    assert!(outcome.rejected[0].operation.is_conflict());
    assert_eq!(File::get(&es, "a").with_deleted().without_lazy().await.unwrap(), deleted);

    // What was asked for with `with_deleted` can be changed, and stays deleted.
    let mut held = deleted;
    let mut bulk = es.bulk();
    bulk.update(&mut held, json!({"folder": "attic"})).unwrap();
    bulk.commit().await.unwrap();
    assert_eq!(held.folder, "attic");
    held.folder = "cellar".into();
    held.save(&es).await.unwrap();
    assert!(held.deleted_at.is_some());
    assert!(!File::exists(&es, "a").await.unwrap());
}

async fn a_refusal_names_the_way_out(context: Context) {
    let es = files(&context).await;
    let way_out = |error: &dyn std::fmt::Display| {
        let error = error.to_string();
        assert!(
            error.contains("deleted softly") && error.contains("`restore`") && error.contains("`purge`"),
            "{error}"
        );
    };
    way_out(&file("b").create(&es).await.unwrap_err());
    way_out(&file("b").save(&es).expecting(Expected::Absent).await.unwrap_err());
    let error = File::upsert(&es, "b", || file("b"), |_| {}).await.unwrap_err();
    assert!(matches!(&error, Error::Conflict(conflict) if conflict.is_deleted_softly()), "{error:?}");
    way_out(&error);
    let error = File::modify(&es, "b", |_| {}).await.unwrap_err();
    assert!(error.is_not_found());
    way_out(&error);
    way_out(&File::delete(&es, "b").await.unwrap_err());
    let mut new = Doc::new(file("b"));
    let mut bulk = es.bulk();
    bulk.create(&mut new).unwrap();
    way_out(&bulk.commit().await.unwrap_err());
    way_out(&es.bulk_save([file("b")]).create_only().await.unwrap().rejected[0].operation);
    // Nobody knows why a guarded write came too late; it may be this.
    let mut stale = File::get(&es, "a").await.unwrap();
    File::delete(&es, "a").await.unwrap();
    let error = stale.save(&es).await.unwrap_err().to_string();
    assert!(error.contains("deleted softly"), "{error}");
    // What is not there at all is no deleted document.
    let error = File::modify(&es, "x", |_| {}).await.unwrap_err().to_string();
    assert!(!error.contains("softly"), "{error}");
}

/// What a scanner made of paper. Each says who wrote it.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "scans", dynamic = "false")]
struct Scan {
    #[es(id)]
    id: String,
    title: String,
    pages: u32,
    #[es(created_by)]
    by: String,
    #[es(updated_at)]
    changed_at: Option<DateTime<Utc>>,
    #[es(soft_delete)]
    deleted_at: Option<DateTime<Utc>>,
}

#[derive(Debug, PartialEq, Deserialize, EsProjection)]
#[es(of = Scan)]
#[serde(deny_unknown_fields)]
struct ScanTitle {
    title: String,
}

#[derive(Debug, PartialEq, Deserialize, EsProjection)]
#[es(of = Scan)]
struct ScanId {
    #[es(id)]
    key: String,
}

#[derive(Debug, PartialEq, Deserialize, EsProjection)]
#[es(of = Scan)]
struct ScanState {
    #[es(id)]
    key: String,
    title: String,
    deleted_at: Option<DateTime<Utc>>,
}

/// Stores what the mapping takes and the model cannot read: a number as text.
async fn store_unreadable(es: &Client, id: &str) {
    let path = RequestPath::new(&[&*es.index_name("scans"), "_doc", id]).unwrap();
    let body = json!({"title": id, "pages": "7", "by": "ada", "deleted_at": null}).to_string();
    let request = Request::new(Method::Put, path, Effect::Idempotent).param("refresh", "true").json(body);
    assert!(es.send(request).await.unwrap().is_success());
}

async fn parts_are_read_and_marks_are_set_where_the_whole_cannot_be_read(context: Context) {
    let es = context.es();
    es.schema::<Scan>().apply().await.unwrap();
    for id in ["a", "b"] {
        store_unreadable(es, id).await;
    }
    assert!(matches!(Scan::get(es, "a").await, Err(Error::Decode { .. })), "what this test is about");

    let title = Scan::get(es, "a").project::<ScanTitle>().await.unwrap();
    assert_eq!(title.title, "a");
    assert_eq!(Doc::meta(&title).version(), None, "a part has no version");
    assert_eq!(Scan::find(es, "a").project::<ScanId>().await.unwrap().unwrap().key, "a");
    assert!(Scan::exists(es, "a").await.unwrap());
    // Without an actor: it says already who made it.
    Scan::delete(es, "a").refresh(Refresh::Now).await.unwrap();
    assert!(!Scan::exists(es, "a").await.unwrap());
    assert!(Scan::exists(es, "a").with_deleted().await.unwrap());
    assert!(Scan::delete(es, "a").await.unwrap_err().is_not_found());
    assert!(Scan::get(es, "a").project::<ScanTitle>().await.unwrap_err().is_not_found());
    assert!(Scan::find(es, "a").project::<ScanId>().await.unwrap().is_none());
    assert!(Scan::find(es, "a").project::<ScanState>().await.unwrap().is_none());
    assert_eq!(Scan::get(es, "a").with_deleted().project::<ScanTitle>().await.unwrap().title, "a");
    let state = Scan::get(es, "a").with_deleted().project::<ScanState>().await.unwrap();
    assert!(state.deleted_at.is_some());
    assert_eq!((&*state.key, &*state.title), ("a", "a"));
    let state = Scan::get(es, "b").project::<ScanState>().await.unwrap();
    assert_eq!((&*state.title, state.deleted_at), ("b", None));

    let many = Scan::get_many(es, ["a", "b", "x"]).project::<ScanTitle>().await.unwrap();
    assert_eq!(
        many.into_iter().map(|doc| doc.map(|doc| Doc::into_inner(doc).title)).collect::<Vec<_>>(),
        [None, Some("b".into()), None]
    );
    let many = Scan::get_many(es, ["a", "b"]).with_deleted().project::<ScanState>().await.unwrap();
    assert!(many[0].as_ref().unwrap().deleted_at.is_some());
    // The same in a batch, and where the id cannot stand in a URL.
    let (gone, there) = es
        .batched(async |es| {
            tokio::join!(Scan::find(es, "a").project::<ScanTitle>(), Scan::find(es, "b").project::<ScanTitle>())
        })
        .await;
    assert!(gone.unwrap().is_none());
    assert_eq!(there.unwrap().unwrap().title, "b");
    let odd =
        Scan { id: "_odd".into(), title: "odd".into(), pages: 1, by: "ada".into(), changed_at: None, deleted_at: None };
    odd.save(es).await.unwrap();
    assert!(Scan::exists(es, "_odd").await.unwrap());
    Scan::delete(es, "_odd").await.unwrap();
    assert!(!Scan::exists(es, "_odd").await.unwrap());
    assert!(Scan::find(es, "_odd").project::<ScanTitle>().await.unwrap().is_none());
    assert!(Scan::exists(es, "_odd").with_deleted().await.unwrap());
    Scan::purge(es, "a").await.unwrap();
    assert!(!Scan::exists(es, "a").with_deleted().await.unwrap());
}

/// A page of a tenant.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "pages", settings(number_of_shards = 5))]
struct Leaf {
    #[es(id)]
    id: String,
    #[es(routing)]
    tenant: String,
    #[es(soft_delete)]
    deleted_at: Option<DateTime<Utc>>,
}

async fn routed_and_odd_ids_are_deleted_softly(context: Context) {
    let es = context.es();
    es.schema::<Leaf>().apply().await.unwrap();
    for id in ["plain", "a/b", "_search", "..", "ü?#"] {
        Leaf { id: id.into(), tenant: "x".into(), deleted_at: None }.save(es).await.unwrap();
        Leaf::delete(es, id).routing("x").await.unwrap();
        assert!(!Leaf::exists(es, id).routing("x").await.unwrap(), "{id}");
        let mut doc = Leaf::get(es, id).routing("x").with_deleted().await.unwrap();
        assert_eq!(Doc::meta(&doc).routing(), Some("x"));
        doc.restore(es).await.unwrap();
        assert_eq!(Doc::meta(&doc).routing(), Some("x"));
        doc.delete(es).await.unwrap();
        Leaf::purge(es, id).routing("x").await.unwrap();
        assert!(!Leaf::exists(es, id).routing("x").with_deleted().await.unwrap(), "{id}");
    }
    assert!(matches!(Leaf::delete(es, "plain").await, Err(Error::Invalid(_))), "as any verb without routing");
}

async fn moving_keeps_documents_deleted(context: Context) {
    let es = context.es();
    es.schema::<Leaf>().apply().await.unwrap();
    let leaf = |id: &str, tenant: &str| Leaf { id: id.into(), tenant: tenant.into(), deleted_at: None };
    // A deleted one is moved as it is.
    leaf("1", "x").save(es).await.unwrap();
    Leaf::delete(es, "1").routing("x").await.unwrap();
    let mut held = Leaf::get(es, "1").routing("x").with_deleted().await.unwrap();
    held.tenant = "y".into();
    held.relocate(es).await.unwrap();
    assert!(held.deleted_at.is_some());
    assert!(!Leaf::exists(es, "1").routing("y").await.unwrap());
    assert!(Leaf::exists(es, "1").routing("y").with_deleted().await.unwrap());
    // One that was deleted since stays where it is, and deleted.
    let mut stale = leaf("2", "x").save(es).await.unwrap();
    Leaf::delete(es, "2").routing("x").await.unwrap();
    stale.tenant = "y".into();
    assert!(stale.relocate(es).await.unwrap_err().is_conflict());
    assert!(!Leaf::exists(es, "2").routing("x").await.unwrap());
    let kept = Leaf::get(es, "2").routing("x").with_deleted().await.unwrap();
    assert_eq!((kept.tenant.as_str(), kept.deleted_at.is_some()), ("x", true));
}
