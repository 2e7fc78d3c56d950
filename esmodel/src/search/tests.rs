//! Bodies of searches, and recorded answers of both products, odd ones among them.

use serde_json::{Value, json};

use super::{Highlight, Hit, Page, Search, SortValues, Total, TotalHits, body::Wanted, decode::decode, extent::Extent};
use crate::{
    error::{Error, Result},
    model::{Doc, DocVersion},
    query::{
        ES, Sort,
        agg::Aggs,
        sample::{Employee, fields},
    },
};

/// The body that a search sends for a page.
fn body<A: Aggs<Employee>>(search: &Search<Employee, A>) -> Value {
    serde_json::from_str(&search.to_json(ES).unwrap()).unwrap()
}

fn read(reply: &Value) -> Result<Page<Employee>> {
    decode::<Employee, Employee, ()>(&reply.to_string(), &(), Extent { from: 0, size: 10 }, 10_000, None)
}

fn hit(id: &str, source: &Value) -> Value {
    json!({"_index": "employees-1", "_id": id, "_version": 2, "_seq_no": 0, "_primary_term": 1, "_score": 1.5,
        "_source": source})
}

fn reply(hits: &[Value]) -> Value {
    json!({"took": 3, "timed_out": false, "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0},
        "hits": {"total": {"value": hits.len(), "relation": "eq"}, "max_score": 1.5, "hits": hits}})
}

fn ada() -> Value {
    json!({"name": "Ada", "age": 36})
}

#[test]
fn an_empty_search_asks_for_ten_hits_in_the_models_order_with_their_versions() {
    assert_eq!(
        body(&Search::new()),
        json!({"sort": [{"joined": {"order": "desc", "missing": -62_135_596_800_000_i64, "unmapped_type": "date"}}], "seq_no_primary_term": true, "version": true, "size": 10,
            "track_total_hits": true})
    );
}

#[test]
fn a_search_of_every_part_has_the_body_of_the_documentation() {
    let f = fields();
    let search = Search::new()
        .query(f.name().matches("ada"))
        .filter(f.age().gte(30))
        .filter(json!({"term": {"department": "search"}}))
        .must_not(f.active().eq(false))
        .sort(f.name().raw().asc())
        .sort([Sort::score(), Sort::doc()])
        .page(3, 20)
        .exclude(f.location())
        .total(TotalHits::UpTo(500))
        .timeout(std::time::Duration::from_secs(5))
        .terminate_after(1000)
        .min_score(0.5)
        .highlight(Highlight::new().field(f.name()).fragments(f.department(), 150).tags("<b>", "</b>"))
        .extra("collapse", json!({"field": "department"}))
        .aggregate(f.age().stats());
    assert_eq!(
        body(&search),
        json!({
            "query": {"bool": {
                "must": [{"match": {"name": {"query": "ada"}}}],
                "filter": [{"range": {"age": {"gte": 30}}}, {"term": {"department": "search"}}],
                "must_not": [{"term": {"active": false}}]
            }},
            "sort": [{"name.raw": {"order": "asc", "unmapped_type": "keyword"}}, {"_score": {"order": "desc"}}, {"_doc": {"order": "asc"}}],
            "_source": {"excludes": ["location"]},
            "version": true,
            "highlight": {"pre_tags": ["<b>"], "post_tags": ["</b>"],
                "fields": {"name": {}, "department": {"fragment_size": 150}}},
            "from": 40, "size": 20,
            "track_total_hits": 500, "timeout": "5000ms", "terminate_after": 1000, "min_score": 0.5,
            "aggs": {"a0": {"stats": {"field": "age"}}},
            "collapse": {"field": "department"}
        })
    );
}

#[test]
fn a_single_scored_query_stands_alone_and_sorts_by_score() {
    let body = body(&Search::new().query(fields().name().matches("ada")));
    assert_eq!(body["query"], json!({"match": {"name": {"query": "ada"}}}));
    assert_eq!(body.get("sort"), None);
}

#[test]
fn a_page_is_an_extent_and_one_that_there_cannot_be_says_what_to_do() {
    let extent = |search: Search<Employee>| match search.extent(Wanted::Page) {
        Ok(Extent { from, size }) => Ok((from, size)),
        Err(error) => Err(error.to_string()),
    };
    assert_eq!(extent(Search::new().page(500, 20)), Ok((9980, 20)));
    assert_eq!(extent(Search::new().page(0, 20)).unwrap_err(), "page 0 does not exist: pages count from 1");
    assert!(extent(Search::new().page(1, 0)).is_err());
    assert!(extent(Search::new().page(u64::MAX, u64::MAX)).is_err());
    assert_eq!(extent(Search::new().slice(5, 7)), Ok((5, 7)));
    assert_eq!(extent(Search::new().size(0)), Ok((0, 0)));
    assert!(extent(Search::new().page(2, 5).after(SortValues::parse("[1]").unwrap())).is_err());
}

