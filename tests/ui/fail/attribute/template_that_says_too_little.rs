use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
#[es(dynamic_templates(
    texts,
    numbers(mapping(long)),
    flags(match_mapping_type = "boolean"),
    parts(match = "*_part", mapping(object)),
    days(mach = "*_day", mapping(date))
))]
struct Employee {
    name: String,
}

fn main() {}
