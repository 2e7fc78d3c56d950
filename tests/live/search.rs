//! Searches: every clause against a small shelf of books, then orders, pages and what hits carry.

use std::{net::IpAddr, time::Duration};

use chrono::{DateTime, FixedOffset, Utc};
use esmodel::{
    Error, date_math,
    prelude::*,
    query::{DateMath, IntoQuery, Missing, MultiMatchType, Operator, Order, RangeQuery, SortMode, ZeroTerms},
    search::{Highlight, SortValues, Total, TotalHits},
};
use esmodel_tests::Context;
use serde_json::json;

esmodel_tests::tests![
    exact_values_of_every_type_are_found,
    one_of_several_values_is_found_and_an_empty_list_finds_nothing,
    what_is_excluded_is_not_found,
    numbers_and_words_are_found_in_ranges,
    dates_are_found_in_ranges_whatever_their_offset,
    date_math_is_the_servers,
    presence_and_absence_are_found,
    beginnings_and_patterns_are_found,
    words_are_found_with_every_option,
    phrases_are_found_in_order,
    several_fields_are_searched_with_their_weights,
    documents_are_found_by_their_ids,
    places_are_found_within_a_distance,
    clauses_combine,
    a_bool_has_all_its_parts,
    raw_json_stands_beside_typed_clauses,
    optional_filters_add_only_what_is_there,
    a_search_combines_scored_and_unscored_parts,
    named_fields_match_as_the_models_kinds_say,
    a_name_that_the_model_has_not_is_refused_before_anything_is_sent,
    text_in_every_script_is_found_exactly,
    a_multi_field_is_exact_where_its_field_is_analyzed,
    hits_come_in_the_order_that_is_asked,
    documents_without_a_value_come_first_or_last,
    lists_are_sorted_by_the_value_that_is_asked,
    the_nearest_place_comes_first,
    the_models_order_holds_unless_there_is_a_scored_query,
    an_order_from_outside_is_parsed_and_checked,
    pages_follow_each_other_and_end,
    a_page_that_does_not_exist_is_refused_before_anything_is_sent,
    totals_are_exact_beyond_ten_thousand_and_pages_go_on_after_them,
    the_first_hit_is_read_alone,
    a_search_reads_only_the_fields_that_are_asked,
    a_low_score_is_left_out,
    a_search_that_stops_early_says_so,
    a_search_goes_only_to_the_shards_of_its_routing,
    what_matched_is_marked,
    another_index_is_searched,
    a_missing_index_is_not_found,
    a_hit_is_saved_only_while_nobody_else_wrote,
    a_document_that_does_not_fit_is_named,
    further_keys_and_parameters_reach_the_server,
    a_refused_search_says_what_the_server_says,
];

/// A book on a shelf.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "books", default_sort = "-published,title.raw")]
struct Book {
    #[es(id)]
    id: u32,
    #[es(text, fields(raw(keyword)))]
    title: String,
    #[es(text)]
    blurb: String,
    genre: Genre,
    isbn: Isbn,
    authors: Vec<String>,
    pages: u16,
    rating: Option<f64>,
    in_print: bool,
    published: DateTime<Utc>,
    announced: Option<DateTime<FixedOffset>>,
    shop: GeoPoint,
    server: IpAddr,
    publisher: Publisher,
    editions: Vec<Edition>,
}

/// What kind of book it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EsValue)]
#[serde(rename_all = "kebab-case")]
enum Genre {
    Novel,
    History,
    ComputerScience,
}

/// The book's number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, EsValue)]
struct Isbn(String);

/// Who sells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Publisher {
    name: String,
    #[es(text)]
    motto: Option<String>,
}

/// One edition of several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsObject)]
struct Edition {
    language: String,
    year: u16,
    price: f64,
}

const ZURICH: GeoPoint = GeoPoint::new(47.3769, 8.5417);
const BERN: GeoPoint = GeoPoint::new(46.948, 7.4474);
const SYDNEY: GeoPoint = GeoPoint::new(-33.8688, 151.2093);

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn book(id: u32, title: &str, blurb: &str) -> Book {
    Book {
        id,
        title: title.into(),
        blurb: blurb.into(),
        genre: Genre::Novel,
        isbn: Isbn(format!("978-{id}")),
        authors: Vec::new(),
        pages: 100,
        rating: None,
        in_print: true,
        published: at("2000-01-01T00:00:00Z"),
        announced: None,
        shop: ZURICH,
        server: "10.0.0.1".parse().unwrap(),
        publisher: Publisher { name: "Acme".into(), motto: None },
        editions: Vec::new(),
    }
}

fn edition(language: &str, year: u16, price: f64) -> Edition {
    Edition { language: language.into(), year, price }
}

fn shelf() -> Vec<Book> {
    vec![
        Book {
            genre: Genre::ComputerScience,
            authors: vec!["Ada".into(), "Grace".into()],
            pages: 320,
            rating: Some(4.5),
            published: at("2020-01-15T10:00:00Z"),
            announced: Some(DateTime::parse_from_rfc3339("2019-06-01T02:00:00+05:00").unwrap()),
            editions: vec![edition("en", 2020, 30.0), edition("de", 2021, 35.5)],
            ..book(1, "The Rust Engine", "how a search engine is built in rust")
        },
        Book {
            genre: Genre::History,
            authors: vec!["Ada".into()],
            pages: 500,
            rating: Some(3.0),
            in_print: false,
            published: at("1999-12-31T23:59:59.999Z"),
            shop: BERN,
            ..book(2, "Engines of War", "trains and engines in a war")
        },
        Book {
            pages: 1008,
            rating: Some(4.75),
            published: at("1924-11-20T00:00:00Z"),
            shop: SYDNEY,
            server: "2001:db8::1".parse().unwrap(),
            publisher: Publisher { name: "S. Fischer".into(), motto: Some("time on a mountain".into()) },
            editions: vec![edition("de", 1924, 12.0), edition("en", 1927, 20.0), edition("fr", 1931, 5.0)],
            ..book(3, "Der Zauberberg", "sieben Jahre über den Wolken")
        },
        book(4, "Зима в Москве", "холодная зима"),
        book(5, "雪国", "雪 の 夜"),
        book(6, "שלום", "مرحبا بالعالم"),
        book(7, "Café \"Crème\" \\ 50%", "naïve 😀 text"),
        Book { pages: 1, rating: Some(0.0), ..book(8, "", "an empty title") },
        Book {
            published: at("2020-01-15T10:00:00.001Z"),
            editions: vec![edition("en", 2001, 8.0)],
            ..book(9, "Rust Never Sleeps", "music, no engine at all")
        },
        book(10, "Fox", "the quick brown fox jumps over the lazy dog"),
        book(11, "Dog", "brown is the quick dog"),
        Book { in_print: false, pages: u16::MAX, ..book(12, "*?", "to be or not to be") },
    ]
}

