use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(default_sort = "key")]
struct Employee {
    #[es(id)]
    key: String,
}

fn main() {}
