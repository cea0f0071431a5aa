// `<prose-island doc field lang editable label words comments takes-focus marks>`: one field of a document, wherever the page puts it.
//
// It shows nothing before the page has sent the document. The page hands the words it needs in `words`, as JSON.

import { SharedDocument } from "./document.ts";
import type { Field } from "./document.ts";
import { Editor } from "./editor.ts";
import { followKeyboard } from "./keyboard.ts";
import type { Words } from "./words.ts";

const documents = new Map<string, SharedDocument>();
const islands = new Set<ProseIsland>();

/** From now on the islands of this document are served over this port. */
export function open(id: string, port: MessagePort): void {
  documents.get(id)?.close();
  documents.set(id, new SharedDocument(port));
  islands.forEach((island) => island.doc === id && island.rebuild());
}

export function close(id: string): void {
  documents.get(id)?.close();
  documents.delete(id);
  islands.forEach((island) => island.doc === id && island.rebuild());
}

class ProseIsland extends HTMLElement implements Field {
  static readonly observedAttributes = ["doc", "field", "lang", "editable", "label", "words", "comments", "marks"];

  #document: SharedDocument | undefined;
  #editor: Editor | null = null;
  #letGo = () => {};

  get doc(): string {
    return this.getAttribute("doc") ?? "";
  }

  get name(): string {
    return this.getAttribute("field") ?? "";
  }

  get isComposing(): boolean {
    return this.#editor?.view.composing ?? false;
  }

  connectedCallback(): void {
    islands.add(this);
    this.rebuild();
  }

  disconnectedCallback(): void {
    islands.delete(this);
    this.#clear();
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now || !this.isConnected) return;
    if (name === "marks") return this.#mark();
    this.rebuild();
  }

  reopened(): void {
    this.rebuild();
  }

  peersMoved(): void {
    this.#editor?.peersMoved();
  }

  rightsChanged(): void {
    this.#editor?.rightsChanged();
  }

  rebuild(): void {
    const hadFocus = this.contains(document.activeElement);
    this.#clear();
    this.#document = documents.get(this.doc);
    this.#document?.join(this);
    const fragment = this.#document?.fragment(this.name);
    const words = this.getAttribute("words");
    if (!this.#document || !fragment || words === null) return;
    this.#editor = new Editor(this, this.#document, fragment, {
      name: this.name,
      label: this.getAttribute("label") ?? "",
      lang: this.lang,
      isEditable: this.hasAttribute("editable"),
      canComment: this.hasAttribute("comments"),
      words: JSON.parse(words) as Words,
    });
    this.#mark();
    this.#letGo = followKeyboard(this, this.#editor.toolbar);
    if (hadFocus || this.hasAttribute("takes-focus")) this.#editor.view.focus();
    this.removeAttribute("takes-focus"); // once
    this.#document.say({ type: "shown", field: this.name });
  }

  #mark(): void {
    this.#editor?.marked(JSON.parse(this.getAttribute("marks") ?? "[]"));
  }

  #clear(): void {
    this.#letGo();
    this.#letGo = () => {};
    this.#editor?.destroy();
    this.#editor = null;
    this.#document?.leave(this);
    this.#document = undefined;
    this.replaceChildren();
  }
}

if (!customElements.get("prose-island")) customElements.define("prose-island", ProseIsland);