const NONE: [u32; 0] = [];
const ALL: [u32; 12] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

async fn library(context: &Context) -> Client {
    let es = context.es().clone();
    es.schema::<Book>().apply().await.unwrap();
    assert_eq!(es.bulk_save(shelf()).refresh(Refresh::Now).await.unwrap().all().unwrap().len(), 12);
    es
}

/// The ids of what a filter finds, in ascending order.
async fn found(es: &Client, query: impl IntoQuery<Book>) -> Vec<u32> {
    let mut ids = ids_of(es, Book::search().filter(query).size(100)).await;
    ids.sort_unstable();
    ids
}

/// The ids of a search's hits, in their order.
async fn ids_of(es: &Client, search: Search<Book>) -> Vec<u32> {
    let page = search.fetch(es).await.unwrap();
    assert!(page.is_complete(), "{page:?}");
    page.hits.iter().map(|hit| hit.id).collect()
}

fn but(without: &[u32]) -> Vec<u32> {
    ALL.into_iter().filter(|id| !without.contains(id)).collect()
}

async fn exact_values_of_every_type_are_found(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    assert_eq!(found(&es, f.genre().eq(Genre::ComputerScience)).await, [1]);
    let borrowed = &Genre::History;
    assert_eq!(found(&es, f.genre().eq(borrowed)).await, [2]);
    assert_eq!(found(&es, f.isbn().eq(Isbn("978-7".into()))).await, [7]);
    assert_eq!(found(&es, f.authors().eq("Ada")).await, [1, 2]);
    assert_eq!(found(&es, f.pages().eq(u16::MAX)).await, [12]);
    assert_eq!(found(&es, f.rating().eq(4.75)).await, [3]);
    assert_eq!(found(&es, f.rating().eq(0.0)).await, [8]);
    assert_eq!(found(&es, f.in_print().eq(false)).await, [2, 12]);
    assert_eq!(found(&es, f.published().eq(at("2020-01-15T10:00:00Z"))).await, [1]);
    assert_eq!(found(&es, f.published().eq(at("2020-01-15T10:00:00.001Z"))).await, [9]);
    let elsewhere = DateTime::parse_from_rfc3339("2019-05-31T22:00:00+01:00").unwrap();
    assert_eq!(found(&es, f.announced().eq(elsewhere)).await, [1]);
    assert_eq!(found(&es, f.server().eq("2001:db8:0::1".parse::<IpAddr>().unwrap())).await, [3]);
    assert_eq!(found(&es, f.publisher().name().eq("S. Fischer")).await, [3]);
    assert_eq!(found(&es, f.title().raw().eq("")).await, [8]);
    assert_eq!(found(&es, f.id().eq(3_u32)).await, [3]);
}

async fn one_of_several_values_is_found_and_an_empty_list_finds_nothing(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    assert_eq!(found(&es, f.genre().any_of([Genre::History, Genre::ComputerScience])).await, [1, 2]);
    assert_eq!(found(&es, f.pages().any_of(vec![1, 320, 7])).await, [1, 8]);
    assert_eq!(found(&es, f.authors().any_of(["Grace", "nobody"])).await, [1]);
    let nobody: [&str; 0] = [];
    assert!(found(&es, f.authors().any_of(nobody)).await.is_empty());
    assert!(found(&es, f.in_print().eq(true) & f.authors().any_of(nobody)).await.is_empty());
    assert_eq!(found(&es, f.authors().none_of(nobody)).await, ALL);
    assert_eq!(found(&es, f.authors().none_of(["Grace"])).await, but(&[1]));
    assert!(found(&es, f.editions().language().any_of(nobody)).await.is_empty());
    assert_eq!(Book::search().filter(f.authors().any_of(nobody)).count(&es).await.unwrap(), 0);
}

async fn what_is_excluded_is_not_found(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    assert_eq!(found(&es, f.genre().ne(Genre::Novel)).await, [1, 2]);
    // Of a field without a value, too.
    assert_eq!(found(&es, f.authors().ne("Ada")).await, but(&[1, 2]));
    assert_eq!(found(&es, f.editions().language().ne("de")).await, but(&[1, 3]));
    let must_not = Book::search().must_not(f.in_print().eq(true)).must_not(f.pages().eq(500)).size(100);
    assert_eq!(ids_of(&es, must_not).await, [12]);
}

async fn numbers_and_words_are_found_in_ranges(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    assert_eq!(found(&es, f.pages().gt(500)).await, [3, 12]);
    assert_eq!(found(&es, f.pages().gte(500)).await, [2, 3, 12]);
    assert_eq!(found(&es, f.pages().lt(100)).await, [8]);
    assert_eq!(found(&es, f.pages().lte(100)).await, [4, 5, 6, 7, 8, 9, 10, 11]);
    assert_eq!(found(&es, f.pages().between(320, 1008)).await, [1, 2, 3]);
    assert_eq!(found(&es, f.pages().range().gt(320).lt(1008)).await, [2]);
    assert_eq!(
        found(&es, f.rating().range().maybe(Some(3.0), RangeQuery::gt).maybe(None::<f64>, RangeQuery::lt)).await,
        [1, 3]
    );
    assert_eq!(found(&es, f.rating().range()).await, [1, 2, 3, 8]);
    assert_eq!(found(&es, f.isbn().between(Isbn("978-10".into()), Isbn("978-12".into()))).await, [10, 11, 12]);
    assert_eq!(found(&es, f.server().gte("2001::".parse::<IpAddr>().unwrap())).await, [3]);
    assert!(found(&es, f.pages().between(700, 600)).await.is_empty());
}

async fn dates_are_found_in_ranges_whatever_their_offset(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    assert_eq!(found(&es, f.published().gt(at("2020-01-15T10:00:00Z"))).await, [9]);
    assert_eq!(found(&es, f.published().lt(at("2000-01-01T00:00:00Z"))).await, [2, 3]);
    assert_eq!(found(&es, f.published().lt(at("1970-01-01T00:00:00Z"))).await, [3]);
    let zone = |text| DateTime::parse_from_rfc3339(text).unwrap();
    // The book was announced at 21:00 UTC of the day before.
    assert_eq!(
        found(&es, f.announced().between(zone("2019-05-31T21:00:00Z"), zone("2019-05-31T23:00:00+02:00"))).await,
        [1]
    );
    assert!(found(&es, f.announced().gt(zone("2019-06-01T01:00:00+04:00"))).await.is_empty());
    assert_eq!(found(&es, f.announced().gte(zone("2019-05-31T16:00:00-05:00"))).await, [1]);
}

