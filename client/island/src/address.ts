// Which addresses a link may have: the same ones that `chapters::Link` reads and admission lets in.

const SCHEMES = ["https:", "http:", "mailto:"];
const MAX_LEN = 2_048;

/** The address as it is stored; null when it may not be followed. */
export function address(text: string): string | null {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return null;
  }
  if (!SCHEMES.includes(url.protocol)) return null;
  if (url.protocol === "mailto:" ? url.pathname === "" : url.host === "") return null;
  // What JSON would escape, and what would end the address in a text.
  const href = url.href.replace(/["\\\s\p{Cc}]/gu, (letter) => encodeURIComponent(letter));
  return new TextEncoder().encode(href).length <= MAX_LEN ? href : null;
}

/** The same for what a person types, who leaves out what is clear. */
export function typedAddress(text: string): string | null {
  const typed = text.trim();
  if (/^[a-z][a-z0-9+.-]*:/i.test(typed)) return address(typed);
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(typed)) return address(`mailto:${typed}`);
  return /^[^\s/]+\.[^\s/]+/.test(typed) ? address(`https://${typed}`) : null;
}
