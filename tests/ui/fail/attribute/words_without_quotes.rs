use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(dynamic = false)]
struct Employee {
    #[es(text(analyzer = folded))]
    name: String,
    #[es(text, fields(raw = keyword))]
    title: String,
    #[es(copy_to = all)]
    all: String,
    #[es(alias = all)]
    other: Unstored<String>,
}

fn main() {}
