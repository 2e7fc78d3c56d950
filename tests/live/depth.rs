//! Deep JSON: what is stored can be read wherever it comes back, and what could not is refused before it is sent.

use esmodel::{Error, prelude::*};
use esmodel_tests::Context;
use serde_json::{Value, json};

esmodel_tests::tests![
    the_deepest_document_that_is_stored_is_read_wherever_it_comes_back,
    a_document_that_could_not_be_read_back_is_refused_with_its_path,
    the_deepest_query_is_the_servers_to_judge_and_a_deeper_one_is_not_sent,
];

/// Something with a tree in it, which is not indexed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "trees")]
struct Tree {
    #[es(id)]
    id: u32,
    height: u32,
    #[es(object(enabled = false))]
    branches: Value,
    leaves: Vec<Leaf>,
    #[es(object(enabled = false))]
    twig: Option<Twig>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Leaf {
    colour: String,
    #[es(object(enabled = false))]
    veins: Value,
}

/// A type that contains itself.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, EsObject)]
struct Twig {
    #[es(object(enabled = false))]
    twigs: Vec<Twig>,
}

/// How deep a whole document may be.
const LIMIT: u32 = 120;

fn nested(levels: u32) -> Value {
    (1..levels).fold(json!({}), |inside, level| if level % 2 == 0 { json!({ "b": inside }) } else { json!([inside]) })
}

fn twig(levels: u32) -> Twig {
    (0..levels).fold(Twig::default(), |inside, _| Twig { twigs: vec![inside] })
}

fn tree(id: u32, branches: u32, veins: u32, twigs: u32) -> Tree {
    let leaves = vec![Leaf { colour: "green".to_owned(), veins: nested(veins) }];
    Tree { id, height: 1, branches: nested(branches), leaves, twig: Some(twig(twigs)) }
}

/// The document, and in it: the tree of `branches`; the list, the leaf and the tree of its `veins`; each twig with its list.
fn deepest(id: u32) -> Tree {
    tree(id, LIMIT - 1, LIMIT - 3, (LIMIT - 3) / 2)
}

async fn the_deepest_document_that_is_stored_is_read_wherever_it_comes_back(context: Context) {
    let es = context.es();
    es.schema::<Tree>().apply().await.unwrap();
    let mut doc = deepest(1).save(es).await.unwrap();
    let outcome = es.bulk_save([deepest(2), deepest(3)]).refresh(Refresh::Now).await.unwrap();
    assert_eq!(outcome.all().unwrap().len(), 2);
    assert_eq!(*Tree::get(es, 1).await.unwrap(), deepest(1));
    assert_eq!(Tree::get_many(es, [1, 2, 3]).await.unwrap().iter().flatten().count(), 3);
    let f = Tree::fields();
    let page = Tree::search().filter(f.height().eq(1_u32)).fetch(es).await.unwrap();
    assert_eq!(page.hits.len(), 3);
    let (one, page) =
        es.batched(async |es| tokio::join!(async { Tree::get(es, 3).await }, Tree::search().fetch(es))).await;
    assert_eq!((one.unwrap().branches.clone(), page.unwrap().hits.len()), (deepest(3).branches, 3));
    let mut bulk = es.bulk();
    bulk.update(&mut doc, json!({"height": 2})).unwrap();
    bulk.commit().await.unwrap();
    assert_eq!((doc.height, &doc.twig), (2, &deepest(1).twig));
    let inside = json!({"nested": {"path": "leaves", "query": {"match_all": {}}, "inner_hits": {}}});
    let page = Tree::search().filter(inside).fetch(es).await.unwrap();
    let inner: Value = Hit::inner_hits(&page.hits[0]).unwrap().unwrap();
    assert_eq!(inner["leaves"]["hits"]["hits"][0]["_source"]["veins"], deepest(1).leaves[0].veins);
}

async fn a_document_that_could_not_be_read_back_is_refused_with_its_path(context: Context) {
    let es = context.es();
    es.schema::<Tree>().apply().await.unwrap();
    for (too_deep, path) in [
        (tree(1, LIMIT, 1, 1), "branches.b.b"),
        (tree(1, 500, 1, 1), "branches.b.b"),
        (tree(1, 1, LIMIT - 2, 1), "leaves.veins.b"),
        (tree(1, 1, 1, LIMIT / 2), "twig.twigs.twigs"),
    ] {
        let error = too_deep.clone().save(es).await.unwrap_err();
        let told = error.to_string();
        assert!(matches!(error, Error::Encode { .. }), "{told}");
        assert!(told.contains(&format!("`{path}")) && told.contains("more than 120 levels deep"), "{told}");
        assert!(told.len() < 300, "{told}");
        let outcome = es.bulk_save([deepest(2), too_deep]).await.unwrap();
        assert_eq!((outcome.saved.len(), outcome.rejected.len()), (1, 1));
    }
    let mut doc = deepest(3).save(es).await.unwrap();
    let mut bulk = es.bulk();
    let error = bulk.update(&mut doc, json!({"branches": nested(LIMIT)})).map(drop).unwrap_err();
    assert!(matches!(error, Error::Encode { .. }), "{error}");
    drop(bulk);
    assert!(!Tree::exists(es, 1).await.unwrap());
}

async fn the_deepest_query_is_the_servers_to_judge_and_a_deeper_one_is_not_sent(context: Context) {
    let es = context.es();
    es.schema::<Tree>().apply().await.unwrap();
    let f = Tree::fields();
    let not = |times: u32| (0..times).fold(f.height().eq(1_u32), |query, _| !query);
    assert_eq!(Tree::search().filter(not(18)).count(es).await.unwrap(), 0);
    let deepest = Tree::search().filter(not(99)).count(es).await;
    if es.dialect().is_opensearch() {
        assert_eq!(deepest.unwrap(), 0);
    } else {
        // Elasticsearch has a limit of its own, `indices.query.bool.max_nested_depth`.
        assert!(matches!(deepest, Err(Error::Server(_))), "{deepest:?}");
    }
    let error = Tree::search().filter(not(100)).count(es).await.unwrap_err();
    assert!(matches!(&error, Error::Invalid(told) if told.contains("nested more than 100 deep")), "{error}");
}
