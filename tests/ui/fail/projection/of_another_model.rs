//! A search read as a projection of another model.
use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "cities")]
struct City {
    #[es(id)]
    key: u32,
    #[es(text)]
    name: String,
    people: u32,
    tags: Vec<String>,
    hall: Hall,
    #[es(computed)]
    label: Computed<String>,
}

impl City {
    fn label(&self) -> String {
        self.name.clone()
    }
}

#[derive(Serialize, Deserialize, EsObject)]
struct Hall {
    street: String,
    number: u16,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Village {
    name: String,
}

#[derive(Deserialize, EsProjection)]
#[es(of = Village)]
struct Card {
    name: String,
}

async fn read(es: &Client) {
    let _ = City::search().project::<Card>().fetch(es).await;
    let mut card = Village::get(es, "1").project::<Card>().await.unwrap();
    let _ = card.save(es).await;
}

fn main() {}
