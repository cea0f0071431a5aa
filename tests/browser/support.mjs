// What every browser test stands on: the real server, a wire that can be cut, real Chromium, and people who sign in.
//
// Nothing here sleeps: everything waits for a condition, with a limit.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer, connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

import { chromium } from "playwright-core";

/** How long anything may take before a test fails, in milliseconds. */
export const PATIENCE = 20_000;

const CHROMIUM_FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const SHOTS = new URL("shots/", import.meta.url).pathname;
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The widths every page must fit: the narrowest allowed, phone, iPad, laptop. */
export const SIZES = [
  { name: "narrow", width: 320, height: 568 },
  { name: "phone", width: 390, height: 844 },
  { name: "ipad", width: 768, height: 1024 },
  { name: "laptop", width: 1366, height: 768 },
];

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM, args: CHROMIUM_FLAGS });
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

/** `samling demo` behind a wire. Browsers only know the wire's address, so cutting it is what a lost network is. */
export class Hall {
  static async open() {
    const hall = new Hall();
    hall.dataDir = await mkdtemp(path.join(tmpdir(), "samling-browser-"));
    hall.serverPort = await freePort();
    hall.sessions = new Map();
    hall.wires = new Set();
    hall.isCut = false;
    hall.wire = createServer((socket) => hall.#join(socket)).listen(0, "127.0.0.1");
    await once(hall.wire, "listening");
    hall.url = `http://localhost:${hall.wire.address().port}`;
    await hall.start();
    return hall;
  }

  #join(browser) {
    if (this.isCut) {
      browser.destroy();
      return;
    }
    const server = connect(this.serverPort, "127.0.0.1");
    for (const [from, to] of [[browser, server], [server, browser]]) {
      this.wires.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        this.wires.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  }

  /** Takes the network away from everybody. */
  cut() {
    this.isCut = true;
    for (const socket of this.wires) socket.destroy();
  }

  mend() {
    this.isCut = false;
  }

  async start() {
    const flags = ["demo", "--json", "--data-dir", this.dataDir, "--listen", `127.0.0.1:${this.serverPort}`,
      "--public-url", this.url];
    this.server = spawn(process.env.SAMLING_BIN, flags, { stdio: ["ignore", "pipe", "pipe"] });
    this.log = [];
    createInterface({ input: this.server.stderr }).on("line", (line) => this.log.push(line));
    const lines = createInterface({ input: this.server.stdout });
    const [line] = await Promise.race([
      once(lines, "line"),
      once(this.server, "exit").then(([code]) => {
        throw new Error(`the server ended with ${code}:\n${this.log.join("\n")}`);
      }),
    ]);
    this.guide = JSON.parse(line);
  }

  /** Ends the server as a power cut would (`SIGKILL`) or as an operator would (`SIGTERM`). */
  async stop(signal = "SIGKILL") {
    if (this.server.exitCode !== null || this.server.signalCode !== null) return;
    const gone = once(this.server, "exit");
    this.server.kill(signal);
    await gone;
  }

  async close() {
    await this.stop();
    this.cut();
    this.wire.close();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  person(id) {
    return this.guide.people.find((person) => person.id === id);
  }

  get meeting() {
    return this.guide.meetings.find((meeting) => meeting.documents.length > 0);
  }
}

/**
 * A browser of one person's, signed in through their personal link as they would be. The link works once, so later
 * browsers of the same person get the first one's session.
 */
export async function signIn(browser, hall, personId, options = {}) {
  const session = hall.sessions.get(personId);
  const context = await browser.newContext({
    locale: "nb-NO", viewport: { width: 1366, height: 768 }, storageState: session, ...options,
  });
  const page = await openPage(context);
  await page.goto(session ? hall.url : hall.person(personId).sign_in_url);
  if (!session) {
    await page.getByRole("button", { name: "Ja, logg meg inn" }).click();
  }
  await page.getByText("Neste steg").waitFor();
  hall.sessions.set(personId, await context.storageState());
  return page;
}

/** A new page that remembers what the console complained about. */
export async function openPage(context) {
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error") page.complaints.push(message.text());
  });
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  return page;
}

/** A browser says so itself when there is no network. */
export const isReal = (complaint) => !/net::ERR_|WebSocket connection/.test(complaint);

export async function openIndicator(page, hall, indicator = "forankring-og-eierskap") {
  await page.goto(`${hall.url}/m/${hall.meeting.code}/${indicator}`);
  const rationale = field(page, "Begrunnelse");
  await rationale.waitFor();
  return rationale;
}

export function field(page, name) {
  return page.getByRole("textbox", { name, exact: true });
}

/** Waits until `probe` answers what `isRight` accepts, and answers it. */
export async function until(what, probe, isRight = Boolean) {
  const deadline = Date.now() + PATIENCE;
  let seen;
  while (Date.now() < deadline) {
    seen = await probe();
    if (isRight(seen)) return seen;
    await new Promise((again) => setTimeout(again, 25));
  }
  assert.fail(`waited ${PATIENCE} ms for ${what}; last seen: ${JSON.stringify(seen)}`);
}

// Phones show it at the bottom, wider screens at the top; the one that shows counts.
export const saveState = (page) => page.locator(".saving").filter({ visible: true }).first().innerText();

export function stored(page) {
  return until("everything to be stored", () => saveState(page), (text) => text.startsWith("Lagret"));
}

export function kept(page) {
  return until("the words to be on the device", () => saveState(page), (text) => text === "På denne enheten");
}

