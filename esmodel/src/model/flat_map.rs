//! Maps that serde flattens into a struct: none of their keys may be a key of the struct.
//!
//! JSON would have the key twice, which servers refuse; or the key would be taken for the id, a computed, a lazy or a
//! stored field, and what the map holds would be gone.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt,
};

use serde_json::{Map, Value};

use super::EsObject;
use crate::schema::check;

/// A map with the keys of a JSON object.
pub trait FlatMap {
    /// Calls `each` for every key.
    fn each_key<'v>(&'v self, each: &mut dyn FnMut(&'v str));
}

macro_rules! maps {
    ($([$($generics:tt)*] $map:ty);+ $(;)?) => { $(
        impl<$($generics)*> FlatMap for $map {
            fn each_key<'v>(&'v self, each: &mut dyn FnMut(&'v str)) {
                for key in self.keys() {
                    each(key);
                }
            }
        }
    )+ };
}

maps! {
    [V, S] HashMap<String, V, S>;
    [V] BTreeMap<String, V>;
    [] Map<String, Value>;
}

impl FlatMap for Value {
    fn each_key<'v>(&'v self, each: &mut dyn FnMut(&'v str)) {
        self.as_object().into_iter().flat_map(Map::keys).for_each(|key| each(key));
    }
}

impl<M: FlatMap> FlatMap for Option<M> {
    fn each_key<'v>(&'v self, each: &mut dyn FnMut(&'v str)) {
        if let Some(map) = self {
            map.each_key(each);
        }
    }
}

/// The maps that are flattened into one struct, also by way of structs that are flattened into it.
#[derive(Default)]
pub(super) struct FlatMaps<'v> {
    maps: Vec<&'v dyn FlatMap>,
    /// Further names under which serde reads fields.
    aliases: Vec<&'static [&'static str]>,
}

impl fmt::Debug for FlatMaps<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlatMaps").field("maps", &self.maps.len()).finish_non_exhaustive()
    }
}

impl<'v> FlatMaps<'v> {
    pub(super) fn add(&mut self, map: &'v dyn FlatMap, aliases: &'static [&'static str]) {
        self.maps.push(map);
        self.aliases.push(aliases);
    }

    /// A key that `T` has itself, or that two of the maps have.
    pub(super) fn taken_key<T: EsObject>(&self) -> Option<&'v str> {
        let mut taken = None;
        let mut seen = (self.maps.len() > 1).then(HashSet::new);
        for map in &self.maps {
            map.each_key(&mut |key| {
                let is_field = T::OMIT.omits(key)
                    || check::level(T::PROPERTIES, key).is_some()
                    || self.aliases.iter().any(|aliases| aliases.contains(&key));
                if is_field || seen.as_mut().is_some_and(|seen| !seen.insert(key)) {
                    taken.get_or_insert(key);
                }
            });
        }
        taken
    }
}
