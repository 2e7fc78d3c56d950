//! An id of another type than the model's.
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
    #[es(id)]
    key: String,
}

fn main() {}
