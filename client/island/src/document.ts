// One document, shared by all islands on the page: a Yjs document that mirrors the page's replica over a port.
//
// What comes from the page is applied in the order it comes and never sent back. What a person changes goes out at once.
// While somebody composes a letter (an accent, dictation), what comes waits until it is written.

import { UndoManager, Doc, applyUpdate } from "yjs";
import type { Transaction, XmlFragment } from "yjs";
import { ySyncPluginKey } from "y-prosemirror";

import type { FromIsland, FromPage, Peer } from "./messages.ts";
import { VERSION } from "./schema.ts";

/** A field of a document that is on the page. */
export interface Field {
  readonly name: string;
  readonly isComposing: boolean;
  /** The document is another one now. */
  reopened(): void;
  peersMoved(): void;
  rightsChanged(): void;
}

const PORT = "port";

export class SharedDocument {
  peers: Peer[] = [];
  mayWrite = false;
  /** None before the page has sent it. */
  doc: Doc | null = null;

  readonly #port: MessagePort;
  readonly #fields = new Set<Field>();
  #epoch = 0;
  #waiting: Uint8Array[] = [];

  constructor(port: MessagePort) {
    this.#port = port;
    port.onmessage = ({ data }) => this.#hear(data);
  }

  join(field: Field): void {
    this.#fields.add(field);
  }

  leave(field: Field): void {
    this.#fields.delete(field);
    this.settle();
  }

  close(): void {
    this.#port.close();
    this.doc?.destroy();
  }

  say(message: FromIsland): void {
    this.#port.postMessage(message);
  }

  fragment(field: string): XmlFragment | null {
    return this.doc?.getXmlFragment(field) ?? null;
  }

  /** Takes in what waited for a letter to be written. */
  settle(): void {
    if ([...this.#fields].some((field) => field.isComposing)) return;
    for (const update of this.#waiting.splice(0)) applyUpdate(this.doc!, update, PORT);
  }

  #hear(message: FromPage): void {
    switch (message.type) {
      case "open":
        return this.#open(message);
      case "update":
        if (this.doc) this.#waiting.push(message.update);
        return this.settle();
      case "may-write":
        this.mayWrite = message.may_write;
        return this.#fields.forEach((field) => field.rightsChanged());
      case "peers":
        this.peers = JSON.parse(message.peers);
        return this.#fields.forEach((field) => field.peersMoved());
    }
  }

  #open(message: Extract<FromPage, { type: "open" }>): void {
    // An editor deletes what it does not know.
    if (message.version !== VERSION) return this.say({ type: "too-old" });
    const before = this.doc;
    const doc = new Doc();
    doc.clientID = message.client;
    this.#epoch = message.epoch;
    this.#waiting = [];
    this.mayWrite = message.may_write;
    this.doc = doc;
    applyUpdate(doc, message.update, PORT);
    doc.on("update", (update: Uint8Array, origin: unknown, _doc: Doc, transaction: Transaction) =>
      this.#changed(update, origin, transaction),
    );
    // Each leaves and joins again.
    [...this.#fields].forEach((field) => field.reopened());
    before?.destroy();
  }

  #changed(update: Uint8Array, origin: unknown, transaction: Transaction): void {
    // Whoever may only read has an editor that tidies up all the same; nobody else hears of it.
    if (origin === PORT || !this.mayWrite) return;
    const isOwn = origin === ySyncPluginKey || origin instanceof UndoManager;
    const changed = [...this.#fields].filter(({ name }) => {
      const fragment = this.fragment(name);
      return fragment !== null && transaction.changedParentTypes.has(fragment as never);
    });
    const fields = isOwn ? changed.map(({ name }) => name) : [];
    this.say({ type: "update", epoch: this.#epoch, update, fields });
  }
}
