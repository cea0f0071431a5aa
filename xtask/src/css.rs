//! One style sheet from several, with the layer order first, and without comments and idle white space. It does not
//! rewrite values or selectors: brotli does the rest.

/// The layers of the design system, then our own on top. It must be the first line of the first sheet.
const LAYERS: &str = "@layer ds.theme, ds.base, ds.components, app;\n";

/// Joins sheets in the order given.
pub fn join(sheets: &[String]) -> String {
    let mut joined = String::from(LAYERS);
    for sheet in sheets {
        joined.push_str(shrink(sheet.trim_start_matches("@charset \"UTF-8\";")).trim());
        joined.push('\n');
    }
    joined
}

fn shrink(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(next) = rest.chars().next() {
        let taken = if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if next == '"' || next == '\'' {
            let length = quoted_length(rest, next);
            out.push_str(&rest[..length]);
            length
        } else if next.is_whitespace() {
            // Not after a colon: `--x: ;` is a value, and an old browser drops `--x:;`.
            if !out.ends_with(['{', '}', ';', ' ', '\n']) {
                out.push(' ');
            }
            rest.len() - rest.trim_start().len()
        } else {
            if matches!(next, '{' | '}') && out.ends_with(' ') && !out.ends_with(": ") {
                out.pop();
            }
            out.push(next);
            next.len_utf8()
        };
        rest = &rest[taken..];
    }
    out
}

/// The length of the quoted string at the start of `text`, quotes included.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (position, letter) in text.char_indices().skip(1) {
        if letter == quote && !is_escaped {
            return position + letter.len_utf8();
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(css: &str, expected: &str) {
        assert_eq!(shrink(css), expected);
    }

    #[test]
    fn white_space_and_comments_go() {
        check(
            "a {\n  color : red;\n}\n\n/* gone */ b > c { x: calc(1px + 2px) }",
            "a{color : red;}b > c{x: calc(1px + 2px)}",
        );
    }

    #[test]
    fn strings_stay_as_they_are() {
        check(
            r#"a{content:"/*  \"  */";url:'a  b'}"#,
            r#"a{content:"/*  \"  */";url:'a  b'}"#,
        );
    }

    #[test]
    fn an_empty_custom_property_keeps_its_value() {
        check(
            ":root{--on: ;--off:var(--x,) }",
            ":root{--on: ;--off:var(--x,)}",
        );
    }

    #[test]
    fn the_layer_order_is_first() {
        let joined = join(&["@charset \"UTF-8\";\n/* x */ a{}".into(), "b{}".into()]);
        assert_eq!(joined, format!("{LAYERS}a{{}}\nb{{}}\n"));
    }
}
