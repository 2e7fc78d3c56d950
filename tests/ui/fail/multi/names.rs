use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct City {
    #[es(fields("raw-lower"(keyword), raw_lower(keyword)))]
    name: String,
    #[es(fields("a.b"(keyword)))]
    region: String,
    #[es(fields("1st"(keyword), "-"(keyword)))]
    street: String,
}

fn main() {}
