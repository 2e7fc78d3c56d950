//! The JSON of every clause and sort key, as the servers document it.

use serde_json::{Value, json};

use super::{
    Distance, Field, Fuzziness, IntoQuery, JsonWriter, Missing, MultiMatchType, ObjectVerbs, Operator, Order, Query,
    Sort, SortMode, ZeroTerms,
    json::tests::ES,
    sample::{Employee, fields},
    written,
};
use crate::{
    date_math,
    error::Error,
    model::{GeoPoint, Millis},
    schema::Kind,
};

fn query(query: impl IntoQuery<Employee>) -> Value {
    written(|json| query.into_query().part.write(json))
}

fn sort(sort: &Sort<Employee>) -> Value {
    written(|json| sort.write(json))
}

#[test]
fn exact_values_are_terms() {
    let f = fields();
    assert_eq!(query(f.department().eq("search")), json!({"term": {"department": "search"}}));
    assert_eq!(query(f.age().eq(30)), json!({"term": {"age": 30}}));
    assert_eq!(query(f.active().eq(true)), json!({"term": {"active": true}}));
    assert_eq!(query(f.id().eq("a")), json!({"term": {"_id": "a"}}));
    assert_eq!(query(f.name().raw().ne("Ada")), json!({"bool": {"must_not": [{"term": {"name.raw": "Ada"}}]}}));
    let long = "a department whose name is longer than what is kept in place";
    assert_eq!(query(f.department().eq(long.to_owned())), json!({"term": {"department": long}}));
    assert_eq!(
        query(f.department().eq("search").boost(1.5)),
        json!({"term": {"department": {"value": "search", "boost": 1.5}}})
    );
}

#[test]
fn several_values_are_terms_and_none_match_nothing() {
    let f = fields();
    assert_eq!(query(f.department().any_of(["a", "b"])), json!({"terms": {"department": ["a", "b"]}}));
    assert_eq!(query(f.age().any_of(vec![1, 2])), json!({"terms": {"age": [1, 2]}}));
    assert_eq!(query(f.department().any_of(Vec::<String>::new())), json!({"match_none": {}}));
    assert_eq!(query(f.skills().name().any_of(Vec::<&str>::new())), json!({"match_none": {}}));
    assert_eq!(
        query(Query::bool().filter(f.department().any_of(Vec::<&str>::new()))),
        json!({"bool": {"filter": [{"match_none": {}}]}})
    );
    assert_eq!(query(Query::ids(["a", "b"])), json!({"ids": {"values": ["a", "b"]}}));
    assert_eq!(query(Query::ids(Vec::<String>::new())), json!({"match_none": {}}));
}

#[test]
fn ranges_take_values_date_math_and_options() {
    let f = fields();
    assert_eq!(query(f.age().gte(30)), json!({"range": {"age": {"gte": 30}}}));
    assert_eq!(query(f.age().gt(30)), json!({"range": {"age": {"gt": 30}}}));
    assert_eq!(query(f.age().lt(30)), json!({"range": {"age": {"lt": 30}}}));
    assert_eq!(query(f.age().lte(30)), json!({"range": {"age": {"lte": 30}}}));
    assert_eq!(query(f.age().between(20, 30)), json!({"range": {"age": {"gte": 20, "lte": 30}}}));
    assert_eq!(query(f.joined().gte(date_math!("now-30d"))), json!({"range": {"joined": {"gte": "now-30d"}}}));
    assert_eq!(
        query(f.joined().range().gte("01/02/2024").lt(date_math!("now/d")).format("dd/MM/yyyy").time_zone("+01:00")),
        json!({"range": {"joined": {
            "gte": "01/02/2024", "lt": "now/d", "format": "dd/MM/yyyy", "time_zone": "+01:00"}}})
    );
    assert_eq!(
        query(f.age().range().maybe(Some(3), super::RangeQuery::gt).maybe(None::<u8>, super::RangeQuery::lt)),
        json!({"range": {"age": {"gt": 3}}})
    );
}

#[test]
fn a_bound_that_is_not_finite_is_an_error_with_the_path() {
    let error = fields().score().gte(f64::NAN).to_json(ES).unwrap_err();
    assert_eq!(error.to_string(), "cannot encode score: NaN is not a finite number");
}

