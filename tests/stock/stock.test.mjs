// y-websocket from npm, unmodified, against the real server: only the bearer token is added to its dial.
//
// Each test has a server of its own, and all run at once: one of them takes two minutes.

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

import { Hall, PATIENCE } from "../browser/support.mjs";

const ALONE_FOR = 120_000;

/** Resolves with what an event says, or fails after a while. */
function heard(provider, event, patience = PATIENCE) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no ${event} in ${patience} ms`)), patience);
    provider.once(event, (...what) => {
      clearTimeout(late);
      resolve(what);
    });
  });
}

/** Resolves when a condition holds that can only change when `emitter` says something. */
async function until(emitter, event, condition) {
  let late;
  let look;
  await new Promise((resolve, reject) => {
    late = setTimeout(() => reject(new Error(`never: ${condition}`)), PATIENCE);
    look = () => condition() && resolve();
    emitter.on(event, look);
    look();
  }).finally(() => {
    clearTimeout(late);
    emitter.off(event, look);
  });
}

/** Servers and clients of one test, which end with it. */
class Table {
  static async laid(test) {
    const table = new Table();
    table.clients = [];
    test.after(() => table.clear());
    table.hall = await Hall.open();
    return table;
  }

  async clear() {
    for (const client of this.clients) client.destroy();
    await this.hall?.close();
  }

  token(role) {
    return this.hall.guide.people.find((person) => person.role === role).token;
  }

  get document() {
    return this.hall.meeting.documents[0].id;
  }

  join({ token = this.token("board-member"), document = this.document, url = this.hall.url } = {}) {
    let nDials = 0;
    class WithToken extends WebSocket {
      constructor(address, protocols) {
        super(address, protocols, { headers: { authorization: `Bearer ${token}` } });
        nDials += 1;
      }
    }
    const address = `${url.replace("http", "ws")}/sync`;
    const client = new WebsocketProvider(address, document, new Y.Doc(), {
      WebSocketPolyfill: WithToken, disableBc: true,
    });
    client.nDials = () => nDials;
    this.clients.push(client);
    return client;
  }

  async joined(options) {
    const client = this.join(options);
    await heard(client, "sync");
    return client;
  }

  /** Stopped for good, while a client that may try again has done so several times. */
  async isStopped(client, code) {
    const [close] = await heard(client, "closed");
    assert.equal(close.code, code);
    assert.notEqual(close.reason, "");
    const nDials = client.nDials();
    const nowhere = this.join({ url: "http://127.0.0.1:9" });
    await until(nowhere, "connection-close", () => nowhere.nDials() > 4);
    assert.equal(client.shouldConnect, false);
    assert.equal(client.nDials(), nDials);
  }
}

const text = (client) => client.doc.getText("conclusion");

describe("a stock client", { concurrency: true }, () => {
  it("writes what another one reads, also after the server died", async (test) => {
    const table = await Table.laid(test);
    const [ada, bo] = [await table.joined(), await table.joined({ token: table.token("facilitator") })];
    const before = text(ada).toString();
    text(ada).insert(0, "Blå båt 🌊. ");
    await until(bo.doc, "update", () => text(bo).toString() === `Blå båt 🌊. ${before}`);
    text(bo).delete(0, 4);
    await until(ada.doc, "update", () => text(ada).toString() === `båt 🌊. ${before}`);

    await table.hall.stop("SIGKILL");
    text(ada).insert(0, "Stor ");
    await table.hall.start();
    await until(bo.doc, "update", () => text(bo).toString() === `Stor båt 🌊. ${before}`);
    const late = await table.joined();
    assert.equal(text(late).toString(), `Stor båt 🌊. ${before}`);
  });

  it("sees who is there as the server knows them, and sees them go", async (test) => {
    const table = await Table.laid(test);
    const ada = await table.joined();
    const bo = await table.joined({ token: table.token("facilitator") });
    const facilitator = table.hall.guide.people.find((person) => person.role === "facilitator");
    bo.awareness.setLocalState({ user: { name: "Somebody else", role: "programme-manager" }, field: "conclusion" });
    const shown = () => ada.awareness.getStates().get(bo.doc.clientID);
    await until(ada.awareness, "change", () => shown()?.field === "conclusion");
    assert.equal(shown().user.id, facilitator.id);
    assert.equal(shown().user.name, facilitator.name);
    assert.equal(shown().user.role, "facilitator");
    bo.destroy();
    await until(ada.awareness, "change", () => shown() === undefined);
  });

  it("stays connected while it is alone for two minutes", async (test) => {
    const table = await Table.laid(test);
    const ada = await table.joined();
    await assert.rejects(heard(ada, "connection-close", ALONE_FOR), /no connection-close/);
    assert.equal(ada.nDials(), 1);
    assert.ok(ada.wsconnected && ada.synced);
  });

  it("stops when the token is wrong", async (test) => {
    const table = await Table.laid(test);
    await table.isStopped(table.join({ token: "wrong" }), 4401);
  });

  it("stops when there is no such document", async (test) => {
    const table = await Table.laid(test);
    await table.isStopped(table.join({ document: "nowhere" }), 4404);
  });

  it("stops after it has sent nonsense", async (test) => {
    const table = await Table.laid(test);
    const ada = await table.joined();
    ada.ws.send(new Uint8Array([0, 2, 3, 1, 1, 1]));
    await table.isStopped(ada, 4400);
  });

  it("stops when it may only read and writes twice", async (test) => {
    const table = await Table.laid(test);
    const reader = await table.joined({ token: table.token("observer") });
    text(reader).insert(0, "a");
    text(reader).insert(0, "b");
    await table.isStopped(reader, 4403);
    const writer = await table.joined();
    assert.doesNotMatch(text(writer).toString(), /^[ab]/);
  });
});
