//! Text and media for fields that are searched by their meaning.

use serde::{Deserialize, Serialize};

use super::Holds;
use crate::schema::kind;

/// What a `semantic` field holds besides plain text, each a value of its own: `Vec<Meaning>` mixes them.
/// Elasticsearch 9.5.
///
/// A medium is a data URL with its type and base64 in it, such as `data:image/jpeg;base64,/9j/4AAQ..`; servers take up to
/// 1 MB of each unless told otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Meaning {
    /// Text.
    Text(String),
    /// An image, a sound, a film or a document.
    Media {
        /// What it is.
        #[serde(rename = "type")]
        kind: MediaKind,
        /// The data URL.
        value: String,
    },
}

/// What a medium is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum MediaKind {
    /// An image.
    Image,
    /// A sound.
    Audio,
    /// A film.
    Video,
    /// A document of fixed pages.
    Pdf,
}

impl Holds<kind::Semantic> for Meaning {
    type Value = Self;
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn text_is_a_string_and_a_medium_an_object() {
        let image = Meaning::Media { kind: MediaKind::Image, value: "data:image/png;base64,iVBORw==".into() };
        let values = vec![Meaning::Text("a cat".into()), image];
        let text = json!(["a cat", { "type": "image", "value": "data:image/png;base64,iVBORw==" }]);
        assert_eq!(serde_json::to_value(&values).unwrap(), text);
        assert_eq!(serde_json::from_value::<Vec<Meaning>>(text).unwrap(), values);
    }
}
