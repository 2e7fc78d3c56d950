use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(lazy)]
    posts: Lazy<Vec<String>>,
}

impl Employee {
    fn posts(&self, _: &LazyCx) -> esmodel::Result<Vec<String>> {
        Ok(Vec::new())
    }
}

fn main() {}
