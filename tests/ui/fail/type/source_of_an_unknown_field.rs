use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(source(excludes("secrets", "raw.*")))]
struct Employee {
    secret: String,
}

fn main() {}
