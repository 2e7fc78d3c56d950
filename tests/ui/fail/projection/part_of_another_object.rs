//! A projection of another struct than the one which the model has there.
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

#[derive(Deserialize, EsProjection)]
#[es(of = City)]
struct Card {
    hall: OtherCard,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Other {
    floor: u8,
}

#[derive(Deserialize, EsProjection)]
#[es(of = Other)]
struct OtherCard {
    floor: u8,
}

fn main() {}
