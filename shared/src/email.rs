//! E-mail addresses as they are kept: in lower case, and plain enough that a mail server takes them.

/// The longest address, in characters (RFC 5321).
pub const MAX_EMAIL: usize = 254;
const MAX_LOCAL: usize = 64;
const MAX_LABEL: usize = 63;

/// The address in lower case without spaces around it; none when it is not one. Stricter than the standard: no quotes, no
/// comments, no letters outside ASCII, because such an address is nearly always a slip.
pub fn clean_email(text: &str) -> Option<String> {
    let address = text.trim();
    if address.len() > MAX_EMAIL {
        return None;
    }
    let (local, domain) = address.split_once('@')?;
    let labels: Vec<&str> = domain.split('.').collect();
    let has_top_level = labels.len() > 1
        && labels
            .last()
            .is_some_and(|top| top.len() > 1 && top.bytes().any(|byte| byte.is_ascii_alphabetic()));
    let is_whole = is_local(local) && has_top_level && labels.iter().all(|label| is_label(label));
    is_whole.then(|| address.to_ascii_lowercase())
}

fn is_local(local: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b);
    local.len() <= MAX_LOCAL
        && local
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(is_plain))
}

fn is_label(label: &str) -> bool {
    (1..=MAX_LABEL).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_in_lower_case_and_a_slip_is_refused() {
        let long = format!("{}@example.no", "a".repeat(65));
        for (typed, kept) in [
            (" Kari@Fjellstua.example ", Some("kari@fjellstua.example")),
            (
                "odd-arne.b+psv@post.fjordvik.kommune.no",
                Some("odd-arne.b+psv@post.fjordvik.kommune.no"),
            ),
            ("kari", None),
            ("kari@", None),
            ("@example.no", None),
            ("kari@example", None),
            ("kari@example.no.", None),
            ("kari@example..no", None),
            (".kari@example.no", None),
            ("kari..n@example.no", None),
            ("kari@-example.no", None),
            ("kari@example.1", None),
            ("kari nesheim@example.no", None),
            ("kari@exa mple.no", None),
            ("kari@a@example.no", None),
            ("kåre@example.no", None),
            ("kari@example.no\r\nBcc: b@example.no", None),
            (&long, None),
            ("", None),
        ] {
            assert_eq!(clean_email(typed).as_deref(), kept, "{typed:?}");
        }
    }
}
