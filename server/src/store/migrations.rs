//! The numbered migrations, compiled in. They are only ever added to.

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

const SQLITE: [(i64, &str, &str); 1] = [(
    1,
    "programme",
    include_str!("../../../migrations/sqlite/0001_programme.sql"),
)];

pub fn sqlite() -> Migrator {
    let migrations = SQLITE.map(|(version, description, sql)| {
        Migration::new(
            version,
            description.into(),
            MigrationType::Simple,
            sql.into_sql_str(),
            false,
        )
    });
    Migrator::with_migrations(migrations.into())
}