#[test]
fn presence_is_exists() {
    let f = fields();
    assert_eq!(query(f.age().exists()), json!({"exists": {"field": "age"}}));
    assert_eq!(query(f.age().missing()), json!({"bool": {"must_not": [{"exists": {"field": "age"}}]}}));
    assert_eq!(
        query(f.skills().exists()),
        json!({"nested": {"path": "skills", "ignore_unmapped": true, "query": {"match_all": {}}}})
    );
}

#[test]
fn text_is_matched_with_the_options_of_the_server() {
    let f = fields();
    assert_eq!(query(f.name().matches("ada")), json!({"match": {"name": {"query": "ada"}}}));
    assert_eq!(
        query(
            f.name()
                .matches("ada b")
                .operator(Operator::And)
                .fuzziness(Fuzziness::Auto)
                .analyzer("english")
                .minimum_should_match("75%")
                .prefix_length(2)
                .max_expansions(10)
                .zero_terms(ZeroTerms::All)
                .boost(2.0)
        ),
        json!({"match": {"name": {"query": "ada b", "operator": "and", "fuzziness": "AUTO", "analyzer": "english",
            "minimum_should_match": "75%", "prefix_length": 2, "max_expansions": 10, "zero_terms_query": "all",
            "boost": 2.0}}})
    );
    assert_eq!(
        query(f.name().match_phrase("a b").slop(2)),
        json!({"match_phrase": {"name": {"query": "a b", "slop": 2}}})
    );
    assert_eq!(query(f.name().prefix("ad")), json!({"prefix": {"name": {"value": "ad"}}}));
    assert_eq!(
        query(f.department().wildcard("s*h").case_insensitive()),
        json!({"wildcard": {"department": {"value": "s*h", "case_insensitive": true}}})
    );
}

#[test]
fn several_fields_are_matched_with_their_weights() {
    let f = fields();
    assert_eq!(
        query(
            Query::multi_match("engine", ((f.name(), 3.0), f.department()))
                .kind(MultiMatchType::BestFields)
                .fuzziness(Fuzziness::Auto)
        ),
        json!({"multi_match": {"query": "engine", "fields": ["name^3", "department"], "type": "best_fields",
            "fuzziness": "AUTO"}})
    );
    assert_eq!(
        query(Query::multi_match("x", (f.name(), (f.skills().name(), 0.5)))),
        json!({"dis_max": {"queries": [
            {"multi_match": {"query": "x", "fields": ["name"]}},
            {"nested": {"path": "skills", "ignore_unmapped": true, "query": {"multi_match": {"query": "x", "fields": ["skills.name^0.5"]}}}}
        ]}})
    );
}

#[test]
fn the_weight_of_a_nested_clause_stands_on_its_list() {
    let f = fields();
    let name = json!({"term": {"skills.name": "rust"}});
    assert_eq!(
        query(f.skills().any(|skill| skill.name().eq("rust")).boost(3.0)),
        json!({"nested": {"ignore_unmapped": true, "path": "skills", "query": name, "boost": 3.0}})
    );
    assert_eq!(
        query(f.skills().exists().boost(0.5)),
        json!({"nested": {"ignore_unmapped": true, "path": "skills", "query": {"match_all": {}}, "boost": 0.5}})
    );
    assert_eq!(
        query(f.skills().tools().any(|tool| tool.name().eq("gdb")).boost(2.0)),
        json!({"nested": {"ignore_unmapped": true, "path": "skills", "query": {"nested": {"ignore_unmapped": true,
            "path": "skills.tools", "query": {"term": {"skills.tools.name": "gdb"}}, "boost": 2.0}}}})
    );
}

#[test]
fn weights_multiply() {
    let f = fields();
    assert_eq!(query(f.age().eq(30).boost(2.0).boost(1.5)), json!({"term": {"age": {"value": 30, "boost": 3.0}}}));
}

