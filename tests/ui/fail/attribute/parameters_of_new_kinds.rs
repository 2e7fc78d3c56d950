use esmodel::{
    model::{ExponentialHistogram, TDigest},
    prelude::*,
};

#[derive(Serialize, Deserialize, EsObject)]
struct Labels {
    region: String,
}

#[derive(Serialize, Deserialize, EsModel)]
struct Event {
    #[es(counted_keyword(doc_values = false))]
    names: Vec<String>,
    #[es(icu_collation_keyword(strength = "fifth"))]
    name: String,
    #[es(pattern_text(index_options = "offsets"))]
    line: String,
    #[es(rank_vectors(similarity = "cosine"))]
    tokens: Vec<Vector<3>>,
    #[es(passthrough(priority = 1, subobjects = false))]
    labels: Labels,
    #[es(exponential_histogram(compression = 100))]
    buckets: ExponentialHistogram,
    #[es(tdigest(digest_type = "fast"))]
    digest: TDigest,
    #[es(hll(store = true))]
    sketch: Blob,
    #[es(semantic(inference_id = "m", raw_field_type = "text"))]
    meaning: String,
    #[es(semantic_text(chunking(sentences)))]
    text: String,
    #[es(keyword(doc_values(single_value = true)))]
    code: String,
}

fn main() {}
