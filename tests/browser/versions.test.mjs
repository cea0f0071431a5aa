// How far a plan has come, and how it stood at other times: a version is kept, compared with the plan as it stands, and
// brought back; the plan is handed over, locked, and unlocked with a reason.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { Hall, audit, launch, prepareShots, signIn, stored, until } from "./support.mjs";

const CHAIR = "ragnhild-solvaer";
const OBSERVER = "lena-thorsrud";
const AREA = "marin-verdiskaping";
const MEASURE = "Restråstoff til ingrediens";
/** The widths a plan is made for. */
const WIDTHS = [[390, 844], [768, 1024], [1366, 768], [1440, 900]];

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
beforeEach(() => hall.mend());

const address = (rest = "") => {
  const plan = hall.guide.plans.find((one) => one.documents.some((document) => document.kind === "plan"));
  return `${hall.url}/planer/${plan.id}${rest}`;
};

async function open(personId, rest, options = {}) {
  const page = await signIn(browser, hall, personId, options);
  await page.goto(address(rest));
  await page.locator("#main h1").waitFor();
  return page;
}

const spaces = (text) => text.replace(/\s+/g, " ");

async function auditAll(page, name) {
  for (const [width, height] of WIDTHS) {
    await page.setViewportSize({ width, height });
    await page.evaluate(() => window.scrollTo(0, 0));
    await audit(page, `${name}-${width}`);
  }
  await page.setViewportSize({ width: 1366, height: 768 });
}

/** Changes a measure, removes one, and adds one. */
async function change(page) {
  await page.goto(address(`?omrade=${AREA}`));
  await page.locator("#main h1").waitFor();
  const card = page.locator("article").filter({ has: page.locator("h3", { hasText: MEASURE }) });
  await card.locator("h3 button").click();
  const typed = [["Budsjett", "1 234 000"], ["Frist", "1. desember 2027"], ["Prosjektleder (PL)", "Odd Hansen"]];
  for (const [label, text] of typed) {
    await card.getByLabel(label, { exact: true }).fill(text);
    await card.getByLabel(label, { exact: true }).press("Enter");
  }
  await card.getByLabel("Bakgrunn", { exact: true }).fill("Vi kaster ingenting.");
  await page.getByRole("button", { name: "Mer for «Tareanlegg i pilotskala»" }).click();
  await page.getByRole("button", { name: "Fjern", exact: true }).click();
  await page.getByRole("button", { name: "Nytt tiltak" }).click();
  const added = page.locator("article.open").last();
  await added.getByLabel("Navn", { exact: true }).fill("Resultattavle i hvert styremøte");
  await stored(page);
}

