use esmodel::{
    EsModel,
    model::{EsObject, ModelDefinition},
    query::path::Root,
};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(keywrd)]
    name: String,
    age: u8,
}

// The only error is the attribute's: the model is a model, and the other fields have tokens.
fn main() {
    let _ = <Employee as EsObject>::fields_at::<Root<Employee>>().age();
    let _ = Employee::SCHEMA.index;
}
