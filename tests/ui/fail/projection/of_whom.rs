//! A projection of nothing, with things that cannot be read in part.
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
struct Card {
    label: Computed<String>,
    #[serde(flatten)]
    hall: Hall,
    #[es(one_or_many)]
    name: String,
    #[es(keyword)]
    people: u32,
}

fn main() {}
