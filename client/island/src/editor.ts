// One field as an editor: ProseMirror bound to a piece of the shared document, with its toolbar.

import { EditorState, Plugin } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import type { XmlFragment } from "yjs";
import { relativePositionToJSON } from "yjs";
import { absolutePositionToRelativePosition, ySyncPlugin, ySyncPluginKey, yUndoPlugin } from "y-prosemirror";

import { carets, showPeers } from "./carets.ts";
import { keys, linkRange, setLink } from "./commands.ts";
import type { SharedDocument } from "./document.ts";
import { LinkForm } from "./link.ts";
import { marks, showMarks } from "./marks.ts";
import type { Marked } from "./marks.ts";
import { clean, pasteInParts } from "./paste.ts";
import { schema } from "./schema.ts";
import { Toolbar } from "./toolbar.ts";
import type { Words } from "./words.ts";

export interface Look {
  name: string;
  label: string;
  lang: string;
  isEditable: boolean;
  canComment: boolean;
  words: Words;
}

export class Editor {
  readonly view: EditorView;
  readonly #document: SharedDocument;
  readonly #look: Look;
  readonly #toolbar: Toolbar;
  readonly #link: LinkForm;
  #said = "";
  #marked: Marked[] = [];

  constructor(host: HTMLElement, document: SharedDocument, fragment: XmlFragment, look: Look) {
    this.#document = document;
    this.#look = look;
    const place = host.ownerDocument.createElement("div");
    place.className = "pi-words";
    this.view = new EditorView(place, {
      state: EditorState.create({ schema, plugins: this.#plugins(fragment) }),
      editable: () => look.isEditable && document.mayWrite,
      attributes: () => this.#attributes(),
      transformPastedHTML: clean,
      handlePaste: (view, _event, slice) => pasteInParts(view, slice),
      handleDOMEvents: {
        focus: () => this.#moved(),
        blur: () => this.#left(),
        compositionstart: () => place.classList.add("pi-composing") as never,
        compositionend: () => this.#composed(place),
      },
    });
    const openLink = () => this.#openLink();
    this.#toolbar = new Toolbar(this.view, look.words, { openLink, comment: look.canComment ? () => this.#comment() : null });
    this.#link = new LinkForm(look.words, (href) => this.#linked(href));
    host.replaceChildren(this.#toolbar.element, this.#link.element, place);
    this.rightsChanged();
    this.peersMoved();
  }

  get toolbar(): HTMLElement {
    return this.#toolbar.element;
  }

  destroy(): void {
    if (this.view.hasFocus()) this.#left();
    this.view.destroy();
  }

  rightsChanged(): void {
    this.view.setProps({});
    this.#toolbar.element.hidden = !this.view.editable;
    if (!this.view.editable) this.#link.element.hidden = true;
  }

  peersMoved(): void {
    showPeers(this.view, this.#document.peers.filter(({ field }) => field === this.#look.name));
  }

  marked(marked: Marked[]): void {
    this.#marked = marked;
    showMarks(this.view, marked);
  }

  #plugins(fragment: XmlFragment): Plugin[] {
    const toToolbar = () => {
      this.#toolbar.focus();
      return true;
    };
    const openLink = () => {
      this.#openLink();
      return true;
    };
    return [
      ySyncPlugin(fragment),
      yUndoPlugin(),
      ...keys({ "Alt-F10": toToolbar, "Mod-k": openLink }),
      carets(),
      marks(),
      new Plugin({ view: () => ({ update: () => this.#updated() }) }),
    ];
  }

  #attributes(): Record<string, string> {
    const { label, lang } = this.#look;
    return {
      role: "textbox",
      class: "pi-text",
      "aria-multiline": "true",
      "aria-label": label,
      "aria-readonly": String(!(this.#look.isEditable && this.#document.mayWrite)),
      lang,
      spellcheck: "true",
      autocapitalize: "sentences",
    };
  }

  #updated(): void {
    if (this.#toolbar === undefined) return; // the editor is still being made
    this.#toolbar.update(this.view.state);
    if (this.view.hasFocus()) this.#moved();
  }

  /** The places of the selection; none while the field is being made anew. */
  #places(): { anchor: string; head: string } | null {
    const binding = ySyncPluginKey.getState(this.view.state)?.binding;
    if (!binding || binding.mapping.size === 0) return null;
    const place = (at: number) =>
      JSON.stringify(relativePositionToJSON(absolutePositionToRelativePosition(at, binding.type, binding.mapping)));
    const { anchor, head } = this.view.state.selection;
    return { anchor: place(anchor), head: place(head) };
  }

  #moved(): void {
    const places = this.#places();
    const said = JSON.stringify(places);
    if (!places || said === this.#said) return;
    this.#said = said;
    this.#document.say({ type: "place", field: this.#look.name, ...places });
  }

  #left(): void {
    this.#said = "";
    this.#document.say({ type: "left", field: this.#look.name });
  }

  #composed(place: Element): void {
    place.classList.remove("pi-composing");
    // The editor reads the letter after this event.
    setTimeout(() => {
      if (this.view.isDestroyed || this.view.composing) return;
      this.#document.settle();
      this.peersMoved();
      showMarks(this.view, this.#marked);
    }, COMPOSED_MS);
  }

  #comment(): void {
    const places = this.#places();
    if (!places) return;
    const { from, to } = this.view.state.selection;
    const quote = this.view.state.doc.textBetween(from, to, " ", " ");
    this.#document.say({ type: "comment", field: this.#look.name, ...places, quote });
  }

  #openLink(): void {
    if (this.view.editable) this.#link.open(linkRange(this.view.state).href);
  }

  #linked(href: string | null | undefined): void {
    if (href !== undefined) setLink(href)(this.view.state, this.view.dispatch);
    this.view.focus();
  }
}

/** ProseMirror ends a composition a moment after the browser does. */
const COMPOSED_MS = 60;
