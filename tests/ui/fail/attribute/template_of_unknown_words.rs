use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(
    dynamic = "true",
    dynamic_templates(
        texts(match_mapping_type = "strng", mapping(keyword)),
        numbers(match_mapping_typ = "long", mapping(long)),
        words(match_mapping_type("string", "*"), mapping(kyword))
    )
)]
struct Employee {
    name: String,
}

fn main() {}
