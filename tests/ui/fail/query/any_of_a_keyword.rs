use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    tags: Vec<String>,
    age: u8,
}

fn main() {
    let f = Employee::fields();
    let _ = f.tags().any(|tag| tag.eq("rust"));
    let _ = f.age().none(|age| age.gt(3));
}
