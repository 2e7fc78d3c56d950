use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(
    source(excludes("addres.city")),
    analyzers(folded(tokenizer = "standard", filter("asciifolding"))),
    normalizers(lower(filter("lowercase")))
)]
struct Employee {
    #[es(copy_to = "al")]
    login: String,
    #[es(text)]
    all: String,
    #[es(text(analyzer = "foldd"))]
    name: String,
    #[es(text(analyzer = "englsh"))]
    note: String,
    #[es(keyword(normalizer = "lowr"))]
    city: String,
    #[es(text(analyzer = "lower"))]
    title: String,
    #[es(keyword(normalizer = "folded"))]
    team: String,
    #[es(alias = "address.cty")]
    town: Unstored<String>,
    address: Address,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Address {
    city: String,
}

fn main() {}
