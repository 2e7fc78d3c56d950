use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    name: String,
    #[es(stored)]
    password_hash: String,
}

fn main() {}
