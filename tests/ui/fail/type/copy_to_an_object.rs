use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(copy_to = "address")]
    name: String,
    address: Address,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Address {
    city: String,
}

fn main() {}
