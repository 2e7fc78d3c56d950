use esmodel::{EsModel, EsObject};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsObject)]
struct Outer {
    inner: Inner,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Inner {
    city: String,
}

#[derive(Serialize, Deserialize, EsModel)]
#[es(settings(index.mapping.depth.limit = 1))]
struct Employee {
    a: Outer,
}

fn main() {}
