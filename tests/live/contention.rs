//! Several writers, one document: who is refused, who goes round again, and that nothing is lost.
//!
//! A writer conflicts only with one who succeeded in between. So `n` writers who each succeed once need at most `n`
//! attempts, however they meet: with as many attempts these tests cannot fail by chance.

use std::sync::atomic::{AtomicU32, Ordering};

use esmodel::{
    Error,
    document::{Modify, SaveMerging, Upsert},
    prelude::*,
};
use esmodel_tests::Context;
use futures_util::future::{join_all, try_join_all};

esmodel_tests::tests![
    of_two_who_loaded_one_document_the_second_can_neither_save_nor_delete,
    three_and_six_racers_all_get_through_by_default,
    sixty_four_racers_all_get_through_with_as_many_attempts,
    twenty_steady_writers_all_get_through_by_default,
    a_change_that_refuses_sells_exactly_what_is_there,
    a_document_deleted_between_read_and_write_is_not_found,
    an_upsert_creates_then_changes_and_says_which,
    an_upsert_hands_its_id_to_a_value_without_one,
    an_upsert_needs_no_id_field,
    sixteen_upserts_of_an_absent_document_create_it_once_and_lose_no_change,
    an_upsert_survives_creation_and_deletion_in_between,
    an_upsert_gives_up_with_a_conflict_after_its_attempts,
    an_upsert_does_not_overwrite_what_it_cannot_read,
    an_upsert_makes_no_index,
    an_upsert_of_another_id_or_routing_is_refused,
    an_upsert_that_refuses_writes_nothing,
    a_save_without_a_conflict_merges_nothing,
    writers_of_different_fields_lose_nothing_when_they_merge,
    a_merge_leaves_what_it_does_not_touch_to_the_others,
    a_document_deleted_meanwhile_is_created_again_or_refused,
    a_merging_save_gives_up_with_a_conflict_and_leaves_the_document,
    a_merge_that_refuses_writes_nothing_and_leaves_the_document,
    dropping_a_merging_save_half_way_leaves_the_document,
];

/// An account that many write to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "accounts")]
struct Account {
    #[es(id)]
    id: String,
    balance: u32,
    owner: String,
    members: Vec<String>,
}

fn account(id: &str, balance: u32) -> Account {
    Account { id: id.into(), balance, owner: "nobody".into(), members: Vec::new() }
}

/// A visit, counted by the server's id.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "visits")]
struct Visit {
    #[es(id)]
    id: Option<String>,
    count: u32,
}

/// As an account, of a tenant.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "shares", settings(number_of_shards = 5))]
struct Share {
    #[es(id)]
    id: u32,
    #[es(routing)]
    tenant: String,
    count: u32,
}

/// Without an id in the struct.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "switches")]
struct Switch {
    on: bool,
}

/// Why a change was not made.
#[derive(Debug)]
enum Refusal {
    Spent,
    Store(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

async fn accounts(context: &Context) -> Client {
    context.es().schema::<Account>().apply().await.unwrap();
    context.es().clone()
}

/// Runs another writer from start to end while this thread stands in a closure; with connections of its own, since
/// nobody serves ours.
fn meanwhile(context: &Context, write: impl AsyncFnOnce(Client) + Send) {
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let es = Client::builder().node(context.engine().url()).index_prefix(context.es().index_prefix());
                write(es.connect().await.unwrap()).await;
            });
        });
    });
}

async fn of_two_who_loaded_one_document_the_second_can_neither_save_nor_delete(context: Context) {
    let es = accounts(&context).await;
    account("1", 5).save(&es).await.unwrap();
    for second_deletes in [false, true] {
        let mut first = Account::get(&es, "1").await.unwrap();
        let mut second = Account::get(&es, "1").await.unwrap();
        first.owner = "John".into();
        first.save(&es).await.unwrap();
        second.owner = "Jane".into();
        let refused = if second_deletes { second.delete(&es).await } else { second.save(&es).await };
        assert!(refused.unwrap_err().is_conflict());
        assert_eq!(Account::get(&es, "1").await.unwrap(), first);
    }
}

