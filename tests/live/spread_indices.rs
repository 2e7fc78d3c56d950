//! A model that is spread over several indices: what its `index_for` may yield, its schema on all of them, and clients of
//! several prefixes.

use esmodel::{
    Error,
    index::{Mode, Verdict},
    prelude::*,
    wire::{Effect, Method, Request, RequestPath},
};
use esmodel_tests::Context;
use serde_json::json;

esmodel_tests::tests![
    a_name_that_the_pattern_does_not_cover_is_refused,
    an_explicit_index_that_is_not_the_documents_own_is_refused,
    a_document_that_left_its_index_is_noticed_under_date_math,
    a_pattern_that_matches_nothing_does_not_exist,
    a_missing_index_is_named_with_what_makes_it,
    a_schema_by_pattern_is_compared_with_every_index,
    a_new_analyzer_reaches_every_index_of_a_pattern,
    a_schema_by_pattern_is_not_made_where_nothing_matches,
    a_change_names_the_indices_that_need_it_where_not_all_do,
    what_is_done_to_one_index_asks_for_its_name,
    an_alias_of_several_indices_says_where_it_looked,
    a_document_is_not_written_through_a_client_of_another_prefix,
    a_hit_through_an_alias_of_the_prefix_is_saved,
];

/// A row, in an index that it names itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "rows-*", index_for = Self::index_name)]
struct Row {
    #[es(id)]
    id: u32,
    home: String,
}

impl Row {
    fn index_name(&self) -> &str {
        &self.home
    }
}

fn row(id: u32, home: &str) -> Row {
    Row { id, home: home.into() }
}

#[track_caller]
fn assert_says(error: &Error, parts: &[&str]) {
    let message = error.to_string();
    for part in parts {
        assert!(message.contains(part), "`{part}` in: {message}");
    }
}

async fn a_name_that_the_pattern_does_not_cover_is_refused(context: Context) {
    let es = context.es();
    let stray = || row(1, "others-1");
    for error in [
        stray().save(es).await.unwrap_err(),
        stray().create(es).await.unwrap_err(),
        es.schema::<Row>().for_document(&stray()).apply().await.unwrap_err(),
        es.schema::<Row>().for_document(&stray()).plan().await.unwrap_err(),
    ] {
        assert!(matches!(error, Error::Invalid(_)), "{error}");
        assert_says(&error, &["others-1", "rows-*", "index_for"]);
    }
    let rejected = es.bulk_save([stray()]).await.unwrap().rejected;
    assert_eq!(rejected[0].operation.index(), es.index_name("others-1"));
    let rejected = es.bulk_save([row(1, "Rows 1")]).await.unwrap().rejected;
    assert_eq!(rejected[0].operation.index(), es.index_name("Rows 1"));
    assert!(!es.index_named("others-1").exists().await.unwrap());
    row(1, "rows-1").save(es).await.unwrap();
    row(1, "<rows-{now/y{yyyy}}>").save(es).await.unwrap();
}

async fn an_explicit_index_that_is_not_the_documents_own_is_refused(context: Context) {
    let es = context.es();
    let error = row(1, "rows-a").save(es).index("rows-b").await.unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error}");
    assert_says(&error, &["rows-a", "rows-b", ".index(..)"]);
    let mut new = Doc::new(row(1, "rows-a"));
    let mut bulk = es.bulk();
    assert!(matches!(bulk.with().index("rows-b").save(&mut new).unwrap_err(), Error::Invalid(_)));
    let outcome = es.bulk_save([row(1, "rows-a"), row(2, "rows-b")]).index("rows-b").await.unwrap();
    assert_eq!((outcome.saved.len(), outcome.rejected.len()), (1, 1));
    // Its own may be said, also by date math; it stays there.
    let mut doc = row(3, "rows-a").save(es).index("rows-a").await.unwrap();
    doc.save(es).await.unwrap();
    Row::modify(es, 3, |_| {}).index("rows-a").await.unwrap();
    let mut dated = row(4, "<rows-{now/y{yyyy}}>").save(es).index("<rows-{now/y-1y{yyyy}}>").await.unwrap();
    dated.save(es).await.unwrap();
}

