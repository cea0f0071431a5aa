//! Descriptions of types that cannot be derived.

use std::borrow::Cow;

use utoipa::openapi::schema::{ArrayBuilder, ArrayItems, ObjectBuilder, OneOfBuilder};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::document::plan::TextKey;
use crate::plan::Row;
use crate::rights::Lock;
use crate::template::FormProblem;
use crate::view::{DraftProblem, FieldProblem, ProblemDetail};

/// By hand, because a variant of two values is an array of two kinds.
impl PartialSchema for ProblemDetail {
    fn schema() -> RefOr<Schema> {
        let number_and_problem: [Schema; 2] =
            [usize::schema().into(), DraftProblem::schema().into()];
        let draft = ArrayBuilder::new()
            .items(ArrayItems::False)
            .prefix_items(number_and_problem)
            .description(Some(
                "The draft with this number, from 0, and what is wrong with it.",
            ));
        let variants: [(&str, RefOr<Schema>); 6] = [
            ("tries-left", u32::schema()),
            ("retry-in-s", u32::schema()),
            ("lock", reference::<Lock>()),
            ("draft", draft.into()),
            ("field", reference::<FieldProblem>()),
            ("form", reference::<FormProblem>()),
        ];
        let one_of = variants
            .into_iter()
            .fold(OneOfBuilder::new(), |one_of, (name, schema)| {
                one_of.item(ObjectBuilder::new().property(name, schema).required(name))
            });
        one_of
            .description(Some(
                "What a page needs to say it in the reader's language.",
            ))
            .into()
    }
}

impl ToSchema for ProblemDetail {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((Lock::name().into_owned(), Lock::schema()));
        schemas.push((FieldProblem::name().into_owned(), FieldProblem::schema()));
        DraftProblem::schemas(schemas);
        schemas.push((FormProblem::name().into_owned(), FormProblem::schema()));
        FormProblem::schemas(schemas);
    }
}

/// Its path, as text.
impl PartialSchema for Row {
    fn schema() -> RefOr<Schema> {
        String::schema()
    }
}

impl ToSchema for Row {}

/// Its path, as text.
impl PartialSchema for TextKey {
    fn schema() -> RefOr<Schema> {
        String::schema()
    }
}

impl ToSchema for TextKey {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("PlanTextKey")
    }
}

fn reference<T: ToSchema>() -> RefOr<Schema> {
    Ref::from_schema_name(T::name()).into()
}
