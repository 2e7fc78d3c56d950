use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(routing = Employee::tenant)]
struct Employee {
    weight: f64,
}

impl Employee {
    fn tenant(&self) -> f64 {
        self.weight
    }
}

fn main() {}
