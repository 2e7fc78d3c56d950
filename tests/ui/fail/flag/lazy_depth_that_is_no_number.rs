use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(lazy_depth = "deep")]
struct Employee {
    name: String,
}

fn main() {}
