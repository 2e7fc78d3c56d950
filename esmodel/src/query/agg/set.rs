//! Several aggregations in one: tuples, named by position.

use std::fmt;

use serde::{
    Deserializer,
    de::{self, DeserializeSeed, IgnoredAny, MapAccess, Visitor},
};

use super::{Agg, AggScope, AggSeed};
use crate::query::json::JsonWriter;

/// The aggregations of a search or of a bucket: one, a tuple of up to twelve, or none (`()`).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no aggregation of `{M}`, or tuple of such",
    label = "an aggregation of another model, or none at all",
    note = "tokens make them: `.aggregate((f.age().stats(), f.department().terms(10)))`; a tuple holds up to twelve, and a tuple is no element of a tuple"
)]
pub trait Aggs<M>: Send + Sync {
    /// The results, in the same order.
    type Output: Send;
    /// Results that were read so far.
    #[doc(hidden)]
    type Slots: Default;
    /// Whether there is none.
    #[doc(hidden)]
    const IS_EMPTY: bool;

    /// Writes each as an entry of `aggs`.
    #[doc(hidden)]
    fn write_all(&self, json: &mut JsonWriter, scope: AggScope);

    /// Reads the value of `name` when it is one of these.
    #[doc(hidden)]
    fn read_entry<'de, A: MapAccess<'de>>(
        &self,
        scope: AggScope,
        position: usize,
        slots: &mut Self::Slots,
        map: &mut A,
    ) -> Result<bool, A::Error>;

    /// The results, when all are there.
    #[doc(hidden)]
    fn finish<E: de::Error>(&self, slots: Self::Slots) -> Result<Self::Output, E>;

    /// The results where there is no index, and so no answer to read.
    #[doc(hidden)]
    fn empty<E: de::Error>(&self) -> Result<Self::Output, E>;
}

impl<M> Aggs<M> for () {
    type Output = ();
    type Slots = ();
    const IS_EMPTY: bool = true;

    fn write_all(&self, _: &mut JsonWriter, _: AggScope) {}

    fn read_entry<'de, A: MapAccess<'de>>(
        &self,
        _: AggScope,
        _: usize,
        (): &mut (),
        _: &mut A,
    ) -> Result<bool, A::Error> {
        Ok(false)
    }

    fn finish<E: de::Error>(&self, (): ()) -> Result<(), E> {
        Ok(())
    }

    fn empty<E: de::Error>(&self) -> Result<(), E> {
        Ok(())
    }
}

impl<M, G: Agg<Scope = M>> Aggs<M> for G {
    type Output = G::Output;
    type Slots = Option<G::Output>;
    const IS_EMPTY: bool = false;

    fn write_all(&self, json: &mut JsonWriter, scope: AggScope) {
        json.key("a0");
        self.write(json, scope);
    }

    fn read_entry<'de, A: MapAccess<'de>>(
        &self,
        scope: AggScope,
        position: usize,
        slots: &mut Self::Slots,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        if position != 0 {
            return Ok(false);
        }
        *slots = Some(map.next_value_seed(AggSeed { agg: self, scope })?);
        Ok(true)
    }

    fn finish<E: de::Error>(&self, slots: Self::Slots) -> Result<G::Output, E> {
        slots.ok_or_else(|| missing(0))
    }

    fn empty<E: de::Error>(&self) -> Result<G::Output, E> {
        Agg::empty(self)
    }
}

fn missing<E: de::Error>(position: usize) -> E {
    E::custom(format_args!("the answer has no result of aggregation {position}"))
}

macro_rules! tuples {
    ($($($agg:ident $position:tt $name:literal),+;)+) => { $(
        impl<M, $($agg: Agg<Scope = M>),+> Aggs<M> for ($($agg,)+) {
            type Output = ($($agg::Output,)+);
            type Slots = ($(Option<$agg::Output>,)+);
            const IS_EMPTY: bool = false;

            fn write_all(&self, json: &mut JsonWriter, scope: AggScope) {
                $(
                    json.key($name);
                    self.$position.write(json, scope);
                )+
            }

            fn read_entry<'de, A: MapAccess<'de>>(
                &self,
                scope: AggScope,
                position: usize,
                slots: &mut Self::Slots,
                map: &mut A,
            ) -> Result<bool, A::Error> {
                match position {
                    $( $position => slots.$position = Some(map.next_value_seed(AggSeed { agg: &self.$position, scope })?), )+
                    _ => return Ok(false),
                }
                Ok(true)
            }

            fn finish<Z: de::Error>(&self, slots: Self::Slots) -> Result<Self::Output, Z> {
                Ok(($( slots.$position.ok_or_else(|| missing($position))?, )+))
            }

            fn empty<Z: de::Error>(&self) -> Result<Self::Output, Z> {
                Ok(($( Agg::empty(&self.$position)?, )+))
            }
        }
    )+ };
}

