//! The engines that can be started, by name, version and the JDK they need; how they are installed stands elsewhere.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use crate::error::Error;
use crate::jdk::Jdk;

/// An engine in the one version that this crate starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Engine {
    /// OpenSearch 3, the default.
    OpenSearch3,
    /// OpenSearch 2, which also runs on an older JDK.
    OpenSearch2,
    /// Elasticsearch 7 with the modules that are published for it.
    Elasticsearch7,
    /// Elasticsearch 8 without security.
    Elasticsearch8,
    /// Elasticsearch 8 with passwords, and TLS by a certificate authority of its own.
    Elasticsearch8Secure,
}

/// What a product is called, and how it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Product {
    OpenSearch,
    Elasticsearch,
}

impl Engine {
    /// All engines, the default first.
    pub const ALL: [Self; 5] =
        [Self::OpenSearch3, Self::OpenSearch2, Self::Elasticsearch7, Self::Elasticsearch8, Self::Elasticsearch8Secure];

    /// The short name, as it stands in `ESMODEL_TEST_SERVERS` and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OpenSearch3 => "os3",
            Self::OpenSearch2 => "os2",
            Self::Elasticsearch7 => "es7",
            Self::Elasticsearch8 => "es8",
            Self::Elasticsearch8Secure => "es8-secure",
        }
    }

    /// The exact version that is started.
    pub const fn version(self) -> &'static str {
        match self {
            Self::OpenSearch3 => "3.8.0",
            Self::OpenSearch2 => "2.19.6",
            Self::Elasticsearch7 => "7.17.29",
            Self::Elasticsearch8 | Self::Elasticsearch8Secure => "8.19.21",
        }
    }

    /// The product's own name, `OpenSearch` or `Elasticsearch`.
    pub const fn product(self) -> &'static str {
        match self.family() {
            Product::OpenSearch => "OpenSearch",
            Product::Elasticsearch => "Elasticsearch",
        }
    }

    /// The major versions of Java that the engine runs on; open ranges end at `u32::MAX`.
    pub const fn jdk_range(self) -> RangeInclusive<u32> {
        match self {
            Self::OpenSearch3 => 21..=u32::MAX,
            Self::OpenSearch2 | Self::Elasticsearch7 => 11..=21,
            Self::Elasticsearch8 | Self::Elasticsearch8Secure => 17..=u32::MAX,
        }
    }

    /// Whether requests need TLS and a password.
    pub const fn is_secure(self) -> bool {
        matches!(self, Self::Elasticsearch8Secure)
    }

    /// The default engine for the JDKs of this machine, with one line to show if that is not the newest one.
    ///
    /// Without any suitable JDK the answer is the newest engine, so that starting it says what to install.
    pub fn newest_available_default() -> (Self, Option<String>) {
        Self::default_among(&Jdk::find_all())
    }

    pub(crate) fn default_among(jdks: &[Jdk]) -> (Self, Option<String>) {
        let runs = |engine: Self| Jdk::newest_in(jdks, &engine.jdk_range()).is_some();
        if runs(Self::OpenSearch3) || !runs(Self::OpenSearch2) {
            return (Self::OpenSearch3, None);
        }
        let notice =
            format!("no JDK 21 or newer found, so this is {} instead of {}", Self::OpenSearch2, Self::OpenSearch3);
        (Self::OpenSearch2, Some(notice))
    }

    pub(crate) const fn family(self) -> Product {
        match self {
            Self::OpenSearch3 | Self::OpenSearch2 => Product::OpenSearch,
            Self::Elasticsearch7 | Self::Elasticsearch8 | Self::Elasticsearch8Secure => Product::Elasticsearch,
        }
    }

    /// The JDK that the engine would run on, if one of these suits.
    pub fn newest_jdk(self, jdks: &[Jdk]) -> Option<&Jdk> {
        Jdk::newest_in(jdks, &self.jdk_range())
    }

    /// The range of JDKs in words.
    pub fn jdk_words(self) -> String {
        let range = self.jdk_range();
        if *range.end() == u32::MAX {
            format!("JDK {} or newer", range.start())
        } else {
            format!("JDK {} to {}", range.start(), range.end())
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.product(), self.version())?;
        if self.is_secure() {
            f.write_str(" with security")?;
        }
        Ok(())
    }
}

impl FromStr for Engine {
    type Err = Error;

    /// Accepts the short name, and the product's name with its major version, as in `opensearch3`.
    fn from_str(name: &str) -> Result<Self, Error> {
        let wanted = name.to_ascii_lowercase();
        let short = wanted.replace("opensearch", "os").replace("elasticsearch", "es").replace('_', "-");
        Self::ALL
            .into_iter()
            .find(|engine| engine.name() == short)
            .ok_or_else(|| Error::UnknownEngine { name: name.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back_as_its_engine() {
        for engine in Engine::ALL {
            assert_eq!(engine.name().parse::<Engine>().unwrap(), engine);
        }
        assert_eq!("opensearch3".parse::<Engine>().unwrap(), Engine::OpenSearch3);
        assert_eq!("Elasticsearch8-secure".parse::<Engine>().unwrap(), Engine::Elasticsearch8Secure);
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_known_ones() {
        let message = "solr".parse::<Engine>().unwrap_err().to_string();
        assert_eq!(message, "no engine is called `solr`; there are os3, os2, es7, es8, es8-secure");
    }
}
