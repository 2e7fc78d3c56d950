//! Many documents in few requests.

use chrono::{DateTime, Utc};
use esmodel::{Error, prelude::*};
use esmodel_tests::Context;

esmodel_tests::tests![
    everything_is_stored_and_has_its_version,
    a_bulk_is_split_by_count_and_reports_progress,
    a_bulk_is_split_by_bytes_and_a_large_document_goes_alone,
    nothing_to_save_sends_nothing,
    refused_documents_come_back_and_the_others_stay,
    create_only_refuses_ids_that_are_taken,
    the_server_makes_ids_in_a_bulk_too,
    dots_as_ids_are_documents_in_a_bulk,
    a_value_that_cannot_be_encoded_comes_back_and_the_others_are_stored,
    a_saved_document_of_a_bulk_can_be_saved_again_guarded,
];

/// A measurement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "measurements")]
struct Measurement {
    #[es(id)]
    id: Option<String>,
    value: f64,
    note: String,
    #[es(updated_at)]
    updated_at: Option<DateTime<Utc>>,
}

fn measurement(id: impl std::fmt::Display, value: f64) -> Measurement {
    Measurement { id: Some(id.to_string()), value, note: String::new(), updated_at: None }
}

fn some(count: u32) -> impl Iterator<Item = Measurement> + Send {
    (0..count).map(|id| measurement(id, f64::from(id)))
}

async fn measurements(context: &Context) -> Client {
    context.es().schema::<Measurement>().apply().await.unwrap();
    context.es().clone()
}

async fn everything_is_stored_and_has_its_version(context: Context) {
    let es = measurements(&context).await;
    let saved = es.bulk_save(some(100)).refresh(Refresh::Now).await.unwrap().all().unwrap();
    assert_eq!(saved.len(), 100);
    assert!(saved.iter().all(|doc| Doc::meta(doc).version().is_some() && doc.updated_at.is_some()));
    assert_eq!(Measurement::search().count(&es).await.unwrap(), 100);
    let read = Measurement::get(&es, "42").await.unwrap();
    assert_eq!(*read, *saved[42]);
    assert_eq!(Doc::meta(&read).version(), Doc::meta(&saved[42]).version());
}

async fn a_bulk_is_split_by_count_and_reports_progress(context: Context) {
    let es = measurements(&context).await;
    let mut steps = Vec::new();
    let outcome = es.bulk_save(some(25)).max_documents(10).progress(|done| steps.push(done)).await.unwrap();
    assert_eq!(outcome.all().unwrap().len(), 25);
    assert_eq!(steps, [10, 20, 25]);
}

async fn a_bulk_is_split_by_bytes_and_a_large_document_goes_alone(context: Context) {
    let es = measurements(&context).await;
    let large = Measurement { note: "x".repeat(5000), ..measurement("large", 0.0) };
    let values = some(4).chain([large]).chain([measurement("last", 1.0)]);
    let mut steps = Vec::new();
    let outcome = es.bulk_save(values).max_bytes(1000).progress(|done| steps.push(done)).await.unwrap();
    let saved = outcome.all().unwrap();
    let ids: Vec<_> = saved.iter().map(|doc| doc.id.clone().unwrap()).collect();
    assert_eq!(ids, ["0", "1", "2", "3", "large", "last"]);
    assert_eq!(steps, [4, 5, 6]);
}

async fn nothing_to_save_sends_nothing(context: Context) {
    // There is no such index; a bulk would make it.
    let outcome = context.es().bulk_save(Vec::<Measurement>::new()).await.unwrap();
    assert!(outcome.all().unwrap().is_empty());
    assert!(!context.es().index::<Measurement>().exists().await.unwrap());
}

