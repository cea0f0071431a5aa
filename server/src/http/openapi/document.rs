//! The tables as an OpenAPI 3.1 document.

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use shared::rights::Act;
use shared::view::Problem;
use utoipa::openapi::path::{OperationBuilder, ParameterBuilder, ParameterIn, Paths};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{AllOfBuilder, ObjectBuilder, Type};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, HttpMethod, InfoBuilder, License, OpenApi, OpenApiBuilder,
    RefOr, Required, Response, ResponseBuilder, Schema, Server,
};

use super::route::{Answer, Content, Group, Route, Shape, Who};

const ABOUT: &str = "Ids are short plain words, times are milliseconds since 1970, dates are `YYYY-MM-DD`. \
Every refusal is `application/problem+json` with a stable `code`. Besides what stands at each route, all of them can answer \
`storage-failed` (500). Browsers sign in with a cookie, and a request of theirs that changes something must name this server \
as its `Origin`; programs show a bearer token. Unknown fields in answers are to be ignored: more may come.";

type Schemas = BTreeMap<String, RefOr<Schema>>;

pub fn describe(groups: Vec<Group>) -> OpenApi {
    let mut schemas = Schemas::new();
    let mut paths = Paths::new();
    let mut tags = Vec::new();
    let problem = keep(Shape::of::<Problem>(), &mut schemas);
    for Group {
        name,
        about,
        routes,
    } in groups
    {
        tags.push(
            TagBuilder::new()
                .name(name)
                .description(Some(about))
                .build(),
        );
        for route in routes {
            let (path, method) = (route.path, http_method(&route.method));
            let operation = operation(name, route, &problem, &mut schemas);
            paths.add_path_operation(path, vec![method], operation);
        }
    }
    let info = InfoBuilder::new()
        .title("Samling")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .license(Some(License::new("MIT")));
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([Server::new("/")]))
        .paths(paths)
        .components(Some(components(schemas)))
        .tags(Some(tags))
        .build()
}

fn components(schemas: Schemas) -> utoipa::openapi::Components {
    let cookie = "Set when somebody signs in. Behind https it is called `__Host-samling`.";
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
        "samling", cookie,
    )));
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    ComponentsBuilder::new()
        .schemas_from_iter(schemas)
        .security_scheme("cookie", cookie)
        .security_scheme("bearer", SecurityScheme::Http(bearer))
        .build()
}

fn operation(
    tag: &str,
    route: Route,
    problem: &RefOr<Schema>,
    schemas: &mut Schemas,
) -> OperationBuilder {
    let mut operation = OperationBuilder::new()
        .tag(tag)
        .operation_id(Some(route.operation_id()))
        .summary(Some(route.summary))
        .description(Some(who(route.who)))
        .securities(Some(securities(route.who)));
    for name in route.path_parameters() {
        operation = operation.parameter(parameter(ParameterIn::Path, name, true));
    }
    for query in &route.queries {
        let parameter = parameter(ParameterIn::Query, query.name, query.is_required);
        operation = operation.parameter(parameter.description(Some(query.about)));
    }
    for (status, codes) in by_status(&route) {
        operation = operation.response(status.as_str(), refusal(&codes, problem));
    }
    if let Some(shape) = route.body {
        let content = ContentBuilder::new().schema(Some(keep(shape, schemas)));
        let body = RequestBodyBuilder::new().required(Some(Required::True));
        let body = body.content("application/json", content.build()).build();
        operation = operation.request_body(Some(body));
    }
    for answer in route.answers {
        let status = answer.status;
        operation = operation.response(status.as_str(), response(answer, schemas));
    }
    operation
}

fn parameter(place: ParameterIn, name: &str, is_required: bool) -> ParameterBuilder {
    let required = if is_required {
        Required::True
    } else {
        Required::False
    };
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(required)
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
}

fn response(answer: Answer, schemas: &mut Schemas) -> Response {
    let response = ResponseBuilder::new().description(answer.about);
    match answer.content {
        Content::Nothing => response,
        Content::Json(shape) => {
            let content = ContentBuilder::new().schema(Some(keep(*shape, schemas)));
            response.content("application/json", content.build())
        }
        Content::Other(media_type) => response.content(media_type, ContentBuilder::new().build()),
    }
    .build()
}

fn by_status(route: &Route) -> BTreeMap<StatusCode, Vec<&'static str>> {
    let mut by_status: BTreeMap<StatusCode, Vec<&'static str>> = BTreeMap::new();
    for (status, code) in route.all_refusals() {
        by_status.entry(status).or_default().push(code);
    }
    by_status
}

/// A problem whose code is one of these.
fn refusal(codes: &[&str], problem: &RefOr<Schema>) -> Response {
    let code = ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(codes.iter().copied()));
    let schema = AllOfBuilder::new()
        .item(problem.clone())
        .item(ObjectBuilder::new().property("code", code));
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new()
        .description(codes.join(", "))
        .content("application/problem+json", content)
        .build()
}

/// Remembers a shape's parts; the answer is how to refer to it.
fn keep(shape: Shape, schemas: &mut Schemas) -> RefOr<Schema> {
    schemas.extend(shape.parts);
    shape.schema
}

fn who(who: Who) -> String {
    match who {
        Who::Anyone => "For anyone.".into(),
        Who::SignedIn => "For whoever is signed in.".into(),
        Who::May(act) => format!("For whoever may `{}` by the rights table.", word(act)),
    }
}

fn word(act: Act) -> String {
    match json!(act) {
        Value::String(word) => word,
        other => unreachable!("an act became {other}"),
    }
}

/// Either of them will do; none is needed for what is open to anyone.
fn securities(who: Who) -> Vec<SecurityRequirement> {
    let none = Vec::<String>::new;
    match who {
        Who::Anyone => vec![SecurityRequirement::default()],
        Who::SignedIn | Who::May(_) => vec![
            SecurityRequirement::new("cookie", none()),
            SecurityRequirement::new("bearer", none()),
        ],
    }
}

fn http_method(method: &Method) -> HttpMethod {
    match *method {
        Method::GET => HttpMethod::Get,
        Method::POST => HttpMethod::Post,
        Method::PUT => HttpMethod::Put,
        Method::DELETE => HttpMethod::Delete,
        ref other => unreachable!("no route takes {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::openapi::groups;

    #[test]
    fn two_types_never_share_a_name() {
        let mut schemas = Schemas::new();
        for route in groups().into_iter().flat_map(|group| group.routes) {
            let contents = route.answers.into_iter().map(|answer| answer.content);
            let shapes = contents.filter_map(|content| match content {
                Content::Json(shape) => Some(*shape),
                Content::Nothing | Content::Other(_) => None,
            });
            for (name, schema) in shapes.chain(route.body).flat_map(|shape| shape.parts) {
                let earlier = schemas.insert(name.clone(), schema.clone());
                assert!(earlier.is_none_or(|earlier| earlier == schema), "{name}");
            }
        }
        assert!(schemas.len() > 20);
    }
}
