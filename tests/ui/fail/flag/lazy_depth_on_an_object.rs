use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsObject)]
#[es(lazy_depth = 2)]
struct Address {
    city: String,
}

fn main() {}