test("a version is kept, compared with the plan as it stands, and brought back", async () => {
  const page = await open(CHAIR, "?kapittel=forside");
  await page.locator("#main").getByRole("link", { name: "Versjoner" }).click();
  await page.getByRole("heading", { name: "Versjoner", level: 1 }).waitFor();
  const keep = page.getByRole("button", { name: "Ta vare på", exact: true });
  await keep.click();
  await page.getByText("Gi den et navn, så dere finner den igjen.").waitFor();
  await page.getByLabel("Hva skal den hete?").fill("Før lunsj");
  await keep.click();
  await page.getByRole("heading", { name: "Versjon 1 · Før lunsj" }).waitFor();
  await page.getByText("«Før lunsj» er tatt vare på.").first().waitFor();
  await page.getByRole("link", { name: /Hva er endret siden/ }).click();
  await page.getByText("De to er helt like.").waitFor();

  await change(page);
  await page.goto(address("/versjoner"));
  await page.getByRole("link", { name: /Hva er endret siden/ }).click();
  const heading = page.getByRole("heading", { name: "Hva er endret?", level: 1 });
  await heading.waitFor();
  const contents = page.getByRole("navigation", { name: "Endringer" });
  await contents.getByText("1 rad, 1 ny rad", { exact: false }).waitFor();
  await page.getByText("Uendret:", { exact: false }).waitFor();
  const main = await page.locator("#main").innerText();
  for (const said of ["nytt: 1 234 000 kr", "nytt: 1. desember 2027", "Ny\n", "Tatt ut\n", "nytt: Vi kaster"]) {
    assert.ok(spaces(main).includes(spaces(said).trim()), `${said} in ${spaces(main)}`);
  }
  assert.match(spaces(await page.locator(".ve-side").innerText()), /«Tareanlegg i pilotskala» er ute \(−/);
  await page.getByRole("status").filter({ hasText: "Av én person." }).waitFor();
  const row = page.getByRole("row").filter({ hasText: MEASURE });
  await row.getByText("Ragnhild", { exact: true }).waitFor();
  await contents.getByRole("link").first().press("Enter");
  await until("the chapter to have the focus", () => page.evaluate(() => document.activeElement.id), (id) => id === "ve-chapter-0");
  await auditAll(page, "versions-compare");

  // Nothing moves under a reader; the latest is one press away.
  const other = await open("ingunn-hestnes", `?omrade=${AREA}`);
  const card = other.locator("article").filter({ has: other.locator("h3", { hasText: MEASURE }) });
  await card.locator("h3 button").click();
  await card.getByLabel("Budsjett", { exact: true }).fill("2 000 000");
  await card.getByLabel("Budsjett", { exact: true }).press("Enter");
  await page.getByText("Noen har skrevet i planen", { exact: false }).waitFor();
  await page.getByRole("button", { name: "Vis det siste" }).click();
  await until("the latest", () => page.locator("#main").innerText(), (text) => spaces(text).includes("2 000 000 kr"));
  await row.getByText("Ingunn og Ragnhild", { exact: true }).waitFor();
  await page.getByRole("status").filter({ hasText: "Av 2 personer." }).waitFor();
  assert.equal(await other.getByRole("link", { name: "Versjoner" }).count(), 1, "who writes sees the versions");

  await page.getByRole("button", { name: "Hent tilbake versjon 1 …" }).click();
  const sure = page.getByRole("button", { name: "Hent tilbake versjon 1", exact: true });
  await until("the question to have the focus", () => sure.evaluate((it) => it === document.activeElement));
  await auditAll(page, "versions-restore");
  await sure.click();
  await page.getByRole("heading", { name: "Versjoner", level: 1 }).waitFor();
  await page.getByText("Versjon 1 er hentet tilbake.").first().waitFor();
  await page.getByRole("heading", { name: "Versjon 3" }).waitFor();
  await page.getByText("Rett før en eldre versjon ble hentet tilbake.", { exact: false }).waitFor();
  await auditAll(page, "versions-list");
  await page.goto(address("/versjoner"));
  await page.getByRole("link", { name: /Hva er endret siden.*Versjon 1 · Før lunsj/ }).click();
  // A page that comes with what the device kept waits for what the server has.
  await page.getByText("De to er helt like.").waitFor();
  await until("the writer to have the amount back", () => card.getByLabel("Budsjett", { exact: true }).inputValue(), (now) => !spaces(now).startsWith("2 000 000"));
  assert.deepEqual([page, other].flatMap((one) => one.complaints), []);
  await Promise.all([page, other].map((one) => one.context().close()));
});

test("a plan is handed over, locked for all, and unlocked with a reason", async () => {
  const [chair, observer] = await Promise.all([open(CHAIR, "?kapittel=forside"), open(OBSERVER, "?kapittel=forside")]);
  await auditAll(chair, "handing-draft");
  const line = observer.getByRole("list", { name: "Hvor langt planen er kommet" });
  await line.getByText("Her er planen nå").waitFor();
  assert.equal(await observer.getByRole("button", { name: /Styret har behandlet|Rett opplysninger/ }).count(), 0);
  await chair.getByRole("button", { name: "Styret har behandlet planen …" }).click();
  const form = chair.getByRole("form", { name: "Behandlet i styret" });
  const date = form.getByLabel("Når ble planen behandlet?");
  await until("the date to have the focus", () => date.evaluate((it) => it === document.activeElement));
  await form.getByText("Fra da er planen låst", { exact: false }).waitFor();
  await auditAll(chair, "handing-step");
  await date.fill("i går");
  await form.getByLabel("Saksnummer").fill("44/26");
  await date.press("Enter");
  await form.getByText("Vi kjenner ikke igjen datoen.", { exact: false }).waitFor();
  await date.fill("1. januar 2090");
  await date.press("Enter");
  await form.getByText("Datoen har ikke vært ennå.", { exact: false }).waitFor();
  assert.equal(await date.inputValue(), "1. januar 2090", "what was typed stays");
  await date.fill("3. november 2025");
  await date.press("Enter");
  await chair.getByText("Planen er låst. Ingen endrer", { exact: false }).first().waitFor();
  await until("the heading to have the focus", () => chair.evaluate(() => document.activeElement.id), (id) => id === "ho-heading");
  await line.getByText("Sak 44/26").waitFor();
  await line.getByText("3. november 2025").waitFor();
  await observer.getByText("Kontrollsum:", { exact: false }).waitFor();
  assert.match(await observer.locator(".reads").innerText(), /^Planen er låst/);
  await chair.locator("summary", { hasText: "Alt som er ført inn" }).click();
  await auditAll(chair, "handing-locked");
  await auditAll(observer, "handing-observer");

  await chair.getByRole("button", { name: "Rett opplysninger" }).click();
  await chair.getByLabel("Saksnummer").fill("45/26");
  await chair.getByRole("button", { name: "Lagre Saksnummer" }).click();
  await line.getByText("Sak 45/26").waitFor();
  await auditAll(chair, "handing-correct");
  await chair.getByRole("button", { name: "Lås opp planen …" }).click();
  const unlock = chair.getByRole("button", { name: "Lås opp planen", exact: true });
  await unlock.click();
  await chair.getByText("Skriv hvorfor.", { exact: false }).waitFor();
  await auditAll(chair, "handing-unlock");
  await chair.getByLabel("Hvorfor? Alle kan lese det.").fill("Feil tall i tabellen");
  await unlock.click();
  await observer.getByText("Låst opp av Ragnhild Solvær", { exact: false }).waitFor();
  await observer.getByText("Begrunnelse: «Feil tall i tabellen»", { exact: false }).first().waitFor();
  await chair.getByRole("button", { name: "Styret har behandlet planen …" }).waitFor();
  assert.deepEqual([chair, observer].flatMap((one) => one.complaints.filter((it) => !/status of 4/.test(it))), []);
  await Promise.all([chair, observer].map((page) => page.context().close()));
});

test("a change of the Omstillingsplan is suggested by an observer, accepted by the board, and adopted or declined", async () => {
  const whole = hall.guide.plans.find((plan) => plan.id.startsWith("omstillingsplan"));
  const visit = async (who) => {
    const page = await signIn(browser, hall, who);
    await page.goto(`${hall.url}/planer/${whole.id}?kapittel=visjon-og-maal`);
    await page.locator("#main h1").waitFor();
    return page;
  };
  const [observer, chair] = await Promise.all([visit(OBSERVER), visit(CHAIR)]);
  await observer.getByRole("button", { name: "Foreslå en endring" }).click();
  const form = observer.getByRole("form", { name: "Foreslå en endring" });
  const proposed = form.getByLabel("Foreslått tekst");
  await until("the text to have the focus", () => proposed.evaluate((it) => it === document.activeElement));
  const send = form.getByRole("button", { name: "Send forslaget" });
  await proposed.fill("Dette skal nås innen 2030.");
  await send.click();
  await form.getByText("Skriv hvorfor. Andre skal kunne forstå det om et år.").waitFor();
  assert.equal(await proposed.inputValue(), "Dette skal nås innen 2030.", "what was typed stays");
  await form.getByLabel("Hvorfor? Alle som leser planen, ser det.").fill("Målet mangler et årstall.");
  await form.getByLabel("En styresak").check();
  await send.click();
  await form.getByText("Skriv hvilken sak det gjelder", { exact: false }).waitFor();
  await form.getByLabel("Hvilken sak? Nummer eller tittel.").fill("Sak 12/26");
  await auditAll(observer, "revisions-form");
  await send.click();

  const card = (page) => page.getByRole("listitem").filter({ hasText: "Målet mangler et årstall." });
  for (const said of ["Dette skal nås innen 2030.", "Ingenting står her i dag. Det er et tillegg.", "Styresak: Sak 12/26", "Foreslått"]) await card(chair).getByText(said).first().waitFor();
  assert.equal(await card(observer).getByRole("button", { name: "Godta" }).count(), 0, "who suggests does not decide");
  await auditAll(chair, "revisions-card");
  await card(chair).getByRole("button", { name: "Godta" }).click();
  await card(observer).getByText("Godtatt av styret").waitFor();
  await card(chair).getByRole("button", { name: "Vedtatt av kommunestyret" }).click();
  await card(observer).getByText("Vedtatt av kommunestyret").waitFor();
  await card(chair).getByRole("button", { name: "Ikke vedtatt likevel" }).click();
  await card(chair).getByRole("button", { name: "Avvis …" }).click();
  await chair.getByLabel("Hvorfor avvises den? Alle kan lese det.").fill("Årstallet står i Handlingsplanen.");
  await chair.getByRole("button", { name: "Avvis endringen" }).click();
  await card(observer).getByText("Årstallet står i Handlingsplanen.").waitFor();

  await chair.getByRole("link", { name: "Alle foreslåtte endringer" }).first().click();
  await chair.getByText("Én endring: 1 avvist.").waitFor();
  await auditAll(chair, "revisions-all");
  assert.deepEqual([observer, chair].flatMap((page) => page.complaints), []);
  await Promise.all([observer, chair].map((page) => page.context().close()));
});
