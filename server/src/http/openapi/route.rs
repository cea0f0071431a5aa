//! One route as a line of a table: what it takes, gives and refuses.

use axum::http::{Method, StatusCode};
use shared::rights::Act;
use utoipa::ToSchema;
use utoipa::openapi::schema::ArrayBuilder;
use utoipa::openapi::{Ref, RefOr, Schema};

/// Routes that belong together.
pub struct Group {
    pub name: &'static str,
    pub about: &'static str,
    pub routes: Vec<Route>,
}

pub struct Route {
    pub method: Method,
    /// As it is registered, from the root.
    pub path: &'static str,
    /// What it is for, as a sentence without a full stop.
    pub summary: &'static str,
    pub who: Who,
    pub queries: Vec<Query>,
    pub body: Option<Shape>,
    pub answers: Vec<Answer>,
    pub refusals: Vec<(StatusCode, &'static str)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Anyone,
    SignedIn,
    /// Whoever the rights table lets do this.
    May(Act),
}

pub struct Query {
    pub name: &'static str,
    pub about: &'static str,
    pub is_required: bool,
}

pub struct Answer {
    pub status: StatusCode,
    pub about: &'static str,
    pub content: Content,
}

pub enum Content {
    Nothing,
    Json(Box<Shape>),
    /// Something else, of this media type.
    Other(&'static str),
}

/// A type's schema, and every schema it refers to by name.
pub struct Shape {
    pub schema: RefOr<Schema>,
    pub parts: Vec<(String, RefOr<Schema>)>,
}

impl Shape {
    pub fn of<T: ToSchema>() -> Self {
        let name = T::name().into_owned();
        let mut parts = vec![(name.clone(), T::schema())];
        T::schemas(&mut parts);
        Self {
            schema: Ref::from_schema_name(name).into(),
            parts,
        }
    }

    pub fn list_of<T: ToSchema>() -> Self {
        let Self { schema, parts } = Self::of::<T>();
        let schema = ArrayBuilder::new().items(schema).into();
        Self { schema, parts }
    }
}

impl Route {
    pub fn get(path: &'static str, summary: &'static str) -> Self {
        Self::new(Method::GET, path, summary)
    }

    pub fn post(path: &'static str, summary: &'static str) -> Self {
        Self::new(Method::POST, path, summary)
    }

    pub fn put(path: &'static str, summary: &'static str) -> Self {
        Self::new(Method::PUT, path, summary)
    }

    pub fn delete(path: &'static str, summary: &'static str) -> Self {
        Self::new(Method::DELETE, path, summary)
    }

    /// For whoever is signed in, until another line says otherwise.
    fn new(method: Method, path: &'static str, summary: &'static str) -> Self {
        Self {
            method,
            path,
            summary,
            who: Who::SignedIn,
            queries: Vec::new(),
            body: None,
            answers: Vec::new(),
            refusals: Vec::new(),
        }
    }

    pub fn for_anyone(mut self) -> Self {
        self.who = Who::Anyone;
        self
    }

    pub fn for_whom(mut self, act: Act) -> Self {
        self.who = Who::May(act);
        self
    }

    pub fn asks(mut self, name: &'static str, about: &'static str) -> Self {
        self.queries.push(Query {
            name,
            about,
            is_required: false,
        });
        self
    }

    pub fn takes<T: ToSchema>(mut self) -> Self {
        self.body = Some(Shape::of::<T>());
        self
    }

    pub fn takes_list<T: ToSchema>(mut self) -> Self {
        self.body = Some(Shape::list_of::<T>());
        self
    }

    pub fn gives<T: ToSchema>(self, status: u16, about: &'static str) -> Self {
        self.answers(status, about, Content::Json(Box::new(Shape::of::<T>())))
    }

    pub fn gives_list<T: ToSchema>(self, about: &'static str) -> Self {
        let list = Shape::list_of::<T>();
        self.answers(200, about, Content::Json(Box::new(list)))
    }

    pub fn gives_nothing(self, status: u16, about: &'static str) -> Self {
        self.answers(status, about, Content::Nothing)
    }

    pub fn gives_other(self, media_type: &'static str, about: &'static str) -> Self {
        self.answers(200, about, Content::Other(media_type))
    }

    /// Beside what every route of its kind refuses.
    pub fn refuses(mut self, status: u16, code: &'static str) -> Self {
        self.refusals.push((known(status), code));
        self
    }

    fn answers(mut self, status: u16, about: &'static str, content: Content) -> Self {
        self.answers.push(Answer {
            status: known(status),
            about,
            content,
        });
        self
    }

    /// Every way in which it says no, in order of status.
    pub fn all_refusals(&self) -> Vec<(StatusCode, &'static str)> {
        let mut all = self.refusals.clone();
        if self.who != Who::Anyone {
            all.push((StatusCode::UNAUTHORIZED, "not-signed-in"));
        }
        if matches!(self.who, Who::May(_)) {
            all.push((StatusCode::FORBIDDEN, "locked"));
        }
        if self.method != Method::GET {
            all.push((StatusCode::FORBIDDEN, "wrong-origin"));
        }
        if self.body.is_some() {
            all.push((StatusCode::PAYLOAD_TOO_LARGE, "body-too-large"));
            all.push((StatusCode::UNPROCESSABLE_ENTITY, "body-not-understood"));
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The names in the path's braces.
    pub fn path_parameters(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.path
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split('}').next())
    }

    /// The method and the path as one word: `getMeetingsByKey`.
    pub fn operation_id(&self) -> String {
        let mut id = self.method.as_str().to_ascii_lowercase();
        let path = self.path.strip_prefix("/api").unwrap_or(self.path);
        for segment in path.split(['/', '-', '.']).filter(|part| !part.is_empty()) {
            let word = segment.trim_matches(['{', '}']);
            if word != segment {
                id.push_str("By");
            }
            let (first, rest) = word.split_at(1);
            id.push_str(&first.to_ascii_uppercase());
            id.push_str(rest);
        }
        id
    }
}

fn known(status: u16) -> StatusCode {
    StatusCode::from_u16(status).expect("a status of HTTP")
}
