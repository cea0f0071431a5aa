//! `/api/openapi.json` tells the truth: it has every route there is and no other, hangs together, and what the server
//! answers is as it says.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::name::NameError;
use shared::plan::docket;
use shared::proceedings::refusal::Refusal;
use shared::rights::{Lock, Role};
use shared::view::{DraftProblem, FieldProblem, ProblemDetail};
use tests::database::Kind;
use tests::provider::{Provider, Says};
use tests::schema::{check, resolve};
use tests::server::TestServer;

const ROUTES: &str = include_str!("../../../server/src/http/mod.rs");
const ERRORS: &str = include_str!("../../../server/src/http/error.rs");
/// Any route, and any method that is not one, can answer these.
const EVERYWHERE: [&str; 2] = ["method-not-allowed", "storage-failed"];

async fn document(server: &TestServer) -> Value {
    let answer = server.http().get("/api/openapi.json", &[]).await;
    assert_eq!(answer.header("content-type"), "application/json");
    answer.json()
}

/// Method, path and operation.
fn operations(document: &Value) -> impl Iterator<Item = (String, &str, &Value)> {
    let paths = document["paths"].as_object().expect("paths");
    paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().expect("methods").iter();
        methods.map(move |(method, operation)| (method.to_uppercase(), path.as_str(), operation))
    })
}

/// What `http/mod.rs` registers, as far as its text shows: `.route("…", get(…).post(…))`, in functions and nested routers.
fn registered() -> BTreeSet<(String, String)> {
    let mut routes = BTreeSet::new();
    for (router, text) in routers() {
        let prefix = prefix_of(router);
        for call in text.split(".route(").skip(1) {
            let mut parts = call.splitn(3, '"');
            let (path, handlers) = (
                parts.nth(1).expect("a path"),
                parts.next().expect("handlers"),
            );
            for method in ["get", "post", "put", "delete", "patch"] {
                let named = [" ", "."].map(|before| format!("{before}{method}("));
                if named.iter().any(|named| handlers.contains(named)) {
                    routes.insert((method.to_uppercase(), format!("{prefix}{path}")));
                }
            }
        }
    }
    routes
}

/// Each statement that makes a router, with the name it is given or the name of its function.
fn routers() -> impl Iterator<Item = (&'static str, &'static str)> {
    ROUTES.split("fn ").flat_map(|function| {
        let function_name = function.split('(').next().unwrap_or_default();
        let statements = function.split(';').filter(|text| text.contains(".route("));
        statements.map(move |text| {
            let named = text
                .split_once("let ")
                .and_then(|(_, rest)| rest.split_once(" = Router"));
            (named.map_or(function_name, |(name, _)| name), text)
        })
    })
}

/// Where a router of this name hangs; the outermost hangs nowhere.
fn prefix_of(router: &str) -> String {
    let [variable, function] = [format!(", {router})"), format!(", {router}())")];
    let nested = ROUTES.split(".nest(\"").skip(1).find_map(|call| {
        let (prefix, rest) = call.split_once('"')?;
        (rest.starts_with(&variable) || rest.starts_with(&function)).then(|| prefix.to_owned())
    });
    let merged = format!(".merge({router}())");
    let around = || routers().find(|(_, text)| text.contains(&merged));
    nested
        .or_else(|| around().map(|(around, _)| prefix_of(around)))
        .unwrap_or_default()
}

#[tokio::test]
async fn every_route_is_described() {
    let server = TestServer::start().await;
    let document = document(&server).await;
    let described: BTreeSet<_> = operations(&document)
        .map(|(method, path, _)| (method, path.to_owned()))
        .collect();
    let registered = registered();
    assert!(registered.len() > 30, "{registered:?}");
    let missing: Vec<_> = registered.difference(&described).collect();
    assert!(missing.is_empty(), "not described: {missing:?}");
}

