//! When searches see a write. The indices never refresh by themselves, so that a write which asks for nothing stays
//! unseen for sure.

use esmodel::prelude::*;
use esmodel_tests::Context;

esmodel_tests::tests![
    a_write_that_asks_for_nothing_is_seen_by_gets_only,
    each_writing_verb_is_seen_at_once_when_the_call_says_so,
    each_writing_verb_is_seen_at_once_when_the_client_says_so,
    a_call_may_ask_for_less_than_its_client,
    a_write_that_waits_is_seen_when_it_is_answered,
];

/// A line of text; searches see it when somebody refreshes.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "lines", settings(refresh_interval = "-1"))]
struct Line {
    #[es(id)]
    id: u32,
    word: String,
}

/// The same in an index that refreshes by itself, as indices do.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "words")]
struct Word {
    #[es(id)]
    id: u32,
    word: String,
}

fn line(id: u32, word: &str) -> Line {
    Line { id, word: word.into() }
}

/// How many lines a search finds with that word.
async fn seen(es: &Client, word: &str) -> u64 {
    Line::search().filter(Line::fields().word().eq(word)).count(es).await.unwrap()
}

async fn a_write_that_asks_for_nothing_is_seen_by_gets_only(context: Context) {
    let es = context.es();
    es.schema::<Line>().apply().await.unwrap();
    let mut doc = line(1, "a").save(es).await.unwrap();
    doc.word = "b".into();
    doc.save(es).refresh(Refresh::No).await.unwrap();
    assert_eq!(seen(es, "a").await + seen(es, "b").await, 0);
    assert_eq!(Line::get(es, 1).await.unwrap().word, "b");
}

async fn each_writing_verb_is_seen_at_once_when_the_call_says_so(context: Context) {
    let es = context.es();
    es.schema::<Line>().apply().await.unwrap();
    let now = Refresh::Now;

    let mut doc = line(1, "saved").save(es).refresh(now).await.unwrap();
    line(2, "created").create(es).refresh(now).await.unwrap();
    assert_eq!((seen(es, "saved").await, seen(es, "created").await), (1, 1));

    let mut stale = doc.clone();
    doc.word = "guarded".into();
    doc.save(es).refresh(now).await.unwrap();
    assert_eq!((seen(es, "saved").await, seen(es, "guarded").await), (0, 1));

    stale.save_merging(es, |stored, _| stored.word = "merged".into()).refresh(now).await.unwrap();
    assert_eq!((seen(es, "guarded").await, seen(es, "merged").await), (0, 1));

    doc.word = "overwritten".into();
    doc.overwrite(es).refresh(now).await.unwrap();
    assert_eq!((seen(es, "merged").await, seen(es, "overwritten").await), (0, 1));

    Line::modify(es, 1, |line| line.word = "modified".into()).refresh(now).await.unwrap();
    assert_eq!((seen(es, "overwritten").await, seen(es, "modified").await), (0, 1));

    Line::upsert(es, 3, || line(3, "upserted"), |_| ()).refresh(now).await.unwrap();
    assert_eq!(seen(es, "upserted").await, 1);

    es.bulk_save([line(4, "bulk"), line(5, "bulk")]).refresh(now).await.unwrap().all().unwrap();
    assert_eq!(seen(es, "bulk").await, 2);

    Line::delete(es, 4).refresh(now).await.unwrap();
    Line::get(es, 5).await.unwrap().delete(es).refresh(now).await.unwrap();
    assert_eq!(seen(es, "bulk").await, 0);
}

async fn each_writing_verb_is_seen_at_once_when_the_client_says_so(context: Context) {
    context.es().schema::<Line>().apply().await.unwrap();
    let built = Client::builder()
        .node(context.engine().url())
        .index_prefix(context.es().index_prefix())
        .refresh(Refresh::Now)
        .connect()
        .await
        .unwrap();
    let copy = context.es().with_refresh(Refresh::Now);
    for (es, word) in [(&built, "built"), (&copy, "copy")] {
        let mut doc = line(1, "first").save(es).await.unwrap();
        doc.word = word.into();
        doc.save(es).await.unwrap();
        assert_eq!((seen(es, "first").await, seen(es, word).await), (0, 1));
        Line::modify(es, 1, |line| line.word.push('!')).await.unwrap();
        assert_eq!(seen(es, &format!("{word}!")).await, 1);
        Line::upsert(es, 2, || line(2, word), |_| ()).await.unwrap();
        es.bulk_save([line(3, word)]).await.unwrap().all().unwrap();
        assert_eq!(seen(es, word).await, 2);
        for id in 1..4 {
            Line::delete(es, id).await.unwrap();
        }
        assert_eq!(Line::search().count(es).await.unwrap(), 0);
    }
}

async fn a_call_may_ask_for_less_than_its_client(context: Context) {
    let es = context.es().with_refresh(Refresh::Now);
    es.schema::<Line>().apply().await.unwrap();
    line(1, "quiet").save(&es).refresh(Refresh::No).await.unwrap();
    assert_eq!(seen(&es, "quiet").await, 0);
    line(2, "loud").save(&es).await.unwrap();
    assert_eq!(seen(&es, "quiet").await, 1);
}

async fn a_write_that_waits_is_seen_when_it_is_answered(context: Context) {
    let es = context.es();
    es.schema::<Word>().apply().await.unwrap();
    let word = |id, word: &str| Word { id, word: word.into() };
    word(1, "call").save(es).refresh(Refresh::WaitFor).await.unwrap();
    assert_eq!(Word::search().count(es).await.unwrap(), 1);
    word(2, "client").save(&es.with_refresh(Refresh::WaitFor)).await.unwrap();
    assert_eq!(Word::search().count(es).await.unwrap(), 2);
    Word::modify(es, 1, |word| word.word = "modified".into()).refresh(Refresh::WaitFor).await.unwrap();
    assert_eq!(Word::search().filter(Word::fields().word().eq("modified")).count(es).await.unwrap(), 1);
}
