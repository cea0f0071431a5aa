// Every way in, as people walk it: by e-mail, by the code on the wall, by knocking, as a guest, and as the wall itself;
// and what somebody sees whose role or way in is taken away meanwhile. No page asks another server for anything.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";

import { Hall, inspect, launch, openPage, prepareShots, signIn, until } from "./support.mjs";

let hall, browser;
const strangers = [];
before(async () => {
  await prepareShots();
  hall = await Hall.open();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await hall?.close();
});

/** A browser that nobody is signed in on. */
async function visit(address, options = {}) {
  const context = await browser.newContext({ locale: "nb-NO", viewport: { width: 390, height: 844 }, ...options });
  const page = await openPage(context);
  watch(page);
  await page.goto(new URL(address, hall.url).href);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return page;
}

/** Remembers every request that leaves our own origin. */
function watch(page) {
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== new URL(hall.url).origin) strangers.push(request.url());
  });
}

const heading = (page, name) => page.getByRole("heading", { level: 1, name });
const button = (page, name) => page.getByRole("button", { name });
const room = (page = "") => `/m/${hall.meeting.code}${page}`;

/** The six digits of the newest mail to this address. */
function mailedCode(address) {
  const folder = path.join(hall.dataDir, "mail");
  return until(`a mail to ${address}`, async () => {
    const names = (await readdir(folder).catch(() => [])).sort().reverse();
    for (const name of names) {
      const mail = await readFile(path.join(folder, name), "utf8");
      if (mail.includes(address)) return mail.match(/^\s*(\d{6})\s*$/m)?.[1];
    }
    return undefined;
  });
}

/** Asks the API as somebody with a token of their own. */
async function ask(personId, method, address, body) {
  const { token } = hall.person(personId);
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(new URL(address, hall.url), { method, headers, body: body && JSON.stringify(body) });
  assert.ok(response.ok, `${method} ${address}: ${response.status} ${await response.clone().text()}`);
  return response.status === 204 ? null : response.json();
}

test("signing in by a code from an e-mail", async () => {
  const page = await visit("/");
  await heading(page, "Bli med i møtet").waitFor();
  await inspect(page, "join");
  await page.getByRole("link", { name: "Logg inn med e-post" }).click();
  await heading(page, "Logg inn med e-post").waitFor();
  await page.getByLabel("E-postadresse").fill("kjersti");
  await button(page, "Send meg en kode").click();
  await page.getByText("Skriv hele adressen").first().waitFor();
  await inspect(page, "email");
  await page.getByLabel("E-postadresse").fill("kjersti.lie@fjordvik.example");
  await button(page, "Send meg en kode").click();
  await heading(page, "Skriv koden fra e-posten").waitFor();
  await page.getByText("Hvis kjersti.lie@fjordvik.example er registrert").waitFor();
  const code = await mailedCode("kjersti.lie@fjordvik.example");
  const field = page.getByLabel("Kode", { exact: true });
  await field.fill(code === "111111" ? "222222" : "111111");
  await page.locator("#mail-code-wrong").getByText("Koden stemmer ikke").waitFor();
  await inspect(page, "email-code");
  await page.getByText("Jeg får ingen e-post").click();
  await page.getByText("Se i søppelposten").waitFor();
  await field.fill(`Koden er ${code.slice(0, 4)} ${code.slice(4)}.`);
  await page.getByText("Neste steg").waitFor();
  await heading(page, /Kjersti/).waitFor();
  await page.context().close();
});

test("an unknown address gets the same answer", async () => {
  const page = await visit("/logg-inn");
  await page.getByLabel("E-postadresse").fill("ingen@ukjent.example");
  await button(page, "Send meg en kode").click();
  await page.getByText("Hvis ingen@ukjent.example er registrert").waitFor();
  await page.context().close();
});

test("joining by the code on the wall, one's name and a code", async () => {
  const page = await visit("/");
  const field = page.getByLabel("Skriv koden du ser på skjermen");
  await field.fill("000000");
  await button(page, "Gå videre").click();
  await page.locator("#join-code-wrong").getByText("Vi finner ikke møte").waitFor();
  await field.fill(` ${hall.meeting.code} `);
  await page.keyboard.press("Enter");
  await heading(page, "Hvem er du?").waitFor();
  await inspect(page, "who");
  await page.getByLabel("Søk i navnene").fill("hest");
  await button(page, /Ingunn Hestnes/).click();
  await heading(page, /Er dette deg/).waitFor();
  await inspect(page, "who-confirm");
  await button(page, "Send meg en kode").click();
  await page.getByText("i…@fjordvik.example").or(page.getByText(/….*@fjordvik.example/)).first().waitFor();
  const code = await mailedCode("ingunn.hestnes@fjordvik.example");
  await page.getByLabel("Kode", { exact: true }).pressSequentially(code);
  await heading(page, "Velkommen, Ingunn").waitFor();
  await page.getByRole("img", { name: /av \d+ er her: .*Ingunn/ }).waitFor();
  await page.getByRole("radio", { name: "4" }).focus();
  await page.keyboard.press("Space");
  await page.getByText("Det virker. Slik svarer du i dag.").first().waitFor();
  await inspect(page, "lobby");
  await page.getByRole("link", { name: /Les faktaarket/ }).click();
  await heading(page, "Faktaark").waitFor();
  await page.context().close();
});

