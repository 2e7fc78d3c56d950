use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(settings(index.mapping.nested_fields.limit = 2))]
struct Employee {
    former: Vec<Address>,
    future: Vec<Address>,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Address {
    street: String,
    guests: Vec<Guest>,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Guest {
    name: String,
}

fn main() {}
