//! The schema commands as people and programs run them: processes of a team's own binary, on each engine.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use esmodel::{
    Client,
    wire::{Effect, Method, Request, RequestPath},
};
use esmodel_tests::Context;
use serde_json::{Value, json};

esmodel_tests::tests![
    the_commands_print_what_the_documentation_shows,
    ten_processes_that_apply_at_once_all_succeed,
    ten_processes_that_extend_at_once_all_succeed,
    data_is_printed_for_programs,
    a_lock_file_is_written_from_the_cluster_and_keeps_what_is_pending,
    an_error_is_told_and_has_its_own_exit_code,
    a_model_of_many_indices_is_deployed_before_there_is_one,
    what_is_pending_does_not_count_and_what_is_left_names_its_flag,
    an_index_that_a_lock_file_misses_is_told_with_its_prefix,
];

/// The binary of the release that is deployed.
const DEPLOYED: &str = env!("CARGO_BIN_EXE_articles-deployed");
/// That of the next one.
const CHANGED: &str = env!("CARGO_BIN_EXE_articles-changed");

fn command(binary: &str, context: &Context, arguments: &[&str]) -> Command {
    let mut command = bare(binary, context);
    command.args(arguments).arg("--index-prefix").arg(context.es().index_prefix());
    command
}

/// Without arguments, and so without the prefix.
fn bare(binary: &str, context: &Context) -> Command {
    let mut command = Command::new(binary);
    command.env("ESMODEL_URL", context.engine().url());
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/deployed"));
    command
}

