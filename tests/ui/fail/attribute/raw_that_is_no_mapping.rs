use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct City {
    #[es(raw = r#"{"type": "keyword""#)]
    name: String,
    #[es(raw = r#"["keyword"]"#)]
    region: String,
    #[es(raw = r#"{"index": false}"#)]
    street: String,
    #[es(raw = r#"{"type": "keyword", "fields": {"raw": {"type": "keyword"}}}"#)]
    zip: String,
    #[es(raw = r#"{"type": "nested"}"#)]
    halls: Vec<String>,
    #[es(keyword, raw = r#"{"type": "keyword"}"#)]
    country: String,
    #[es(raw = r#"{"type": "geo_point"}"#)]
    people: u32,
    #[es(id, raw = r#"{"type": "keyword"}"#)]
    id: String,
}

fn main() {}
