// What every browser test stands on: the real server, a wire that can be cut, real Chromium, and people who sign in.
//
// Nothing here sleeps: everything waits for a condition, with a limit.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
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
