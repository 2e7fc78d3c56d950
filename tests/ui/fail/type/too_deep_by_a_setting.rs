use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(settings(index.mapping.depth.limit = 2))]
struct Employee {
    address: Address,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Address {
    street: String,
    guest: Guest,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Guest {
    name: String,
}

fn main() {}
