use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "Employees", default_sort = "-joined")]
struct Employee {
    #[es(keywrd)]
    name: String,
    #[es(keyword, text)]
    login: String,
    #[serde(rename = "a.b")]
    dotted: String,
    total: u128,
    #[es(id, keyword)]
    id: String,
}

fn main() {}