/// A row, in the index of its tenant and the present year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "dated-*", index_for = Self::index_name)]
struct Dated {
    #[es(id)]
    id: u32,
    tenant: String,
}

impl Dated {
    fn index_name(&self) -> String {
        format!("<dated-{}-{{now/y{{yyyy}}}}>", self.tenant)
    }
}

async fn a_document_that_left_its_index_is_noticed_under_date_math(context: Context) {
    let es = context.es();
    let mut doc = Dated { id: 1, tenant: "acme".into() }.save(es).await.unwrap();
    doc.save(es).await.unwrap();
    doc.tenant = "globex".into();
    assert_says(&doc.save(es).await.unwrap_err(), &["dated-acme-20", "dated-globex-", "relocate"]);
    let change = Dated::modify(es, 1, |doc| doc.tenant = "globex".into()).index("<dated-acme-{now/y{yyyy}}>");
    assert_says(&change.await.unwrap_err(), &["relocate"]);
    doc.relocate(es).await.unwrap();
    assert!(Doc::meta(&doc).index().starts_with(&*es.index_name("dated-globex-20")));
    doc.save(es).await.unwrap();
}

async fn a_pattern_that_matches_nothing_does_not_exist(context: Context) {
    let es = context.es();
    assert!(!es.index::<Row>().exists().await.unwrap());
    assert!(!es.index_named("nothing-*").exists().await.unwrap());
    assert!(!es.index_named("nothing").exists().await.unwrap());
    row(1, "rows-1").save(es).await.unwrap();
    assert!(es.index::<Row>().exists().await.unwrap());
    assert!(es.index_named("rows-1").exists().await.unwrap());
}

async fn a_missing_index_is_named_with_what_makes_it(context: Context) {
    let es = context.es();
    row(1, "rows-1").save(es).await.unwrap();
    for error in [
        Row::find(es, 1).index("rows-2").await.unwrap_err(),
        Row::get_many(es, [1]).index("rows-2").await.unwrap_err(),
        Row::search().index("rows-1,rows-2").count(es).await.unwrap_err(),
        Row::search().index("rows-1,rows-2").fetch(es).await.unwrap_err(),
    ] {
        let Error::NotFound(missing) = &error else { panic!("{error}") };
        assert_eq!((missing.index(), missing.id()), (&*es.index_name("rows-2"), None));
        assert_says(&error, &["apply()", ".for_document(&value)"]);
    }
}

/// An entry of a log, as the release before had it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "entries-*", index_for = Self::index_name)]
struct OldEntry {
    month: String,
}

impl OldEntry {
    fn index_name(&self) -> String {
        format!("entries-{}", self.month)
    }
}

/// With a field more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "entries-*", index_for = Self::index_name)]
struct Entry {
    month: String,
    author: String,
}

impl Entry {
    fn index_name(&self) -> String {
        format!("entries-{}", self.month)
    }
}

/// With a field more that has a new analyzer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(
    index = "entries-*",
    index_for = Self::index_name,
    analyzers(folded(tokenizer = "standard", filter("lowercase")))
)]
struct Analyzed {
    month: String,
    #[es(text(analyzer = "folded"))]
    body: String,
}

impl Analyzed {
    fn index_name(&self) -> String {
        format!("entries-{}", self.month)
    }
}

async fn months(es: &Client) {
    for month in ["2024-05", "2024-06"] {
        let first = OldEntry { month: month.into() };
        assert_eq!(es.schema::<OldEntry>().for_document(&first).apply().await.unwrap(), Applied::Created);
    }
}

async fn a_schema_by_pattern_is_compared_with_every_index(context: Context) {
    let es = context.es();
    months(es).await;
    let plan = es.schema::<Entry>().plan().await.unwrap();
    assert_eq!(plan.indices, ["entries-2024-05", "entries-2024-06"].map(|index| es.index_name(index).into_owned()));
    assert!(plan.to_string().contains("entries-*") && plan.to_string().contains("+ author"), "{plan}");
    for mode in [Mode::Validate, Mode::Refuse] {
        let error = es.schema::<Entry>().apply().mode(mode).await.unwrap_err();
        assert!(matches!(error, Error::MappingMismatch(_)), "{error}");
        assert_says(&error, &["entries-*", "author"]);
    }
    // One of them has it already.
    let june = Entry { month: "2024-06".into(), author: String::new() };
    es.schema::<Entry>().for_document(&june).apply().await.unwrap();
    assert_eq!(es.schema::<Entry>().apply().await.unwrap(), Applied::Extended(vec!["author".into()]));
    assert_eq!(es.schema::<Entry>().plan().await.unwrap().verdict, Verdict::InSync);
    assert_eq!(es.schema::<Entry>().apply().mode(Mode::Validate).await.unwrap(), Applied::Unchanged);
    for month in ["entries-2024-05", "entries-2024-06"] {
        assert_eq!(es.schema::<Entry>().index(month).plan().await.unwrap().verdict, Verdict::InSync);
    }
}

