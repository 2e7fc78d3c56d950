use esmodel::EsModel;
use esmodel::model::Computed;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(computed)]
    label: Computed<String>,
}

impl Employee {
    fn label(&self) -> u8 {
        1
    }
}

fn main() {}