#[test]
fn several_lists_share_the_tie_breaker_of_a_multi_match() {
    let f = fields();
    let found = query(Query::multi_match("x", (f.name(), f.skills().name())).tie_breaker(0.25).boost(2.0));
    assert_eq!((&found["dis_max"]["tie_breaker"], &found["dis_max"]["boost"]), (&json!(0.25), &json!(2.0)));
    let found = query(Query::multi_match("x", (f.name(), f.skills().name())).kind(MultiMatchType::MostFields));
    assert_eq!(found["dis_max"]["tie_breaker"], json!(1.0));
}

#[test]
fn operators_make_flat_bools() {
    let f = fields();
    let (a, b, c) = (json!({"term": {"age": 1}}), json!({"term": {"age": 2}}), json!({"term": {"age": 3}}));
    let age = |value: u8| f.age().eq(value);
    assert_eq!(query(age(1) & age(2) & age(3)), json!({"bool": {"must": [a, b, c]}}));
    assert_eq!(query(age(1) | age(2) | age(3)), json!({"bool": {"should": [a, b, c], "minimum_should_match": 1}}));
    assert_eq!(
        query(age(1) & !(age(2) | age(3))),
        json!({"bool": {"must": [a, {"bool": {"must_not": [
            {"bool": {"should": [b, c], "minimum_should_match": 1}}]}}]}})
    );
    assert_eq!(
        query((age(1) & age(2)).boost(2.0) & age(3)),
        json!({"bool": {"must": [{"bool": {"must": [a, b], "boost": 2.0}}, c]}})
    );
}

#[test]
fn a_bool_is_filled_part_by_part() {
    let f = fields();
    assert_eq!(
        query(
            Query::bool()
                .must(f.name().matches("x"))
                .filter(f.age().gte(3))
                .should(f.age().eq(4))
                .must_not(f.active().eq(false))
                .minimum_should_match(1)
                .boost(2.0)
        ),
        json!({"bool": {
            "must": [{"match": {"name": {"query": "x"}}}], "filter": [{"range": {"age": {"gte": 3}}}],
            "should": [{"term": {"age": 4}}], "must_not": [{"term": {"active": false}}],
            "minimum_should_match": 1, "boost": 2.0}})
    );
}

#[test]
fn raw_json_stands_anywhere() {
    let f = fields();
    let raw = json!({"script_score": {"query": {"match_all": {}}, "script": {"source": "1"}}});
    assert_eq!(query(Query::raw(&raw)), raw);
    assert_eq!(query(raw.clone()), raw);
    assert_eq!(query(f.age().eq(1) & Query::raw(&raw)), json!({"bool": {"must": [{"term": {"age": 1}}, raw]}}));
    assert_eq!(query(Query::raw(&raw).boost(2.0)), json!({"bool": {"must": [raw], "boost": 2.0}}));
    let unwritable = Query::<Employee>::raw(std::collections::HashMap::from([((1, 2), 3)]));
    assert!(matches!(unwritable.to_json(ES), Err(Error::Encode { .. })));
}

#[test]
fn fields_of_nested_lists_enter_them() {
    let f = fields();
    assert_eq!(
        query(f.skills().name().eq("rust")),
        json!({"nested": {"path": "skills", "ignore_unmapped": true, "query": {"term": {"skills.name": "rust"}}}})
    );
    assert_eq!(
        query(f.skills().tools().name().eq("cargo")),
        json!({"nested": {"path": "skills", "ignore_unmapped": true, "query": {"nested": {"path": "skills.tools", "ignore_unmapped": true,
            "query": {"term": {"skills.tools.name": "cargo"}}}}}})
    );
}

#[test]
fn any_speaks_of_one_element_and_none_of_no_element() {
    let f = fields();
    let both = json!({"nested": {"path": "skills", "ignore_unmapped": true, "query": {"bool": {"must": [
        {"term": {"skills.name": "rust"}}, {"range": {"skills.level": {"gte": 3}}}]}}}});
    assert_eq!(query(f.skills().any(|s| s.name().eq("rust") & s.level().gte(3))), both);
    assert_eq!(
        query(f.skills().none(|s| s.name().eq("rust") & s.level().gte(3))),
        json!({"bool": {"must_not": [both]}})
    );
    assert_eq!(
        query(f.skills().any(|s| s.level().gte(3) & s.tools().any(|t| t.name().prefix("c")))),
        json!({"nested": {"path": "skills", "ignore_unmapped": true, "query": {"bool": {"must": [
            {"range": {"skills.level": {"gte": 3}}},
            {"nested": {"path": "skills.tools", "ignore_unmapped": true, "query": {"prefix": {"skills.tools.name": {"value": "c"}}}}}
        ]}}}})
    );
}

