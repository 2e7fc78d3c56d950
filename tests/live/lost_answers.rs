//! Writes whose answers get lost on the way, and a second writer who comes in between. The faults are a proxy's; the
//! engines are real.

use std::future::IntoFuture;

use chrono::{DateTime, Utc};
use esmodel::{
    Error, Resend,
    error::PerhapsApplied,
    prelude::*,
    wire::{Effect, Method, Request, RequestPath},
};
use esmodel_tests::{Context, Fault, Held, Proxy};

esmodel_tests::tests![
    a_save_whose_answer_is_lost_is_done_with_its_version,
    a_save_that_did_not_arrive_is_sent_again_as_a_create,
    a_save_undoes_nothing_that_somebody_wrote_in_between,
    a_save_that_is_sent_again_gives_way_to_who_was_faster,
    a_save_that_never_arrives_gives_up_and_may_have_been_applied,
    an_answer_of_a_gateway_is_no_answer,
    an_overwrite_and_ids_in_bodies_are_looked_for_too,
    resending_blindly_is_a_choice_and_undoes_what_was_written_in_between,
    a_document_behind_a_pipeline_is_not_sent_again,
    times_that_the_lost_answer_wrote_are_taken_over,
    a_delete_whose_answer_is_lost_is_done,
    a_delete_removes_nothing_that_was_created_in_between,
    a_purge_whose_answer_is_lost_is_done,
    a_soft_delete_and_a_restore_whose_answers_are_lost_are_done,
    a_soft_delete_that_did_not_arrive_is_marked_again,
    a_soft_delete_that_somebody_took_back_may_have_been_applied,
    a_bulk_save_whose_answer_is_lost_is_done_with_its_versions,
    a_bulk_save_sends_again_only_what_is_missing_and_undoes_nothing,
    a_bulk_save_that_did_not_arrive_is_sent_again_as_creates,
    a_bulk_of_several_writes_of_one_document_tells_of_the_last,
    a_scope_whose_answer_is_lost_is_done_unless_a_write_is_guarded,
];

/// A note that anybody may write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "notes")]
struct Note {
    #[es(id)]
    id: String,
    text: String,
}

fn note(id: &str, text: &str) -> Note {
    Note { id: id.into(), text: text.into() }
}

/// A file, of a folder and with times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "files")]
struct File {
    #[es(id)]
    name: String,
    #[es(routing)]
    folder: String,
    #[es(created_at)]
    created_at: Option<DateTime<Utc>>,
    #[es(updated_at)]
    updated_at: Option<DateTime<Utc>>,
    #[es(soft_delete)]
    deleted_at: Option<DateTime<Utc>>,
}

fn file(name: &str) -> File {
    File { name: name.into(), folder: "home".into(), created_at: None, updated_at: None, deleted_at: None }
}

async fn notes(context: &Context) -> (Client, Proxy) {
    context.es().schema::<Note>().apply().await.unwrap();
    context.proxied(|settings| settings).await
}

async fn files(context: &Context) -> (Client, Proxy) {
    context.es().schema::<File>().apply().await.unwrap();
    context.proxied(|settings| settings).await
}

/// Runs `work`; once its request is held, `between` happens, and then the fault.
async fn with_somebody<R>(held: &Held, work: impl IntoFuture<Output = R>, between: impl AsyncFnOnce()) -> R {
    let interrupt = async {
        held.reached().await;
        between().await;
        held.release();
    };
    tokio::join!(work.into_future(), interrupt).0
}

#[track_caller]
fn perhaps<R: std::fmt::Debug>(outcome: esmodel::Result<R>) -> PerhapsApplied {
    match outcome.unwrap_err() {
        Error::PerhapsApplied(perhaps) => *perhaps,
        other => panic!("{other:?}"),
    }
}