/// What may answer `not-found` by itself is looked for by its method.
#[tokio::test]
async fn what_is_described_is_there() {
    let provider = Provider::start(Says::email("leder@fjordvik.example")).await;
    let server = TestServer::start_with_provider(Kind::Sqlite, None, provider.settings()).await;
    for (method, path, operation) in operations(&document(&server).await) {
        let answer = server.http().send(&method, path, &[], "").await;
        if answer.header("content-type") == "application/problem+json" {
            let (_, code) = answer.problem();
            let may_be_lost = operation["responses"]["404"]["description"] == "not-found";
            let is_there = code != "method-not-allowed" && (may_be_lost || code != "not-found");
            assert!(is_there, "{method} {path}: {code}");
        }
    }
}

#[tokio::test]
async fn the_description_hangs_together() {
    let server = TestServer::start().await;
    let document = document(&server).await;
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let what = format!("{method} {path}");
        let id = operation["operationId"].as_str().expect(&what);
        assert!(ids.insert(id), "{what}: {id} stands twice");
        assert!(operation["summary"].is_string() && operation["description"].is_string());

        let in_path: Vec<_> = path
            .split('{')
            .skip(1)
            .map(|rest| rest.split('}').next())
            .collect();
        let parameters = operation["parameters"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let declared: Vec<_> = parameters
            .iter()
            .filter(|parameter| parameter["in"] == "path" && parameter["required"] == true)
            .map(|parameter| parameter["name"].as_str())
            .collect();
        assert_eq!(declared, in_path, "{what}");

        let responses = operation["responses"].as_object().expect(&what);
        assert!(
            responses.keys().any(|status| status.as_str() < "400"),
            "{what} gives nothing"
        );
        assert!(
            responses
                .values()
                .all(|response| response["description"].is_string())
        );
        let tag = &operation["tags"][0];
        let tags = document["tags"].as_array().expect("tags");
        assert!(
            tags.iter().any(|known| known["name"] == *tag),
            "{what}: {tag}"
        );
        for scheme in operation["security"].as_array().into_iter().flatten() {
            for name in scheme.as_object().expect(&what).keys() {
                assert!(
                    document["components"]["securitySchemes"]
                        .get(name)
                        .is_some()
                );
            }
        }
    }
}

#[tokio::test]
async fn every_reference_leads_somewhere_and_no_shape_is_left_over() {
    let server = TestServer::start().await;
    let document = document(&server).await;
    let mut references = BTreeSet::new();
    collect_references(&document, &mut references);
    for reference in &references {
        assert!(resolve(&document, reference).is_some(), "{reference}");
    }
    for name in document["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys()
    {
        let reference = format!("#/components/schemas/{name}");
        assert!(references.contains(reference.as_str()), "{name}");
    }
}

fn collect_references<'a>(value: &'a Value, references: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(object) => {
            references.extend(object.get("$ref").and_then(Value::as_str));
            object
                .values()
                .for_each(|value| collect_references(value, references));
        }
        Value::Array(items) => items
            .iter()
            .for_each(|value| collect_references(value, references)),
        _ => {}
    }
}

/// A code that no route mentions is one that programs do not know of.
#[tokio::test]
async fn every_refusal_is_described_under_its_own_status() {
    let server = TestServer::start().await;
    let document = document(&server).await;
    let mut described = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        for (status, response) in operation["responses"].as_object().unwrap() {
            let schema = &response["content"]["application/problem+json"]["schema"];
            let codes = schema["allOf"][1]["properties"]["code"]["enum"].as_array();
            for code in codes.into_iter().flatten() {
                let code = code.as_str().unwrap();
                let is_refusal = serde_json::from_value::<Refusal>(json!(code)).is_ok()
                    || serde_json::from_value::<docket::refusal::Refusal>(json!(code)).is_ok();
                assert!(
                    is_refusal || ERRORS.contains(&format!("\"{code}\"")),
                    "{method} {path}: {code}"
                );
                described.insert((code.to_owned(), status.clone()));
            }
        }
    }
    for (code, status) in codes_of_errors() {
        if !EVERYWHERE.contains(&code.as_str()) {
            let known = described.iter().filter(|(described, _)| *described == code);
            let statuses: Vec<_> = known.map(|(_, status)| status.as_str()).collect();
            assert_eq!(statuses, [status.as_str()], "{code}");
        }
    }
}

