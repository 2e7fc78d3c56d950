//! Tokens of all shapes in queries, sort orders and aggregations.

use chrono::{DateTime, Utc};
use esmodel::prelude::*;

#[derive(Clone, Serialize, Deserialize, EsModel)]
#[es(index = "employees", default_sort = "-joined")]
struct Employee {
    #[es(id)]
    number: u64,
    #[es(text(analyzer = "english"), fields(raw(keyword)))]
    name: String,
    #[es(fields(words(text)))]
    department: Option<String>,
    age: u8,
    joined: DateTime<Utc>,
    level: Level,
    email: Email,
    place: Option<GeoPoint>,
    home: Address,
    skills: Vec<Skill>,
    #[es(flattened)]
    notes: serde_json::Value,
    #[serde(flatten)]
    badge: Badge,
}

#[derive(Clone, Serialize, Deserialize, EsObject)]
struct Address {
    city: String,
}

#[derive(Clone, Serialize, Deserialize, EsObject)]
struct Badge {
    color: String,
}

#[derive(Clone, Serialize, Deserialize, EsObject)]
struct Skill {
    name: String,
    level: u8,
    places: Vec<Address>,
}

#[derive(Clone, Serialize, Deserialize, EsValue)]
enum Level {
    Junior,
}

#[derive(Clone, PartialEq, Serialize, Deserialize, EsValue)]
struct Email(String);

fn main() {
    let f = Employee::fields();
    let _ = Employee::search()
        .filter(f.number().eq(7))
        .filter(f.age().gte(30) & f.level().eq(Level::Junior) & f.email().eq(Email("a@b".into())))
        .filter(f.name().matches("ada") | f.name().raw().eq("Ada"))
        .filter(f.department().eq("core") & f.department().words().matches("core"))
        .filter(f.home().city().eq("Oslo") & f.badge().color().eq("red") & f.notes().exists())
        .filter(f.skills().any(|s| s.name().eq("rust") & s.level().gte(3) & s.places().any(|p| p.city().eq("Oslo"))))
        .filter(f.skills().none(|s| s.level().lt(1)) & f.home().exists())
        .sort(f.name().raw().asc())
        .sort(f.skills().level().desc())
        .aggregate((f.age().stats(), f.department().terms(10).sub(f.age().avg()), f.skills().name().terms(3)));
}
