//! There are no deleted ones to see.
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsModel)]
struct Person {
    name: String,
}

async fn restored(es: &Client) {
    let _ = Person::search().with_deleted();
    let _ = Person::restore(es, "1").await;
}

fn main() {}