/// `racers` add one each; what is there afterwards.
async fn race(es: &Client, racers: u32, attempts: Option<u32>) -> u32 {
    account("race", 0).save(es).await.unwrap();
    let race = (0..racers).map(|_| {
        let modify = Account::modify(es, "race", |account| account.balance += 1);
        attempts.into_iter().fold(modify, Modify::attempts).into_future()
    });
    try_join_all(race).await.unwrap();
    Account::get(es, "race").await.unwrap().balance
}

async fn three_and_six_racers_all_get_through_by_default(context: Context) {
    let es = accounts(&context).await;
    assert_eq!(race(&es, 3, None).await, 3);
    assert_eq!(race(&es, 6, None).await, 6);
}

async fn sixty_four_racers_all_get_through_with_as_many_attempts(context: Context) {
    let es = accounts(&context).await;
    assert_eq!(race(&es, 64, Some(64)).await, 64);
}

/// `writers` tasks call `write` so often, one call after another.
async fn steadily<F>(writers: u32, times: u32, write: impl Fn() -> F)
where
    F: Future<Output = esmodel::Result<()>>,
{
    let writer = async || {
        for _ in 0..times {
            write().await?;
        }
        Ok::<_, Error>(())
    };
    try_join_all((0..writers).map(|_| writer())).await.unwrap();
}

async fn twenty_steady_writers_all_get_through_by_default(context: Context) {
    let es = accounts(&context).await;
    account("1", 0).save(&es).await.unwrap();
    let add = |account: &mut Account| account.balance += 1;
    steadily(20, 50, async || Account::modify(&es, "1", add).await.map(drop)).await;
    assert_eq!(Account::get(&es, "1").await.unwrap().balance, 1000);
    steadily(20, 10, async || Account::upsert(&es, "2", || account("2", 0), add).await.map(drop)).await;
    assert_eq!(Account::get(&es, "2").await.unwrap().balance, 200);
    steadily(20, 10, async || {
        let mut doc = Account::get(&es, "2").await?;
        doc.balance += 1;
        doc.save_merging(&es, |stored, _| stored.balance += 1).await
    })
    .await;
    assert_eq!(Account::get(&es, "2").await.unwrap().balance, 400);
}

async fn a_change_that_refuses_sells_exactly_what_is_there(context: Context) {
    let es = accounts(&context).await;
    account("1", 5).save(&es).await.unwrap();
    let buyers = (0..12).map(|_| {
        let buy = |account: &mut Account| {
            account.balance = account.balance.checked_sub(1).ok_or(Refusal::Spent)?;
            Ok(())
        };
        Account::try_modify(&es, "1", buy).into_future()
    });
    let mut sold = 0;
    for outcome in join_all(buyers).await {
        match outcome {
            Ok(_) => sold += 1,
            Err(Refusal::Spent) => {}
            Err(Refusal::Store(error)) => panic!("{error}"),
        }
    }
    assert_eq!(sold, 5);
    assert_eq!(Account::get(&es, "1").await.unwrap().balance, 0);
}

async fn a_document_deleted_between_read_and_write_is_not_found(context: Context) {
    let es = accounts(&context).await;
    account("1", 5).save(&es).await.unwrap();
    let error = Account::modify(&es, "1", |account| {
        account.balance += 1;
        meanwhile(&context, async |es| Account::delete(&es, "1").await.unwrap());
    })
    .await
    .unwrap_err();
    let Error::NotFound(missing) = &error else { panic!("{error}") };
    assert_eq!(missing.id(), Some("1"));
    assert!(!Account::exists(&es, "1").await.unwrap());
}

async fn an_upsert_creates_then_changes_and_says_which(context: Context) {
    let es = accounts(&context).await;
    for (created, balance) in [(true, 101), (false, 102), (false, 103)] {
        let upserted = Account::upsert(&es, "1", || account("1", 100), |account| account.balance += 1).await.unwrap();
        assert_eq!((upserted.created, upserted.doc.balance), (created, balance));
        assert_eq!(upserted.doc, Account::get(&es, "1").await.unwrap());
    }
    // What was deleted is absent.
    Account::delete(&es, "1").await.unwrap();
    let mut again = Account::upsert(&es, "1", || account("1", 7), |_| ()).await.unwrap();
    assert!(again.created);
    again.doc.balance += 1;
    again.doc.save(&es).await.unwrap();
    assert_eq!(Account::get(&es, "1").await.unwrap().balance, 8);
}