async fn date_math_is_the_servers(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    assert_eq!(found(&es, f.published().lt(date_math!("now-30d/d"))).await, ALL);
    assert!(found(&es, f.published().gte(date_math!("now"))).await.is_empty());
    assert_eq!(
        found(&es, f.published().between(date_math!("2019-12-31||+1d/M"), date_math!("2020-01-01||/M"))).await,
        [1, 9]
    );
    let from_outside = DateMath::parse("2000-01-01||-1y").unwrap();
    assert_eq!(found(&es, f.published().range().gte(from_outside).lt(date_math!("2000-01-01||"))).await, [2]);
    // Midnight in the east is the evening before.
    let east = f.published().range().gte(date_math!("2020-01-15||")).time_zone("+05:00");
    assert_eq!(found(&es, east).await, [1, 9]);
    let west = f.published().range().gte(date_math!("2020-01-15||+10h")).time_zone("-00:30");
    assert!(found(&es, west).await.is_empty());
}

async fn presence_and_absence_are_found(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    assert_eq!(found(&es, f.rating().exists()).await, [1, 2, 3, 8]);
    assert_eq!(found(&es, f.rating().missing()).await, but(&[1, 2, 3, 8]));
    assert_eq!(found(&es, f.authors().missing()).await, but(&[1, 2]));
    assert_eq!(found(&es, f.announced().exists()).await, [1]);
    assert_eq!(found(&es, f.publisher().motto().exists()).await, [3]);
    assert_eq!(found(&es, f.publisher().exists()).await, ALL);
    assert_eq!(found(&es, f.editions().exists()).await, [1, 3, 9]);
    assert_eq!(found(&es, f.editions().missing()).await, but(&[1, 3, 9]));
    assert_eq!(found(&es, f.editions().year().exists()).await, [1, 3, 9]);
    assert_eq!(found(&es, f.shop().exists()).await, ALL);
}

async fn beginnings_and_patterns_are_found(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    assert_eq!(found(&es, f.isbn().prefix("978-1")).await, [1, 10, 11, 12]);
    assert_eq!(found(&es, f.title().raw().prefix("rust")).await, NONE);
    assert_eq!(found(&es, f.title().raw().prefix("rust").case_insensitive()).await, [9]);
    // A word of the text, as the analyzer left it.
    assert_eq!(found(&es, f.title().prefix("engin")).await, [1, 2]);
    assert_eq!(found(&es, f.title().raw().wildcard("*n*i*e*")).await, [1, 2]);
    assert_eq!(found(&es, f.title().raw().wildcard("?o?")).await, [10, 11]);
    assert_eq!(found(&es, f.title().raw().wildcard(r"\*\?")).await, [12]);
    assert_eq!(found(&es, f.title().raw().wildcard("DER*").case_insensitive()).await, [3]);
    assert_eq!(found(&es, f.title().raw().prefix("")).await, ALL);
}

async fn words_are_found_with_every_option(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    assert_eq!(found(&es, f.title().matches("RUST engine")).await, [1, 9]);
    assert_eq!(found(&es, f.title().matches("rust engine").operator(Operator::And)).await, [1]);
    assert!(found(&es, f.title().matches("rost")).await.is_empty());
    assert_eq!(found(&es, f.title().matches("rost").fuzziness(Fuzziness::Auto)).await, [1, 9]);
    assert_eq!(found(&es, f.title().matches("enginse").fuzziness(Fuzziness::Edits(1))).await, [1, 2]);
    assert!(found(&es, f.title().matches("xngine").fuzziness(Fuzziness::Edits(1)).prefix_length(1)).await.is_empty());
    assert_eq!(found(&es, f.title().matches("rast").fuzziness(Fuzziness::Auto).max_expansions(1)).await, [1, 9]);
    assert_eq!(found(&es, f.blurb().matches("quick brown music").minimum_should_match("2")).await, [10, 11]);
    assert_eq!(found(&es, f.blurb().matches("quick brown music").minimum_should_match(3)).await, NONE);
    assert_eq!(found(&es, f.title().matches("Rust Engine").analyzer("keyword")).await, NONE);
    assert!(found(&es, f.title().matches("the").analyzer("stop")).await.is_empty());
    assert_eq!(found(&es, f.title().matches("the").analyzer("stop").zero_terms(ZeroTerms::All)).await, ALL);
    assert!(found(&es, f.title().matches("")).await.is_empty());
}

async fn phrases_are_found_in_order(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    assert_eq!(found(&es, f.blurb().match_phrase("quick brown")).await, [10]);
    assert_eq!(found(&es, f.blurb().match_phrase("quick fox").slop(1)).await, [10]);
    assert_eq!(found(&es, f.blurb().match_phrase("quick brown").slop(4)).await, [10, 11]);
    assert_eq!(found(&es, f.blurb().match_phrase("Quick").analyzer("keyword")).await, NONE);
}

async fn several_fields_are_searched_with_their_weights(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    let by_score = |query: Query<Book>| Book::search().query(query).size(100);
    let heavy_title =
        Query::multi_match("rust engine", ((f.title(), 10.0), (f.blurb(), 0.1))).kind(MultiMatchType::BestFields);
    assert_eq!(ids_of(&es, by_score(heavy_title.boost(2.0))).await[..2], [1, 9]);
    let fuzzy = Query::multi_match("zauberburg", (f.title(), f.blurb())).fuzziness(Fuzziness::Auto);
    assert_eq!(found(&es, fuzzy).await, [3]);
    let every_word = Query::multi_match("never music", (f.title(), f.blurb()))
        .kind(MultiMatchType::CrossFields)
        .operator(Operator::And);
    assert_eq!(found(&es, every_word).await, [9]);
    let most =
        Query::multi_match("quick fox", (f.title(), f.blurb())).kind(MultiMatchType::MostFields).tie_breaker(0.3);
    assert_eq!(ids_of(&es, by_score(most.into_query())).await, [10, 11]);
    assert_eq!(
        found(&es, Query::multi_match("lazy dog", (f.title(), f.blurb())).kind(MultiMatchType::Phrase)).await,
        [10]
    );
    assert_eq!(
        found(&es, Query::multi_match("lazy do", (f.title(), f.blurb())).kind(MultiMatchType::PhrasePrefix)).await,
        [10]
    );
    assert_eq!(
        found(
            &es,
            Query::multi_match("dog bro", (f.title(), f.blurb()))
                .kind(MultiMatchType::BoolPrefix)
                .minimum_should_match(2)
        )
        .await,
        [10, 11]
    );
    let object_and_keyword = Query::multi_match("mountain", (f.publisher().motto(), f.isbn()));
    assert_eq!(found(&es, object_and_keyword).await, [3]);
    // A nested list is entered.
    assert_eq!(found(&es, Query::multi_match("fr", (f.title(), f.editions().language()))).await, [3]);
}

