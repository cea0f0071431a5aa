// The prose island by itself, in a real Chromium under the page's own policy: typing, tools, keys, paste, carets, undo.
//
// Around it is a page that does with stock Yjs what the model does in Rust. No server of ours is needed.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { after, before, beforeEach, test } from "node:test";

import { PATIENCE, audit, launch, until } from "./support.mjs";

const ROOT = new URL("../../", import.meta.url).pathname;
const FOLDER = new URL("island/", import.meta.url).pathname;
const esbuild = createRequire(`${ROOT}client/island/package.json`)("esbuild");

const PIECE = "prose/resultater/maaloppnaaelse";
const OTHER = "prose/resultater/laering-fra-psv";
/** As `server/src/http/headers.rs` says it. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'";

let browser, server, url, page, complaints;

async function bundle(entry, options) {
  const built = await esbuild.build({
    entryPoints: [entry], bundle: true, format: "esm", write: false, loader: { ".svg": "text" }, absWorkingDir: ROOT, ...options,
  });
  return built.outputFiles[0].text;
}

before(async () => {
  const nodePaths = [`${ROOT}client/island/node_modules`];
  const css = await Promise.all(["ds", "theme", "app", "prose"].map((name) => readFile(`${ROOT}client/assets/css/${name}.css`, "utf8")));
  const words = JSON.parse(await readFile(`${ROOT}client/locales/nb/prose.json`, "utf8"));
  const labels = Object.fromEntries(Object.entries(words).map(([key, text]) => [key.replace(/^prose_/, ""), text]));
  const html = await readFile(`${FOLDER}index.html`, "utf8");
  const files = {
    "/": ["text/html", html.replaceAll("<prose-island ", `<prose-island words='${JSON.stringify(labels)}' `)],
    "/style.css": ["text/css", css.join("\n").replaceAll(/src:url\([^)]*woff2\)[^;]*;/g, "src:local(Arial);")],
    "/page.js": ["text/javascript", await bundle(`${FOLDER}around.mjs`, { external: ["./island.js"], nodePaths })],
    "/island.js": ["text/javascript", await bundle(`${ROOT}client/island/src/island.ts`, { minify: true })],
  };
  server = createServer((request, response) => {
    const [type, text] = files[new URL(request.url, "http://x").pathname] ?? [];
    if (!text) return response.writeHead(204).end();
    response.writeHead(200, { "content-type": `${type}; charset=utf-8`, "content-security-policy": POLICY }).end(text);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${server.address().port}/`;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.close();
});

beforeEach(async () => {
  await page?.context().close();
  const context = await browser.newContext({ viewport: { width: 1366, height: 900 } });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(url);
  await page.locator("#bo .pi-text").waitFor();
});

// The page around has a Yjs of its own, and hands over nothing but bytes.
const calm = () => assert.deepEqual(complaints.filter((text) => !text.startsWith("Yjs was already imported")), []);
const ada = () => page.locator("#ada .pi-text");
const bo = () => page.locator("#bo .pi-text");
const tool = (name) => page.locator("#ada").getByRole("button", { name, exact: true });
/** What the page around has of a piece becomes right. */
const stored = (person, piece, isRight) =>
  until(`what ${person} has`, () => page.evaluate(([who, field]) => globalThis[who].words(field), [person, piece]), isRight);
const is = (words) => (found) => found === `<paragraph>${words}</paragraph>`;

async function reads(locator, expected) {
  await page.waitForFunction(
    ([id, html]) => {
      const copy = document.querySelector(`#${id} .pi-text`).cloneNode(true);
      copy.querySelectorAll(".caret, .ProseMirror-trailingBreak, .ProseMirror-separator").forEach((part) => part.remove());
      globalThis.shown = copy.innerHTML;
      return globalThis.shown === html;
    },
    [locator, expected],
    { timeout: 5_000 },
  ).catch(async () => assert.equal(await page.evaluate(() => globalThis.shown), expected));
}

async function paste(html, text = "") {
  await ada().evaluate((element, data) => {
    const transfer = new DataTransfer();
    for (const [type, value] of Object.entries(data)) if (value) transfer.setData(type, value);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }));
  }, { "text/html": html, "text/plain": text });
}

test("two write at once, and each undoes only what they wrote", async () => {
  await ada().click();
  await page.keyboard.type("Vi er på vei.");
  await reads("bo", "<p>Vi er på vei.</p>");
  await bo().click();
  await page.keyboard.press("End");
  await page.keyboard.type(" Snart i mål.");
  await reads("ada", "<p>Vi er på vei. Snart i mål.</p>");
  await ada().focus();
  await page.keyboard.press("Control+z");
  await reads("bo", "<p> Snart i mål.</p>");
  await page.keyboard.press("Control+y");
  await reads("bo", "<p>Vi er på vei. Snart i mål.</p>");
  await stored("bo", PIECE, is("Vi er på vei. Snart i mål."));
  const fields = await page.evaluate(() => ada.heard.filter(({ type }) => type === "update").map(({ fields }) => fields));
  assert.ok(fields.every((names) => names.length === 1 && names[0] === "prose/resultater/maaloppnaaelse"), String(fields));
  calm();
});

