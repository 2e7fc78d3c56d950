//! What is searched by nearness and by meaning: vectors in every form, weights, and text for a model of language.

use std::collections::BTreeMap;

use esmodel::{model::Meaning, prelude::*};

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
        index_options(prune = true, pruning_config(tokens_freq_ratio_threshold = 6, tokens_weight_threshold = 0.5))
    ))]
    pub words: BTreeMap<String, f32>,
}

/// Options of vectors that only Elasticsearch 9 has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "vectors-on-disk")]
pub struct VectorsOnDisk {
    #[es(id)]
    pub id: u32,
    #[es(dense_vector(
        element_type = "bfloat16",
        index_options(
            type = "bbq_disk",
            cluster_size = 512,
            default_visit_percentage = 2.5,
            bits = 4,
            precondition = true,
            auto_calibrate = false,
            on_disk_rescore = true,
            flat_index_threshold = 100,
            rescore_vector(oversample = 3)
        )
    ))]
    pub disk: Vector<4>,
    pub words: Option<Vector<4, i8>>,
}

/// Several vectors of a document: Elasticsearch only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "late-interaction")]
pub struct LateInteraction {
    #[es(id)]
    pub id: u32,
    #[es(rank_vectors)]
    pub tokens: Vec<Vector<3>>,
    #[es(rank_vectors(meta(model = "colbert")))]
    pub bytes: Option<Vec<Vector<4, i8>>>,
}

/// Text and media: Elasticsearch 9 only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "meanings")]
pub struct Meanings {
    #[es(id)]
    pub id: u32,
    #[es(semantic(
        inference_id = "embedding",
        search_inference_id = "another",
        chunking_settings(strategy = "word", max_chunk_size = 250, overlap = 50),
        index_options(dense_vector(type = "int8_hnsw", element_type = "float"))
    ))]
    pub content: Vec<Meaning>,
    #[es(semantic_text(inference_id = "elser", index_options(sparse_vector(prune = true))))]
    pub text: String,
}

/// What OpenSearch alone can be told of text, weights and vectors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "neural")]
pub struct Neural {
    #[es(id)]
    pub id: u32,
    #[es(semantic_text(
        inference_id = "a-model",
        search_inference_id = "another",
        raw_field_type = "keyword",
        semantic_info_field_name = "about",
        chunking(delimiter(delimiter = "."), fixed_token_length(token_limit = 128, overlap_rate = 0.2)),
        dense_embedding_config(method(name = "hnsw", engine = "lucene", parameters(m = 32))),
        sparse_encoding_config(prune_type = "top_k", prune_ratio = 64),
        skip_existing_embedding = true
    ))]
    pub text: String,
    #[es(semantic_text(inference_id = "a-model", chunking = true, semantic_field_search_analyzer = "bert-uncased"))]
    pub plain: String,
    #[es(sparse_vector(method(
        name = "seismic",
        parameters(
            n_postings = 300,
            cluster_ratio = 0.1,
            summary_prune_ratio = 0.4,
            approximate_threshold = 1000,
            quantization_ceiling_search = 16,
            quantization_ceiling_ingest = 3
        )
    )))]
    pub words: BTreeMap<String, f32>,
    #[es(dense_vector(model_id = "trained", store = true, doc_values = false))]
    pub trained: Vector<4>,
}