async fn documents_are_found_by_their_ids(context: Context) {
    let es = library(&context).await;
    assert_eq!(found(&es, Query::ids([3_u32, 1, 99])).await, [1, 3]);
    assert!(found(&es, Query::ids(Vec::<u32>::new())).await.is_empty());
    assert_eq!(found(&es, !Query::ids([3_u32])).await, but(&[3]));
}

async fn places_are_found_within_a_distance(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    assert_eq!(found(&es, f.shop().within(Distance::m(10), BERN)).await, [2]);
    assert_eq!(found(&es, f.shop().within(Distance::km(50), BERN)).await, [2]);
    assert_eq!(found(&es, f.shop().within(Distance::km(150.5), BERN)).await, but(&[3]));
    assert_eq!(found(&es, f.shop().within(Distance::miles(100), BERN)).await, but(&[3]));
    assert_eq!(found(&es, !f.shop().within(Distance::km(1000), ZURICH)).await, [3]);
    // Across the date line: the east of Fiji is nearer to Sydney than to anything else.
    assert_eq!(found(&es, f.shop().within(Distance::km(4000), GeoPoint::new(-17.0, -179.5))).await, [3]);
}

async fn clauses_combine(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    let (ada, rust, thick) = (f.authors().eq("Ada"), f.title().matches("rust"), f.pages().range().gte(500));
    assert_eq!(found(&es, ada.clone() & rust.clone()).await, [1]);
    assert_eq!(found(&es, ada.clone() | rust.clone()).await, [1, 2, 9]);
    assert_eq!(found(&es, ada.clone() | rust.clone() | thick.clone()).await, [1, 2, 3, 9, 12]);
    assert_eq!(found(&es, ada.clone() & !rust.clone()).await, [2]);
    assert_eq!(found(&es, !(ada.clone() | rust.clone()) & thick.clone()).await, [3, 12]);
    assert_eq!(found(&es, !!ada.clone()).await, [1, 2]);
    assert_eq!(found(&es, (ada.clone() | thick.clone()) & !(rust.clone() & ada.clone())).await, [2, 3, 12]);
    assert_eq!(
        found(&es, ada.maybe(Some(500), |q, pages| q & f.pages().eq(pages)).maybe(None::<u16>, |q, _| !q)).await,
        [2]
    );
    assert_eq!(found(&es, Query::all()).await, ALL);
    assert!(found(&es, Query::none()).await.is_empty());
}

async fn a_bool_has_all_its_parts(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    let some = Query::bool()
        .must(f.blurb().matches("engine"))
        .filter(f.in_print().eq(true))
        .should(f.title().matches("rust"))
        .must_not(f.pages().eq(1));
    assert_eq!(found(&es, some).await, [1, 9]);
    assert_eq!(found(&es, Query::bool().should(f.id().eq(1_u32)).should(f.id().eq(2_u32))).await, [1, 2]);
    let two_of_three =
        || Query::bool().should(f.authors().eq("Ada")).should(f.pages().gte(500)).should(f.rating().gte(4.0));
    assert_eq!(found(&es, two_of_three().minimum_should_match(2)).await, [1, 2, 3]);
    assert_eq!(found(&es, two_of_three().minimum_should_match("100%")).await, NONE);
    // Beside a filter, `should` is only for the score.
    assert_eq!(found(&es, Query::bool().filter(f.in_print().eq(false)).should(f.id().eq(1_u32))).await, [2, 12]);
    assert_eq!(found(&es, Query::bool()).await, ALL);
    assert_eq!(found(&es, Query::bool().maybe(Some(2_u32), |b, id| b.must(f.id().eq(id)))).await, [2]);
}

async fn raw_json_stands_beside_typed_clauses(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    assert_eq!(found(&es, json!({ "term": { "genre": "history" } })).await, [2]);
    let string = Query::raw(json!({ "query_string": { "query": "rust AND engine", "default_field": "title" } }));
    assert_eq!(found(&es, string).await, [1]);
    let combined = f.in_print().eq(true) & json!({ "range": { "pages": { "gte": 300 } } });
    assert_eq!(found(&es, combined).await, [1, 3]);
    // A score of one's own: the seeds' scoring clauses are raw JSON.
    let boosted =
        Query::raw(json!({ "constant_score": { "filter": { "term": { "genre": "history" } }, "boost": 7.5 } }));
    let page = Book::search().query(boosted).fetch(&es).await.unwrap();
    assert_eq!((page.hits.len(), Hit::score(&page.hits[0]), page.max_score), (1, Some(7.5), Some(7.5)));
}

async fn optional_filters_add_only_what_is_there(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    let search = |author: Option<&'static str>, least: Option<u16>| {
        Book::search()
            .maybe(author, |search, author| search.filter(f.authors().eq(author)))
            .maybe(least, |search, least| search.filter(f.pages().gte(least)))
            .size(100)
    };
    assert_eq!(ids_of(&es, search(None, None)).await.len(), 12);
    assert_eq!(ids_of(&es, search(Some("Ada"), None)).await, [1, 2]);
    assert_eq!(ids_of(&es, search(Some("Ada"), Some(400))).await, [2]);
}

async fn a_search_combines_scored_and_unscored_parts(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    let page = Book::search()
        .query(f.blurb().matches("engine"))
        .query(f.title().matches("rust").boost(3.0))
        .filter(f.in_print().eq(true))
        .must_not(f.pages().eq(1))
        .fetch(&es)
        .await
        .unwrap();
    assert_eq!(page.total, Total::Exact(2));
    let scores: Vec<_> = page.hits.iter().map(|hit| Hit::score(hit).unwrap()).collect();
    assert!(scores[0] >= scores[1] && scores[1] > 0.0, "{scores:?}");
    assert_eq!(page.max_score, Some(scores[0]));
}

async fn named_fields_match_as_the_models_kinds_say(context: Context) {
    let es = library(&context).await;
    assert_eq!(ids_of(&es, Book::by_fields([("title", "rust engine")])).await, [1]);
    assert_eq!(ids_of(&es, Book::by_fields([("genre", "computer-science")])).await, [1]);
    assert_eq!(ids_of(&es, Book::by_fields([("publisher.name", "S. Fischer"), ("title", "zauberberg")])).await, [3]);
    assert_eq!(ids_of(&es, Book::by_fields([("editions.language", "fr")])).await, [3]);
    assert_eq!(ids_of(&es, Book::by_fields([("title.raw", "Fox")])).await, [10]);
    assert_eq!(ids_of(&es, Book::by_fields([("id", 5)])).await, [5]);
    assert_eq!(ids_of(&es, Book::by_fields([("_id", 5)])).await, [5]);
    assert_eq!(ids_of(&es, Book::by_fields([("pages", json!(320)), ("in_print", json!(true))])).await, [1]);
    assert!(ids_of(&es, Book::by_fields([("genre", "")])).await.is_empty());
    // In the model's order: the newest first.
    assert_eq!(ids_of(&es, Book::by_fields([("blurb", "engine")])).await, [9, 1]);
}