test("somebody knocks, the facilitator sees the same words and lets them in", async () => {
  const host = await signIn(browser, hall, "bjoern-erik-wold");
  watch(host);
  await host.goto(new URL(room("/styr"), hall.url).href);
  await heading(host, "Ta imot folk").waitFor();
  const page = await visit(room());
  await button(page, /Mathias Tveito/).click();
  await button(page, "Be om å bli sluppet inn").click();
  await heading(page, "Vent et øyeblikk").waitFor();
  const phrase = (await page.locator(".phrase").innerText()).trim();
  await inspect(page, "waiting");
  const knock = host.getByRole("listitem").filter({ hasText: phrase });
  await knock.getByText("Mathias Tveito").waitFor();
  await inspect(host, "receive");
  await knock.getByRole("button", { name: "Slipp inn" }).click();
  await heading(page, "Velkommen, Mathias").waitFor();
  await host.getByText("Mathias Tveito er sluppet inn.").first().waitFor();
  await knock.waitFor({ state: "detached" });
  await page.context().close();
  await host.context().close();
});

test("a guest who is not on the list says who they are", async () => {
  const host = await signIn(browser, hall, "bjoern-erik-wold");
  await host.goto(new URL(room("/styr"), hall.url).href);
  await heading(host, "Ta imot folk").waitFor();
  const page = await visit(room());
  await button(page, "Står du ikke på lista?").click();
  await heading(page, "Si hvem du er").waitFor();
  const name = page.getByLabel("Navnet ditt");
  await button(page, "Be om å bli sluppet inn").click();
  await page.locator("#guest-name-wrong").getByText("Skriv navnet ditt.").waitFor();
  await name.fill("<b>Guri</b>");
  await button(page, "Be om å bli sluppet inn").click();
  await page.locator("#guest-name-wrong").getByText("kan ikke være med").waitFor();
  await inspect(page, "guest");
  await name.fill("Guri Malla");
  await page.getByLabel("Hvem representerer du?").fill("Næringsforeninga");
  await button(page, "Be om å bli sluppet inn").click();
  await heading(page, "Vent et øyeblikk").waitFor();
  const knock = host.getByRole("listitem").filter({ hasText: "Gjest fra Næringsforeninga" });
  await knock.getByRole("button", { name: "Ikke nå" }).click();
  await knock.getByRole("button", { name: "Ja, ikke nå" }).click();
  await heading(page, "Du ble ikke sluppet inn nå").waitFor();
  await button(page, "Be om det igjen").click();
  await heading(page, "Vent et øyeblikk").waitFor();
  await knock.getByRole("button", { name: "Slipp inn" }).click();
  await heading(page, "Velkommen, Guri").waitFor();
  await page.context().close();
  await host.context().close();
});

test("the wall shows four digits until it is let in, and then who is here", async () => {
  const host = await signIn(browser, hall, "bjoern-erik-wold");
  await host.goto(new URL(room("/styr"), hall.url).href);
  const wall = await visit(room("/skjerm"), { viewport: { width: 1920, height: 1080 } });
  await heading(wall, "Be prosessleder slippe inn skjermen").waitFor();
  await inspect(wall, "wall-pairing");
  const digits = await wall.locator(".wall-digits").innerText();
  const knock = host.getByRole("listitem").filter({ hasText: digits });
  await knock.getByRole("button", { name: "Slipp inn" }).click();
  await heading(wall, /Velkommen til/).waitFor();
  await wall.getByText("Bjørn Erik Wold").waitFor();
  const qr = wall.getByRole("img", { name: "QR-kode til møtet" });
  assert.ok(await qr.evaluate((img) => img.complete && img.naturalWidth > 0), "the QR code is drawn");
  await inspect(wall, "wall");
  await wall.setViewportSize({ width: 1920, height: 1080 });
  const small = await wall.evaluate(() =>
    [...document.querySelectorAll(".wall *")]
      .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
      .filter((element) => !element.closest(".av"))
      .map((element) => [element.textContent.trim(), parseFloat(getComputedStyle(element).fontSize)])
      .filter(([, size]) => size < 32));
  assert.deepEqual(small, []);
  assert.equal(await wall.locator(".wall").locator("button, a, input").count(), 0, "no controls on the wall");
  await wall.context().close();
  await host.context().close();
});

