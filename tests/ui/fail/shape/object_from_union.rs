use esmodel::EsObject;

#[derive(EsObject)]
union Either {
    whole: u32,
    parts: [u8; 4],
}

fn main() {}
