use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    home: Address,
    former_homes: Vec<Address>,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Address {
    city: String,
}

fn main() {
    let f = Employee::fields();
    let _ = f.home().eq("Oslo");
    let _ = f.former_homes().matches("Oslo");
}