async fn a_name_that_the_model_has_not_is_refused_before_anything_is_sent(context: Context) {
    // There is no such index: a request would fail in another way.
    let es = context.es();
    let error = Book::by_fields([("salary", 3)]).fetch(es).await.unwrap_err();
    assert!(matches!(&error, Error::Invalid(text) if text.contains("Book has no field `salary`")), "{error}");
    let error = Book::by_fields([("pages", json!([1, 2]))]).count(es).await.unwrap_err();
    assert!(matches!(&error, Error::Invalid(text) if text.contains("it takes a scalar")), "{error}");
    let error = Book::search().extra("routing", "x").first(es).await.unwrap_err();
    assert!(matches!(&error, Error::Invalid(text) if text.contains(".param(\"routing\"")), "{error}");
    let not_finite = Book::search().filter(Book::fields().rating().gte(f64::NAN)).fetch(es).await.unwrap_err();
    assert!(matches!(not_finite, Error::Encode { .. }), "{not_finite}");
}

async fn text_in_every_script_is_found_exactly(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    for book in shelf() {
        assert_eq!(found(&es, f.title().raw().eq(&book.title)).await, [book.id], "{}", book.title);
        let hit = Book::search().filter(f.title().raw().eq(&book.title)).first(&es).await.unwrap().unwrap();
        assert_eq!(**hit, book);
    }
    assert_eq!(found(&es, f.title().matches("зима")).await, [4]);
    assert_eq!(found(&es, f.blurb().matches("雪")).await, [5]);
    assert_eq!(found(&es, f.blurb().matches("بالعالم")).await, [6]);
    assert_eq!(found(&es, f.blurb().matches("NAÏVE")).await, [7]);
    assert_eq!(found(&es, f.title().raw().prefix("Café \"Cr")).await, [7]);
}

async fn a_multi_field_is_exact_where_its_field_is_analyzed(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    assert_eq!(found(&es, f.title().raw().eq("Rust Never Sleeps")).await, [9]);
    assert!(found(&es, f.title().raw().eq("rust never sleeps")).await.is_empty());
    assert_eq!(found(&es, f.title().matches("rust never sleeps").operator(Operator::And)).await, [9]);
}

async fn hits_come_in_the_order_that_is_asked(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    let thick = || Book::search().filter(f.pages().gte(300)).size(100);
    assert_eq!(ids_of(&es, thick().sort(f.pages().asc())).await, [1, 2, 3, 12]);
    assert_eq!(ids_of(&es, thick().sort(f.pages().desc())).await, [12, 3, 2, 1]);
    assert_eq!(ids_of(&es, thick().sort(f.title().raw().asc())).await, [12, 3, 2, 1]);
    assert_eq!(ids_of(&es, thick().sort([f.in_print().asc(), f.pages().desc()])).await, [12, 2, 3, 1]);
    assert_eq!(ids_of(&es, thick().sort(f.in_print().desc()).sort(f.pages().asc())).await, [1, 3, 2, 12]);
    assert_eq!(ids_of(&es, thick().sort(f.pages().asc().order(Order::Desc))).await, [12, 3, 2, 1]);
    assert_eq!(ids_of(&es, thick().sort(f.publisher().name().desc()).sort(f.pages().asc())).await, [3, 1, 2, 12]);
    assert_eq!(ids_of(&es, thick().sort(f.server().desc()).sort(f.published().asc())).await, [3, 2, 12, 1]);
    assert_eq!(ids_of(&es, thick().sort(Sort::doc())).await, [1, 2, 3, 12]);
    let scored =
        Book::search().query(f.title().matches("rust").boost(5.0) | f.title().matches("engines")).sort(Sort::score());
    assert_eq!(*ids_of(&es, scored).await.last().unwrap(), 2);
    let page = thick().sort([f.pages().asc(), f.isbn().asc()]).fetch(&es).await.unwrap();
    assert_eq!(Hit::sort_values(&page.hits[0]).unwrap().values(), [json!(320), json!("978-1")]);
    assert_eq!((Hit::score(&page.hits[0]), page.max_score), (None, None));
}

async fn documents_without_a_value_come_first_or_last(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    let some = || Book::search().filter(Query::ids([1_u32, 2, 3, 4])).size(100);
    assert_eq!(ids_of(&es, some().sort(f.rating().asc())).await, [2, 1, 3, 4]);
    assert_eq!(ids_of(&es, some().sort(f.rating().asc().missing(Missing::First))).await, [4, 2, 1, 3]);
    assert_eq!(ids_of(&es, some().sort(f.rating().desc().missing(Missing::Last))).await, [3, 1, 2, 4]);
    assert_eq!(ids_of(&es, some().sort(f.rating().asc_or(4.6))).await, [2, 1, 4, 3]);
    assert_eq!(ids_of(&es, some().sort(f.rating().desc_or(3.5))).await, [3, 1, 4, 2]);
    let page = some().sort(f.authors().asc().missing(Missing::First)).sort(f.pages().asc()).fetch(&es).await.unwrap();
    assert_eq!(page.hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [4, 3, 1, 2]);
}

async fn lists_are_sorted_by_the_value_that_is_asked(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    let editions = || Book::search().filter(f.editions().exists()).size(100);
    assert_eq!(ids_of(&es, editions().sort(f.editions().price().asc())).await, [3, 9, 1]);
    assert_eq!(ids_of(&es, editions().sort(f.editions().price().desc())).await, [1, 3, 9]);
    assert_eq!(ids_of(&es, editions().sort(f.editions().price().asc().mode(SortMode::Max))).await, [9, 3, 1]);
    assert_eq!(ids_of(&es, editions().sort(f.editions().price().desc().mode(SortMode::Sum))).await, [1, 3, 9]);
    assert_eq!(ids_of(&es, editions().sort(f.editions().price().asc().mode(SortMode::Avg))).await, [9, 3, 1]);
    // The lists are entered for text that comes from outside, too.
    assert_eq!(ids_of(&es, editions().sort(Sort::parse("-editions.year").unwrap())).await, [1, 9, 3]);
}

