use std::collections::HashMap;

use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsObject)]
struct Login {
    name: String,
    #[serde(skip_serializing)]
    #[es(stored)]
    password_hash: String,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Logins {
    all: Vec<Login>,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(flattened)]
    by_name: HashMap<String, Vec<Login>>,
    #[es(flattened)]
    leaves: Option<Login>,
    #[es(object(enabled = false))]
    kept: Logins,
}

fn main() {}
