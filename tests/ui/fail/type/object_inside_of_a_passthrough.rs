use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsObject)]
struct Place {
    city: String,
}

#[derive(Serialize, Deserialize, EsObject)]
struct Labels {
    region: String,
    place: Place,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Event {
    #[es(passthrough(priority = 1))]
    passed: Labels,
    #[es(object(subobjects = false))]
    dotted: Labels,
    #[es(object(disable_objects = true))]
    plain: Labels,
}

fn main() {}
