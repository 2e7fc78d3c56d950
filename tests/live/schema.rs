//! Applying a model's schema to an index.

use esmodel::{Error, index::Applied, prelude::*, wire};
use esmodel_tests::Context;

esmodel_tests::tests![
    an_index_is_made_once_and_then_left_alone,
    new_fields_are_added_in_place,
    every_field_that_does_not_fit_is_named_and_nothing_is_changed,
    an_alias_is_followed_to_its_index,
    appliers_that_race_all_succeed,
    analyzers_that_the_model_declares_are_used,
    a_strict_mapping_refuses_what_the_model_does_not_know,
];

/// The first release.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "articles", settings(number_of_shards = 2))]
struct First {
    #[es(id)]
    id: u32,
    #[es(text)]
    title: String,
    author: Author,
}

/// Who wrote it.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct Author {
    name: String,
}

/// The second release: more fields, at every depth.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "articles")]
struct Second {
    #[es(id)]
    id: u32,
    #[es(text, fields(raw(keyword)))]
    title: String,
    author: AuthorWithMail,
    views: u32,
}

/// Who wrote it, and how to reach them.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct AuthorWithMail {
    name: String,
    mail: Option<String>,
}

async fn an_index_is_made_once_and_then_left_alone(context: Context) {
    let es = context.es();
    assert_eq!(es.schema::<First>().apply().await.unwrap(), Applied::Created);
    assert_eq!(es.schema::<First>().apply().await.unwrap(), Applied::Unchanged);
    assert!(es.index::<First>().exists().await.unwrap());
}

async fn new_fields_are_added_in_place(context: Context) {
    let es = context.es();
    es.schema::<First>().apply().await.unwrap();
    let applied = es.schema::<Second>().apply().await.unwrap();
    let added = ["author.mail", "title.raw", "views"].map(String::from).to_vec();
    assert_eq!(applied, Applied::Extended(added));
    assert_eq!(es.schema::<Second>().apply().await.unwrap(), Applied::Unchanged);
    // The old program still fits: what it does not know is left alone.
    assert_eq!(es.schema::<First>().apply().await.unwrap(), Applied::Unchanged);
}

async fn every_field_that_does_not_fit_is_named_and_nothing_is_changed(context: Context) {
    /// Another idea of two fields, and one more field.
    #[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
    #[es(index = "articles")]
    struct Misfit {
        #[es(id)]
        id: u32,
        title: u32,
        author: Deep,
        more: bool,
    }

    /// Another idea of the name.
    #[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
    struct Deep {
        name: f64,
    }

    let es = context.es();
    es.schema::<First>().apply().await.unwrap();
    let error = es.schema::<Misfit>().apply().await.unwrap_err();
    let Error::MappingMismatch(mismatch) = &error else { panic!("{error}") };
    let mut named: Vec<_> = mismatch.fields().iter().map(|field| field.path.as_str()).collect();
    named.sort_unstable();
    assert_eq!(named, ["author.name", "title"]);
    assert!(error.to_string().contains("`title` is text in the index and long in the model"), "{error}");
    assert_eq!(es.schema::<First>().apply().await.unwrap(), Applied::Unchanged);
}

async fn an_alias_is_followed_to_its_index(context: Context) {
    let es = context.es();
    es.schema::<First>().index("articles-000001").apply().await.unwrap();
    let body = serde_json::json!({ "actions": [
        { "add": { "index": es.index_name("articles-000001"), "alias": es.index_name("articles") } }
    ]});
    let path = wire::RequestPath::new(&["_aliases"]).unwrap();
    let request = wire::Request::new(wire::Method::Post, path, wire::Effect::Idempotent).json(body.to_string());
    assert!(es.send(request).await.unwrap().is_success());

    assert_eq!(es.schema::<First>().apply().await.unwrap(), Applied::Unchanged);
    assert!(matches!(es.schema::<Second>().apply().await.unwrap(), Applied::Extended(_)));
    let article = First { id: 1, title: "x".into(), author: Author { name: "y".into() } };
    let mut doc = article.save(es).await.unwrap();
    assert_eq!(&**Doc::meta(&doc).index(), &*es.index_name("articles-000001"));
    doc.save(es).await.unwrap();
}

async fn appliers_that_race_all_succeed(context: Context) {
    let es = context.es();
    let racers = (0..10).map(|_| es.schema::<First>().apply().into_future());
    let outcomes: Vec<_> = futures_util::future::join_all(racers).await;
    let made = outcomes.iter().filter(|outcome| matches!(outcome, Ok(Applied::Created))).count();
    assert_eq!(made, 1, "{outcomes:?}");
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
}

async fn analyzers_that_the_model_declares_are_used(context: Context) {
    /// Found without accents.
    #[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
    #[es(
        index = "dishes",
        analyzers(plain(tokenizer = "standard", filter("lowercase"))),
        normalizers(lower(filter("lowercase")))
    )]
    struct Dish {
        #[es(id)]
        id: u32,
        #[es(text(analyzer = "plain"))]
        name: String,
        #[es(keyword(normalizer = "lower"))]
        code: String,
    }

    let es = context.es();
    assert_eq!(es.schema::<Dish>().apply().await.unwrap(), Applied::Created);
    assert_eq!(es.schema::<Dish>().apply().await.unwrap(), Applied::Unchanged);
    Dish { id: 1, name: "Crème Brûlée".into(), code: "CB-1".into() }.save(es).refresh(Refresh::Now).await.unwrap();
    let f = Dish::fields();
    assert_eq!(Dish::search().filter(f.name().matches("CRÈME")).count(es).await.unwrap(), 1);
    assert_eq!(Dish::search().filter(f.code().eq("cb-1")).count(es).await.unwrap(), 1);
}

async fn a_strict_mapping_refuses_what_the_model_does_not_know(context: Context) {
    let es = context.es();
    es.schema::<First>().apply().await.unwrap();
    let second = Second {
        id: 1,
        title: "x".into(),
        author: AuthorWithMail { name: "y".into(), mail: Some("z".into()) },
        views: 1,
    };
    let error = second.save(es).await.unwrap_err();
    let Error::Server(refusal) = &error else { panic!("{error}") };
    assert!(matches!(refusal.field().as_deref(), Some("author.mail" | "views")), "{error}");
}