async fn an_upsert_hands_its_id_to_a_value_without_one(context: Context) {
    let es = context.es();
    es.schema::<Visit>().apply().await.unwrap();
    for count in 1..3 {
        // `..` cannot stand in a URL: it goes another way to the server.
        for id in ["home", ".."] {
            let new = || Visit { id: None, count: 0 };
            let visit = Visit::upsert(es, id, new, |visit| visit.count += 1).await.unwrap().doc;
            assert_eq!((visit.id.as_deref(), visit.count), (Some(id), count));
            assert_eq!(Visit::get(es, id).await.unwrap().count, count);
        }
    }
}

async fn an_upsert_needs_no_id_field(context: Context) {
    let es = context.es();
    es.schema::<Switch>().apply().await.unwrap();
    for on in [true, false] {
        let switch =
            Switch::upsert(es, "lamp", || Switch { on: false }, |switch| switch.on = !switch.on).await.unwrap();
        assert_eq!((switch.doc.on, switch.created, Doc::meta(&switch.doc).id()), (on, on, "lamp"));
    }
}

async fn sixteen_upserts_of_an_absent_document_create_it_once_and_lose_no_change(context: Context) {
    let es = accounts(&context).await;
    let racers = (0..16).map(|racer: u32| {
        let join = move |account: &mut Account| account.members.push(racer.to_string());
        Account::upsert(&es, "1", || account("1", 0), join).attempts(16).into_future()
    });
    let outcomes = try_join_all(racers).await.unwrap();
    assert_eq!(outcomes.iter().filter(|outcome| outcome.created).count(), 1);
    let stored = Account::get(&es, "1").await.unwrap();
    let mut members: Vec<u32> = stored.members.iter().map(|member| member.parse().unwrap()).collect();
    members.sort_unstable();
    assert_eq!(members, (0..16).collect::<Vec<_>>());
    assert_eq!(Doc::meta(&stored).revision(), Some(16));
}

async fn an_upsert_survives_creation_and_deletion_in_between(context: Context) {
    let es = accounts(&context).await;
    let mut creations = 0;
    let mut changes = 0;
    let create = || {
        creations += 1;
        if creations == 1 {
            meanwhile(&context, async |es| drop(account("1", 50).create(&es).await.unwrap()));
        }
        account("1", 100)
    };
    let change = |account: &mut Account| {
        changes += 1;
        if changes == 2 {
            assert_eq!(account.balance, 50);
            meanwhile(&context, async |es| Account::delete(&es, "1").await.unwrap());
        }
        account.balance += 1;
    };
    let upserted = Account::upsert(&es, "1", create, change).await.unwrap();
    assert_eq!((upserted.created, upserted.doc.balance), (true, 101));
    assert_eq!((creations, changes), (2, 3));
    assert_eq!(Account::get(&es, "1").await.unwrap().balance, 101);
}

async fn an_upsert_gives_up_with_a_conflict_after_its_attempts(context: Context) {
    let es = accounts(&context).await;
    let mut changes = 0;
    let rival_first = |_: &mut Account| {
        changes += 1;
        meanwhile(&context, async |es| drop(account("1", changes).save(&es).await.unwrap()));
    };
    let error = Account::upsert(&es, "1", || account("1", 100), rival_first).attempts(3).await.unwrap_err();
    assert!(error.is_conflict(), "{error}");
    assert_eq!(changes, 3);
    assert_eq!(Account::get(&es, "1").await.unwrap().balance, 3);
}

async fn an_upsert_does_not_overwrite_what_it_cannot_read(context: Context) {
    /// What another program stored in the same index.
    #[derive(Debug, Serialize, Deserialize, EsModel)]
    #[es(index = "accounts")]
    struct Old {
        #[es(id)]
        id: String,
        owner: String,
    }

    let es = accounts(&context).await;
    let before = Old { id: "1".into(), owner: "Ada".into() }.save(&es).await.unwrap();
    let error = Account::upsert(&es, "1", || account("1", 0), |_| ()).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error}");
    let after = Old::get(&es, "1").await.unwrap();
    assert_eq!(Doc::meta(&after).version(), Doc::meta(&before).version());
}

