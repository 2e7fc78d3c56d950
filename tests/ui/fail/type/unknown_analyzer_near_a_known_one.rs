use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(normalizers(lower(filter("lowercase"))))]
struct Employee {
    #[es(text(analyzer = "engilsh"))]
    name: String,
    #[es(keyword(normalizer = "lowr"))]
    code: String,
}

fn main() {}
