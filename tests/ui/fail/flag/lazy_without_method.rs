use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(lazy)]
    posts: Lazy<Vec<String>>,
}

fn main() {}
