use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(dynamic = "lenient")]
struct Employee {
    name: String,
}

fn main() {}