test("several fields of a document are one document, and stay apart", async () => {
  await ada().click();
  await page.keyboard.type("Her.");
  await page.locator("#ada-other .pi-text").click();
  await page.keyboard.type("Der.");
  await stored("ada", PIECE, is("Her."));
  await stored("ada", OTHER, is("Der."));
  await page.keyboard.press("Control+z");
  await stored("ada", PIECE, is("Her."));
  calm();
});

test("every tool by mouse, and what it says about where the caret is", async () => {
  await ada().click();
  await page.keyboard.type("Mål");
  await tool("Overskrift").click();
  await reads("bo", "<h2>Mål</h2>");
  assert.equal(await tool("Overskrift").getAttribute("aria-pressed"), "true");
  await tool("Overskrift").click();
  await reads("bo", "<h3>Mål</h3>");
  await tool("Mellomoverskrift").click();
  await reads("bo", "<p>Mål</p>");
  await tool("Fet").click();
  await page.keyboard.type(" fet");
  await tool("Kursiv").click();
  await page.keyboard.type(" og kursiv");
  await reads("bo", "<p>Mål<strong> fet<em> og kursiv</em></strong></p>");
  await tool("Punktliste").click();
  await page.keyboard.press("Enter");
  await page.keyboard.type("to");
  await tool("Nummerert liste").click();
  await reads("bo", "<ol><li><p>Mål<strong> fet<em> og kursiv</em></strong></p></li><li><p><strong><em>to</em></strong></p></li></ol>");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.keyboard.type("ute");
  await stored("bo", PIECE, (found) => /<\/orderedlist><paragraph>ute/i.test(found));
  await tool("Angre det siste du skrev").click();
  await stored("bo", PIECE, (found) => !found.includes("ute"));
  calm();
});

test("the toolbar is one stop, reached by Alt+F10, and Tab leaves the editor", async () => {
  await page.locator("#before").focus();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Fet");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Kommenter");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Måloppnåelse");
  await page.keyboard.type("x");
  await page.keyboard.press("Alt+F10");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Kommenter");
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.type("fet");
  await reads("bo", "<p>x<strong>fet</strong></p>");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "between");
  await page.keyboard.press("Shift+Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Måloppnåelse");
  calm();
});

test("a link is asked for in a row, checked, changed and removed", async () => {
  await ada().click();
  await page.keyboard.type("Se kommunen");
  await page.keyboard.press("Control+Shift+ArrowLeft");
  await page.keyboard.press("Control+k");
  const address = page.getByRole("textbox", { name: "Adresse" });
  await address.fill("javascript:alert(1)");
  await page.keyboard.press("Enter");
  assert.equal(await page.getByRole("alert").textContent(), "Det er ikke en nettadresse eller en e-postadresse.");
  await address.fill("fjordvik.example/plan");
  await page.keyboard.press("Enter");
  await reads("bo", '<p>Se <a href="https://fjordvik.example/plan" rel="noopener noreferrer">kommunen</a></p>');
  await tool("Lenke").click();
  assert.equal(await address.inputValue(), "https://fjordvik.example/plan");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.locator("#ada").getByRole("button", { name: "Fjern lenken" }).click();
  await reads("bo", "<p>Se kommunen</p>");
  calm();
});

test("a whole Word document is reduced to what prose has", async () => {
  await ada().click();
  await paste(await readFile(`${FOLDER}word.html`, "utf8"));
  await reads("bo", [
    "<h2>Reiseliv hele året</h2>",
    "<p>Ved utgangen av 2027 skal reiselivet ha gitt <strong>17 nye</strong> og 8 sikrede årsverk. Rammen er 950&nbsp;000 kroner.</p>",
    "<ul><li><p>Pakker som kan bestilles på ett sted</p></li><li><p>Én felles <strong>bookingside</strong></p></li>",
    "<li><p>En grunn til å komme når det er mørkt</p></li></ul>",
    "<ol><li><p>Spørre bedriftene</p></li><li><p>Velge leverandør</p></li></ol>",
    "<h3>Kostnader</h3><p>Tiltak – Kroner</p><p>Felles bookingside – 400&nbsp;000</p>",
    '<p>Se <a href="https://www.fjordvik.example/reiseliv?a=1&amp;b=2" rel="noopener noreferrer">nettsiden</a>, dette og <em>ring</em> oss.</p>',
    "<p>Slutt.</p>",
  ].join(""));
  assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
  calm();
});

test("lists within lists, and what is bold only by name, come as prose", async () => {
  await ada().click();
  await paste('<b style="font-weight:normal" id="docs-internal-guid-1"><ul><li><p>en</p><ul><li>en en</li></ul></li><li>to<ol><li>to en<ul><li>dypt</li></ul></li></ol></li></ul><p><span style="font-weight:700">fet</span> ikke</p></b>');
  await reads("bo", "<ul><li><p>en</p></li><li><p>en en</p></li><li><p>to</p></li><li><p>to en</p></li><li><p>dypt</p></li></ul><p><strong>fet</strong> ikke</p>");
  calm();
});

