use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(id)]
    number: u64,
    #[es(text, fields(raw(keyword)))]
    name: String,
    login: String,
    age: u8,
    active: bool,
    home: Address,
    skills: Vec<Skill>,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Address {
    city: String,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Skill {
    name: String,
    level: u8,
}

fn main() {
    let f = Employee::fields();
    let _ = f.name().eq("Ada");
}
