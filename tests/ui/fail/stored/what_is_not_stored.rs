use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(id, stored)]
    number: u32,
    name: String,
    #[es(computed, stored)]
    label: Computed<String>,
    #[es(alias = "name", stored)]
    title: Unstored<String>,
}

impl Employee {
    fn label(&self) -> String {
        self.name.clone()
    }
}

fn main() {}
