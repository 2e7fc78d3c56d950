//! Settings of an index that are well known, and what each takes. Servers have more, also those of their plugins.

use crate::{
    kinds::Takes::{self, Bool, Duration, OneOf, Scalar, Within},
    nearest::distance,
};

const MOST: i64 = i32::MAX as i64;
const COUNT: Takes = Within(0, MOST);
const FROM_ONE: Takes = Within(1, MOST);

/// By their names without `index.`.
const KNOWN: &[(&str, Takes)] = &[
    ("auto_expand_replicas", Scalar),
    ("blocks.metadata", Bool),
    ("blocks.read", Bool),
    ("blocks.read_only", Bool),
    ("blocks.read_only_allow_delete", Bool),
    ("blocks.write", Bool),
    ("codec", Scalar),
    ("default_pipeline", Scalar),
    ("final_pipeline", Scalar),
    ("gc_deletes", Duration),
    ("hidden", Bool),
    ("highlight.max_analyzed_offset", Within(-1, MOST)),
    ("knn", Bool),
    ("mapping.coerce", Bool),
    ("mapping.depth.limit", FROM_ONE),
    ("mapping.dimension_fields.limit", COUNT),
    ("mapping.field_name_length.limit", FROM_ONE),
    ("mapping.ignore_malformed", Bool),
    ("mapping.nested_fields.limit", COUNT),
    ("mapping.nested_objects.limit", COUNT),
    ("mapping.total_fields.limit", COUNT),
    ("max_docvalue_fields_search", COUNT),
    ("max_inner_result_window", FROM_ONE),
    ("max_ngram_diff", COUNT),
    ("max_refresh_listeners", COUNT),
    ("max_regex_length", FROM_ONE),
    ("max_rescore_window", FROM_ONE),
    ("max_result_window", FROM_ONE),
    ("max_script_fields", COUNT),
    ("max_shingle_diff", COUNT),
    ("max_slices_per_pit", FROM_ONE),
    ("max_slices_per_scroll", FROM_ONE),
    ("max_terms_count", FROM_ONE),
    ("number_of_replicas", COUNT),
    ("number_of_routing_shards", FROM_ONE),
    ("number_of_shards", Within(1, 1024)),
    ("refresh_interval", Duration),
    ("requests.cache.enable", Bool),
    ("routing_partition_size", FROM_ONE),
    ("search.idle.after", Duration),
    ("soft_deletes.enabled", Bool),
    ("soft_deletes.retention_lease.period", Duration),
    ("translog.durability", OneOf(&["request", "async", "REQUEST", "ASYNC"])),
    ("translog.sync_interval", Duration),
];

/// What a setting takes, when it is known.
pub(crate) fn named(name: &str) -> Option<Takes> {
    KNOWN.iter().find(|(known, _)| *known == name).map(|(_, takes)| *takes)
}

/// The known setting that an unknown one is a slip of: a letter or two, since plugins have settings of like names.
pub(crate) fn nearest(name: &str) -> Option<&'static str> {
    const LONG: usize = 6;
    let near = KNOWN.iter().map(|(known, _)| (distance(name, known), *known)).min_by_key(|(distance, _)| *distance);
    near.filter(|(distance, known)| *distance <= 2 && known.len() >= LONG).map(|(_, known)| known)
}
