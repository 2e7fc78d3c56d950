//! Lists of index names under a prefix, and routing values that are none.

use esmodel::{Error, prelude::*};
use esmodel_tests::Context;

esmodel_tests::tests![
    each_name_of_a_list_stays_under_the_prefix,
    a_prefix_that_is_no_beginning_of_a_name_is_refused_when_the_client_is_built,
    an_empty_name_in_a_list_is_refused,
    a_search_by_routing_finds_the_documents_of_each_value,
    a_routing_that_servers_take_for_none_or_for_two_is_refused,
];

/// Something in an index of its own.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "parts", settings(number_of_shards = 5))]
struct Part {
    #[es(id)]
    id: u32,
    #[es(routing)]
    shelf: String,
}

fn part(id: u32, shelf: &str) -> Part {
    Part { id, shelf: shelf.to_owned() }
}

async fn each_name_of_a_list_stays_under_the_prefix(context: Context) {
    let all = context.es();
    let (ours, theirs) = (tenant(all, "ours-"), tenant(all, "theirs-"));
    for es in [&ours, &theirs] {
        for index in ["parts", "parts-old"] {
            es.schema::<Part>().index(index).apply().await.unwrap();
            part(1, "a").save(es).index(index).refresh(Refresh::Now).await.unwrap();
        }
    }
    let count = async |index: &str| Part::search().index(index).count(&ours).await.unwrap();
    assert_eq!(count("parts,parts-old").await, 2);
    assert_eq!(count("parts*").await, 2);
    assert_eq!(count("parts*,-parts-old").await, 1);
    assert_eq!(count("*").await, 2);

    // Both are refreshed, and both are looked for; the second name used to go without the prefix.
    let both = ours.index_named("parts,parts-old");
    let name = ours.index_prefix();
    assert_eq!(both.name(), format!("{name}parts,{name}parts-old"));
    both.refresh().await.unwrap();
    assert!(both.exists().await.unwrap());
    assert!(!ours.index_named("parts,nothing").exists().await.unwrap());
    let error = both.delete().await.unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error}");
    assert_eq!(Part::search().index("parts*").count(&theirs).await.unwrap(), 2);
}

fn tenant(es: &Client, name: &str) -> Client {
    es.with_index_prefix(format!("{}{name}", es.index_prefix())).unwrap()
}

async fn a_prefix_that_is_no_beginning_of_a_name_is_refused_when_the_client_is_built(context: Context) {
    for prefix in ["*", "_all,", "x,", "-x", "NO ", "far:", "<x", "x/"] {
        let built = Client::builder().node(context.engine().url()).index_prefix(prefix).connect().await;
        for error in [built.unwrap_err(), context.es().with_index_prefix(prefix).unwrap_err()] {
            assert!(matches!(&error, Error::Invalid(text) if text.contains(prefix)), "{error}");
        }
    }
}

async fn an_empty_name_in_a_list_is_refused(context: Context) {
    for names in ["", "a,,b", "a,", ","] {
        let error = Part::search().index(names).fetch(context.es()).await.unwrap_err();
        assert!(matches!(&error, Error::Invalid(text) if text.contains("names no index")), "{names}: {error}");
    }
}

async fn a_search_by_routing_finds_the_documents_of_each_value(context: Context) {
    let es = context.es();
    es.schema::<Part>().apply().await.unwrap();
    let shelves = ["a", "b", "c", "d", "a,b"];
    let parts = (0..50).zip(shelves.iter().cycle()).map(|(id, shelf)| part(id, shelf));
    es.bulk_save(parts).refresh(Refresh::Now).await.unwrap().all().unwrap();
    let f = Part::fields();
    for shelf in ["a", "b", "c", "d"] {
        assert_eq!(Part::search().filter(f.shelf().eq(shelf)).routing(shelf).count(es).await.unwrap(), 10);
    }
    let two = Part::search().filter(f.shelf().any_of(["a", "d"])).routing("a").routing("d");
    assert_eq!(two.fetch(es).await.unwrap().total.value(), Some(20));
    assert_eq!(Part::search().filter(f.shelf().eq("a,b")).count(es).await.unwrap(), 10);
    // By its id such a document is found: a comma separates nothing there.
    assert_eq!(Part::get(es, 4).routing("a,b").await.unwrap().shelf, "a,b");
}

async fn a_routing_that_servers_take_for_none_or_for_two_is_refused(context: Context) {
    let es = context.es();
    es.schema::<Part>().apply().await.unwrap();
    let comma = Part::search().routing("a,b").fetch(es).await.unwrap_err();
    assert!(matches!(&comma, Error::Invalid(text) if text.contains("call `.routing(..)` once for each")), "{comma}");
    let mut stored = part(1, "a").save(es).await.unwrap();
    for error in [
        Part::search().routing("").fetch(es).await.unwrap_err(),
        Part::search().routing("").count(es).await.unwrap_err(),
        Part::get(es, 1).routing("").await.unwrap_err(),
        Part::find(es, 1).routing("").await.unwrap_err(),
        Part::exists(es, 1).routing("").await.unwrap_err(),
        Part::get_many(es, [1]).routing("").await.unwrap_err(),
        Part::delete(es, 1).routing("").await.unwrap_err(),
        Part::modify(es, 1, |_| ()).routing("").await.unwrap_err(),
        part(2, "").save(es).await.unwrap_err(),
        part(2, "").create(es).await.unwrap_err(),
        part(2, "a").save(es).routing("").await.unwrap_err(),
        stored.relocate(es).routing("").await.unwrap_err(),
    ] {
        assert!(matches!(&error, Error::Invalid(text) if text.contains("empty routing")), "{error}");
    }
    let outcome = es.bulk_save([part(2, "a"), part(3, "")]).refresh(Refresh::Now).await.unwrap();
    assert_eq!((outcome.saved.len(), outcome.rejected.len()), (1, 1));
    assert_eq!(Part::search().count(es).await.unwrap(), 2);
}
