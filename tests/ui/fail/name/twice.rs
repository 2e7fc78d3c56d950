use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    login: String,
    #[serde(rename = "login")]
    name: String,
}

fn main() {}
