use esmodel::EsModel;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
#[es(routing = Employee::tenant)]
struct Employee {
    #[es(routing)]
    region: String,
}

impl Employee {
    fn tenant(&self) -> String {
        self.region.clone()
    }
}

fn main() {}
