//! Which server speaks at the other end: product and version, and what follows from them.
//!
//! Every piece of JSON is built for a [`Dialect`]. Nothing in here talks to a server: `cluster` finds the dialect out.

mod capability;

use std::fmt;

pub use capability::Capability;

/// The family of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Product {
    /// Elasticsearch, 7.17 to 9.
    Elasticsearch,
    /// OpenSearch, 2 and 3.
    OpenSearch,
}

impl fmt::Display for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Elasticsearch => "Elasticsearch",
            Self::OpenSearch => "OpenSearch",
        })
    }
}

/// A server's version; suffixes such as `-SNAPSHOT` are dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The first number.
    pub major: u16,
    /// The second number.
    pub minor: u16,
    /// The third number.
    pub patch: u16,
}

impl Version {
    /// A version from its three numbers.
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Self { major, minor, patch }
    }

    /// Reads `8.19.21`, `8.0.0-SNAPSHOT`, `3.8`; `None` when there is no leading number.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.split(['-', '+']).next()?;
        let mut numbers = plain.split('.').map(|part| part.parse::<u16>().ok());
        let major = numbers.next()??;
        let minor = numbers.next().flatten().unwrap_or(0);
        let patch = numbers.next().flatten().unwrap_or(0);
        Some(Self { major, minor, patch })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// Product and version of the server that JSON is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Dialect {
    product: Product,
    version: Version,
}

impl Dialect {
    /// The dialect of that product and version.
    pub const fn new(product: Product, version: Version) -> Self {
        Self { product, version }
    }

    /// The family of the server.
    pub const fn product(self) -> Product {
        self.product
    }

    /// The version of the server.
    pub const fn version(self) -> Version {
        self.version
    }

    /// Whether this is an OpenSearch.
    pub const fn is_opensearch(self) -> bool {
        matches!(self.product, Product::OpenSearch)
    }

    /// Whether the server of this product and version has `capability`.
    pub fn has(self, capability: Capability) -> bool {
        capability.since().within(self)
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.product, self.version)
    }
}

/// From which version on each product has something; `None` where it never had it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since {
    /// The first Elasticsearch with it.
    pub elasticsearch: Option<Version>,
    /// The first OpenSearch with it.
    pub opensearch: Option<Version>,
}

impl Since {
    /// In every version that esmodel speaks to.
    pub const ALWAYS: Self =
        Self { elasticsearch: Some(Version::new(0, 0, 0)), opensearch: Some(Version::new(0, 0, 0)) };

    /// From the given versions on.
    pub const fn of(elasticsearch: Option<Version>, opensearch: Option<Version>) -> Self {
        Self { elasticsearch, opensearch }
    }

    /// Whether `dialect` is recent enough.
    pub fn within(self, dialect: Dialect) -> bool {
        let since = match dialect.product {
            Product::Elasticsearch => self.elasticsearch,
            Product::OpenSearch => self.opensearch,
        };
        since.is_some_and(|since| dialect.version >= since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_version_is_read_without_its_suffix() {
        assert_eq!(Version::parse("8.0.0-SNAPSHOT"), Some(Version::new(8, 0, 0)));
    }

    #[test]
    fn a_short_version_is_filled_with_zeros() {
        assert_eq!(Version::parse("3.8"), Some(Version::new(3, 8, 0)));
    }

    #[test]
    fn text_without_a_number_is_no_version() {
        assert_eq!(Version::parse("latest"), None);
    }

    #[test]
    fn what_only_elasticsearch_has_is_absent_from_every_opensearch() {
        let since = Since::of(Some(Version::new(8, 0, 0)), None);
        assert!(!since.within(Dialect::new(Product::OpenSearch, Version::new(99, 0, 0))));
        assert!(since.within(Dialect::new(Product::Elasticsearch, Version::new(8, 0, 0))));
        assert!(!since.within(Dialect::new(Product::Elasticsearch, Version::new(7, 17, 29))));
    }
}