#[test]
fn keys_of_the_url_and_of_methods_are_no_extras() {
    let mistake = |search: Search<Employee>| search.spec.mistake.unwrap_or_default();
    assert_eq!(
        mistake(Search::new().extra("request_cache", true)),
        "`request_cache` belongs into the URL: use `.param(\"request_cache\", ..)`"
    );
    assert_eq!(mistake(Search::new().extra("query", 1)), "`query` of a search has a method of its own");
}

#[test]
fn a_search_continues_after_values_with_nulls_and_long_numbers() {
    let after = SortValues::parse(r#"[null,9007199254740993,"x"]"#).unwrap();
    let f = fields();
    let order = || Search::<Employee>::new().sort([f.age().asc(), f.score().asc(), f.department().asc()]);
    let text = order().after(after).body(ES, Wanted::Page, Extent { from: 0, size: 10 }).unwrap();
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains(r#""search_after":[null,9007199254740993,"x"]"#), "{text}");
}

#[test]
fn a_search_that_continues_after_values_of_another_order_is_refused() {
    let after = || SortValues::parse(r#"[1,"x"]"#).unwrap();
    let refused = |search: Search<Employee>| {
        search.after(after()).body(ES, Wanted::Page, Extent { from: 0, size: 10 }).unwrap_err().to_string()
    };
    assert_eq!(
        refused(Search::new().sort(fields().age().asc())),
        "the search is sorted by 1 keys and continues after 2 values, so they are of another order: give the \
         `.sort(..)` of the page that they come from"
    );
    assert_eq!(
        refused(Search::new().query(fields().age().eq(1))),
        "`.after(..)` needs an order: give the `.sort(..)` of the page before"
    );
}

#[test]
fn named_fields_are_matched_inside_nested_lists_in_the_models_order() {
    let body = body(&Search::by_fields([("name", "Ada Lovelace"), ("skills.tools.name", "cargo"), ("id", "7")]));
    assert_eq!(
        body["query"],
        json!({"bool": {"must": [
            {"match": {"name": {"query": "Ada Lovelace", "operator": "and"}}},
            {"nested": {"path": "skills", "ignore_unmapped": true, "query": {"nested": {"path": "skills.tools", "ignore_unmapped": true, "query":
                {"match": {"skills.tools.name": {"query": "cargo", "operator": "and"}}}}}}},
            {"match": {"_id": {"query": "7", "operator": "and"}}}
        ]}})
    );
    assert_eq!(
        body["sort"],
        json!([{"joined": {"order": "desc", "missing": -62_135_596_800_000_i64, "unmapped_type": "date"}}])
    );
    let unknown = Search::<Employee>::by_fields([("salary", 3)]);
    assert_eq!(unknown.spec.mistake.unwrap(), "Employee has no field `salary` to search by");
}

#[test]
fn aggregations_alone_ask_for_no_hits() {
    let f = fields();
    let search = Search::new().filter(f.age().gte(30)).aggregate((f.age().avg(),));
    let body: Value =
        serde_json::from_slice(&search.body(ES, Wanted::Aggregations, Extent { from: 0, size: 0 }).unwrap()).unwrap();
    assert_eq!(
        body,
        json!({"query": {"bool": {"filter": [{"range": {"age": {"gte": 30}}}]}}, "size": 0,
            "track_total_hits": false, "aggs": {"a0": {"avg": {"field": "age"}}}})
    );
}

#[test]
fn hits_are_documents_with_id_version_and_a_shared_index() {
    let page = read(&reply(&[hit("a", &ada()), hit("b", &ada())])).unwrap();
    let [first, second] = page.hits.as_slice() else { panic!("two hits") };
    assert_eq!((first.id.as_str(), first.name.as_str(), first.age), ("a", "Ada", 36));
    assert_eq!(Doc::meta(first).version(), Some(DocVersion { seq_no: 0, primary_term: 1 }));
    assert_eq!(Doc::meta(first).revision(), Some(2));
    assert!(std::sync::Arc::ptr_eq(Doc::meta(first).index(), Doc::meta(second).index()));
    assert_eq!((Hit::score(first), page.max_score, page.total), (Some(1.5), Some(1.5), Total::Exact(2)));
    assert!(page.is_complete());
}

#[test]
fn odd_answers_are_read() {
    let old = json!({"hits": {"total": 1, "max_score": null, "hits": [
        {"_type": "_doc", "_source": {"name": "Ada", "age": 36}, "_ignored": ["x"], "_score": null, "_id": "a\u{e9}\"",
         "_routing": "eu", "_index": "e", "sort": [null, 1.5, "x"], "fields": {"y": [1]},
         "highlight": {"name": ["<em>Ada</em>"]}, "matched_queries": ["q"], "inner_hits": {"z": 1}}]},
        "num_reduce_phases": 2, "suggest": {}});
    let page = read(&old).unwrap();
    let hit = &page.hits[0];
    assert_eq!((page.total, hit.id.as_str(), Hit::score(hit)), (Total::Exact(1), "a\u{e9}\"", None));
    assert_eq!((Doc::meta(hit).routing(), Doc::meta(hit).version()), (Some("eu"), None));
    assert_eq!(Hit::sort_values(hit).unwrap().as_json(), r#"[null,1.5,"x"]"#);
    assert_eq!(Hit::highlights(hit, "name"), ["<em>Ada</em>"]);
    assert!(Hit::highlights(hit, "age").is_empty());
    assert_eq!(Hit::fields::<Value>(hit).unwrap(), Some(json!({"y": [1]})));
    assert_eq!(Hit::inner_hits::<Value>(hit).unwrap(), Some(json!({"z": 1})));
    assert_eq!(Hit::matched_queries(hit), ["q"]);
    let uncounted = json!({"took": 1, "hits": {"max_score": null, "hits": []}});
    assert_eq!(read(&uncounted).unwrap().total, Total::NotCounted);
}

#[test]
fn a_partial_answer_says_so_and_its_total_is_a_lower_bound() {
    let mut partial = reply(&[hit("a", &ada())]);
    partial["timed_out"] = json!(true);
    let page = read(&partial).unwrap();
    assert!(page.timed_out && !page.is_complete());
    assert_eq!(page.total, Total::AtLeast(1));

    let mut failed = reply(&[]);
    failed["_shards"] = json!({"total": 2, "successful": 1, "failed": 1, "failures": [
        {"shard": 0, "index": "e", "node": "n", "reason": {"type": "query_shard_exception", "reason": "no"}}]});
    let page = read(&failed).unwrap();
    assert_eq!((page.failed_shards, page.shard_failures[0].kind()), (1, "query_shard_exception"));
    assert_eq!(page.total, Total::AtLeast(0));

    let mut many = reply(&[]);
    many["hits"]["total"] = json!({"value": 10_000, "relation": "gte"});
    assert_eq!(read(&many).unwrap().total, Total::AtLeast(10_000));
}

#[test]
fn a_hit_that_cannot_be_read_is_named() {
    let text = |reply: &Value| match read(reply).unwrap_err() {
        error @ Error::Decode { .. } => error.to_string(),
        other => panic!("{other}"),
    };
    let wrong = text(&reply(&[hit("a", &ada()), hit("b", &json!({"name": "Bob", "age": "old"}))]));
    assert_eq!(
        wrong,
        "cannot decode document `b` of index `employees-1`, hit 1 of a search of Employee: field `age`: invalid type: \
         string \"old\", expected u8"
    );
    let mut without = hit("a", &ada());
    without.as_object_mut().unwrap().remove("_source");
    let without = text(&reply(&[without]));
    assert!(without.contains("document `a`") && without.contains("Employee: it has no `_source`"), "{without}");
    assert!(text(&json!({"took": 1})).contains("missing field `hits`"));
    assert!(matches!(
        decode::<Employee, Employee, ()>("<html>", &(), Extent { from: 0, size: 1 }, 1, None),
        Err(Error::Decode { .. })
    ));
}

#[test]
fn a_page_knows_where_it_stands() {
    let hits: Vec<Value> = (0..2).map(|n| hit(&n.to_string(), &ada())).collect();
    let within = |total: Value, from, size, window| {
        let mut reply = reply(&hits);
        reply["hits"]["total"] = total;
        decode::<Employee, Employee, ()>(&reply.to_string(), &(), Extent { from, size }, window, None).unwrap().info()
    };
    let page = |total, from, size| within(total, from, size, 10_000);
    let middle = page(json!({"value": 5, "relation": "eq"}), 2, 2);
    assert_eq!((middle.current_page, middle.total_pages, middle.has_next, middle.has_previous), (2, 3, true, true));
    let last = page(json!({"value": 2, "relation": "eq"}), 0, 2);
    assert_eq!((last.total_results, last.total_pages, last.has_next, last.has_previous), (2, 1, false, false));
    let unsure = page(json!({"value": 2, "relation": "gte"}), 0, 2);
    assert!(unsure.has_next && !unsure.is_exact);

    let many = || json!({"value": 1000, "relation": "eq"});
    let next_to_last = within(many(), 4, 2, 9);
    assert_eq!((next_to_last.total_pages, next_to_last.has_next, next_to_last.total_results), (4, true, 1000));
    let last = within(many(), 6, 2, 9);
    assert_eq!((last.current_page, last.total_pages, last.has_next), (4, 4, false));
}