async fn refused_documents_come_back_and_the_others_stay(context: Context) {
    /// Writes text where the index wants numbers.
    #[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
    #[es(index = "measurements")]
    struct Loose {
        #[es(id)]
        id: String,
        value: String,
    }

    let es = measurements(&context).await;
    let values = ["1.5", "many", "2.5"];
    let values = values.into_iter().enumerate().map(|(id, value)| Loose { id: id.to_string(), value: value.into() });
    let outcome = es.bulk_save(values).await.unwrap();
    assert_eq!(outcome.saved.len(), 2);
    assert_eq!(outcome.rejected[0].value.value, "many");
    let error = outcome.all().unwrap_err();
    let Error::Bulk(bulk) = &error else { panic!("{error}") };
    let failed = &bulk.failed_operations()[0];
    assert_eq!((failed.position(), failed.id(), failed.status()), (1, Some("1"), Some(400)));
    assert_eq!(failed.error().unwrap().field().as_deref(), Some("value"));
    assert!(error.to_string().starts_with("1 of 3 bulk operations failed; the first: position 1"), "{error}");
    assert!(Loose::exists(&es, "2").await.unwrap());
}

async fn create_only_refuses_ids_that_are_taken(context: Context) {
    let es = measurements(&context).await;
    measurement("1", 9.0).save(&es).await.unwrap();
    let outcome = es.bulk_save(some(3)).create_only().await.unwrap();
    assert_eq!(outcome.saved.len(), 2);
    let operation = &outcome.rejected[0].operation;
    assert_eq!((operation.status(), operation.kind()), (Some(409), "version_conflict_engine_exception"));
    assert_eq!(Measurement::get(&es, "1").await.unwrap().value.to_bits(), 9.0_f64.to_bits());
}

async fn the_server_makes_ids_in_a_bulk_too(context: Context) {
    let es = measurements(&context).await;
    let values = (0..3).map(|_| Measurement { id: None, ..measurement("", 0.0) });
    let saved = es.bulk_save(values).await.unwrap().all().unwrap();
    for doc in &saved {
        let id = doc.id.clone().unwrap();
        assert_eq!(id, Doc::meta(doc).id());
        assert!(Measurement::exists(&es, &id).await.unwrap());
    }
    assert_ne!(saved[0].id, saved[1].id);
}

async fn dots_as_ids_are_documents_in_a_bulk(context: Context) {
    let es = measurements(&context).await;
    let saved = es.bulk_save([measurement(".", 1.0), measurement("..", 2.0)]).await.unwrap().all().unwrap();
    assert_eq!(saved.len(), 2);
    assert!(Measurement::exists(&es, "..").await.unwrap());
    assert!(es.index::<Measurement>().exists().await.unwrap());
}

async fn a_value_that_cannot_be_encoded_comes_back_and_the_others_are_stored(context: Context) {
    let es = measurements(&context).await;
    let long = "x".repeat(513);
    let values = [measurement(&long, 0.0)].into_iter().chain(some(4)).chain([measurement("bad", f64::NAN)]);
    let values = values.chain([measurement("behind", 1.0)]);
    let mut steps = Vec::new();
    let outcome = es.bulk_save(values).max_documents(2).progress(|done| steps.push(done)).await.unwrap();
    let saved: Vec<_> = outcome.saved.iter().map(|doc| doc.id.clone().unwrap()).collect();
    assert_eq!(saved, ["0", "1", "2", "3", "behind"]);
    assert_eq!(steps, [2, 4, 6, 7]);
    assert!(outcome.error.is_none() && outcome.unanswered.is_empty());
    let rejected: Vec<_> = outcome.rejected.iter().map(|rejected| rejected.operation.position()).collect();
    assert_eq!(rejected, [0, 5]);
    let operation = &outcome.rejected[1].operation;
    assert_eq!((operation.id(), operation.status(), operation.error()), (Some("bad"), None, None));
    assert!(operation.reason().contains("`value` is NaN"), "{operation}");
    let error = outcome.all().unwrap_err().to_string();
    assert!(error.starts_with("2 of 7 bulk operations failed; the first: position 0, document `xxx"), "{error}");
    assert!(Measurement::exists(&es, "behind").await.unwrap());
}

async fn a_saved_document_of_a_bulk_can_be_saved_again_guarded(context: Context) {
    let es = measurements(&context).await;
    let mut saved = es.bulk_save(some(2)).await.unwrap().all().unwrap();
    measurement("1", 7.0).save(&es).await.unwrap();
    saved[0].value = 8.0;
    saved[0].save(&es).await.unwrap();
    assert!(saved[1].save(&es).await.unwrap_err().is_conflict());
}
