use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(search_analyzer = "simple", text)]
    name: String,
    #[es(format = "yyyy")]
    joined: String,
    #[es(normalizer = "lower", keyword, ignore_above = 100)]
    city: String,
    #[es(type = "text")]
    note: String,
    #[es(text, multi_fields(raw(keyword)))]
    title: String,
    #[es(text, sub_fields(raw(keyword)))]
    subtitle: String,
    #[es(index_prefixes(min_chars = 1))]
    words: String,
    #[es(geo)]
    place: GeoPoint,
    #[es(rename = "n")]
    number: u8,
}

fn main() {}
