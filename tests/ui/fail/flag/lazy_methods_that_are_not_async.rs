use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Employee {
    #[es(lazy)]
    posts: Lazy<Vec<String>>,
    #[es(lazy)]
    boss: Lazy<String>,
    #[es(computed)]
    label: Computed<String>,
    #[es(computed)]
    r#type: Computed<Option<Vec<u8>>>,
    #[es(lazy)]
    peers: Lazy<u64>,
}

impl Employee {
    fn posts(&self, _: &LazyCx) -> Vec<String> {
        Vec::new()
    }
}

fn main() {}