fn run(binary: &str, context: &Context, arguments: &[&str]) -> Output {
    command(binary, context, arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What a person sees who calls the binary `articles`, beside the model's lock file and without a prefix.
fn shown(context: &Context, line: &str, output: &Output) -> String {
    let printed = format!("{}{}", text(&output.stdout), text(&output.stderr));
    let printed = printed.replace(context.es().index_prefix(), "");
    let printed = printed.replace("schema/deployed/", "").replace("schema/changed/", "");
    format!("$ {line}\n{printed}[exit code {}]\n", output.status.code().unwrap())
}

/// Docs quote the file; here it is held to what servers and commands do.
async fn the_commands_print_what_the_documentation_shows(context: Context) {
    let deployed = |arguments: &[&str]| {
        shown(&context, &format!("articles {}", arguments.join(" ")), &run(DEPLOYED, &context, arguments))
    };
    let mut steps = vec![
        deployed(&["schema", "plan"]),
        deployed(&["schema", "apply"]),
        deployed(&["schema", "apply"]),
        deployed(&["schema", "lock"]),
        deployed(&["schema", "check"]),
    ];
    // The next release.
    for arguments in [["schema", "plan"], ["schema", "apply"], ["schema", "check"]] {
        let arguments = [&arguments[..], &["--model", "Article"]].concat();
        let line = format!("articles {}", arguments[..2].join(" "));
        steps.push(shown(&context, &line, &run(CHANGED, &context, &arguments)));
    }
    // Somebody changes the index by hand.
    put_field(context.es(), "added_by_hand").await;
    let arguments = ["schema", "diff", "articles.mapping.json", "--index", "articles"];
    steps.push(shown(&context, &format!("esmodel {}", arguments.join(" ")), &run(DEPLOYED, &context, &arguments)));

    let actual = steps.join("\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schema-output.txt");
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(actual == expected, "docs/schema-output.txt should be:\n{actual}");
}

async fn put_field(es: &Client, name: &str) {
    let index = es.index_name("articles");
    let path = RequestPath::new(&[&index, "_mapping"]).unwrap();
    let body = json!({ "properties": { name: { "type": "ip" } } }).to_string();
    let request = Request::new(Method::Put, path, Effect::Idempotent).json(body);
    assert!(es.send(request).await.unwrap().is_success());
}

/// All of them at once, and none waited for before the last was started.
fn ten_at_once(context: &Context, binary: &str, arguments: &[&str]) -> Vec<Output> {
    let start = |_| {
        let mut command = command(binary, context, arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let children: Vec<Child> = (0..10).map(start).collect();
    children.into_iter().map(|child| child.wait_with_output().unwrap()).collect()
}

fn all_succeeded(outputs: &[Output]) {
    for output in outputs {
        assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    }
}

/// What is left to do, as data.
fn plan(context: &Context, binary: &str, model: &str) -> Value {
    let output = run(binary, context, &["schema", "plan", "--model", model, "--json"]);
    serde_json::from_slice(&output.stdout).unwrap()
}

async fn ten_processes_that_apply_at_once_all_succeed(context: Context) {
    let outputs = ten_at_once(&context, DEPLOYED, &["schema", "apply"]);
    all_succeeded(&outputs);
    let made = outputs.iter().filter(|output| text(&output.stdout).contains("was made")).count();
    assert_eq!(made, 1);
    let plan = plan(&context, DEPLOYED, "Article");
    assert_eq!((&plan[0]["verdict"], &plan[0]["indices"]), (&json!("in_sync"), &json!([plan[0]["index"]])));
}

/// Fields, a setting, and an analyzer for which each of them may have to close the index.
async fn ten_processes_that_extend_at_once_all_succeed(context: Context) {
    all_succeeded(&[run(DEPLOYED, &context, &["schema", "apply"])]);
    let arguments = ["schema", "apply", "--model", "Extension", "--allow-close"];
    all_succeeded(&ten_at_once(&context, CHANGED, &arguments));
    let plan = plan(&context, CHANGED, "Extension");
    assert_eq!(plan[0]["verdict"], json!({ "changes": "nothing" }), "{plan:#}");
    // The index is open.
    assert!(context.es().index_named("articles").refresh().await.is_ok());
}

async fn data_is_printed_for_programs(context: Context) {
    let data = |binary: &str, arguments: &[&str]| -> Value {
        let output = run(binary, &context, &[arguments, &["--json"]].concat());
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", text(&output.stdout)))
    };
    assert_eq!(data(DEPLOYED, &["schema", "plan"])[0]["verdict"], "create");
    assert_eq!(data(DEPLOYED, &["schema", "check"])[0]["missing"], true);
    assert_eq!(data(DEPLOYED, &["schema", "apply"])[0]["result"], "created");
    assert_eq!(data(DEPLOYED, &["schema", "lock"])[0]["changed"], false);
    assert_eq!(data(DEPLOYED, &["schema", "diff"])[0]["changes"], json!([]));
    let plan = data(CHANGED, &["schema", "plan", "--model", "Article"]);
    let views = plan[0]["changes"].as_array().unwrap().iter().find(|change| change["path"] == "views").unwrap();
    assert_eq!(
        (&views["what"], &views["needs"], &views["deployed"], &views["declared"], &views["pending"]),
        (&json!("changed"), &json!("rebuild"), &json!("long"), &json!("keyword"), &json!(true))
    );
    let refused = data(CHANGED, &["schema", "apply", "--model", "Article"]);
    assert_eq!(refused[0]["result"], "refused");
}

async fn a_lock_file_is_written_from_the_cluster_and_keeps_what_is_pending(context: Context) {
    all_succeeded(&[run(DEPLOYED, &context, &["schema", "apply"])]);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join(format!("{}lock.json", context.es().index_prefix()));
    let file = file.to_str().unwrap();
    fs::write(file, "{}").unwrap();
    let with = |more: &[&str]| run(DEPLOYED, &context, &[&["schema", "lock", file], more].concat());

    all_succeeded(&[with(&["--index", "articles"])]);
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/deployed/articles.mapping.json");
    assert_eq!(fs::read_to_string(file).unwrap(), fs::read_to_string(repository).unwrap());
    let output = with(&["--accept", "author.name", "--accept", "no.such"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("`no.such` is no field"), "{}", text(&output.stderr));
    for (path, advice) in [("titel", "did you mean `title`?"), ("title,views", "`--accept title --accept ..`")] {
        let output = with(&["--accept", path]);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(advice), "{}", text(&output.stderr));
    }
    all_succeeded(&[with(&["--accept", "author.name"])]);

    put_field(context.es(), "added_by_hand").await;
    let differs = run(DEPLOYED, &context, &["schema", "check", file, "--index", "articles"]);
    assert_eq!(differs.status.code(), Some(1));
    all_succeeded(&[with(&["--index", "articles"])]);
    let lock: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(lock["pending"], json!(["author.name"]));
    assert_eq!(lock["mappings"]["properties"]["added_by_hand"], json!({ "type": "ip" }));

    let nowhere = with(&["--index", "artikles"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(text(&nowhere.stderr).contains("there is no index"), "{}", text(&nowhere.stderr));
    let new = format!("{file}.new");
    let nowhere = run(DEPLOYED, &context, &["schema", "lock", &new, "--index", "artikles"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(text(&nowhere.stderr).contains("correct `--index`"), "{}", text(&nowhere.stderr));
    assert!(!fs::exists(&new).unwrap());

    context.es().index_named("articles").delete().await.unwrap();
    let gone = with(&["--index", "articles"]);
    assert_eq!(gone.status.code(), Some(2));
    assert!(text(&gone.stderr).contains("there is no index"), "{}", text(&gone.stderr));
    fs::remove_file(file).unwrap();
}

async fn an_error_is_told_and_has_its_own_exit_code(context: Context) {
    for (arguments, told) in [
        (&["schema", "plan", "--model", "Nobody"][..], "there is no model `Nobody`; there are Article"),
        (&["schema", "diff", "articles.mapping.json"], "--index <NAME>"),
        (&["schema", "lock", "articles.mapping.json"], "`--index NAME` says which index"),
        (&["schema", "check", "no.such.json", "--index", "articles"], "no.such.json: No such file"),
        (&["schema", "diff", "main.rs", "--index", "articles"], "main.rs: cannot decode a lock file"),
        (&["schema", "plan", "--url", "nowhere"], "a node's address"),
        (&["schema", "lok"], "'lock'"),
        (&["plan"], "did you mean `schema plan`?"),
    ] {
        let output = run(DEPLOYED, &context, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(told), "{arguments:?}: {}", text(&output.stderr));
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
    let output = run(DEPLOYED, &context, &["schema", "plan", "--model", "Nobody", "--json"]);
    let told: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(told, json!({ "error": "there is no model `Nobody`; there are Article" }));
    assert!(output.stdout.is_empty());
    let without = Command::new(DEPLOYED).args(["schema", "plan"]).env_remove("ESMODEL_URL").output().unwrap();
    assert!(text(&without.stderr).contains("set ESMODEL_URL"), "{}", text(&without.stderr));
}

/// The exit code, and what was printed.
fn printed(output: &Output) -> (i32, String) {
    (output.status.code().unwrap(), format!("{}{}", text(&output.stdout), text(&output.stderr)))
}

async fn a_model_of_many_indices_is_deployed_before_there_is_one(context: Context) {
    let with = |arguments: &[&str]| printed(&run(CHANGED, &context, &[arguments, &["--model", "Loan"]].concat()));
    for arguments in [
        &["schema", "plan"][..],
        &["schema", "check"],
        &["schema", "apply"],
        &["schema", "apply", "--mode", "validate"],
    ] {
        let (code, told) = with(arguments);
        assert_eq!(code, 0, "{arguments:?}: {told}");
        let pattern = context.es().index_name("loans-*");
        assert!(told.contains(&format!("no index matches `{pattern}` yet")), "{arguments:?}: {told}");
        assert!(told.contains("`.for_document(&value)`"), "{arguments:?}: {told}");
    }
    let data = run(CHANGED, &context, &["schema", "apply", "--model", "Loan", "--json"]);
    let data: Value = serde_json::from_slice(&data.stdout).unwrap();
    assert_eq!(data[0]["result"], "none_matches");
    // An index that one request would make is missing.
    let (code, told) =
        printed(&run(CHANGED, &context, &["schema", "apply", "--mode", "validate", "--model", "Article"]));
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("there is no index") && !told.contains("does not fit"), "{told}");

    let (code, told) = with(&["schema", "apply", "--index", "loans-2026-10"]);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains(&format!("index `{}` was made", context.es().index_name("loans-2026-10"))), "{told}");
    let (code, told) = with(&["schema", "check"]);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("is in sync"), "{told}");
    let (code, told) = printed(&run(CHANGED, &context, &["schema", "apply", "--index", "loans-2026-10"]));
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("`--model NAME`"), "{told}");
}

async fn what_is_pending_does_not_count_and_what_is_left_names_its_flag(context: Context) {
    let path = RequestPath::new(&[&context.es().index_name("articles")]).unwrap();
    let body = json!({ "settings": { "number_of_shards": 2 },
        "mappings": { "dynamic": "strict", "properties": { "views": { "type": "long" } } } });
    let request = Request::new(Method::Put, path, Effect::Idempotent).json(body.to_string());
    assert!(context.es().send(request).await.unwrap().is_success());
    let with = |arguments: &[&str]| printed(&run(CHANGED, &context, &[arguments, &["--model", "Article"]].concat()));

    let (code, told) = with(&["schema", "plan"]);
    assert!(code == 1 && told.contains("rebuild, pending") && told.contains("close and open:"), "{told}");
    let (code, told) = with(&["schema", "check"]);
    assert!(code == 1 && told.contains("needs a close and open"), "{told}");
    let (code, told) = with(&["schema", "apply"]);
    assert!(code == 1 && told.contains("`--allow-close`") && !told.contains("allow_close()"), "{told}");
    let (code, told) = with(&["schema", "apply", "--mode", "refuse"]);
    assert!(code == 1 && told.contains("`schema apply` without `--mode`"), "{told}");
    let (code, told) = with(&["schema", "apply", "--allow-close"]);
    assert_eq!(code, 0, "{told}");
    let (_, told) = with(&["schema", "check"]);
    assert!(told.contains("is in sync but for what is pending"), "{told}");
}

async fn an_index_that_a_lock_file_misses_is_told_with_its_prefix(context: Context) {
    let es = context.es();
    let full = es.index_name("articles").into_owned();
    for verb in ["lock", "diff", "check"] {
        let file = ["schema", verb, "articles.mapping.json", "--index"];
        let (code, told) = printed(&run(DEPLOYED, &context, &[&file[..], &["articles"]].concat()));
        assert!(code != 0 && told.contains("where it was deleted, write `{}`"), "{verb}: {told}");
        assert!(!told.contains("takes over"), "{verb}: {told}");

        let (code, told) = printed(&run(DEPLOYED, &context, &[&file[..], &[&full]].concat()));
        assert!(code != 0 && told.contains("write `--index articles`"), "{verb}: {told}");
        assert!(!told.contains("takes over") && !told.contains("`{}`"), "{verb}: {told}");

        let name = format!("{full}-of-no-prefix");
        let (code, told) = printed(&bare(DEPLOYED, &context).args(file).arg(name).output().unwrap());
        assert!(code != 0 && told.contains("name it by `--index-prefix`"), "{verb}: {told}");
    }
}
