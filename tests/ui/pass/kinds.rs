//! Kinds whose types are generic, in generic objects and below lists.

use esmodel::{
    model::{EsObject, ModelDefinition, Relations},
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
}

fn main() {
    let f = <Document as EsObject>::fields_at::<Root<Document>>();
    assert_eq!(f.prices().during().path(), "prices.during");
    let _ = f.prices().any(|price| price.during().contains(5) & price.value().gt(1.0));
    let _ = f.name().span().intersects(..7) & f.family().has_child(Place::Child, Query::all());
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
