//! What a mapping says besides its fields.

use super::{Param, Property, SortKey};

/// The parts of a mapping, and of an index, that belong to no field.
#[derive(Debug, Clone, Copy)]
pub struct RootOptions {
    /// The only fields that are kept in `_source`; all where none is named.
    pub source_includes: &'static [&'static str],
    /// Fields that are indexed and not kept in `_source`.
    pub source_excludes: &'static [&'static str],
    /// Free facts about the index: `_meta`.
    pub meta: &'static [Param],
    /// `enabled`, `date_detection`, `numeric_detection`, `dynamic_date_formats`.
    pub detection: &'static [Param],
    /// What becomes of fields that the mapping does not know, where it takes them at all.
    pub dynamic_templates: &'static [DynamicTemplate],
    /// The order in which segments keep documents; cannot be changed later.
    pub index_sort: &'static [SortKey],
}

impl RootOptions {
    /// Nothing but fields.
    pub const NONE: Self = Self {
        source_includes: &[],
        source_excludes: &[],
        meta: &[],
        detection: &[],
        dynamic_templates: &[],
        index_sort: &[],
    };
}

/// A rule for fields that the mapping does not know.
#[derive(Debug, Clone, Copy)]
pub struct DynamicTemplate {
    /// Its name.
    pub name: &'static str,
    /// On which fields it works: `match_mapping_type`, `path_match`, ..
    pub conditions: &'static [Param],
    /// What such a field becomes; its name is empty.
    pub mapping: Property,
    /// Whether it becomes a runtime field.
    pub is_runtime: bool,
}

/// Where the value of a field comes from that documents do not hold.
#[derive(Debug, Clone, Copy)]
pub enum Unstored {
    /// It is another name of the field at that path, from the struct that it stands in.
    Alias(&'static str),
    /// The server works it out while it searches.
    Runtime(&'static [Param]),
}
