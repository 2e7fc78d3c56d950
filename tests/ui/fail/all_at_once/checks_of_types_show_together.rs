use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(default_sort = "name")]
struct Employee {
    #[es(text(analyzer = "folded"))]
    name: String,
    #[es(copy_to = "al")]
    login: String,
}

fn main() {}
