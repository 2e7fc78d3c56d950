use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(text(term_vector = "all"))]
    name: String,
}

fn main() {}
