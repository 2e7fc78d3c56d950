//! The tree of keys that are left out of `_source`.

use crate::schema::check::same;

/// Which keys of a struct's own JSON are not stored, and the same for the structs inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Omit {
    /// Keys of this struct that are left out.
    pub keys: &'static [&'static str],
    /// Those of them that are lazy properties.
    pub lazy: &'static [&'static str],
    /// For each field that holds structs: what is left out in those.
    pub inside: &'static [(&'static str, &'static Omit)],
    /// The structs that serde flattens into this one.
    pub flattened: &'static [&'static Omit],
    /// Lists that are read also from a single value, or from null.
    pub one_or_many: &'static [&'static str],
    /// Those of them that hold points, of which one may be written as two numbers in a list.
    pub points: &'static [&'static str],
}

impl Omit {
    /// Nothing is left out.
    pub const NONE: &'static Self =
        &Self { keys: &[], lazy: &[], inside: &[], flattened: &[], one_or_many: &[], points: &[] };

    /// What is inside of a lazy property: of other types, which may have lazy properties anywhere.
    pub(crate) const ANYWHERE: &'static Self =
        &Self { keys: &[], lazy: &["*"], inside: &[], flattened: &[], one_or_many: &[], points: &[] };

    const fn is_anywhere(&self) -> bool {
        matches!(self.lazy, [key] if matches!(key.as_bytes(), b"*"))
    }

    /// What is special about the structs that one field holds, in a `const`.
    #[expect(clippy::indexing_slicing, reason = "in a const: an index out of bounds does not compile")]
    pub(crate) const fn inside_of(&self, key: &str) -> &'static Self {
        let mut at = 0;
        while at < self.inside.len() {
            if same(self.inside[at].0, key) {
                return self.inside[at].1;
            }
            at += 1;
        }
        let mut at = 0;
        while at < self.flattened.len() {
            let found = self.flattened[at].inside_of(key);
            if !matches!(found, Self { keys: [], lazy: [], inside: [], flattened: [], one_or_many: [], points: [] }) {
                return found;
            }
            at += 1;
        }
        Self::NONE
    }

    /// Whether nothing is left out, here and below.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
            && self.inside.iter().all(|(_, omit)| omit.is_empty())
            && self.flattened.iter().all(|omit| omit.is_empty())
    }

    /// Whether `key` is left out.
    #[inline]
    pub(crate) fn omits(&self, key: &str) -> bool {
        self.keys.contains(&key) || self.flattened.iter().any(|omit| omit.omits(key))
    }

    /// Whether there are lazy properties, here or below.
    pub const fn has_lazy(&self) -> bool {
        self.has(false)
    }

    /// Whether there are lists that are read also from a single value, here or below.
    pub(crate) const fn has_tolerant(&self) -> bool {
        self.has(true)
    }

    const fn has(&self, tolerant: bool) -> bool {
        if !(if tolerant { self.one_or_many } else { self.lazy }).is_empty() {
            return true;
        }
        let mut rest = self.inside;
        while let [(_, omit), tail @ ..] = rest {
            if omit.has(tolerant) {
                return true;
            }
            rest = tail;
        }
        let mut rest = self.flattened;
        while let [omit, tail @ ..] = rest {
            if omit.has(tolerant) {
                return true;
            }
            rest = tail;
        }
        false
    }

    /// Whether a single value under `key` is read as a list of one.
    pub(crate) fn takes_one(&self, key: &str) -> bool {
        self.one_or_many.contains(&key) || self.flattened.iter().any(|omit| omit.takes_one(key))
    }

    /// Whether two numbers under `key`, which is a list, are one point.
    pub(crate) fn holds_points(&self, key: &str) -> bool {
        self.points.contains(&key) || self.flattened.iter().any(|omit| omit.holds_points(key))
    }

    /// Whether `key` is, or may be, a lazy property.
    pub(crate) fn is_lazy(&self, key: &str) -> bool {
        self.is_anywhere() || self.lazy.contains(&key) || self.flattened.iter().any(|omit| omit.is_lazy(key))
    }

    /// What is not shown below `key`.
    pub(crate) fn hidden_below(&self, key: &str) -> &'static Self {
        if self.is_lazy(key) { Self::ANYWHERE } else { self.below(key) }
    }

    /// Which lists are tolerant below `key`.
    pub(crate) fn tolerant_below(&self, key: &str) -> &'static Self {
        let own = self.inside.iter().find(|(name, _)| *name == key).map(|(_, omit)| *omit);
        own.or_else(|| self.flattened.iter().map(|omit| omit.tolerant_below(key)).find(|omit| omit.has_tolerant()))
            .unwrap_or(Self::NONE)
    }

    /// What is left out below `key`.
    #[inline]
    pub(crate) fn below(&self, key: &str) -> &'static Self {
        // Most models have no such field, and this is asked for every field of every document.
        if self.inside.is_empty() && self.flattened.is_empty() { Self::NONE } else { self.search_below(key) }
    }

    fn search_below(&self, key: &str) -> &'static Self {
        let own = self.inside.iter().find(|(name, _)| *name == key).map(|(_, omit)| *omit);
        own.or_else(|| self.flattened.iter().map(|omit| omit.below(key)).find(|omit| !omit.is_empty()))
            .unwrap_or(Self::NONE)
    }
}