/// The lines `Self::X => (StatusCode::Y, "code")` of `http/error.rs`.
fn codes_of_errors() -> Vec<(String, String)> {
    let lines = ERRORS.split("(StatusCode::").skip(1);
    let codes: Vec<_> = lines
        .filter_map(|line| {
            let (status, rest) = line.split_once(',')?;
            let code = rest.trim_start().strip_prefix('"')?.split('"').next()?;
            Some((code.to_owned(), number(status)?))
        })
        .collect();
    assert!(codes.len() > 10, "{codes:?}");
    codes
}

/// The number of a status by its name.
fn number(name: &str) -> Option<String> {
    let word = |status: hyper::StatusCode| {
        let reason = status.canonical_reason()?;
        Some(reason.to_uppercase().replace([' ', '-'], "_"))
    };
    (100..600)
        .filter_map(|number| hyper::StatusCode::from_u16(number).ok())
        .find(|status| word(*status).as_deref() == Some(name))
        .map(|status| status.as_u16().to_string())
}

#[tokio::test]
async fn answers_are_as_they_are_described() {
    let server = TestServer::start().await;
    let document = document(&server).await;
    let authorization = format!("Bearer {}", server.person(Role::ProgrammeManager).token);
    let signed_in = [("authorization", authorization.as_str())];
    let link = server.new_link(&server.person(Role::Chair).id).await;
    let link = format!("/api/sign-in/{link}");
    for (path, described) in [
        ("/api/session", "/api/session"),
        ("/api/programme", "/api/programme"),
        ("/api/meetings/psv-2026", "/api/meetings/{key}"),
        ("/api/meetings/psv-2025", "/api/meetings/{key}"),
        ("/api/meetings/ingen", "/api/meetings/{key}"),
        ("/api/sign-in-ways", "/api/sign-in-ways"),
        ("/api/audit", "/api/audit"),
        ("/api/me", "/api/me"),
        ("/api/me/devices", "/api/me/devices"),
        ("/api/people", "/api/people"),
        ("/api/people/ingen/devices", "/api/people/{person}/devices"),
        ("/api/templates", "/api/templates"),
        (&link, "/api/sign-in/{token}"),
        ("/api/sign-in/abc", "/api/sign-in/{token}"),
    ] {
        let answer = server.http().get(path, &signed_in).await;
        let response = &document["paths"][described]["get"]["responses"][answer.status.as_str()];
        let schema = &response["content"][answer.header("content-type")]["schema"];
        if let Err(wrong) = check(&document, schema, &answer.json()) {
            panic!("{path}: {wrong}");
        }
    }
}

/// Shapes that are made by hand, and shapes that JSON writes in a way of its own.
#[tokio::test]
async fn values_are_as_their_shapes_say() {
    let server = TestServer::start().await;
    let document = document(&server).await;
    let details = [
        ProblemDetail::TriesLeft(4),
        ProblemDetail::RetryInS(30),
        ProblemDetail::Lock(Lock::NotSeated),
        ProblemDetail::Draft(1, DraftProblem::Email),
        ProblemDetail::Draft(1, DraftProblem::Name(NameError::TooLong)),
        ProblemDetail::Field(FieldProblem::Wheel),
    ];
    for detail in details {
        let schema = json!({"$ref": "#/components/schemas/ProblemDetail"});
        let value = json!(detail);
        assert_eq!(check(&document, &schema, &value), Ok(()), "{value}");
    }
    for value in [
        json!({"draft": ["email", 1]}),
        json!({}),
        json!({"lock": "alt"}),
    ] {
        let schema = json!({"$ref": "#/components/schemas/ProblemDetail"});
        assert!(check(&document, &schema, &value).is_err(), "{value}");
    }
}
