// The page around two islands in `island.test.mjs`: for each a stock Yjs document that does what the model does, and wires
// between them. Bundled by the test.

import * as Y from "yjs";

/** yrs keeps one name of a place. */
function asRustSaysIt({ item, tname, type, assoc }) {
  return { ...(item ? { item } : tname ? { tname } : { type }), assoc };
}

/** What the page knows of one person's document. */
class Person {
  constructor(name, id, hue) {
    Object.assign(this, { name, id, hue, others: [], heard: [], place: null, epoch: 0, mayWrite: true });
    this.doc = new Y.Doc();
  }

  connect(island) {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    port1.onmessage = ({ data }) => this.#answer(data);
    island.open(this.name, port2);
    this.open();
  }

  open() {
    this.epoch += 1;
    this.port.postMessage({
      type: "open", epoch: this.epoch, version: 1, client: this.id, may_write: this.mayWrite,
      update: Y.encodeStateAsUpdate(this.doc),
    });
  }

  rights(mayWrite) {
    this.mayWrite = mayWrite;
    this.port.postMessage({ type: "may-write", may_write: mayWrite });
  }

  #answer(message) {
    this.heard.push(message);
    if (message.type === "update" && message.epoch === this.epoch) {
      Y.applyUpdate(this.doc, message.update);
      for (const other of this.others) other.receive(message.update);
    }
    if (message.type === "place" || message.type === "left") {
      this.place = message.type === "place" ? message : null;
      for (const other of this.others) other.showPeers();
    }
  }

  receive(update) {
    Y.applyUpdate(this.doc, update);
    this.port.postMessage({ type: "update", update });
  }

  showPeers() {
    const peers = this.others.map(({ name, id, hue, place }) => ({
      id, name, hue, field: place?.field ?? null, head: place ? asRustSaysIt(JSON.parse(place.head)) : null,
    }));
    this.port.postMessage({ type: "peers", peers: JSON.stringify(peers) });
  }

  words(field) {
    return this.doc.getXmlFragment(field).toString();
  }
}

globalThis.ada = new Person("Ada", 11, 2);
globalThis.bo = new Person("Bo", 12, 5);
ada.others = [bo];
bo.others = [ada];

const island = await import("./island.js");
ada.connect(island);
bo.connect(island);
globalThis.isUp = true;
