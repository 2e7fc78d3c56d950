use esmodel::{EsModel};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(lock = "lock/employee_pending.json")]
struct Employee {
    #[es(text(analyzer = "english"))]
    name: String,
    address: String,
}

fn main() {}
