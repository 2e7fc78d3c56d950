use esmodel::{EsModel, EsObject};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(index = "employees", lock = "lock/employee.json")]
struct Employee {
    #[es(text(analyzer = "english"), fields(raw(keyword(ignore_above = 256))))]
    name: String,
    address: Address,
    skills: Vec<Skill>,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Address {
    city: String,
    geo: Geo,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Geo {
    lat: f32,
    lon: f32,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Skill {
    name: String,
    level: i32,
}

fn main() {}