async fn the_nearest_place_comes_first(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    let some = Book::search().filter(Query::ids([1_u32, 2, 3])).sort(f.shop().distance_from(BERN));
    let page = some.clone().fetch(&es).await.unwrap();
    assert_eq!(page.hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [2, 1, 3]);
    let metres: Vec<f64> =
        page.hits.iter().map(|hit| Hit::sort_values(hit).unwrap().values()[0].as_f64().unwrap()).collect();
    assert!(metres[0] < 1.0 && (90_000.0..100_000.0).contains(&metres[1]) && metres[2] > 16_000_000.0, "{metres:?}");
    let farthest =
        Book::search().filter(Query::ids([1_u32, 2, 3])).sort(f.shop().distance_from(BERN).order(Order::Desc));
    assert_eq!(ids_of(&es, farthest).await, [3, 1, 2]);
}

async fn the_models_order_holds_unless_there_is_a_scored_query(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    let some = Query::ids([1_u32, 2, 3, 10, 11]);
    assert_eq!(ids_of(&es, Book::search().filter(some.clone())).await, [1, 11, 10, 2, 3]);
    let first = Book::search().filter(some.clone()).first(&es).await.unwrap().unwrap();
    assert_eq!(first.id, 1);
    assert!(Hit::score(&first).is_none());
    let page = Book::search().query(f.blurb().matches("dog fox")).filter(some).fetch(&es).await.unwrap();
    assert!(Hit::sort_values(&page.hits[0]).is_none() && Hit::score(&page.hits[0]).is_some());
    assert_eq!(page.hits[0].id, 10);
}

async fn an_order_from_outside_is_parsed_and_checked(context: Context) {
    let es = library(&context).await;
    let thick = || Book::search().filter(Book::fields().pages().gte(300));
    for (text, ids) in [
        ("pages", [1, 2, 3, 12]),
        ("-pages", [12, 3, 2, 1]),
        ("pages desc", [12, 3, 2, 1]),
        ("-in_print,+title.raw", [3, 1, 12, 2]),
        ("publisher.name desc, pages asc", [3, 1, 2, 12]),
        ("_score,-pages", [12, 3, 2, 1]),
    ] {
        assert_eq!(ids_of(&es, thick().sort(Sort::parse(text).unwrap())).await, ids, "{text}");
    }
    assert!(Sort::<Book>::parse("").unwrap().is_empty());
    let unknown = Sort::<Book>::parse("pages,-salary").unwrap_err();
    assert_eq!(unknown.to_string(), "cannot sort by `salary`: Book has no such field");
    let text = Sort::<Book>::parse("title").unwrap_err();
    assert!(text.to_string().contains("sort by `title.raw`"), "{text}");
    assert!(matches!(Sort::<Book>::parse("shop").unwrap_err(), Error::Invalid(_)));
}

async fn pages_follow_each_other_and_end(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    let page = |number| Book::search().sort([f.pages().asc(), f.isbn().asc()]).page(number, 5).fetch(&es);
    let mut seen = Vec::new();
    for (number, len, next) in [(1, 5, true), (2, 5, true), (3, 2, false), (4, 0, false)] {
        let page = page(number).await.unwrap();
        let info = page.info();
        assert_eq!(page.hits.len(), len, "page {number}");
        assert_eq!(
            (info.current_page, info.page_size, info.total_results),
            (number, 5, if len == 0 { info.total_results } else { 12 })
        );
        assert_eq!((info.has_next, info.has_previous, info.is_exact), (next, number > 1, true), "page {number}");
        assert_eq!(page.next().is_some(), len == 5);
        assert_eq!(page.total, Total::Exact(12));
        seen.extend(page.into_values().into_iter().map(|book| book.id));
    }
    seen.sort_unstable();
    assert_eq!(seen, ALL);
    assert_eq!(ids_of(&es, Book::search()).await.len(), 10);
    assert_eq!(ids_of(&es, Book::search().sort(f.pages().asc()).slice(11, 5)).await, [12]);
    let nothing = Book::search().size(0).fetch(&es).await.unwrap();
    assert_eq!((nothing.hits.len(), nothing.total), (0, Total::Exact(12)));
}

async fn a_page_that_does_not_exist_is_refused_before_anything_is_sent(context: Context) {
    // There is no such index: a request would fail in another way.
    let es = context.es();
    for (search, reason) in [
        (Book::search().page(0, 10), "pages count from 1"),
        (Book::search().page(1, 0), "a page of 0 hits"),
        (Book::search().page(u64::MAX, u64::MAX), "max_result_window"),
        (Book::search().after(SortValues::parse("[1]").unwrap()).page(2, 10), "leave the page away"),
    ] {
        let error = search.fetch(es).await.unwrap_err();
        assert!(matches!(&error, Error::Invalid(text) if text.contains(reason)), "{error}");
    }
}

async fn totals_are_exact_beyond_ten_thousand_and_pages_go_on_after_them(context: Context) {
    /// One of very many.
    #[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
    #[es(index = "dots", default_sort = "number")]
    struct Dot {
        #[es(id)]
        id: u32,
        number: u32,
        is_odd: bool,
    }

    const COUNT: u32 = 10_050;
    let (es, f) = (context.es(), Dot::fields());
    es.schema::<Dot>().apply().await.unwrap();
    let dots = (0..COUNT).map(|number| Dot { id: number, number, is_odd: number % 2 == 1 });
    assert_eq!(es.bulk_save(dots).max_documents(5000).await.unwrap().all().unwrap().len(), 10_050);
    es.index::<Dot>().refresh().await.unwrap();

    let page = Dot::search().page(1000, 10).fetch(es).await.unwrap();
    assert_eq!((page.total, page.hits[9].number), (Total::Exact(10_050), 9_999));
    assert_eq!((page.info().total_pages, page.info().has_next), (1000, false));
    let bounded = Dot::search().total(TotalHits::UpTo(100)).fetch(es).await.unwrap();
    let Total::AtLeast(least) = bounded.total else { panic!("{:?}", bounded.total) };
    assert!((100..10_050).contains(&least) && !bounded.info().is_exact && bounded.info().has_next, "{least}");
    assert_eq!(Dot::search().total(TotalHits::None).fetch(es).await.unwrap().total, Total::NotCounted);
    let under = Dot::search().filter(f.number().lt(50)).total(TotalHits::UpTo(100)).fetch(es).await.unwrap();
    assert_eq!(under.total, Total::Exact(50));
    assert_eq!(Dot::search().count(es).await.unwrap(), 10_050);
    assert_eq!(Dot::search().filter(f.is_odd().eq(true)).count(es).await.unwrap(), 5_025);

    let (mut after, mut numbers) = (None, Vec::new());
    loop {
        let search = Dot::search().sort(f.number().asc()).size(2_000).total(TotalHits::None);
        let page = search.maybe(after.take(), Search::after).fetch(es).await.unwrap();
        // A token that went through a browser in between.
        after = page.next().map(|values| SortValues::parse(values.as_json()).unwrap());
        numbers.extend(page.hits.iter().map(|hit| hit.number));
        if after.is_none() {
            break;
        }
    }
    assert!(numbers.iter().copied().eq(0..COUNT), "{} numbers", numbers.len());
}