async fn a_new_analyzer_reaches_every_index_of_a_pattern(context: Context) {
    let es = context.es();
    months(es).await;
    let error = es.schema::<Analyzed>().apply().await.unwrap_err();
    assert_says(&error, &["entries-*", "allow_close"]);
    let applied = es.schema::<Analyzed>().apply().allow_close().await.unwrap();
    let expected = ["body", "index.analysis.analyzer.folded"].map(str::to_owned);
    assert_eq!(applied, Applied::Extended(expected.into()));
    for month in ["entries-2024-05", "entries-2024-06"] {
        assert_eq!(es.schema::<Analyzed>().index(month).plan().await.unwrap().verdict, Verdict::InSync);
    }
    es.index::<Analyzed>().refresh().await.unwrap();
}

async fn a_schema_by_pattern_is_not_made_where_nothing_matches(context: Context) {
    let es = context.es();
    let plan = es.schema::<Entry>().plan().await.unwrap();
    assert_eq!(plan.verdict, Verdict::Create);
    assert!(plan.to_string().contains(".for_document(&value)"), "{plan}");
    assert!(!plan.needs_action(), "no apply makes an index of a pattern");
    for mode in [Mode::Validate, Mode::Refuse, Mode::Extend] {
        let error = es.schema::<Entry>().apply().mode(mode).await.unwrap_err();
        assert!(error.is_not_found(), "{error}");
        assert_says(&error, &["entries-*", ".for_document(&value)"]);
    }
}

async fn a_change_names_the_indices_that_need_it_where_not_all_do(context: Context) {
    let es = context.es();
    months(es).await;
    let july = Entry { month: "2024-07".into(), author: String::new() };
    es.schema::<Entry>().for_document(&july).apply().await.unwrap();
    let [may, june] = ["entries-2024-05", "entries-2024-06"].map(|index| es.index_name(index).into_owned());

    let plan = es.schema::<Entry>().plan().await.unwrap();
    let [change] = plan.changes.as_slice() else { panic!("{plan}") };
    assert_eq!((&*change.path, &*change.indices), ("author", &[may.clone(), june.clone()][..]));
    assert!(plan.to_string().ends_with(&format!("+ author  keyword  (in {may}, {june})")), "{plan}");
    assert_eq!(serde_json::to_value(&plan).unwrap()["changes"][0]["indices"], json!([may, june]));
    let error = es.schema::<Entry>().apply().mode(Mode::Validate).await.unwrap_err();
    assert_says(&error, &[&format!("`author` is missing in `{may}`, `{june}` and keyword in the model")]);
    let Error::MappingMismatch(mismatch) = &error else { panic!("{error}") };
    assert_eq!(mismatch.fields()[0].indices, [may, june]);

    // Where all of them need it, nothing is to be told apart.
    es.index_named("entries-2024-07").delete().await.unwrap();
    let plan = es.schema::<Entry>().plan().await.unwrap();
    assert!(plan.to_string().ends_with("+ author  keyword"), "{plan}");
    assert_eq!(serde_json::to_value(&plan).unwrap()["changes"][0].get("indices"), None);
}

