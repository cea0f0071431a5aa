//! The bytes of a chosen file as text: UTF-8, UTF-16 with its mark, or what Norwegian spreadsheets have saved for thirty
//! years, Windows-1252.

use super::MAX_BYTES;

/// Why a file is not read as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotText {
    TooLarge,
    /// A workbook, a picture, or anything else that is not lines of text.
    Binary,
}

/// What the bytes 0x80 to 0x9F are in Windows-1252; five of them are nothing.
#[rustfmt::skip]
const WINDOWS: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0',
    '\0', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// The text of a file.
pub fn decode(bytes: &[u8]) -> Result<String, NotText> {
    // UTF-16 takes two bytes for what UTF-8 says in one.
    if bytes.len() > 2 * MAX_BYTES {
        return Err(NotText::TooLarge);
    }
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf_8(rest).ok_or(NotText::Binary)?,
        [0xFF, 0xFE, rest @ ..] => utf_16(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => utf_16(rest, u16::from_be_bytes)?,
        bytes => match utf_8(bytes) {
            Some(text) => text,
            None => bytes.iter().copied().map(windows_1252).collect(),
        },
    };
    if text
        .chars()
        .any(|c| c.is_control() && !"\t\r\n".contains(c))
    {
        return Err(NotText::Binary);
    }
    if text.len() > MAX_BYTES {
        return Err(NotText::TooLarge);
    }
    Ok(text)
}

fn utf_8(bytes: &[u8]) -> Option<String> {
    str::from_utf8(bytes).ok().map(str::to_owned)
}

fn utf_16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> Result<String, NotText> {
    let (pairs, []) = bytes.as_chunks::<2>() else {
        return Err(NotText::Binary);
    };
    let units = pairs.iter().copied().map(read);
    char::decode_utf16(units)
        .collect::<Result<String, _>>()
        .map_err(|_| NotText::Binary)
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_however_it_was_saved() {
        let text = "Áse Bjørnå – styreleder\r\n";
        let utf_16 = |write: fn(u16) -> [u8; 2]| {
            let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
            units.flat_map(write).collect::<Vec<u8>>()
        };
        for (what, bytes) in [
            ("UTF-8", text.as_bytes().to_vec()),
            (
                "UTF-8 with its mark",
                [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            ),
            ("UTF-16, little end first", utf_16(u16::to_le_bytes)),
            ("UTF-16, big end first", utf_16(u16::to_be_bytes)),
            (
                "Windows-1252",
                b"\xC1se Bj\xF8rn\xE5 \x96 styreleder\r\n".to_vec(),
            ),
        ] {
            assert_eq!(decode(&bytes).as_deref(), Ok(text), "{what}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let large = vec![b'a'; MAX_BYTES + 1];
        for (bytes, expected) in [
            (&b"PK\x03\x04\x14\x00\x06\x00"[..], NotText::Binary),
            (b"\x89PNG\r\n\x1a\n\0\0\0", NotText::Binary),
            (b"Kari\x81", NotText::Binary),
            (b"\xFF\xFEK", NotText::Binary),
            (b"\xEF\xBB\xBFBj\xF8rn", NotText::Binary),
            (&large, NotText::TooLarge),
        ] {
            assert_eq!(decode(bytes), Err(expected));
        }
        assert_eq!(decode(b"").as_deref(), Ok(""));
    }
}