async fn an_upsert_makes_no_index(context: Context) {
    let error = Account::upsert(context.es(), "1", || account("1", 0), |_| ()).await.unwrap_err();
    let Error::NotFound(missing) = &error else { panic!("{error}") };
    assert_eq!(missing.id(), None);
    assert!(!context.es().index::<Account>().exists().await.unwrap());
}

async fn an_upsert_of_another_id_or_routing_is_refused(context: Context) {
    let es = context.es();
    es.schema::<Share>().apply().await.unwrap();
    let share = |id, tenant: &str| Share { id, tenant: tenant.into(), count: 0 };

    let error = Share::upsert(es, 1, || share(2, "a"), |_| ()).routing("a").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`1` was asked for, and the value to create has the id `2`: give it the id that is asked for"
    );
    let error = Share::upsert(es, 1, || share(1, "a"), |share| share.id = 2).routing("a").await.unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error}");
    let error = Share::upsert(es, 1, || share(1, "b"), |_| ()).routing("a").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "document `1` was looked for under `a`, and the value to create is routed `b`: say `.routing(\"b\")`"
    );
    let error = Share::upsert(es, 1, || share(1, "a"), |_| ()).await.unwrap_err();
    assert!(error.to_string().contains("`.routing(..)`"), "{error}");
    for tenant in ["a", "b"] {
        assert!(Share::find(es, 1).routing(tenant).await.unwrap().is_none());
    }

    for count in 1..3 {
        let upsert: Upsert<'_, Share> = Share::upsert(es, 1, || share(1, "b"), |share| share.count += 1);
        upsert.routing("b").await.unwrap();
        assert_eq!(Share::get(es, 1).routing("b").await.unwrap().count, count);
    }
}

async fn an_upsert_that_refuses_writes_nothing(context: Context) {
    let es = accounts(&context).await;
    let outcome = Account::try_upsert(&es, "1", || Err(Refusal::Spent), |_| Ok(())).await;
    assert!(matches!(outcome, Err(Refusal::Spent)));
    let outcome = Account::try_upsert(&es, "1", || Ok(account("1", 0)), |_| Err(Refusal::Spent)).await;
    assert!(matches!(outcome, Err(Refusal::Spent)));
    assert!(!Account::exists(&es, "1").await.unwrap());
    let outcome = Account::try_upsert(&es, "", || Ok(account("", 0)), |_| Ok(())).await;
    assert!(matches!(outcome, Err(Refusal::Store(Error::Invalid(_)))));
}

async fn a_save_without_a_conflict_merges_nothing(context: Context) {
    let es = accounts(&context).await;
    let mut doc = account("1", 5).save(&es).await.unwrap();
    doc.balance = 6;
    doc.save_merging(&es, |_, _| panic!("there is nothing to merge")).await.unwrap();
    assert_eq!(Account::get(&es, "1").await.unwrap(), doc);
}

async fn writers_of_different_fields_lose_nothing_when_they_merge(context: Context) {
    let es = accounts(&context).await;
    account("1", 0).save(&es).await.unwrap();
    let loaded = try_join_all((0..8).map(|_| Account::get(&es, "1").into_future())).await.unwrap();
    let writers = loaded.into_iter().enumerate().map(|(writer, mut doc)| {
        let es = &es;
        async move {
            match writer {
                0 => doc.owner = "Ada".into(),
                1 => doc.balance = 100,
                _ => doc.members.push(writer.to_string()),
            }
            doc.save_merging(es, |stored, mine| match writer {
                0 => stored.owner.clone_from(&mine.owner),
                1 => stored.balance = mine.balance,
                _ => stored.members.extend_from_slice(&mine.members),
            })
            .await
        }
    });
    try_join_all(writers).await.unwrap();
    let mut stored = Account::get(&es, "1").await.unwrap();
    stored.members.sort();
    assert_eq!((stored.owner.as_str(), stored.balance), ("Ada", 100));
    assert_eq!(stored.members, ["2", "3", "4", "5", "6", "7"]);
    assert_eq!(Doc::meta(&stored).revision(), Some(9));
}