/** Both read the same, and it satisfies `isRight`. */
export async function sameText(one, other, isRight = () => true) {
  return until(
    "two fields to read the same",
    async () => [await one.inputValue(), await other.inputValue()],
    ([a, b]) => a === b && isRight(a),
  ).then(([text]) => text);
}

/** Where pictures of the pages go. */
export const prepareShots = () => mkdir(SHOTS, { recursive: true });

/** WCAG 1.4.4: text at twice its size on a phone, still without scrolling sideways. */
async function enlarge(page, name) {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
  await page.screenshot({ path: `${SHOTS}${name}-200.png` });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  const widest = await page.evaluate(() =>
    [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 0.5)
      .map((element) => `${element.tagName}.${element.className}`).slice(0, 5));
  await page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
  assert.ok(overflow <= 0, `${name} with 200 % text scrolls sideways by ${overflow} px: ${widest}`);
}

/** A page as it stands: a picture, nothing that scrolls sideways, nothing that axe finds. */
export async function audit(page, name) {
  const { width } = page.viewportSize();
  // Entering motion is over when no animation runs; a caret's name that fades counts too.
  await until("rest", () => page.evaluate(() => document.getAnimations().every((a) => a.playState !== "running")));
  await page.screenshot({ path: `${SHOTS}${name}.png` });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(overflow <= 0, `${name} at ${width} px scrolls sideways by ${overflow} px`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: "tag", values } }), RULES);
  const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} (${n.failureSummary})`).join("; ")}`);
  assert.deepEqual(found, [], `${name} at ${width} px`);
}

/** The same at every width. */
export async function inspect(page, name) {
  await enlarge(page, name);
  for (const { name: size, width, height } of SIZES) {
    await page.setViewportSize({ width, height });
    await audit(page, `${name}-${size}`);
  }
}

const HELLO = 100;
const RIGHTS = 102;

/** A private message: its type and a JSON body of less than 128 bytes, or of any length with `length`. */
function message(type, body) {
  const bytes = Buffer.from(JSON.stringify(body));
  const length = bytes.length < 128 ? [bytes.length] : [bytes.length & 127 | 128, bytes.length >> 7];
  return Buffer.from([type, ...length, ...bytes]);
}

/** A tap on a page's line to the document: it hears everything, and can speak as the server does in trouble. */
export class Tap {
  static async on(page) {
    const tap = new Tap();
    Object.assign(tap, {
      n_dials: 0, isGreeted: false, sent: [],
      /** The server's greeting, changed. */
      generation: null, rights: null,
      /** Closes with this code as soon as the page sends a change. */
      refusesWith: null,
      /** Lets no change through. */
      holdsBack: false,
      /** Milliseconds the server takes to read a frame. */
      readsEvery: 0,
    });
    await page.routeWebSocket(/\/sync\//, (line) => tap.#join(line));
    return tap;
  }

  #join(line) {
    this.n_dials += 1;
    this.isGreeted = false;
    this.line = line;
    const server = line.connectToServer();
    server.onMessage((frame) => line.send(this.#altered(frame)));
    let reading = Promise.resolve();
    line.onMessage((frame) => {
      this.sent.push(frame);
      const isChange = frame[0] === 0 && frame[1] !== 0;
      if (isChange && this.refusesWith) return line.close({ code: this.refusesWith });
      if (isChange && this.holdsBack) return;
      if (this.readsEvery === 0) return server.send(frame);
      reading = reading.then(() => new Promise((read) => setTimeout(read, this.readsEvery))).then(() => server.send(frame));
    });
  }

  #altered(frame) {
    if (frame[0] !== HELLO) return frame;
    this.isGreeted = true;
    const hello = JSON.parse(frame.subarray(frame.indexOf("{")).toString());
    if (this.generation) hello.generation = this.generation;
    if (this.rights) hello.rights = this.rights;
    return message(HELLO, hello);
  }

  /** Says that the rights have changed. */
  tell(rights) {
    this.line.send(message(RIGHTS, rights));
  }

  /** Refuses what was sent for lack of rights. */
  deny() {
    this.line.send(Buffer.from([2, 0, 4, ...Buffer.from("nei.")]));
  }

  hangUp(code) {
    this.isGreeted = false;
    this.line.close({ code });
  }
}

/** Asks the API as somebody with a token of their own. */
export async function ask(hall, personId, method, address, body) {
  const { token } = hall.person(personId);
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(new URL(address, `http://127.0.0.1:${hall.serverPort}`), {
    method, headers, body: body && JSON.stringify(body),
  });
  assert.ok(response.ok, `${method} ${address}: ${response.status} ${await response.clone().text()}`);
  return response.status === 204 ? null : response.json();
}

let n_asked = 0;

/** Does something in the meeting, past the wire that can be cut: others go on while somebody is without network. */
export function command(hall, personId, type, fields = {}) {
  n_asked += 1;
  const body = { request_id: `test-${process.pid}-${n_asked}`, command: { type, ...fields } };
  return ask(hall, personId, "POST", `/api/rooms/${hall.meeting.id}/commands`, body);
}

/** What somebody sees of what has happened in the meeting. */
export async function proceedings(hall, personId) {
  const { view } = await ask(hall, personId, "GET", `/api/rooms/${hall.meeting.id}`);
  return view.proceedings;
}

/** Takes the group somewhere. */
export async function moveTo(hall, leader, step, phase = "whole", indicator = null) {
  const { position } = await proceedings(hall, leader);
  await command(hall, leader, "move", { from: position, to: { step, phase, indicator } });
}
