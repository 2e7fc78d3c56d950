//! The archive of loaded classes that halves the start of an OpenSearch node; without it a node just starts slower.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::cache::key;
use crate::engine::Product;
use crate::home::Home;
use crate::install::Installation;
use crate::node::{Jvm, Node, Settings};
use crate::ready::{Wanted, is_healthy, request};

const FILE: &str = "classes.jsa";

/// The JVM's option for the archive of this engine on this JDK; the first call makes it with a node that is thrown away.
///
/// It is made beforehand and not by the first real node at its exit, since that one may be killed, and must be gone
/// soon after its parent.
pub(crate) fn option(installation: &Installation, settings: &Settings) -> Option<String> {
    if installation.engine.family() != Product::OpenSearch {
        return None;
    }
    let jdk = key(&(installation.jdk.home(), installation.jdk.version()));
    let name = format!("{}-classes-{jdk}", installation.folder.file_name()?.to_string_lossy());
    let train = |part: &Path| {
        // A node that cannot be trained says why when it is started in earnest.
        let _ = train(installation, settings, &part.join(FILE));
        Ok(())
    };
    let archive = installation.cache.entry(&name, train).ok()?.join(FILE);
    archive.is_file().then(|| format!("-XX:SharedArchiveFile={}", archive.display()))
}

fn train(installation: &Installation, settings: &Settings, archive: &Path) -> Option<()> {
    let home = Home::create(false).ok()?;
    let jvm = Jvm { heap_mb: 512, archive: Some(format!("-XX:ArchiveClassesAtExit={}", archive.display())) };
    let mut node = Node::start(installation, home.path().join("n1"), &jvm, settings).ok()?;
    let deadline = Instant::now() + Duration::from_secs(90);
    let port = node.wait_for_ports(deadline).ok()?.http;
    let wanted = Wanted { nodes: 1, all_nodes_up: true };
    let healthy = || is_healthy(port, wanted).then_some(());
    node.wait(deadline, "", healthy).ok()?;
    for (line, body) in WARM_UP {
        // Only the classes that an answer loads are of interest.
        drop(request(port, &format!("{line} HTTP/1.1\r\n"), body));
    }
    node.exit_in_order(deadline);
    Some(())
}

/// What nearly every user of a node does first.
const WARM_UP: [(&str, &str); 4] = [
    ("PUT /warm-up", r#"{"mappings":{"properties":{"name":{"type":"text"},"at":{"type":"date"}}}}"#),
    (
        "POST /_bulk?refresh=true",
        "{\"index\":{\"_index\":\"warm-up\",\"_id\":\"1\"}}\n{\"name\":\"a b\",\"at\":\"2026-01-01\"}\n",
    ),
    (
        "POST /warm-up/_search",
        r#"{"query":{"match":{"name":"a"}},"sort":["at"],"aggs":{"at":{"terms":{"field":"at"}}}}"#,
    ),
    ("GET /", ""),
];