async fn a_save_whose_answer_is_lost_is_done_with_its_version(context: Context) {
    let (es, proxy) = notes(&context).await;
    proxy.plan("PUT /", 1, Fault::LoseAnswer);
    let mut saved = note("1", "mine").save(&es).await.unwrap();
    assert_eq!(saved, Note::get(context.es(), "1").await.unwrap());
    assert_eq!(proxy.take(), ["PUT /_doc", "POST /_mget"]);
    saved.text = "changed".into();
    saved.save(&es).await.unwrap();
}

async fn a_save_that_did_not_arrive_is_sent_again_as_a_create(context: Context) {
    let (es, proxy) = notes(&context).await;
    for fault in [Fault::LoseRequest, Fault::Refuse(503)] {
        proxy.plan("PUT /", 1, fault);
        let saved = note("1", "mine").save(&es).await.unwrap();
        assert_eq!(saved, Note::get(context.es(), "1").await.unwrap());
        assert_eq!(proxy.take(), ["PUT /_doc", "POST /_mget", "PUT /_create"]);
        Note::delete(context.es(), "1").await.unwrap();
    }
}

async fn a_save_undoes_nothing_that_somebody_wrote_in_between(context: Context) {
    let (es, proxy) = notes(&context).await;
    for fault in [Fault::LoseAnswer, Fault::LoseRequest, Fault::ReplaceAnswer(504)] {
        let held = proxy.hold("PUT /", 1, fault);
        let mut theirs = None;
        let outcome = with_somebody(&held, note("1", "mine").save(&es), async || {
            theirs = Some(note("1", "theirs").save(context.es()).await.unwrap());
        });
        let error = outcome.await;
        let (error, theirs) = (perhaps(error), theirs.unwrap());
        assert_eq!(error.stored(), Doc::meta(&theirs).version().map(|version| (version.seq_no, version.primary_term)));
        assert_eq!((error.id(), Error::from(error.clone()).may_have_been_applied()), ("1", true));
        assert!(error.to_string().contains("may have been applied"), "{error}");
        assert_eq!(Note::get(&es, "1").await.unwrap(), theirs);
    }
}

async fn a_save_that_is_sent_again_gives_way_to_who_was_faster(context: Context) {
    let (es, proxy) = notes(&context).await;
    proxy.plan("PUT /", 1, Fault::LoseRequest);
    let held = proxy.hold("_mget", 1, Fault::Pass);
    let outcome = with_somebody(&held, note("1", "mine").save(&es), async || {
        note("1", "theirs").save(context.es()).await.unwrap();
    });
    perhaps(outcome.await);
    assert_eq!(Note::get(&es, "1").await.unwrap().text, "theirs");
}

async fn a_save_that_never_arrives_gives_up_and_may_have_been_applied(context: Context) {
    let (es, proxy) = notes(&context).await;
    for nth in 1..=4 {
        proxy.plan("PUT /", nth, Fault::LoseRequest);
    }
    let error = note("1", "mine").save(&es).await.unwrap_err();
    assert!(matches!(error, Error::Unreachable(_)) && error.may_have_been_applied(), "{error:?}");
    assert_eq!(proxy.take().iter().filter(|line| line.starts_with("PUT")).count(), 4);
}

async fn an_answer_of_a_gateway_is_no_answer(context: Context) {
    let (es, proxy) = notes(&context).await;
    for status in [502, 503, 504] {
        proxy.plan("PUT /", 1, Fault::ReplaceAnswer(status));
        let saved = note("1", &status.to_string()).save(&es).await.unwrap();
        assert_eq!(saved, Note::get(&es, "1").await.unwrap());
    }
}

