use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(lock = "lock/values.json", source(excludes("digest")))]
struct Valued {
    #[serde(default)]
    digest: String,
    #[serde(default)]
    inner: Inner,
    kin: Join<Kin>,
    #[es(geo_point(null_value = "-1.50, 2.25"))]
    place: Option<GeoPoint>,
    #[es(scaled_float(scaling_factor = 100))]
    price: f64,
    #[es(completion(contexts(lang(category))))]
    suggest: Option<Completion>,
    #[es(text(fielddata = true, fielddata_frequency_filter(min = 0.1, max = 0.5, min_segment_size = 10), index_prefixes(min_chars = 2, max_chars = 5)))]
    text: String,
}

#[derive(Default, Serialize, Deserialize, EsObject)]
struct Inner {
    a: String,
    c: String,
    #[es(alias = "c")]
    b: Unstored<String>,
}

#[derive(Clone, Copy, Serialize, Deserialize, EsValue)]
enum Kin {
    Author,
    #[es(parent = Author)]
    Book,
    #[es(parent = Author)]
    Letter,
}

fn main() {}
