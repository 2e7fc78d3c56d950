//! Kinds whose types are generic, in generic objects and below lists.

use esmodel::{
    model::{EsObject, ExponentialHistogram, Meaning, ModelDefinition, Relations, TDigest},
    prelude::*,
    query::path::Root,
    schema::{Kind, ParamValue},
};

/// Valid for a time.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct Valid<T> {
    value: T,
    during: Range<i64>,
    #[es(alias = "during")]
    span: Unstored<Range<i64>>,
}

/// What a document is to its family.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, EsValue)]
#[serde(rename_all = "lowercase")]
enum Place {
    Head,
    #[es(parent = Head)]
    Child,
    #[es(parent = Child)]
    Grandchild,
}

#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(
    dynamic = "true",
    index_sort = "-at",
    source(includes("*"), excludes("name.value")),
    meta("a key" = 1, inner(deep = true)),
    numeric_detection = true,
    dynamic_date_formats = "yyyy",
    dynamic_templates(all(match = ["a*", "b*"], match_pattern = "simple", runtime(keyword)))
)]
struct Document {
    #[es(routing)]
    family: Join<Place>,
    at: u32,
    prices: Vec<Valid<f64>>,
    name: Valid<String>,
    bytes: Vector<8, i8>,
    #[es(dense_vector(element_type = "bit", dims = 64, index = false))]
    bits: Option<Vector<8, i8>>,
    area: Option<Vec<GeoShape>>,
    #[es(runtime(script = "emit(1)", on_script_error = "continue"))]
    one: Unstored<u8>,
    #[es(wildcard, fields(words(token_count(analyzer = "simple"))))]
    line: String,
    #[es(counted_keyword)]
    events: Vec<String>,
    #[es(text, fields(sorted(icu_collation_keyword(language = "de"))))]
    title: String,
    #[es(pattern_text(analyzer = "delimiter"))]
    log: String,
    #[es(rank_vectors)]
    tokens: Option<Vec<Vector<3, i8>>>,
    #[es(passthrough(priority = 3, dynamic = "true"))]
    labels: Labels<String>,
    exponential: ExponentialHistogram,
    digest: Option<TDigest>,
    #[es(hll(precision = 10))]
    sketch: Blob,
    #[es(semantic(inference_id = "m"))]
    content: Vec<Meaning>,
    #[es(semantic_text(inference_id = "m", chunking(delimiter(delimiter = "."), fixed_char_length)))]
    text: String,
    #[es(rank_feature)]
    rank: f32,
    #[es(sparse_vector(method(name = "seismic")))]
    words: std::collections::BTreeMap<String, f32>,
    #[es(long(doc_values(multi_value = false), time_series_dimension = true))]
    single: u32,
}

/// Fields that can be named without the object.
#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct Labels<T> {
    region: T,
}

fn main() {
    let f = <Document as EsObject>::fields_at::<Root<Document>>();
    assert_eq!(f.prices().during().path(), "prices.during");
    let _ = f.prices().any(|price| price.during().contains(5) & price.value().gt(1.0));
    let _ = f.name().span().intersects(..7) & f.family().has_child(Place::Child, Query::all());
    let _ = f.labels().region().eq("eu") & f.events().prefix("a") & f.title().sorted().gte("m") & f.log().matches("a");
    let _ = f.rank().rank().linear().boost(2.0) & f.words().resembles([("a", 1.0)]) & f.text().means("a");
    let _ = f.title().sorted().asc();
    let _ = f.family().eq(Place::Grandchild) & f.one().eq(1) & f.line().words().gte(2);
    let schema = Document::SCHEMA;
    assert!(!schema.routing_required);
    assert_eq!(Place::RELATIONS[0].value, ParamValue::Str("child"));
    assert_eq!((Place::Head.depth(), Place::Grandchild.depth()), (0, 2));
    assert_eq!(schema.root.index_sort[0].path, "at");
    assert_eq!(schema.root.dynamic_templates[0].mapping.of_kind(), Kind::Keyword);
    assert_eq!(Document::OMIT.keys, ["one"]);
    assert_eq!(Valid::<u8>::OMIT.keys, ["span"]);
}
