// Starts one of the four programs: checks the browser, fetches the WebAssembly, and only then registers the service
// worker. It holds no rules. Names in {{double braces}} are replaced with hashed file names by `cargo xtask build`.

const PROGRAMS = {
  room: ["{{client.js}}", "{{client.wasm}}"],
  stage: ["{{stage.js}}", "{{stage.wasm}}", "{{stage.css}}"],
  office: ["{{office.js}}", "{{office.wasm}}"],
  plan: ["{{plan.js}}", "{{plan.wasm}}", "{{plan.css}}"],
};
// The pages of whom runs the programme, and one's own.
const OFFICE = /^\/(folk|moter|programmet|arshjul|logg|epost|meg)(\/|$)/;
// The plans, and a participant's pages of the seminar in which they are written.
const PLANS = /^\/planer(\/|$)/;
const SEMINAR = /^\/m\/[^/]+\/(seminar|evaluering|styrets-arbeid|formelt|protokoll)\/?$/;
// A meeting as it happens and what is read of it, without its documents.
const STAGE = /^\/m\/[^/]+\/(styr|skjerm|resultat|rapport|faktaark|ark)\/?$/;
// A screen that nobody is signed in on asks to be let in there.
const WALL = /^\/m\/[^/]+\/skjerm\/?$/;

// Whoever is not signed in, as far as this device remembers, is asked who they are in the room; it sends on, with `inne`,
// who turns out to be.
function isKnown() {
  try {
    return localStorage.getItem("samling.answer./api/session") !== null;
  } catch {
    return false;
  }
}

function program() {
  if (OFFICE.test(location.pathname)) return PROGRAMS.office;
  if (WALL.test(location.pathname)) return PROGRAMS.stage;
  if (PLANS.test(location.pathname)) return PROGRAMS.plan;
  const isIn = isKnown() || location.search === "?inne";
  if (!isIn) return PROGRAMS.room;
  if (SEMINAR.test(location.pathname)) return PROGRAMS.plan;
  return STAGE.test(location.pathname) ? PROGRAMS.stage : PROGRAMS.room;
}

const shell = document.getElementById("boot-shell");

// `:has()` is the youngest thing the design system needs; a browser with it has every WebAssembly feature used here.
function isTooOld() {
  return typeof WebAssembly !== "object" || !window.CSS || !CSS.supports("selector(:has(*))");
}

function show(id) {
  if (shell) shell.remove();
  document.getElementById(id).hidden = false;
}

async function start() {
  try {
    const [script, wasm, style] = program();
    // Both at once: the script is small and the other one is not.
    const fetched = fetch(wasm);
    fetched.catch(() => {}); // the script may fail first, and then nobody waits for this one
    const styled = style && styles(style);
    const glue = await import(script);
    await styled;
    await glue.default({ module_or_path: fetched });
    if (shell) shell.remove();
    registerWorker();
  } catch (error) {
    console.error(error);
    show("boot-failed");
    const retry = document.getElementById("boot-retry");
    retry.addEventListener("click", () => location.reload());
    retry.focus();
  }
}

// Styles of one program's own; without them its pages still say what they say.
function styles(address) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  const arrived = new Promise((resolve) => (link.onload = link.onerror = resolve));
  document.head.append(link);
  return arrived;
}

// Never in the way of the first page: the worker fills its cache when everything else has arrived.
function registerWorker() {
  if (!("serviceWorker" in navigator)) return;
  const register = () => navigator.serviceWorker.register("/sw.js").catch((error) => console.warn(error));
  if (document.readyState === "complete") register();
  else window.addEventListener("load", register, { once: true });
}

// The prose editor, for whoever first writes prose. Some browsers remember a module that did not arrive, so each attempt
// has an address of its own.
window.samlingIsland = (attempt) => import(attempt > 0 ? `{{island.js}}?${attempt}` : "{{island.js}}");

// What will be asked for soon, for whoever waits: read to the end, or the browser keeps nothing. Whoever counts their bytes
// fetches it when they go there.
window.samlingSoon = (name) => {
  if (navigator.connection?.saveData) return;
  const wanted = name === "plan" ? [...PROGRAMS.plan, "{{island.js}}"] : PROGRAMS[name];
  for (const address of wanted) fetch(address, { priority: "low" }).then((answer) => answer.arrayBuffer()).catch(() => {});
};

window.dsWarnings = false;
if (isTooOld()) show("boot-too-old");
else start();
