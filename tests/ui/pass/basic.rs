//! The example of the design, without lazies.

use chrono::{DateTime, Utc};
use esmodel::{
    EsModel, EsObject, EsValue,
    model::{Computed, EsObject as _, ModelDefinition},
    query::path::Root,
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "employees", default_sort = "-joined,name.raw", settings(number_of_shards = 3))]
struct Employee {
    #[es(id)]
    id: String,
    #[es(text(analyzer = "english"), fields(raw(keyword)))]
    name: String,
    department: String,
    age: u8,
    joined: DateTime<Utc>,
    #[es(routing)]
    region: String,
    address: Address,
    skills: Vec<Skill>,
    level: Level,
    #[es(created_at)]
    created_at: Option<DateTime<Utc>>,
    #[es(computed)]
    label: Computed<String>,
}

impl Employee {
    fn label(&self) -> String {
        format!("{} {}", self.name, self.age)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct Address {
    city: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, EsObject)]
struct Skill {
    name: String,
    level: u8,
}

#[derive(Debug, Clone, Serialize, Deserialize, EsValue)]
#[serde(rename_all = "lowercase")]
enum Level {
    Junior,
    Senior,
}

fn main() {
    let f = <Employee as esmodel::model::EsObject>::fields_at::<Root<Employee>>();
    assert_eq!(f.name().raw().path(), "name.raw");
    assert_eq!(f.name().path(), "name");
    assert_eq!(f.skills().level().path(), "skills.level");
    assert_eq!(f.address().city().path(), "address.city");
    assert_eq!(Employee::SCHEMA.index, "employees");
    assert_eq!(Employee::SCHEMA.properties.len(), 9);
    assert_eq!(Employee::OMIT.keys, ["id", "label"]);
}
