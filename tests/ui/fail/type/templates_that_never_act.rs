use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(dynamic_templates(texts(match_mapping_type = "string", mapping(keyword))))]
struct Employee {
    name: String,
}

#[derive(Serialize, Deserialize, EsModel)]
#[es(dynamic = "false", dynamic_templates(texts(match_mapping_type = "string", mapping(keyword))))]
struct Team {
    name: String,
}

#[derive(Serialize, Deserialize, EsModel)]
#[es(dynamic_templates(texts(match_mapping_type = "string", mapping(keyword))))]
struct Open {
    #[es(object(dynamic = "true"))]
    rest: std::collections::BTreeMap<String, String>,
}

fn main() {}
