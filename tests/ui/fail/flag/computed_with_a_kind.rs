use esmodel::EsModel;
use esmodel::model::Computed;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(computed, keyword)]
    label: Computed<String>,
}

impl Employee {
    fn label(&self) -> String {
        String::new()
    }
}

fn main() {}
