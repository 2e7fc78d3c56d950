use esmodel::{EsModel, EsObject};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
struct Skill {
    #[es(text)]
    name: String,
}

#[derive(Serialize, Deserialize, EsModel)]
#[es(default_sort = "sk.name")]
struct Employee {
    sk: Vec<Skill>,
}

fn main() {}