test("plain text keeps its paragraphs", async () => {
  await ada().click();
  await paste("", "En.\n\nTo.");
  await reads("bo", "<p>En.</p><p>To.</p>");
  calm();
});

test("a very long text goes in as several changes, none larger than the server takes", async () => {
  await ada().click();
  await page.keyboard.type("Før. ");
  const lines = Array.from({ length: 400 }, (_, n) => `${n} ${"båt ".repeat(100)}`.trim());
  await paste("", lines.join("\n"));
  await page.waitForFunction(() => document.querySelector("#bo .pi-text").innerText.includes("399 båt"));
  const shown = await bo().evaluate((element) => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll(".caret").forEach((caret) => caret.remove());
    return [...copy.children].map((line) => line.textContent.trim()).filter((line) => line !== "");
  });
  assert.deepEqual(shown, ["Før.", ...lines]);
  const sizes = await page.evaluate(() => ada.heard.filter(({ type }) => type === "update").map(({ update }) => update.length));
  assert.ok(Math.max(...sizes) < 256 * 1024 && sizes.length > 3, String(sizes));
  await page.keyboard.press("Control+z");
  calm();
});

test("the others are bars with a name, where they are", async () => {
  await ada().click();
  await page.keyboard.type("Hei");
  await reads("bo", "<p>Hei</p>");
  const caret = page.locator("#bo .caret");
  await caret.waitFor({ state: "attached" }); // a bar has no width
  assert.equal(await caret.locator("i").textContent(), "Ada");
  assert.match(await caret.getAttribute("class"), /hue-2/);
  assert.equal(await caret.getAttribute("aria-hidden"), "true");
  const behind = await caret.evaluate((element) => element.previousSibling?.textContent ?? element.parentElement.textContent);
  assert.equal(behind, "Hei");
  assert.equal(await page.locator("#ada .caret").count(), 0, "nobody sees a caret of their own");
  await page.locator("#ada-other .pi-text").click();
  await page.waitForFunction(() => document.querySelectorAll("#bo .caret").length === 0);
  calm();
});

test("who may not write any more keeps the text and hears of no tidying", async () => {
  await ada().click();
  await page.keyboard.type("Hei");
  await page.evaluate(() => ada.rights(false));
  await page.waitForFunction(() => document.querySelector("#ada .pi-text").getAttribute("contenteditable") === "false");
  assert.equal(await page.locator("#ada .pi-bar").isVisible(), false);
  await bo().click();
  await page.keyboard.press("End");
  await page.keyboard.type("!");
  await reads("ada", "<p>Hei!</p>");
  await page.evaluate(() => {
    ada.mayWrite = true;
    ada.open();
  });
  await page.waitForFunction(() => document.querySelector("#ada .pi-text").getAttribute("contenteditable") === "true");
  await ada().click();
  await page.keyboard.press("End");
  await page.keyboard.type("?");
  await reads("bo", "<p>Hei!?</p>");
  calm();
});

test("while a letter is composed, what comes waits", async () => {
  await ada().click();
  await page.keyboard.type("en");
  await reads("bo", "<p>en</p>");
  const client = await page.context().newCDPSession(page);
  await client.send("Input.imeSetComposition", { text: "´", selectionStart: 1, selectionEnd: 1 });
  await page.evaluate(() => {
    const text = bo.doc.getXmlFragment("prose/resultater/maaloppnaaelse").get(0).get(0);
    bo.doc.once("update", (update) => ada.receive(update));
    text.insert(0, "x");
  });
  assert.match(await ada().textContent(), /^en´/);
  await client.send("Input.insertText", { text: "é" });
  await page.waitForFunction(() => document.querySelector("#ada .pi-text").textContent === "xené");
  calm();
});

test("words to comment are handed to the page", async () => {
  await ada().click();
  await page.keyboard.type("åtte nye helårsplasser");
  await page.keyboard.press("Control+Shift+ArrowLeft");
  await tool("Kommenter").click();
  await page.waitForFunction(() => ada.heard.some(({ type }) => type === "comment"));
  const { quote, head } = await page.evaluate(() => ada.heard.find(({ type }) => type === "comment"));
  assert.equal(quote, "helårsplasser");
  assert.ok(JSON.parse(head).item.client === 11, head);
  calm();
});

test("an island of another version opens nothing", async () => {
  await page.evaluate(() => {
    ada.epoch += 1;
    ada.port.postMessage({ type: "open", epoch: ada.epoch, version: 2, client: 11, may_write: true, update: new Uint8Array([0, 0]) });
  });
  await page.waitForFunction(() => ada.heard.some(({ type }) => type === "too-old"));
  calm();
});

test("axe finds nothing, at every width", async () => {
  await ada().click();
  await page.keyboard.type("Hei");
  await audit(page, "prosa");
  calm();
});
