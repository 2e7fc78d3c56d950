use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    name: String,
    #[serde(flatten, skip_serializing)]
    #[es(stored)]
    login: Login,
    #[serde(flatten, skip_serializing)]
    home: Home,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Login {
    password_hash: String,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Home {
    street: String,
}

fn main() {}
