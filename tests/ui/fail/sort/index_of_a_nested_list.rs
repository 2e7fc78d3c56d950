use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(index_sort = "skills.level")]
struct Employee {
    skills: Vec<Skill>,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Skill {
    level: u8,
}

fn main() {}
