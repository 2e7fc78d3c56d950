use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Server {
    #[es(id)]
    number: u64,
    address: Option<std::net::Ipv4Addr>,
}

fn main() {
    let f = Server::fields();
    let _ = f.address().asc_or(std::net::Ipv4Addr::LOCALHOST);
}
