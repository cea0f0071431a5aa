//! What a mail lets its reader do.

use shared::view::MailCard;

/// The six digits that stand alone on a line.
pub fn code_in(mail: &MailCard) -> &str {
    let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit());
    mail.text.lines().find(is_code).expect("a code")
}

/// The token in the personal link.
pub fn link_in(mail: &MailCard) -> &str {
    let links = mail
        .text
        .lines()
        .filter_map(|line| line.rsplit_once("/inn/"));
    links.map(|(_, token)| token).next().expect("a link")
}
