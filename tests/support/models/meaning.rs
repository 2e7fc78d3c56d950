//! What is searched by nearness and by meaning: vectors in every form, weights, and text for a model of language.

use std::collections::BTreeMap;

use esmodel::prelude::*;

/// Vectors with options of how they are indexed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "vector-options")]
pub struct VectorOptions {
    #[es(id)]
    pub id: u32,
    #[es(dense_vector(similarity = "max_inner_product", index_options(type = "hnsw", m = 24, ef_construction = 200)))]
    pub tuned: Vector<3>,
    pub bytes: Vector<4, i8>,
    #[es(dense_vector(
        similarity = "l2_norm",
        index_options(type = "int8_hnsw", m = 8, ef_construction = 50, confidence_interval = 0.95),
        method(
            name = "hnsw",
            engine = "faiss",
            parameters(m = 8, encoder(name = "sq", parameters(type = "fp16", clip = true)))
        )
    ))]
    pub quantised: Option<Vector<4>>,
    #[es(dense_vector(index_options(type = "flat"), mode = "on_disk", compression_level = "16x"))]
    pub on_disk: Option<Vector<4>>,
    #[es(dense_vector(element_type = "bit", dims = 16))]
    pub bits: Option<Vector<2, i8>>,
}

/// Weights under the names of words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "weights")]
pub struct Weights {
    #[es(id)]
    pub id: u32,
    #[es(sparse_vector)]
    pub words: BTreeMap<String, f32>,
    #[es(sparse_vector(meta(model = "elser")))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maybe: Option<BTreeMap<String, f64>>,
}

/// Text that a model of language reads, in each product's words.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "semantic")]
pub struct Semantic {
    #[es(id)]
    pub id: u32,
    #[es(semantic_text(inference_id = "a-model"))]
    pub text: String,
    #[es(text(copy_to = "text"))]
    pub title: String,
}

/// What only Elasticsearch can be told of it.
#[derive(Debug, Clone, Serialize, Deserialize, EsModel)]
#[es(index = "semantic-options")]
pub struct SemanticOptions {
    #[es(id)]
    pub id: u32,
    #[es(semantic_text(
        inference_id = "a-model",
        search_inference_id = "another",
        chunking_settings(strategy = "sentence", max_chunk_size = 250, sentence_overlap = 1),
        index_options(dense_vector(type = "int8_hnsw", m = 16))
    ))]
    pub text: String,
    #[es(sparse_vector(
        store = true,
        index_options(prune = true, pruning_config(tokens_freq_ratio_threshold = 5, tokens_weight_threshold = 0.4))
    ))]
    pub words: BTreeMap<String, f32>,
}
