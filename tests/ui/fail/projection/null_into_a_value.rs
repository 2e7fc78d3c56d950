//! Fields that may be null in the model, read as if they never were.
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
#[es(of = City)]
struct Card {
    mayor: String,
    hall: Address,
    #[es(one_or_many)]
    twins: Vec<String>,
}

#[derive(Deserialize, EsProjection)]
#[es(of = Hall)]
struct Address {
    street: String,
}

#[derive(Deserialize, EsProjection)]
#[es(of = City)]
struct WithDefault {
    #[serde(default)]
    mayor: String,
}

fn main() {}