test("who receives people starts the meeting, notes who is away, and takes both back", async () => {
  const host = await signIn(browser, hall, "hanne-falch");
  await host.goto(new URL(room("/styr"), hall.url).href);
  await heading(host, "Ta imot folk").waitFor();
  const page = await signIn(browser, hall, "solveig-nordgaard", { viewport: { width: 390, height: 664 } });
  await page.goto(new URL(room("/lobby"), hall.url).href);
  await heading(page, "Velkommen, Solveig").waitFor();
  await button(host, "Start møtet for alle").click();
  await page.getByRole("link", { name: "Møtet er i gang. Gå inn" }).waitFor();
  await host.getByRole("heading", { name: "Møtet er i gang" }).waitFor();
  await button(host, "Angre").click();
  await page.getByRole("link", { name: "Møtet er i gang. Gå inn" }).waitFor({ state: "detached" });
  await page.getByText("Vi starter").waitFor();
  const absent = host.getByRole("heading", { name: /Meldt fravær/ }).locator("xpath=following-sibling::ul[1]");
  await button(host, "Endre for Per Ivar Skogstad").click();
  await button(host, "Meld fravær").click();
  await absent.getByText("Per Ivar Skogstad").waitFor();
  await button(host, "Angre").click();
  await absent.getByText("Per Ivar Skogstad").waitFor({ state: "detached" });
  await button(host, "Endre for Lena Thorsrud").click();
  await button(host, "Er her").click();
  await host.getByRole("listitem").filter({ hasText: "Lena Thorsrud" }).getByText(/^kom \d\d\.\d\d$/).waitFor();
  await inspect(host, "receive-changed");
  await page.context().close();
  await host.context().close();
});

test("a role that is lost is told at once, and its page closes", async () => {
  const host = await signIn(browser, hall, "bjoern-erik-wold");
  await host.goto(new URL(room("/styr"), hall.url).href);
  await heading(host, "Ta imot folk").waitFor();
  const { people } = await ask("hanne-falch", "GET", "/api/people");
  const { person, email } = people.find((card) => card.person.id === "bjoern-erik-wold");
  const draft = { name: person.name, email, role: "observer", title: person.title, represents: person.represents };
  await ask("hanne-falch", "PUT", "/api/people/bjoern-erik-wold", draft);
  await heading(host, "Denne delen er for dem som tar imot").waitFor();
  await host.getByText("Du kan ikke ta imot folk lenger.").first().waitFor();
  await inspect(host, "receive-not-yours");
  await ask("hanne-falch", "PUT", "/api/people/bjoern-erik-wold", { ...draft, role: "facilitator" });
  await heading(host, "Ta imot folk").waitFor();
  await host.context().close();
});

test("somebody whose way in has ended sees why, and how to come back", async () => {
  const page = await signIn(browser, hall, "amir-rahimi", { viewport: { width: 390, height: 844 } });
  await page.goto(new URL(room("/lobby"), hall.url).href);
  await heading(page, "Velkommen, Amir").waitFor();
  const devices = await ask("hanne-falch", "GET", "/api/people/amir-rahimi/devices");
  for (const { id, way } of devices) {
    if (way !== "token") await ask("hanne-falch", "DELETE", `/api/people/amir-rahimi/devices/${id}`);
  }
  await heading(page, "Du er logget ut").waitFor();
  await inspect(page, "ended");
  await page.getByRole("link", { name: "Gå inn igjen" }).click();
  await heading(page, "Hvem er du?").waitFor();
  hall.sessions.delete("amir-rahimi");
  await page.context().close();
});

test("no page has asked another server for anything", () => {
  assert.deepEqual(strangers, []);
});

test("a meeting without an assessment is met in its lobby", async () => {
  const page = await signIn(browser, hall, "torgeir-myklevik");
  const seminar = hall.guide.meetings.find((meeting) => meeting.kind === "board-seminar");
  // While people wait, what they go to next is fetched.
  const next = page.waitForResponse((response) => /plan[^/]*\.wasm$/.test(new URL(response.url()).pathname));
  await page.goto(`${hall.url}/m/${seminar.code}`);
  await heading(page, "Velkommen, Torgeir").waitFor();
  assert.ok(page.url().endsWith("/lobby"));
  assert.equal((await next).status(), 200);
  await page.context().close();
});
