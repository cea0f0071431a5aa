// What the programme manager does: people, meetings, the year, the log, and everybody's own page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Hall, inspect, launch, prepareShots, signIn, until } from "./support.mjs";

const MANAGER = "hanne-falch";
const LIST = `Navn;E-post;Rolle
Ingrid Solvang; ingrid@fjordvikbygg.example; styremedlem
Anne Lillebø; anne.lillebo(a)campen.example; styremedlem
Tor-Arne Viken; ingrid@fjordvikbygg.example; styremedlem
Silje Rønning; silje@kaibruket.example; vararep
Erik Stenersen; ; observatør`;

let hall, browser;
before(async () => {
  await prepareShots();
  hall = await Hall.open();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await hall?.close();
});

const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
const press = (page, name) => page.getByRole("button", { name, exact: typeof name === "string" }).click();

async function manager(path) {
  const page = await signIn(browser, hall, MANAGER);
  await page.goto(hall.url + path);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return page;
}

test("somebody is added, changed and ended in the panel itself", async () => {
  const page = await manager("/folk");
  await heading(page, "Folk og roller");
  await inspect(page, "people");
  await press(page, "Legg til en person");
  await press(page, "Lagre");
  await page.getByText("Skriv et navn.").waitFor();
  await inspect(page, "person-form");
  await page.getByRole("textbox", { name: "Navn" }).fill("Mona Fjellstad");
  await page.getByRole("textbox", { name: "E-post" }).fill("mona@fjellstad.example");
  await page.getByLabel("Rolle", { exact: true }).selectOption({ label: "Varamedlem" });
  await page.getByText("I møter der Mona møter for noen, også").waitFor();
  await press(page, "Lagre");
  await page.getByRole("heading", { level: 2, name: "Mona Fjellstad" }).waitFor();
  await inspect(page, "person");
  await press(page, "Endre");
  await page.getByRole("textbox", { name: "Stilling" }).fill("bonde");
  await press(page, "Lagre");
  await page.getByText("bonde").waitFor();
  await press(page, "Avslutt rollen …");
  await page.locator(".ask").getByText("Alle enheter logges ut med en gang").waitFor();
  await press(page, "Ja, avslutt rollen");
  await page.getByRole("button", { name: "Ta med igjen" }).waitFor();
  await page.getByText("Tidligere, 1 person").waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a pasted list says what is wrong in which line, and what is right goes in", async () => {
  const page = await manager("/folk/lim-inn");
  await page.getByRole("textbox", { name: "Det du limte inn" }).fill(LIST);
  await page.getByText("2 av 5 kan legges til nå.").waitFor();
  await page.getByText("Samme e-post som Ingrid Solvang på linje 2.").waitFor();
  await inspect(page, "paste");
  await press(page, "Rett til @");
  await press(page, "Bruk Varamedlem");
  await page.getByText("4 av 5 kan legges til nå.").waitFor();
  await press(page, "Legg til 4 personer");
  await page.getByText("0 av 1 kan legges til nå.").waitFor();
  await page.getByRole("button", { name: /^Hopp over/ }).click();
  await page.goto(`${hall.url}/folk`);
  await page.getByRole("button", { name: /Silje Rønning/ }).waitFor();
  await page.getByRole("button", { name: /Erik Stenersen.*Mangler e-post/s }).waitFor();
  await page.getByRole("button", { name: /^Inviter \d+ personer$/ }).click();
  await page.getByRole("list", { name: "Slik gikk det" }).waitFor();
  await page.getByRole("link", { name: "Se og kopier e-postene" }).click();
  await page.getByRole("heading", { level: 1, name: "E-poster å sende selv" }).waitFor();
  await page.getByText("silje@kaibruket.example").waitFor();
  await inspect(page, "mails");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a PSV is made from its template, a deputy gets a seat, and it opens", async () => {
  const page = await manager("/moter");
  await inspect(page, "meetings");
  await page.getByRole("link", { name: "Planlegg et møte" }).click();
  await heading(page, "Nytt møte");
  await inspect(page, "meeting-new");
  await page.getByLabel("Dato").fill("2027-10-27");
  await press(page, "Lag møtet");
  await heading(page, "Planlegg PSV 2027");
  const saved = () => until("the meeting to be saved", () => page.locator(".saving-line").innerText(), (text) => text.includes("Lagret"));
  await page.getByRole("textbox", { name: "Sted" }).fill("Fjordvik samfunnshus");
  await saved();
  await page.getByRole("checkbox", { name: /Kjersti Aamodt Lie/ }).first().uncheck();
  await page.getByRole("checkbox", { name: /Mathias Tveito/ }).check();
  await page.getByLabel("Hvem møter Mathias Tveito for?").selectOption({ label: "Kjersti Aamodt Lie" });
  await page.getByRole("switch", { name: /Observatørene setter karakter/ }).check();
  await page.getByRole("region", { name: "Slik blir dagen" }).getByRole("button", { name: "Endre" }).click();
  await page.getByRole("spinbutton").first().fill("25");
  await page.getByRole("spinbutton").first().press("Tab");
  await saved();
  await inspect(page, "meeting-setup");
  await press(page, "Åpne møtet");
  await page.locator(".ask").getByText("kan da gå inn med lenke eller møtekode").waitFor();
  await page.locator(".ask").getByRole("button", { name: "Åpne møtet" }).click();
  await page.getByText("Møtekode").waitFor();
  await page.reload();
  await heading(page, "Planlegg PSV 2027");
  assert.equal(await page.getByRole("textbox", { name: "Sted" }).inputValue(), "Fjordvik samfunnshus");
  const seat = page.getByLabel("Hvem møter Mathias Tveito for?");
  assert.equal(await seat.evaluate((it) => it.selectedOptions[0].textContent), "Kjersti Aamodt Lie");
  assert.ok(await page.getByRole("switch", { name: /Observatørene setter karakter/ }).isChecked());
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("what two people change at once is both there", async () => {
  const mine = await manager("/moter");
  await mine.getByRole("link", { name: "Forbered PSV 2026" }).click();
  await heading(mine, "Planlegg PSV 2026");
  const theirs = await signIn(browser, hall, MANAGER);
  await theirs.goto(mine.url());
  const saved = (page) => until("saving", () => page.locator(".saving-line").innerText(), (text) => text.includes("Lagret kl."));
  await theirs.getByRole("textbox", { name: "Praktisk informasjon" }).fill("Ta med PC.");
  await saved(theirs);
  await mine.getByRole("textbox", { name: "Sted" }).fill("Biblioteket");
  await mine.locator(".meanwhile").waitFor();
  // What the bar at the top covers in passing is no target.
  await mine.evaluate(() => window.scrollTo(0, 0));
  await inspect(mine, "meeting-changed-meanwhile");
  await press(mine, "Hent på nytt");
  await saved(mine);
  assert.equal(await mine.getByRole("textbox", { name: "Praktisk informasjon" }).inputValue(), "Ta med PC.");
  assert.equal(await mine.getByRole("textbox", { name: "Sted" }).inputValue(), "Biblioteket");
  await mine.context().close();
  await theirs.context().close();
});

test("the year: a station of one's own, a new date, and done", async () => {
  const page = await manager("/arshjul");
  await press(page, "Legg til en stasjon");
  await page.getByRole("textbox", { name: "Hva" }).fill("Folkemøte");
  await page.getByRole("button", { name: "Legg til", exact: true }).click();
  await page.getByText("Stasjonen er lagt til.").first().waitFor();
  await page.getByRole("button", { name: "Endre «Folkemøte»" }).click();
  await inspect(page, "wheel");
  await page.getByLabel("Ansvarlig").selectOption({ label: "Ragnhild Solvær" });
  await press(page, "Lagre");
  await page.getByText(/· Ragnhild Solvær/).waitFor();
  await page.getByRole("checkbox", { name: "Folkemøte er gjort" }).check();
  await page.getByText("Merket som gjort.").first().waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("settings, the log, and one's own page", async () => {
  const page = await manager("/programmet");
  await page.getByLabel("Folk som ikke lenger er med").fill("0");
  await press(page, "Lagre");
  await page.getByText("Skriv et antall dager mellom 1 og 3650.").first().waitFor();
  await inspect(page, "programme");
  await page.getByLabel("Folk som ikke lenger er med").fill("400");
  await press(page, "Lagre");
  await page.getByText("Programmet er lagret.").first().waitFor();
  await page.goto(`${hall.url}/logg`);
  await page.getByText("Hanne Lise Falch endret programmet").waitFor();
  await page.getByText("fra «365» til «400»").waitFor();
  await inspect(page, "audit");
  await page.goto(`${hall.url}/meg`);
  await press(page, "Lag en kalenderadresse");
  await page.getByText("/kalender/").waitFor();
  await inspect(page, "me");
  await press(page, "Slå av adressen");
  await page.getByText("Kalenderadressen virker ikke lenger.").first().waitFor();
  await page.getByRole("radio", { name: "Nynorsk" }).check();
  await page.getByText("Dette er lagra om deg").waitFor();
  await page.context().close();
});

test("who may not is told so, in plain words", async () => {
  const page = await signIn(browser, hall, "torgeir-myklevik");
  await page.goto(`${hall.url}/folk`);
  await heading(page, "Denne delen er for programleder");
  await inspect(page, "no-access");
  await page.context().close();
});
