//! Writes whose answers get lost on the way, and a second writer who comes in between. The faults are a proxy's; the
//! engines are real.

use esmodel::{Error, Resend, document::Expected, model::RawId, prelude::*};
use esmodel_tests::{Context, Fault, Proxy};

esmodel_tests::tests![
    a_save_that_arrived_is_done_with_its_version,
];

/// A note that anybody may write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, EsModel)]
#[es(index = "notes")]
struct Note {
    #[es(id)]
    id: String,
    #[es(text)]
    text: String,
}

fn note(id: &str, text: &str) -> Note {
    Note { id: id.into(), text: text.into() }
}
