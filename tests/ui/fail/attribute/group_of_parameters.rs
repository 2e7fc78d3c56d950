use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(text(index_prefixes = true))]
    name: String,
    #[es(text(index_prefixes(min_char = 1)))]
    login: String,
    #[es(keyword(meta(unit = 1)))]
    code: String,
}

fn main() {}
