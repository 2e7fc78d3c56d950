//! Documents that are deleted by saying when.

use std::time::Duration;

use chrono::{DateTime, Utc};
use esmodel::{Error, prelude::*};
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
    what_is_deleted_already_keeps_its_time,
    of_many_who_delete_one_does,
    a_bulk_deletes_softly_and_purges,
    an_id_of_a_deleted_document_is_taken,
    a_plain_save_replaces_a_deleted_document,
    save_merging_meets_a_deletion,
    routed_and_odd_ids_are_deleted_softly,
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
    let doc = File::get(&es, "a").await.unwrap();
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
    assert!(doc.save(&es).await.unwrap_err().is_conflict(), "as after a delete that is final");
    assert!(stale.save(&es).await.unwrap_err().is_conflict());
    assert!(matches!(Doc::new(file("new")).delete(&es).await, Err(Error::Invalid(_))));
}

async fn what_is_deleted_already_keeps_its_time(context: Context) {
    let es = files(&context).await;
    let doc = File::get(&es, "b").with_deleted().await.unwrap();
    assert!(File::delete(&es, "b").await.unwrap_err().is_not_found());
    let error = doc.delete(&es).await.unwrap_err();
    assert!(error.to_string().contains("`purge`") && error.to_string().contains("`restore`"), "{error}");
    assert!(matches!(es.bulk().delete(&doc), Err(Error::Invalid(_))));
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
    let (a, b, mut c) = (
        File::get(&es, "a").await.unwrap(),
        File::get(&es, "b").with_deleted().await.unwrap(),
        File::get(&es, "c").await.unwrap(),
    );
    let mut bulk = es.bulk().refresh(Refresh::Now);
    bulk.delete(&a).unwrap().purge(&b).unwrap();
    bulk.commit().await.unwrap();
    assert_eq!(names(File::search().only_deleted().fetch(&es).await.unwrap().into_values()), ["a"]);
    assert!(File::find(&es, "b").with_deleted().await.unwrap().is_none());
    File::modify(&es, "c", |_| {}).await.unwrap();
    let mut bulk = es.bulk();
    bulk.delete(&c).unwrap();
    let Err(Error::Bulk(error)) = bulk.commit().await else { panic!("somebody was faster") };
    assert!(error.failed_operations()[0].is_conflict());
    c.reload(&es).await.unwrap();
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

async fn save_merging_meets_a_deletion(context: Context) {
    let es = files(&context).await;
    let (mut first, mut second) = (File::get(&es, "a").await.unwrap(), File::get(&es, "c").await.unwrap());
    File::delete(&es, "a").await.unwrap();
    File::delete(&es, "c").await.unwrap();
    first.folder = "attic".into();
    first.save_merging(&es, |_, _| panic!("there is nothing to merge with")).await.unwrap();
    assert_eq!(File::get(&es, "a").await.unwrap().folder, "attic");
    let refused = second.save_merging(&es, |_, _| {}).recreate(false).await;
    assert!(refused.unwrap_err().is_not_found());
    assert!(!File::exists(&es, "c").await.unwrap());
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
