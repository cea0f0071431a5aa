//! The numbered migrations, compiled in. They are only ever added to, for both databases at once.

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

struct Numbered {
    version: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! numbered {
    ($version:literal, $name:literal, $file:literal) => {
        Numbered {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $file)),
            postgres: include_str!(concat!("../../../migrations/postgres/", $file)),
        }
    };
}

const ALL: [Numbered; 5] = [
    numbered!(1, "programme", "0001_programme.sql"),
    numbered!(2, "document_sync", "0002_document_sync.sql"),
    numbered!(3, "getting_in", "0003_getting_in.sql"),
    numbered!(4, "proceedings", "0004_proceedings.sql"),
    numbered!(5, "plans", "0005_plans.sql"),
];

/// What the first migration is called in the database's own list: nobody else's is.
pub const FIRST_NAME: &str = ALL[0].name;

/// The newest version there is.
pub const NEWEST: i64 = ALL[ALL.len() - 1].version;

pub fn sqlite() -> Migrator {
    migrator(|numbered| numbered.sqlite)
}

pub fn postgres() -> Migrator {
    migrator(|numbered| numbered.postgres)
}

fn migrator(sql: impl Fn(&Numbered) -> &'static str) -> Migrator {
    let migrations = ALL.iter().map(|numbered| {
        Migration::new(
            numbered.version,
            numbered.name.into(),
            MigrationType::Simple,
            sql(numbered).into_sql_str(),
            false,
        )
    });
    Migrator::with_migrations(migrations.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The statements without comments and spacing, in PostgreSQL's words.
    fn statements(sql: &str) -> Vec<String> {
        let lines = sql.lines().map(|line| line.split("--").next().unwrap());
        let words = lines.flat_map(str::split_whitespace);
        let text = words.collect::<Vec<_>>().join(" ");
        let text = text.replace(" COLLATE \"C\"", "");
        let text = text.replace("BLOB", "BYTEA").replace("INTEGER", "BIGINT");
        text.split(';')
            .map(|statement| statement.trim().to_owned())
            .collect()
    }

    #[test]
    fn both_databases_have_the_same_tables_and_columns() {
        for numbered in &ALL {
            let (sqlite, postgres) = (statements(numbered.sqlite), statements(numbered.postgres));
            assert!(sqlite.len() > 1);
            assert_eq!(sqlite, postgres, "{}", numbered.name);
        }
    }

    #[test]
    fn what_postgres_is_told_fits_it() {
        for numbered in &ALL {
            for word in ["BLOB", "INTEGER", "PRAGMA"] {
                assert!(!numbered.postgres.contains(word), "{word}");
            }
        }
    }
}
