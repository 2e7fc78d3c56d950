use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(text, fields(raw(keywords)))]
    name: String,
}

fn main() {}
