// What comes from elsewhere, reduced to what prose has, before the editor reads it.
//
// Word writes lists as paragraphs, looks as styles, and notes to itself as comments; others nest lists and wrap everything
// in a bold element that is not bold. Tables are rows elsewhere in the plan, so a row becomes a line.
// Styles are read as text and removed: applying them is what the page's policy forbids.

import { Fragment, Slice } from "prosemirror-model";
import type { Node as ProseNode } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";

/** The server takes a change of 256 KiB; a letter is up to three bytes, and each block some more. */
const MAX_PART = 50_000;

const GONE = "head, style, script, template, meta, link, title, xml, img, svg, object, iframe, input, button, select, textarea";
const BLOCKS = "p, h1, h2, h3, h4, h5, h6, li, ul, ol, div, table, blockquote, pre";
const PREFIX = "data-pi-";

export function clean(html: string): string {
  const page = new DOMParser().parseFromString(inert(html), "text/html");
  const body = page.body;
  dropComments(body);
  body.querySelectorAll(GONE).forEach((element) => element.remove());
  listsOfWord(body);
  marks(body);
  tables(body);
  flatten(body);
  plainSpaces(body);
  dropEmpty(body);
  for (const element of body.querySelectorAll("*")) strip(element);
  return body.innerHTML;
}

/** A long text goes in as several changes, block by block. Answers whether it did. */
export function pasteInParts(view: EditorView, slice: Slice): boolean {
  if (slice.size <= MAX_PART) return false;
  const parts: ProseNode[][] = [];
  let size = Infinity;
  slice.content.forEach((node) => {
    size += node.nodeSize;
    if (size > MAX_PART) {
      parts.push([]);
      size = node.nodeSize;
    }
    parts.at(-1)!.push(node);
  });
  for (const part of parts) view.dispatch(view.state.tr.replaceSelection(new Slice(Fragment.from(part), 0, 0)));
  view.dispatch(view.state.tr.scrollIntoView());
  return true;
}

/** Without anything that a browser could apply or run, be it only to say that it may not. */
function inert(html: string): string {
  const withoutSheets = html.replace(/<(style|script)\b[\s\S]*?<\/\1\s*>/gi, "");
  return withoutSheets.replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\s(style|on\w+)(\s*=)/gi, ` ${PREFIX}$1$2`));
}

function style(element: Element): string {
  return (element.getAttribute(`${PREFIX}style`) ?? "").toLowerCase().replace(/\s+/g, "");
}

function each(root: Node, what: number, act: (node: Node) => void): void {
  const walker = root.ownerDocument!.createTreeWalker(root, what);
  const found: Node[] = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  found.forEach(act);
}

function dropComments(body: HTMLElement): void {
  each(body, NodeFilter.SHOW_COMMENT, (comment) => comment.parentNode?.removeChild(comment));
}

/** A paragraph that says `mso-list` is an item; those after one another are a list. */
function listsOfWord(body: HTMLElement): void {
  for (const item of body.querySelectorAll<HTMLElement>("p, h1, h2, h3, h4, h5, h6")) {
    if (!/mso-list:(?!none|ignore|skip)/.test(style(item))) continue;
    const tag = isNumbered(takeMarker(item)) ? "ol" : "ul";
    const entry = item.ownerDocument.createElement("li");
    entry.append(...item.childNodes);
    const before = item.previousElementSibling;
    if (before?.matches(`${tag}[data-word]`)) {
      before.append(entry);
      item.remove();
    } else {
      const list = item.ownerDocument.createElement(tag);
      list.dataset.word = "";
      list.append(entry);
      item.replaceWith(list);
    }
  }
}

/** Word writes the dot or the number of an item into its text. */
function takeMarker(item: Element): string {
  const marker = [...item.querySelectorAll("*")].find((element) => style(element).includes("mso-list:ignore"));
  const text = marker?.textContent ?? "";
  marker?.remove();
  return text.trim();
}

function isNumbered(marker: string): boolean {
  return /^\(?(\d+|[a-zæøå]|[ivxlc]+)[.)]/i.test(marker);
}

/** Looks that prose has, as elements. */
function marks(body: HTMLElement): void {
  for (const element of body.querySelectorAll<HTMLElement>("*")) {
    const looks = `;${style(element)}`; // Word has notes of its own that end like these
    if (/;font-weight:(normal|400)/.test(looks) && element.matches("b, strong")) unwrap(element);
    if (/;font-style:normal/.test(looks) && element.matches("i, em")) unwrap(element);
    if (!element.matches("span, font, a")) continue;
    if (/;font-weight:(bold|[6-9]00)/.test(looks)) wrapInside(element, "b");
    if (/;font-style:italic/.test(looks)) wrapInside(element, "i");
  }
}

function wrapInside(element: Element, tag: string): void {
  const wrapper = element.ownerDocument.createElement(tag);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}

function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes);
}

function tables(body: HTMLElement): void {
  for (const row of body.querySelectorAll("tr")) {
    const cells = [...row.querySelectorAll("td, th")].map((cell) => (cell.textContent ?? "").replace(/[ \t\r\n]+/g, " ").trim());
    const line = body.ownerDocument.createElement("p");
    line.textContent = cells.filter((cell) => cell !== "").join(" – ");
    row.closest("table")?.before(...(line.textContent === "" ? [] : [line]));
  }
  body.querySelectorAll("table").forEach((table) => table.remove());
}

/** Lists have one level here: the items of an inner list follow the item that it stood in. */
function flatten(body: HTMLElement): void {
  for (let inner = body.querySelector("li ul, li ol"); inner; inner = body.querySelector("li ul, li ol")) {
    inner.closest("li")!.after(...inner.querySelectorAll(":scope > li"));
    unwrap(inner);
  }
  for (const inner of body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")) unwrap(inner);
  // A heading or a list of blocks in an item is a paragraph of it.
  for (const block of body.querySelectorAll("li :is(h1, h2, h3, h4, h5, h6, blockquote, pre)")) {
    const paragraph = body.ownerDocument.createElement("p");
    paragraph.append(...block.childNodes);
    block.replaceWith(paragraph);
  }
  for (const block of body.querySelectorAll("div, blockquote, pre, section, article")) {
    if (block.querySelector(BLOCKS)) unwrap(block);
  }
}

/** Spaces that hold words together for looks; those in numbers stay. */
function plainSpaces(body: HTMLElement): void {
  each(body, NodeFilter.SHOW_TEXT, (text) => {
    text.nodeValue = (text.nodeValue ?? "").replace(/(?<!\d)\u00a0|\u00a0(?!\d)/g, " ");
  });
}

/** Lines that are there for their height. */
function dropEmpty(body: HTMLElement): void {
  for (const line of body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")) {
    if ((line.textContent ?? "").trim() === "") line.remove();
  }
}

/** Office's own elements go, their words stay; of attributes only an address does. */
function strip(element: Element): void {
  for (const { name } of [...element.attributes]) {
    if (!(name === "href" && element.matches("a"))) element.removeAttribute(name);
  }
  if (element.tagName.includes(":")) unwrap(element);
}
