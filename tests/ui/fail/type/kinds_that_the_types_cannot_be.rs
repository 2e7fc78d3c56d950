use esmodel::prelude::*;

#[derive(Serialize, Deserialize, EsModel)]
struct Event {
    #[es(counted_keyword)]
    count: u32,
    #[es(icu_collation_keyword)]
    number: i64,
    #[es(rank_vectors)]
    single: Vector<3>,
    #[es(passthrough(priority = 1))]
    label: String,
    #[es(exponential_histogram)]
    buckets: Histogram,
    #[es(tdigest)]
    digest: Metrics,
    #[es(hll)]
    sketch: u64,
    #[es(pattern_text)]
    line: bool,
    #[es(semantic(inference_id = "m"))]
    meaning: f32,
}

fn main() {}
