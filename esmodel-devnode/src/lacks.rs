//! What the nodes started here lack although their product has it; meant for tests, never for a client's decisions.

use crate::engine::Engine;

/// Something that a full distribution can do and a node of this crate cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lack {
    /// `GET /` answers 405.
    InfoEndpoint,
    /// Scripts in Painless.
    Painless,
    /// `_reindex`, `_update_by_query` and `_delete_by_query`.
    Reindex,
    /// The analysis module: language analyzers such as `english`, most tokenizers and filters (`edge_ngram`, `synonym`,
    /// `html_strip`).
    EnglishAnalyzer,
    /// `scaled_float`, `search_as_you_type`, `token_count`, `rank_feature`.
    MapperExtras,
    /// The `join` field with `has_child` and `has_parent`.
    ParentJoin,
    /// The `percolator` field and query.
    Percolator,
    /// Stored and rendered search templates.
    SearchTemplates,
    /// `_rank_eval`.
    RankEval,
    /// Any ingest processor.
    IngestProcessors,
    /// `auto_date_histogram`, `matrix_stats`, `adjacency_matrix` and some pipelines: `derivative`, `bucket_sort`.
    ModuleAggregations,
    /// `multi_terms`, `top_metrics`, `rate` and `boxplot`.
    AnalyticsAggregations,
    /// `geo_shape` fields.
    GeoShape,
    /// `wildcard`, `constant_keyword` and `version` fields.
    KeywordFamily,
    /// `unsigned_long` fields.
    UnsignedLong,
    /// Data streams.
    DataStreams,
    /// Lifecycle policies: ILM and SLM, or ISM.
    Lifecycle,
    /// `_async_search`.
    AsyncSearch,
    /// SQL, ES|QL or PPL, and EQL.
    QueryLanguages,
    /// Vector fields and the `knn` query.
    Vectors,
    /// Users, roles and TLS.
    Security,
    /// Creating API keys.
    ApiKeys,
}

/// Of OpenSearch, everything of the core is there; what its distribution bundles as plugins is not published as such.
const OPENSEARCH: &[Lack] = &[Lack::Lifecycle, Lack::AsyncSearch, Lack::QueryLanguages, Lack::Vectors, Lack::Security];

/// No artifacts of these modules are published for Elasticsearch 7.17; security was never tried on it.
const ELASTICSEARCH7: &[Lack] = &[
    Lack::Painless,
    Lack::EnglishAnalyzer,
    Lack::IngestProcessors,
    Lack::AnalyticsAggregations,
    Lack::GeoShape,
    Lack::KeywordFamily,
    Lack::UnsignedLong,
    Lack::DataStreams,
    Lack::Lifecycle,
    Lack::AsyncSearch,
    Lack::QueryLanguages,
    Lack::Vectors,
    Lack::Security,
    Lack::ApiKeys,
];

/// No module at all is published for Elasticsearch 8, `GET /` included.
const ELASTICSEARCH8_SECURE: &[Lack] = &[
    Lack::InfoEndpoint,
    Lack::Painless,
    Lack::Reindex,
    Lack::EnglishAnalyzer,
    Lack::MapperExtras,
    Lack::ParentJoin,
    Lack::Percolator,
    Lack::SearchTemplates,
    Lack::RankEval,
    Lack::IngestProcessors,
    Lack::ModuleAggregations,
    Lack::AnalyticsAggregations,
    Lack::GeoShape,
    Lack::KeywordFamily,
    Lack::UnsignedLong,
    Lack::DataStreams,
    Lack::Lifecycle,
    Lack::AsyncSearch,
    Lack::QueryLanguages,
    // The index that holds the keys wants a filter of the analysis module.
    Lack::ApiKeys,
];

/// The same without security, which is only switched off there.
const ELASTICSEARCH8: &[Lack] = &[
    Lack::InfoEndpoint,
    Lack::Painless,
    Lack::Reindex,
    Lack::EnglishAnalyzer,
    Lack::MapperExtras,
    Lack::ParentJoin,
    Lack::Percolator,
    Lack::SearchTemplates,
    Lack::RankEval,
    Lack::IngestProcessors,
    Lack::ModuleAggregations,
    Lack::AnalyticsAggregations,
    Lack::GeoShape,
    Lack::KeywordFamily,
    Lack::UnsignedLong,
    Lack::DataStreams,
    Lack::Lifecycle,
    Lack::AsyncSearch,
    Lack::QueryLanguages,
    Lack::Security,
    Lack::ApiKeys,
];

impl Engine {
    /// What a node of this engine lacks although the product has it.
    pub const fn lacks(self) -> &'static [Lack] {
        match self {
            Self::OpenSearch3 | Self::OpenSearch2 => OPENSEARCH,
            Self::Elasticsearch7 => ELASTICSEARCH7,
            Self::Elasticsearch8 => ELASTICSEARCH8,
            Self::Elasticsearch8Secure => ELASTICSEARCH8_SECURE,
        }
    }

    /// Whether a node of this engine can do it, as far as the product can.
    pub fn has(self, what: Lack) -> bool {
        !self.lacks().contains(&what)
    }
}
