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

#[derive(Serialize, Deserialize, EsModel)]
struct Person {
    #[es(computed)]
    label: Computed<String>,
}

impl Person {
    fn label(&self) -> String {
        String::new()
    }
}

fn main() {
    let f = Employee::fields();
    let _ = (f, Person::fields().label());
}
