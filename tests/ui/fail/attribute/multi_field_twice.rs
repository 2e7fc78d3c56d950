use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(text, fields(raw(keyword), raw(keyword)))]
    name: String,
}

fn main() {}