#[test]
fn places_are_found_and_sorted_by_distance() {
    let f = fields();
    let zurich = GeoPoint::new(47.37, 8.54);
    assert_eq!(
        query(f.location().within(Distance::km(50), zurich)),
        json!({"geo_distance": {"distance": "50000m", "ignore_unmapped": true,
            "location": {"lat": 47.37, "lon": 8.54}}})
    );
    assert_eq!(
        sort(&f.location().distance_from(zurich)),
        json!({"_geo_distance": {"location": {"lat": 47.37, "lon": 8.54}, "unit": "m", "order": "asc",
            "ignore_unmapped": true}})
    );
}

#[test]
fn sort_keys_carry_their_options_and_nested_lists() {
    let f = fields();
    assert_eq!(sort(&f.name().raw().asc()), json!({"name.raw": {"order": "asc", "unmapped_type": "keyword"}}));
    assert_eq!(
        sort(&f.age().desc().missing(Missing::First).mode(SortMode::Avg).unmapped(Kind::Long)),
        json!({"age": {"order": "desc", "missing": "_first", "mode": "avg", "unmapped_type": "long"}})
    );
    assert_eq!(sort(&f.age().asc_or(7)), json!({"age": {"order": "asc", "missing": 7, "unmapped_type": "short"}}));
    assert_eq!(
        sort(&f.active().desc_or(true)),
        json!({"active": {"order": "desc", "missing": 1, "unmapped_type": "boolean"}})
    );
    assert_eq!(
        sort(&f.skills().tools().name().asc()),
        json!({"skills.tools.name": {"order": "asc", "unmapped_type": "keyword",
            "nested": {"path": "skills", "nested": {"path": "skills.tools"}}}})
    );
    assert_eq!(sort(&Sort::score()), json!({"_score": {"order": "desc"}}));
    assert_eq!(sort(&Sort::doc().order(Order::Asc)), json!({"_doc": {"order": "asc"}}));
}

#[test]
fn documents_without_a_date_are_sorted_by_a_number_within_the_range_of_dates() {
    const FIRST: i64 = -62_135_596_800_000;
    const LAST: i64 = 253_402_300_799_999;
    let joined = fields().joined();
    let missing = |key: Sort<Employee>| sort(&key)["joined"]["missing"].clone();
    assert_eq!(missing(joined.asc()), LAST);
    assert_eq!(missing(joined.asc().missing(Missing::First)), FIRST);
    assert_eq!(missing(joined.desc().missing(Missing::First)), LAST);
    assert_eq!(missing(joined.asc().missing(Missing::Last).order(Order::Desc)), FIRST);
    assert_eq!(missing(joined.asc_or(Millis(7))), 7);
    let nanos = Field::<Employee, crate::schema::kind::DateNanos, String>::at::<crate::query::path::Root<Employee>>();
    let missing = |key: Sort<Employee>| sort(&key)[""]["missing"].clone();
    assert_eq!(missing(nanos.asc()), 9_223_372_036_854_775_806_i64);
    assert_eq!(missing(nanos.desc()), 0);
    assert_eq!(missing(nanos.desc_or(Millis(7))), 7_000_000);
}

#[test]
fn a_stand_in_that_the_field_cannot_hold_and_a_choice_where_there_is_none_are_refused() {
    let refused = |key: Sort<Employee>| {
        let mut json = JsonWriter::new(ES);
        key.write(&mut json);
        json.finish().unwrap_err().to_string()
    };
    assert_eq!(
        refused(fields().joined().asc_or(Millis(i64::MAX))),
        "`joined` is sorted by 9223372036854775807 ms where there is no value: give a time of the years 1 to 9999"
    );
    assert_eq!(
        refused(Sort::score().missing(Missing::First)),
        "`_score` is no field: it takes neither `.missing(..)` nor `.unmapped(..)`"
    );
}