tuples! {
    G0 0 "a0";
    G0 0 "a0", G1 1 "a1";
    G0 0 "a0", G1 1 "a1", G2 2 "a2";
    G0 0 "a0", G1 1 "a1", G2 2 "a2", G3 3 "a3";
    G0 0 "a0", G1 1 "a1", G2 2 "a2", G3 3 "a3", G4 4 "a4";
    G0 0 "a0", G1 1 "a1", G2 2 "a2", G3 3 "a3", G4 4 "a4", G5 5 "a5";
    G0 0 "a0", G1 1 "a1", G2 2 "a2", G3 3 "a3", G4 4 "a4", G5 5 "a5", G6 6 "a6";
    G0 0 "a0", G1 1 "a1", G2 2 "a2", G3 3 "a3", G4 4 "a4", G5 5 "a5", G6 6 "a6", G7 7 "a7";
    G0 0 "a0", G1 1 "a1", G2 2 "a2", G3 3 "a3", G4 4 "a4", G5 5 "a5", G6 6 "a6", G7 7 "a7", G8 8 "a8";
    G0 0 "a0", G1 1 "a1", G2 2 "a2", G3 3 "a3", G4 4 "a4", G5 5 "a5", G6 6 "a6", G7 7 "a7", G8 8 "a8", G9 9 "a9";
    G0 0 "a0", G1 1 "a1", G2 2 "a2", G3 3 "a3", G4 4 "a4", G5 5 "a5", G6 6 "a6", G7 7 "a7", G8 8 "a8", G9 9 "a9",
        G10 10 "a10";
    G0 0 "a0", G1 1 "a1", G2 2 "a2", G3 3 "a3", G4 4 "a4", G5 5 "a5", G6 6 "a6", G7 7 "a7", G8 8 "a8", G9 9 "a9",
        G10 10 "a10", G11 11 "a11";
}

/// Writes `"aggs": {..}` when there are any.
pub(crate) fn write_aggs<M, S: Aggs<M>>(aggs: &S, json: &mut JsonWriter, scope: AggScope) {
    if !S::IS_EMPTY {
        json.entry_object("aggs", |json| aggs.write_all(json, scope));
    }
}

/// The position that a name of ours stands for.
pub(crate) fn position(name: &str) -> Option<usize> {
    name.strip_prefix('a')?.parse().ok()
}

/// Reads a key and keeps what `0` makes of it, without a copy.
pub(crate) struct NameSeed<F>(pub(crate) F);

impl<'de, R, F: FnOnce(&str) -> R> DeserializeSeed<'de> for NameSeed<F> {
    type Value = R;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<R, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<R, F: FnOnce(&str) -> R> Visitor<'_> for NameSeed<F> {
    type Value = R;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, name: &str) -> Result<R, E> {
        Ok((self.0)(name))
    }
}

/// Reads the value of `aggregations` in an answer.
pub(crate) struct AggsSeed<'a, S, M> {
    pub(crate) aggs: &'a S,
    pub(crate) model: std::marker::PhantomData<fn() -> M>,
}

impl<'de, M, S: Aggs<M>> DeserializeSeed<'de> for AggsSeed<'_, S, M> {
    type Value = S::Slots;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Slots, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, M, S: Aggs<M>> Visitor<'de> for AggsSeed<'_, S, M> {
    type Value = S::Slots;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the results of aggregations")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<S::Slots, A::Error> {
        let mut slots = S::Slots::default();
        while let Some(found) = map.next_key_seed(NameSeed(position))? {
            let is_read = match found {
                Some(position) => self.aggs.read_entry(AggScope::ROOT, position, &mut slots, &mut map)?,
                None => false,
            };
            if !is_read {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(slots)
    }
}
