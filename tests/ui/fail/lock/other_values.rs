use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(lock = "lock/values.json", source(excludes("digest", "inner.*")))]
struct Valued {
    #[serde(default)]
    digest: String,
    #[serde(default)]
    inner: Inner,
    kin: Join<Kin>,
    #[es(geo_point(null_value = "9,9"))]
    place: Option<GeoPoint>,
    #[es(scaled_float(scaling_factor = 12.5))]
    price: f64,
    #[es(completion(contexts(lang(category), near(geo(precision = 5)))))]
    suggest: Option<Completion>,
    #[es(text(fielddata = true, fielddata_frequency_filter(min = 0.01, max = 0.5, min_segment_size = 10), index_prefixes(min_chars = 3, max_chars = 9)))]
    text: String,
}

#[derive(Default, Serialize, Deserialize, EsObject)]
struct Inner {
    a: String,
    #[es(alias = "a")]
    b: Unstored<String>,
}

#[derive(Clone, Copy, Serialize, Deserialize, EsValue)]
enum Kin {
    Author,
    #[es(parent = Author)]
    Book,
}

fn main() {}
