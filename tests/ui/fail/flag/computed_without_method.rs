use esmodel::EsModel;
use esmodel::model::Computed;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(computed)]
    label: Computed<String>,
}

fn main() {}