async fn an_overwrite_and_ids_in_bodies_are_looked_for_too(context: Context) {
    let (es, proxy) = notes(&context).await;
    for (id, pattern) in [("1", "PUT /"), ("..", "POST /_bulk"), ("_search", "POST /_bulk")] {
        let mut doc = note(id, "first").save(&es).await.unwrap();
        doc.text = "mine".into();
        proxy.plan(pattern, 1, Fault::LoseAnswer);
        doc.overwrite(&es).await.unwrap();
        assert_eq!(doc, Note::get(&es, id).await.unwrap());

        let held = proxy.hold(pattern, 1, Fault::LoseAnswer);
        doc.text = "mine again".into();
        let before = doc.clone();
        let outcome = with_somebody(&held, doc.overwrite(&es), async || {
            note(id, "theirs").save(context.es()).await.unwrap();
        });
        perhaps(outcome.await);
        assert_eq!((&doc, &*Note::get(&es, id).await.unwrap().text), (&before, "theirs"), "{id}");
    }
}

async fn resending_blindly_is_a_choice_and_undoes_what_was_written_in_between(context: Context) {
    let (es, proxy) = notes(&context).await;
    let blind = es.with_resend(Resend::Blindly);
    for of_the_client in [false, true] {
        let held = proxy.hold("PUT /", 1, Fault::LoseAnswer);
        let save = if of_the_client {
            note("1", "mine").save(&blind)
        } else {
            note("1", "mine").save(&es).resend(Resend::Blindly)
        };
        let outcome = with_somebody(&held, save, async || {
            note("1", "theirs").save(context.es()).await.unwrap();
        });
        outcome.await.unwrap();
        assert_eq!(Note::get(&es, "1").await.unwrap().text, "mine");
    }
    proxy.plan("DELETE /", 1, Fault::LoseAnswer);
    assert!(Note::delete(&blind, "1").await.unwrap_err().is_not_found(), "its own success");
    proxy.plan("_bulk", 1, Fault::LoseAnswer);
    proxy.take();
    es.bulk_save([note("1", "mine")]).resend(Resend::Blindly).await.unwrap().all().unwrap();
    assert_eq!(proxy.take(), ["POST /_bulk", "POST /_bulk"]);
}