#[test]
fn sort_text_is_checked_against_the_model() {
    let keys = Sort::<Employee>::parse("-joined, name.raw,_id,skills.level desc").unwrap();
    let written: Vec<Value> = keys.iter().map(sort).collect();
    assert_eq!(
        written,
        [
            json!({"joined": {"order": "desc", "missing": -62_135_596_800_000_i64, "unmapped_type": "date"}}),
            json!({"name.raw": {"order": "asc", "unmapped_type": "keyword"}}),
            json!({"_id": {"order": "asc"}}),
            json!({"skills.level": {"order": "desc", "unmapped_type": "integer", "nested": {"path": "skills"}}}),
        ]
    );
    assert_eq!(sort(&Sort::<Employee>::parse("-id").unwrap()[0]), json!({"_id": {"order": "desc"}}));
    assert!(Sort::<Employee>::parse("").unwrap().is_empty());
    let text = |text: &str| Sort::<Employee>::parse(text).unwrap_err().to_string();
    assert_eq!(text("-salary"), "cannot sort by `salary`: Employee has no such field");
    assert_eq!(text("name"), "cannot sort by `name`, which is text; sort by `name.raw`");
    assert_eq!(
        text("location"),
        "cannot sort by `location`, which is geo_point; sort by a keyword, number or date field"
    );
    assert!(Sort::<Employee>::parse("age sideways").is_err());
}

#[test]
fn optional_parts_are_left_out_only_when_there_is_no_value() {
    let f = fields();
    let base = || Query::bool().filter(f.age().gte(1));
    let with = |department: Option<&str>| base().maybe(department, |q, d| q.filter(f.department().eq(d)));
    assert_eq!(query(with(None)), query(base()));
    assert_eq!(query(with(Some("a"))), query(base().filter(f.department().eq("a"))));
}

#[test]
fn a_query_is_compact() {
    assert!(size_of::<Query<Employee>>() <= 112, "{}", size_of::<Query<Employee>>());
}

#[test]
fn any_of_no_queries_matches_nothing_and_all_of_none_everything() {
    let f = fields();
    let ages = [30, 40].map(|age| f.age().eq(age));
    let terms = json!([{"term": {"age": 30}}, {"term": {"age": 40}}]);
    assert_eq!(query(Query::any_of(ages.clone())), json!({"bool": {"should": terms}}));
    assert_eq!(query(Query::all_of(ages)), json!({"bool": {"filter": terms}}));
    assert_eq!(query(Query::any_of(Vec::<Query<Employee>>::new())), json!({"match_none": {}}));
    assert_eq!(query(Query::all_of(Vec::<Query<Employee>>::new())), json!({"bool": {}}));
}

/// The stack of a thread of tokio.
const STACK: usize = 2 * 1024 * 1024;

#[test]
fn a_query_nested_far_too_deep_is_refused_before_any_stack_ends() {
    let nest = |times: usize, step: fn(Query<Employee>) -> Query<Employee>| {
        (0..times).fold(fields().age().eq(30), |query, _| step(query))
    };
    let steps: [fn(Query<Employee>) -> Query<Employee>; 4] = [
        |query| !query,
        |query| (query & fields().age().eq(1)).boost(2.0),
        |query| Query::bool().should(query).into_query(),
        |query| Query::any_of([Query::all_of([query])]),
    ];
    let tried = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        for step in steps {
            let query = nest(10_000, step);
            let error = query.clone().to_json(ES).unwrap_err();
            assert!(matches!(&error, Error::Invalid(told) if told.contains("more than 100 deep")), "{error}");
            drop(query);
            assert!(nest(49, step).to_json(ES).is_ok());
        }
        let deep = (0..100).fold(json!({"match_all": {}}), |query, _| json!({"bool": {"must": [query]}}));
        let error = Query::<Employee>::raw(deep).to_json(ES).unwrap_err();
        assert!(error.to_string().contains("more than 120 levels deep"), "{error}");
    });
    tried.unwrap().join().unwrap();
}