async fn the_first_hit_is_read_alone(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    assert_eq!(Book::search().sort(f.pages().desc()).first(&es).await.unwrap().unwrap().id, 12);
    assert!(Book::search().filter(f.pages().eq(7)).first(&es).await.unwrap().is_none());
    let second = Book::search().sort(f.pages().desc()).slice(1, 5).first(&es).await.unwrap().unwrap();
    assert_eq!(second.id, 3);
}

async fn a_search_reads_only_the_fields_that_are_asked(context: Context) {
    /// The same documents, as far as a list shows them.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
    #[es(index = "books")]
    #[serde(default)]
    struct Row {
        #[es(id)]
        id: u32,
        #[es(text, fields(raw(keyword)))]
        title: String,
        pages: u16,
        authors: Vec<String>,
        publisher: Option<Publisher>,
    }

    impl Default for Row {
        fn default() -> Self {
            Self { id: 0, title: "-".into(), pages: 0, authors: Vec::new(), publisher: None }
        }
    }

    let (es, f) = (library(&context).await, Row::fields());
    let one = || Row::search().filter(f.id().eq(1_u32));
    let mut hit = one().include(f.title()).include(f.pages()).first(&es).await.unwrap().unwrap();
    assert_eq!(**hit, Row { id: 1, title: "The Rust Engine".into(), pages: 320, ..Row::default() });
    // What was read in part must not be written back whole.
    for error in [hit.save(&es).await.unwrap_err(), hit.overwrite(&es).await.unwrap_err()] {
        assert!(matches!(error, Error::Invalid(_)), "{error}");
        assert!(error.to_string().contains("would erase the fields left out"), "{error}");
    }

    let hit = one().exclude(f.title()).exclude(f.authors()).first(&es).await.unwrap().unwrap();
    assert_eq!((hit.title.as_str(), hit.pages, hit.authors.len()), ("-", 320, 0));
    let hit = one().source_paths(["p*"], ["pages"]).first(&es).await.unwrap().unwrap();
    assert_eq!((hit.pages, hit.publisher.as_ref().unwrap().name.as_str()), (0, "Acme"));
    let whole = one().first(&es).await.unwrap().unwrap();
    assert!(Doc::meta(&whole).version().is_some());
}

async fn a_low_score_is_left_out(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    let scored = |id: u32, boost: f32| {
        Query::raw(json!({ "constant_score": { "filter": { "ids": { "values": [id] } }, "boost": boost } }))
    };
    let search = || Book::search().query(scored(1, 5.0) | scored(2, 2.0) | scored(3, 1.0));
    assert_eq!(ids_of(&es, search()).await, [1, 2, 3]);
    assert_eq!(ids_of(&es, search().min_score(2.0)).await, [1, 2]);
    assert_eq!(search().min_score(3.5).count(&es).await.unwrap(), 1);
    assert_eq!(ids_of(&es, search().min_score(1.5).sort(f.pages().desc())).await, [2, 1]);
}

async fn a_search_that_stops_early_says_so(context: Context) {
    let es = library(&context).await;
    let page = Book::search()
        .filter(Book::fields().in_print().eq(true))
        .sort(Sort::doc())
        .terminate_after(3)
        .fetch(&es)
        .await
        .unwrap();
    assert!(page.terminated_early && !page.is_complete(), "{page:?}");
    // Elasticsearch 8 knows of more than it visited.
    assert!(matches!(page.total, Total::AtLeast(3..=12)), "{:?}", page.total);
    assert_eq!(page.hits.len(), 3);
    let whole =
        Book::search().terminate_after(100).timeout(Duration::from_secs(20)).size(100).fetch(&es).await.unwrap();
    assert!(whole.is_complete() && !whole.timed_out);
    assert_eq!(whole.total, Total::Exact(12));
}

async fn a_search_goes_only_to_the_shards_of_its_routing(context: Context) {
    /// A document of one tenant.
    #[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
    #[es(index = "notes", settings(number_of_shards = 8))]
    struct Note {
        #[es(id)]
        id: u32,
        #[es(routing)]
        tenant: String,
    }

    let (es, f) = (context.es(), Note::fields());
    es.schema::<Note>().apply().await.unwrap();
    let notes = (0..12).map(|id| Note { id, tenant: format!("t{id}") });
    es.bulk_save(notes).refresh(Refresh::Now).await.unwrap().all().unwrap();
    let page = Note::search().routing("t3").fetch(es).await.unwrap();
    assert!(page.hits.iter().any(|note| note.tenant == "t3"));
    assert!(page.total.value().unwrap() < 12, "{:?}", page.total);
    assert_eq!(Note::search().routing("t3").count(es).await.unwrap(), page.total.value().unwrap());
    assert_eq!(Note::search().routing("t3").filter(f.tenant().eq("t3")).count(es).await.unwrap(), 1);
    let three = Note::search().routing("t0").routing("t1").routing("t2");
    assert_eq!(three.filter(f.tenant().any_of(["t0", "t1", "t2"])).count(es).await.unwrap(), 3);
    // A hit knows its routing, and so where it is written.
    let mut hit = Note::search().filter(f.tenant().eq("t5")).first(es).await.unwrap().unwrap();
    assert_eq!(Doc::meta(&hit).routing(), Some("t5"));
    hit.save(es).await.unwrap();
    assert_eq!(Doc::meta(&hit).revision(), Some(2));
}

async fn what_matched_is_marked(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    let marks = Highlight::new().field(f.title()).fragments(f.blurb(), 20);
    let page = Book::search()
        .query(f.title().matches("rust") | f.blurb().matches("engine"))
        .highlight(marks)
        .fetch(&es)
        .await
        .unwrap();
    let hit = page.hits.iter().find(|hit| hit.id == 1).unwrap();
    assert_eq!(Hit::highlights(hit, "title"), ["The <em>Rust</em> Engine"]);
    let fragments = Hit::highlights(hit, "blurb");
    assert!(!fragments.is_empty() && fragments.iter().all(|fragment| fragment.len() < 40), "{fragments:?}");
    assert!(fragments.concat().contains("<em>engine</em>"), "{fragments:?}");
    assert_eq!(Hit::all_highlights(hit).count(), 2);
    let marks = Highlight::new().field(f.title()).tags("[", "]");
    let hit =
        Book::search().query(f.title().matches("зима")).highlight(marks.clone()).first(&es).await.unwrap().unwrap();
    assert_eq!(Hit::highlights(&hit, "title"), ["[Зима] в Москве"]);
    let hit =
        Book::search().query(f.isbn().eq(Isbn("978-1".into()))).highlight(marks).first(&es).await.unwrap().unwrap();
    assert!(Hit::highlights(&hit, "title").is_empty());
}

