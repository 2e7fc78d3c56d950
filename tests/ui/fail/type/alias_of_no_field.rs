use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    name: String,
    #[es(alias = "names")]
    surname: Unstored<String>,
    #[es(alias = "address")]
    home: Unstored<String>,
    address: Address,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Address {
    city: String,
}

fn main() {}