async fn a_document_behind_a_pipeline_is_not_sent_again(context: Context) {
    let (es, proxy) = notes(&context).await;
    let name = es.index_name("pipeline").into_owned();
    let path = || RequestPath::new(&["_ingest", "pipeline", &name]).unwrap();
    let put = Request::new(Method::Put, path(), Effect::Idempotent).json(r#"{"processors": []}"#);
    assert!(es.send(put).await.unwrap().is_success());
    proxy.plan("_doc/1", 1, Fault::LoseAnswer);
    note("1", "as it was sent").save(&es).pipeline(&name).await.unwrap();
    proxy.plan("_doc/2", 1, Fault::LoseRequest);
    let error = perhaps(note("2", "perhaps dropped").save(&es).pipeline(&name).await);
    assert_eq!(error.stored(), None);
    assert!(!Note::exists(&es, "2").await.unwrap());
    assert!(es.send(Request::new(Method::Delete, path(), Effect::Idempotent)).await.unwrap().is_success());
}

async fn times_that_the_lost_answer_wrote_are_taken_over(context: Context) {
    let (es, proxy) = files(&context).await;
    proxy.plan("PUT /", 1, Fault::LoseAnswer);
    let saved = file("a").save(&es).await.unwrap();
    assert!(saved.created_at.is_some());
    assert_eq!(saved, File::get(&es, "a").routing("home").await.unwrap());
}

async fn a_delete_whose_answer_is_lost_is_done(context: Context) {
    let (es, proxy) = notes(&context).await;
    for (id, pattern) in [("1", "DELETE /"), ("_1", "POST /_bulk")] {
        note(id, "mine").save(&es).await.unwrap();
        proxy.plan(pattern, 1, Fault::LoseAnswer);
        Note::delete(&es, id).await.unwrap();
        assert!(!Note::exists(&es, id).await.unwrap());
    }
    assert!(Note::delete(&es, "1").await.unwrap_err().is_not_found(), "without a fault it says so");
}

async fn a_delete_removes_nothing_that_was_created_in_between(context: Context) {
    let (es, proxy) = notes(&context).await;
    note("1", "old").save(&es).await.unwrap();
    let held = proxy.hold("DELETE /", 1, Fault::LoseAnswer);
    let outcome = with_somebody(&held, Note::delete(&es, "1"), async || {
        note("1", "new").create(context.es()).await.unwrap();
    });
    perhaps(outcome.await);
    assert_eq!(Note::get(&es, "1").await.unwrap().text, "new");
    // One that did not arrive removes nothing, and says that it may have.
    proxy.plan("DELETE /", 1, Fault::LoseRequest);
    perhaps(Note::delete(&es, "1").await);
    assert!(Note::exists(&es, "1").await.unwrap());
}

async fn a_purge_whose_answer_is_lost_is_done(context: Context) {
    let (es, proxy) = files(&context).await;
    file("a").save(&es).await.unwrap();
    let held = proxy.hold("DELETE /", 1, Fault::LoseAnswer);
    let outcome = with_somebody(&held, File::purge(&es, "a").routing("home"), async || {
        file("a").create(context.es()).await.unwrap();
    });
    perhaps(outcome.await);
    proxy.plan("DELETE /", 1, Fault::LoseAnswer);
    File::purge(&es, "a").routing("home").await.unwrap();
    assert!(!File::exists(&es, "a").routing("home").with_deleted().await.unwrap());
}

async fn a_soft_delete_and_a_restore_whose_answers_are_lost_are_done(context: Context) {
    let (es, proxy) = files(&context).await;
    file("a").save(&es).await.unwrap();
    proxy.take();
    proxy.plan("_update", 1, Fault::LoseAnswer);
    File::delete(&es, "a").routing("home").await.unwrap();
    assert_eq!(proxy.take(), ["GET /_doc", "POST /_update", "GET /_doc"]);
    assert!(!File::exists(&es, "a").routing("home").await.unwrap());
    proxy.plan("_update", 1, Fault::LoseAnswer);
    let restored = File::restore(&es, "a").routing("home").await.unwrap();
    assert_eq!(restored, File::get(&es, "a").routing("home").await.unwrap());
}

async fn a_soft_delete_that_did_not_arrive_is_marked_again(context: Context) {
    let (es, proxy) = files(&context).await;
    file("a").save(&es).await.unwrap();
    proxy.plan("_update", 1, Fault::LoseRequest);
    File::delete(&es, "a").routing("home").await.unwrap();
    assert!(!File::exists(&es, "a").routing("home").await.unwrap());
    proxy.plan("_update", 1, Fault::Refuse(503));
    assert_eq!(File::restore(&es, "a").routing("home").await.unwrap().deleted_at, None);
}

async fn a_soft_delete_that_somebody_took_back_may_have_been_applied(context: Context) {
    let (es, proxy) = files(&context).await;
    file("a").save(&es).await.unwrap();
    let held = proxy.hold("_update", 1, Fault::LoseAnswer);
    let outcome = with_somebody(&held, File::delete(&es, "a").routing("home"), async || {
        File::restore(context.es(), "a").routing("home").await.unwrap();
    });
    perhaps(outcome.await);
    assert!(File::exists(&es, "a").routing("home").await.unwrap());
}

async fn a_bulk_save_whose_answer_is_lost_is_done_with_its_versions(context: Context) {
    let (es, proxy) = files(&context).await;
    proxy.plan("_bulk", 2, Fault::LoseAnswer);
    let files = ["a", "b", "c", "d", "e"].map(file);
    let saved = es.bulk_save(files).max_documents(2).await.unwrap().all().unwrap();
    assert_eq!(proxy.take(), ["POST /_bulk", "POST /_bulk", "POST /_mget", "POST /_bulk"]);
    for doc in &saved {
        assert_eq!(*doc, File::get(&es, &doc.name).routing("home").await.unwrap());
    }
}

async fn a_bulk_save_sends_again_only_what_is_missing_and_undoes_nothing(context: Context) {
    let (es, proxy) = notes(&context).await;
    let held = proxy.hold("_bulk", 1, Fault::LoseAnswer);
    let outcome = with_somebody(&held, es.bulk_save((0..4).map(|id| note(&id.to_string(), "mine"))), async || {
        note("1", "theirs").save(context.es()).await.unwrap();
        Note::delete(context.es(), "2").await.unwrap();
    });
    let outcome = outcome.await.unwrap();
    let saved: Vec<_> = outcome.saved.iter().map(|doc| &*doc.id).collect();
    assert_eq!((saved, outcome.unanswered.len(), outcome.error.is_none()), (vec!["0", "2", "3"], 0, true));
    let failed = &outcome.rejected[0].operation;
    assert_eq!((failed.id(), failed.may_have_been_applied()), (Some("1"), true));
    assert!(matches!(failed.cause(), Some(Error::PerhapsApplied(_))), "{failed}");
    assert_eq!(proxy.take(), ["POST /_bulk", "POST /_mget", "POST /_bulk"]);
    for doc in &outcome.saved {
        assert_eq!(*doc, Note::get(&es, &doc.id).await.unwrap());
    }
    assert_eq!(Note::get(&es, "1").await.unwrap().text, "theirs");
}

async fn a_bulk_save_that_did_not_arrive_is_sent_again_as_creates(context: Context) {
    let (es, proxy) = notes(&context).await;
    proxy.plan("_bulk", 1, Fault::LoseRequest);
    let held = proxy.hold("_mget", 1, Fault::Pass);
    let outcome = with_somebody(&held, es.bulk_save([note("0", "mine"), note("_1", "mine")]), async || {
        note("0", "theirs").create(context.es()).await.unwrap();
    });
    let outcome = outcome.await.unwrap();
    assert_eq!((outcome.saved.len(), &*outcome.saved[0].id), (1, "_1"));
    assert!(outcome.rejected[0].operation.may_have_been_applied());
    assert_eq!(Note::get(&es, "0").await.unwrap().text, "theirs");
}

async fn a_bulk_of_several_writes_of_one_document_tells_of_the_last(context: Context) {
    let (es, proxy) = notes(&context).await;
    for fault in [Fault::LoseAnswer, Fault::LoseRequest] {
        proxy.plan("_bulk", 1, fault);
        let outcome = es.bulk_save(["first", "second", "last"].map(|text| note("1", text))).await.unwrap();
        assert_eq!((outcome.saved.len(), &*outcome.saved[0].text), (1, "last"));
        assert!(outcome.rejected.iter().all(|rejected| rejected.operation.may_have_been_applied()));
        assert_eq!(outcome.saved[0], Note::get(&es, "1").await.unwrap());
        Note::delete(&es, "1").await.unwrap();
    }
}

async fn a_scope_whose_answer_is_lost_is_done_unless_a_write_is_guarded(context: Context) {
    let (es, proxy) = notes(&context).await;
    let mut docs = ["0", "1"].map(|id| Doc::new(note(id, "mine")));
    proxy.plan("_bulk", 1, Fault::LoseAnswer);
    let mut bulk = es.bulk();
    for doc in &mut docs {
        bulk.save(doc).unwrap();
    }
    bulk.commit().await.unwrap();
    for doc in &docs {
        assert_eq!(*doc, Note::get(&es, &doc.id).await.unwrap());
    }

    proxy.take();
    proxy.plan("_bulk", 1, Fault::LoseAnswer);
    let mut bulk = es.bulk();
    let [guarded, open] = &mut docs;
    bulk.save(guarded).unwrap().overwrite(open).unwrap();
    let Err(Error::Bulk(error)) = bulk.commit().await else { panic!("nothing is known") };
    assert!(error.unanswered_operations().iter().all(esmodel::error::UnansweredOperation::may_have_been_applied));
    assert_eq!(proxy.take(), ["POST /_bulk"]);
}
