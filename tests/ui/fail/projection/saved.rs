//! A document that was read in part cannot be saved.
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
    mayor: Option<String>,
}

async fn run(es: Client, mut card: Doc<Card>) {
    card.save(&es).await.unwrap();
}

fn main() {}
