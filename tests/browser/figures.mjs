// `node tests/browser/figures.mjs`, with SAMLING_BIN and CHROMIUM set: from a tap to the mark on the screen, and what a
// phone loads before it can score. Figures for docs/benchmarks.md, never a test.

import { Hall, launch, moveTo, ask, command, until } from "./support.mjs";

const LEADER = "bjoern-erik-wold";
const WHO = "solveig-nordgaard";
const N_TAPS = 40;
/** As a phone of some years: four times slower than this machine. */
const SLOWER = 4;

const hall = await Hall.open();
const browser = await launch();
const sockets = [];
hall.wire.on("connection", (socket) => sockets.push(socket));
let page;
try {
  await ask(hall, LEADER, "POST", `/api/meetings/${hall.meeting.id}/state`, { state: "running" });
  await command(hall, LEADER, "begin-day");
  await moveTo(hall, LEADER, "stille-vurdering");
  for (const serviceWorkers of ["block", "allow"]) {
    const before = wire();
    const phone = await join(serviceWorkers);
    const scoring = wire() - before;
    if (serviceWorkers === "block") console.log(`| From the code to scoring, kB over the wire | ${kb(scoring)} |`);
    else console.log(`| The same with all that is kept for a time without network, kB | ${kb(await quiet(before))} |`);
    if (serviceWorkers === "allow") page = phone;
    else await phone.context().close();
  }
  const cdp = await page.context().newCDPSession(page);
  for (const rate of [1, SLOWER]) {
    await cdp.send("Emulation.setCPUThrottlingRate", { rate });
    const times = [];
    for (let n = 0; n < N_TAPS; n += 1) times.push(await tap(page, n % 5));
    times.sort((a, b) => a - b);
    const at = (share) => times[Math.min(times.length - 1, Math.ceil(times.length * share) - 1)].toFixed(0);
    const where = rate === 1 ? "this machine" : `a processor ${rate} times slower`;
    console.log(`| From the tap to the mark, ${where}, p50 / p95 ms | ${at(0.5)} / ${at(0.95)} |`);
  }
} finally {
  await browser.close();
  await hall.close();
}

/** What has gone to browsers so far, headers and lines included. Everybody else asks the server itself. */
function wire() {
  return sockets.reduce((total, socket) => total + socket.bytesWritten, 0);
}

/** The same since then, once nothing has come for three seconds. */
async function quiet(before) {
  let seen = -1;
  let since = Date.now();
  await until("the wire to be quiet", async () => {
    if (wire() !== seen) [seen, since] = [wire(), Date.now()];
    return Date.now() - since > 3_000;
  });
  return wire() - before;
}

/** A phone that has never been here: the code, a name, a knock, the lobby, and on to scoring. */
async function join(serviceWorkers) {
  const context = await browser.newContext({
    locale: "nb-NO", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, serviceWorkers,
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(`${hall.url}/m/${hall.meeting.code}`);
  await page.getByRole("button", { name: hall.person(WHO).name }).click();
  await page.getByRole("button", { name: "Be om å bli sluppet inn" }).click();
  await page.locator(".phrase").waitFor();
  const knock = await until("the knock", async () => {
    const { view } = await ask(hall, LEADER, "GET", `/api/rooms/${hall.meeting.id}`);
    return view.knocks.find(({ knocker }) => knocker.person === WHO);
  });
  await ask(hall, LEADER, "POST", `/api/meetings/${hall.meeting.id}/knocks/${knock.id}`, { admit: true });
  await page.waitForURL(/\/deltaker/);
  await page.locator(".ses-opt").first().waitFor();
  return page;
}

function kb(bytes) {
  return (bytes / 1_000).toFixed(0);
}

/** From the finger on a row of the scale to the frame in which it is marked. */
async function tap(page, nth) {
  const row = page.locator(".ses-opt").nth(nth);
  await row.scrollIntoViewIfNeeded();
  const box = await row.boundingBox();
  await page.evaluate((which) => {
    window.marked = new Promise((done) => {
      addEventListener("pointerdown", ({ timeStamp }) => {
        const row = document.querySelectorAll(".ses-opt")[which];
        const look = () => {
          if (!row.querySelector("input").checked || !row.querySelector(".ses-tick svg")) return requestAnimationFrame(look);
          // The frame with the mark is painted when the next task runs after it.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => done(performance.now() - timeStamp);
          return port2.postMessage(null);
        };
        requestAnimationFrame(look);
      }, { once: true, capture: true });
    });
  }, nth);
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
  return page.evaluate(() => window.marked);
}
