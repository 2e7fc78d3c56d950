use esmodel::schema::Analyzer;

const FOLDED: Analyzer = Analyzer::custom("folded", "standard", &["lowercase"]).char_filters(&["a"]).char_filters(&["b"]);

fn main() {
    let _ = FOLDED;
}
