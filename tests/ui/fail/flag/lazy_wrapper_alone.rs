use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    posts: Lazy<u64>,
}

fn main() {}