async fn what_is_done_to_one_index_asks_for_its_name(context: Context) {
    let es = context.es();
    row(1, "rows-1").save(es).await.unwrap();
    es.index::<Row>().refresh().await.unwrap();
    let error = es.index::<Row>().delete().await.unwrap_err();
    assert_says(&error, &[&es.index_name("rows-*"), r#"`es.index_named("rows-2026-10").delete()`"#]);
    let error = es.index::<Row>().analyze("standard", "a b").await.unwrap_err();
    assert_says(&error, &[r#"`es.index_named("rows-2026-10").analyze(..)`"#]);
    assert!(es.index_named("rows-1").exists().await.unwrap());
}

/// Something that has one index, or an alias over several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "items")]
struct Item {
    #[es(id)]
    id: u32,
    name: String,
}

fn item(id: u32) -> Item {
    Item { id, name: "chair".into() }
}

/// Makes `items` an alias of `items-1` and `items-2`, of which the second takes writes.
async fn alias(es: &Client) {
    for index in ["items-1", "items-2"] {
        es.schema::<Item>().index(index).apply().await.unwrap();
    }
    let alias = es.index_name("items");
    let add = |index: &str, writes: bool| json!({ "add": { "index": es.index_name(index), "alias": alias, "is_write_index": writes } });
    let actions = json!({ "actions": [add("items-1", false), add("items-2", true)] });
    let path = RequestPath::new(&["_aliases"]).unwrap();
    let request = Request::new(Method::Post, path, Effect::Idempotent).json(actions.to_string());
    assert!(es.send(request).await.unwrap().is_success());
}

async fn an_alias_of_several_indices_says_where_it_looked(context: Context) {
    let es = context.es();
    alias(es).await;
    item(1).save(es).index("items-1").await.unwrap();
    let error = Item::delete(es, 1).await.unwrap_err();
    assert!(error.is_not_found());
    assert_says(&error, &[&es.index_name("items-2"), "alias", ".index(..)"]);
    for error in [
        Item::get(es, 1).await.unwrap_err(),
        Item::exists(es, 1).await.unwrap_err(),
        Item::get_many(es, [1]).await.unwrap_err(),
        Item::modify(es, 1, |_| {}).await.unwrap_err(),
    ] {
        assert_says(&error, &["alias", ".index(..)", "search"]);
    }
    // A plain index is no alias.
    let error = Item::delete(es, 7).index("items-1").await.unwrap_err().to_string();
    assert!(!error.contains("the alias"), "{error}");
}

async fn a_document_is_not_written_through_a_client_of_another_prefix(context: Context) {
    let all = context.es().with_refresh(Refresh::Now);
    let tenant = |name: &str| all.with_index_prefix(format!("{}{name}-", all.index_prefix())).unwrap();
    let (acme, globex) = (tenant("acme"), tenant("globex"));
    let mut doc = item(1).save(&acme).await.unwrap();
    let mut spread = row(1, "rows-1").save(&acme).await.unwrap();
    let in_bulk = globex.bulk().save(&mut doc).map(drop).unwrap_err();
    for error in [
        in_bulk,
        doc.save(&globex).await.unwrap_err(),
        doc.overwrite(&globex).await.unwrap_err(),
        doc.delete(&globex).await.unwrap_err(),
        doc.reload(&globex).await.unwrap_err(),
        globex.bulk().delete(&mut doc).map(drop).unwrap_err(),
        spread.save(&globex).await.unwrap_err(),
        spread.relocate(&globex).await.unwrap_err(),
    ] {
        assert!(matches!(error, Error::Invalid(_)), "{error}");
        assert_says(&error, &[acme.index_prefix(), globex.index_prefix(), "with_index_prefix"]);
    }
    // A client for all of them, and one of the same prefix, may.
    let mut hits = Item::search().index("*-items").fetch(&all).await.unwrap();
    hits.hits[0].save(&all).await.unwrap();
    doc.reload(&tenant("acme")).await.unwrap();
    doc.save(&tenant("acme")).await.unwrap();
    spread.save(&acme).await.unwrap();
}

async fn a_hit_through_an_alias_of_the_prefix_is_saved(context: Context) {
    let es = context.es().with_refresh(Refresh::Now);
    alias(&es).await;
    item(1).save(&es).index("items-1").await.unwrap();
    let mut hit = Item::search().first(&es).await.unwrap().unwrap();
    hit.save(&es).await.unwrap();
    let mut bulk = es.bulk();
    bulk.save(&mut hit).unwrap();
    bulk.commit().await.unwrap();
    assert_eq!(**Doc::meta(&hit).index(), *es.index_name("items-1"));
    hit.delete(&es).await.unwrap();
}