async fn a_merge_leaves_what_it_does_not_touch_to_the_others(context: Context) {
    let es = accounts(&context).await;
    let mut mine = account("1", 5).save(&es).await.unwrap();
    let mut theirs = Account::get(&es, "1").await.unwrap();
    theirs.owner = "Grace".into();
    theirs.balance = 50;
    theirs.save(&es).await.unwrap();

    let base = mine.clone();
    mine.balance += 7;
    mine.save_merging(&es, |stored, mine| stored.balance += mine.balance - base.balance).await.unwrap();
    assert_eq!((mine.balance, mine.owner.as_str()), (57, "Grace"));
    assert_eq!(Account::get(&es, "1").await.unwrap(), mine);
    // It may be saved on.
    mine.balance = 0;
    mine.save(&es).await.unwrap();
}

async fn a_document_deleted_meanwhile_is_created_again_or_refused(context: Context) {
    let es = accounts(&context).await;
    let mut doc = account("1", 5).save(&es).await.unwrap();
    Account::delete(&es, "1").await.unwrap();
    doc.balance = 6;
    let before = doc.clone();
    let error = doc.save_merging(&es, |_, _| panic!("nothing is stored")).recreate(false).await.unwrap_err();
    let Error::NotFound(missing) = &error else { panic!("{error}") };
    assert_eq!(missing.id(), Some("1"));
    assert_eq!(doc, before);
    assert!(!Account::exists(&es, "1").await.unwrap());

    doc.save_merging(&es, |_, _| panic!("nothing is stored")).await.unwrap();
    assert_eq!(Account::get(&es, "1").await.unwrap(), doc);
    assert_eq!(doc.balance, 6);
    assert_ne!(Doc::meta(&doc).version(), Doc::meta(&before).version());

    // Deleted only while it is merged.
    let mut stale = doc.clone();
    doc.save(&es).await.unwrap();
    let merge = |stored: &mut Account, mine: &Account| {
        stored.balance = mine.balance;
        meanwhile(&context, async |es| Account::delete(&es, "1").await.unwrap());
    };
    stale.save_merging(&es, merge).await.unwrap();
    assert_eq!(Account::get(&es, "1").await.unwrap(), stale);
}

/// A document that somebody changed since it was loaded.
async fn stale(es: &Client) -> Doc<Account> {
    let mut doc = account("1", 5).save(es).await.unwrap();
    account("1", 50).save(es).await.unwrap();
    doc.balance = 6;
    doc
}

async fn a_merging_save_gives_up_with_a_conflict_and_leaves_the_document(context: Context) {
    let es = accounts(&context).await;
    let mut doc = stale(&es).await;
    let before = doc.clone();
    let merges = AtomicU32::new(0);
    let rival_first = |stored: &mut Account, mine: &Account| {
        stored.balance += mine.balance;
        let balance = merges.fetch_add(1, Ordering::Relaxed);
        meanwhile(&context, async |es| drop(account("1", balance).save(&es).await.unwrap()));
    };
    let save: SaveMerging<'_, Account> = doc.save_merging(&es, rival_first);
    assert!(save.attempts(4).await.unwrap_err().is_conflict());
    // The first attempt has nothing to merge with.
    assert_eq!(merges.load(Ordering::Relaxed), 3);
    assert_eq!(doc, before);
    assert_eq!(Account::get(&es, "1").await.unwrap().balance, 2);
}

async fn a_merge_that_refuses_writes_nothing_and_leaves_the_document(context: Context) {
    let es = accounts(&context).await;
    let mut doc = stale(&es).await;
    let before = doc.clone();
    let outcome = doc
        .try_save_merging(&es, |stored, _| {
            stored.balance = 0;
            Err(Refusal::Spent)
        })
        .await;
    assert!(matches!(outcome, Err(Refusal::Spent)));
    assert_eq!(doc, before);
    assert_eq!(Account::get(&es, "1").await.unwrap().balance, 50);
}

async fn dropping_a_merging_save_half_way_leaves_the_document(context: Context) {
    let es = accounts(&context).await;
    let mut doc = stale(&es).await;
    let before = doc.clone();
    let (merged, mut is_merged) = tokio::sync::oneshot::channel();
    let mut merged = Some(merged);
    let save = doc.save_merging(&es, |stored, mine| {
        stored.balance += mine.balance;
        merged.take().unwrap().send(()).unwrap();
    });
    // Merged, and the write is under way.
    tokio::select! {
        biased;
        outcome = save => panic!("{outcome:?}"),
        outcome = &mut is_merged => outcome.unwrap(),
    }
    assert_eq!(doc, before);
}
