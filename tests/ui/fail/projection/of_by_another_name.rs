//! The model, under another key.
use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "cities")]
struct City {
    #[es(id)]
    key: u32,
    mayor: Option<String>,
    twins: Option<Vec<String>>,
    hall: Option<Hall>,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Hall {
    street: String,
}

#[derive(Deserialize, EsProjection)]
#[es(model = City)]
struct Card {
    mayor: Option<String>,
}

fn main() {}
