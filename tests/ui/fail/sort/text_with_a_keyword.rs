use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(default_sort = "name")]
struct Employee {
    #[es(text, fields(raw(keyword)))]
    name: String,
}

fn main() {}
