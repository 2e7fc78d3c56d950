//! What an answer holds besides: parts that have no place of their own, by their keys.

use serde::{Deserialize, de::MapAccess};
use serde_json::value::RawValue;

use crate::error::{Error, Result, mended};

/// The JSON of each part, as the server wrote it. Most answers have none, and then it takes no memory.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::search) struct Rest(Vec<(Box<str>, Box<str>)>);

impl Rest {
    /// Keeps the next value of `map`. What reads it later borrows from it, so half characters are mended now.
    pub(in crate::search) fn keep<'de, M: MapAccess<'de>>(
        &mut self,
        key: Box<str>,
        map: &mut M,
    ) -> Result<(), M::Error> {
        let json: &RawValue = map.next_value()?;
        self.0.push((key, mended(json.get()).map_or_else(|| json.get().into(), Into::into)));
        Ok(())
    }

    /// The part under `key` as a `V`, where the answer has it.
    pub(in crate::search) fn read<'a, V: Deserialize<'a>>(&'a self, key: &str) -> Result<Option<V>> {
        let Some((_, json)) = self.0.iter().find(|(name, _)| **name == *key) else { return Ok(None) };
        let value = serde_json::from_str(json);
        value.map(Some).map_err(|source| Error::decode(format!("`{key}` in the answer to a search"), source))
    }
}