async fn another_index_is_searched(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    es.schema::<Book>().index("archive").apply().await.unwrap();
    book(77, "Old Rust", "in the archive").save(&es).index("archive").refresh(Refresh::Now).await.unwrap();
    let rust = || Book::search().filter(f.title().matches("rust")).sort(f.isbn().asc());
    assert_eq!(ids_of(&es, rust()).await, [1, 9]);
    assert_eq!(ids_of(&es, rust().index("archive")).await, [77]);
    assert_eq!(ids_of(&es, rust().index("books, archive")).await, [1, 77, 9]);
    assert_eq!(ids_of(&es, rust().index("arch*")).await, [77]);
    assert_eq!(rust().index("*").count(&es).await.unwrap(), 3);
    let hit = rust().index("*").filter(f.pages().eq(100)).first(&es).await.unwrap().unwrap();
    assert_eq!(&**Doc::meta(&hit).index(), &*es.index_name("archive"));
}

async fn a_missing_index_is_not_found(context: Context) {
    let es = context.es();
    for error in [
        Book::search().fetch(es).await.unwrap_err(),
        Book::search().first(es).await.unwrap_err(),
        Book::search().count(es).await.unwrap_err(),
        Book::search().aggregate(Book::fields().pages().max()).only_aggregations().fetch(es).await.unwrap_err(),
        Book::search().index("nowhere").fetch(es).await.unwrap_err(),
    ] {
        assert!(error.is_not_found(), "{error:?}");
        assert!(error.to_string().contains("apply()"), "{error}");
    }
}

async fn a_hit_is_saved_only_while_nobody_else_wrote(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    let find = || Book::search().filter(f.id().eq(1_u32)).first(&es);
    let (mut mine, mut theirs) = (find().await.unwrap().unwrap(), find().await.unwrap().unwrap());
    assert!(Doc::meta(&mine).version().is_some());
    theirs.pages = 1;
    theirs.save(&es).await.unwrap();
    mine.pages = 2;
    let error = mine.save(&es).await.unwrap_err();
    assert!(error.is_conflict(), "{error}");
    assert!(mine.delete(&es).await.unwrap_err().is_conflict());
    assert_eq!(Book::get(&es, 1).await.unwrap().pages, 1);
    // A search sees the index as of its last refresh, and so does the guard.
    let mut old = find().await.unwrap().unwrap();
    assert_eq!(old.pages, 320);
    assert!(old.save(&es).await.unwrap_err().is_conflict());
    es.index::<Book>().refresh().await.unwrap();
    let mut new = find().await.unwrap().unwrap();
    new.pages = 3;
    new.save(&es).await.unwrap();
    assert_eq!(Doc::meta(&new).version(), Doc::meta(&Book::get(&es, 1).await.unwrap()).version());
    Hit::into_doc(new).delete(&es).await.unwrap();
}

async fn a_document_that_does_not_fit_is_named(context: Context) {
    use esmodel::wire::{Effect, Method, Request, RequestPath};

    let (es, f) = (library(&context).await, Book::fields());
    // The server takes a number in quotes; the model does not.
    let mut source = serde_json::to_value(book(13, "Odd", "")).unwrap();
    source["pages"] = json!("13");
    source.as_object_mut().unwrap().remove("id");
    let path = RequestPath::new(&[&es.index_name("books"), "_doc", "13"]).unwrap();
    let request = Request::new(Method::Put, path, Effect::Idempotent).param("refresh", "true").json(source.to_string());
    assert!(es.send(request).await.unwrap().is_success());

    for error in [
        Book::search().filter(f.pages().eq(13)).fetch(&es).await.unwrap_err(),
        Book::search().filter(f.pages().eq(13)).first(&es).await.unwrap_err(),
        Book::get(&es, 13).await.unwrap_err(),
    ] {
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        let text = error.to_string();
        assert!(text.contains("`13`") && (text.contains("Book") || text.contains("books")), "{text}");
    }
    // What does not need the documents still works.
    assert_eq!(Book::search().filter(f.pages().eq(13)).count(&es).await.unwrap(), 1);
}

async fn further_keys_and_parameters_reach_the_server(context: Context) {
    let (es, f) = (library(&context).await, Book::fields());
    let hit = Book::search()
        .filter(f.id().eq(1_u32))
        .extra("docvalue_fields", ["pages", "genre"])
        .param("request_cache", "true")
        .preference("_local")
        .param("max_concurrent_shard_requests", "5")
        .first(&es)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        Hit::fields::<serde_json::Value>(&hit).unwrap().unwrap(),
        json!({ "pages": [320], "genre": ["computer-science"] })
    );
    let grouped = Book::search().sort(f.pages().desc()).extra("collapse", json!({ "field": "genre" }));
    assert_eq!(ids_of(&es, grouped).await, [12, 2, 1]);
    let kept = Book::search().extra("post_filter", json!({ "term": { "genre": "history" } }));
    let page = kept.aggregate(f.pages().value_count()).fetch(&es).await.unwrap();
    assert_eq!((page.hits.len(), page.aggs), (1, 12));

    let named = Query::raw(json!({ "term": { "genre": { "value": "history", "_name": "old" } } }));
    let nested = Query::raw(
        json!({ "nested": { "path": "editions", "inner_hits": {}, "query": { "term": { "editions.language": "de" } } } }),
    );
    let page = Book::search().query(named | nested).size(100).fetch(&es).await.unwrap();
    let hit = |id| page.hits.iter().find(|hit| hit.id == id).unwrap();
    assert_eq!(Hit::matched_queries(hit(2)), ["old"]);
    let inner: serde_json::Value = Hit::inner_hits(hit(3)).unwrap().unwrap();
    assert_eq!(inner["editions"]["hits"]["hits"][0]["_source"]["year"], 1924);
}

async fn a_refused_search_says_what_the_server_says(context: Context) {
    let es = library(&context).await;
    let error = Book::search().query(json!({ "mach": { "title": "x" } })).fetch(&es).await.unwrap_err();
    let Error::Server(refusal) = &error else { panic!("{error:?}") };
    assert_eq!(refusal.status(), 400);
    assert!(error.to_string().contains("mach") && error.to_string().contains("books"), "{error}");
    let count = Book::search().query(json!({ "mach": {} })).count(&es).await.unwrap_err();
    assert_eq!(count.status(), Some(400));
}
