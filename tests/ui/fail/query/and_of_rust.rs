use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    name: String,
    age: u8,
}

fn main() {
    let f = Employee::fields();
    let _ = Employee::search().filter(f.name().eq("Ada") && f.age().gte(30));
}
