use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    name: String,
    #[serde(skip_serializing)]
    #[es(stored)]
    home: Home,
}

#[derive(Deserialize, EsObject)]
struct Home {
    street: String,
}

fn main() {}
