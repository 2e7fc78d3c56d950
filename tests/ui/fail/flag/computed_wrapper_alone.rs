use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    posts: Computed<u64>,
}

fn main() {}
