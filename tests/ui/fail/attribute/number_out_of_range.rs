use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(keyword(ignore_above = -1))]
    name: String,
    #[es(keyword(ignore_above = 2147483648))]
    city: String,
    #[es(search_as_you_type(max_shingle_size = 5))]
    title: String,
    #[es(completion(contexts(place(geo(precision = 40)))))]
    suggest: String,
    #[es(completion(contexts(place(geo(precision = "5 parsecs")))))]
    suggest_far: String,
    #[es(completion(contexts(place(geo(precision = "5km")), genre(categry))))]
    suggest_near: String,
}

fn main() {}
