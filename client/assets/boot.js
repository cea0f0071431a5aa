// Starts one of the two programs: checks the browser, fetches the WebAssembly, and only then registers the service
// worker. It holds no rules. Names in {{double braces}} are replaced with hashed file names by `cargo xtask build`.

// The pages of whom runs the programme, and one's own; every other address belongs to the room.
const OFFICE = /^\/(folk|moter|programmet|arshjul|logg|epost|meg)(\/|$)/;
const ROOM_FILES = ["{{client.js}}", "{{client.wasm}}"];
const OFFICE_FILES = ["{{office.js}}", "{{office.wasm}}"];

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
    const [script, wasm] = OFFICE.test(location.pathname) ? OFFICE_FILES : ROOM_FILES;
    // Both at once: the script is small and the other one is not.
    const fetched = fetch(wasm);
    fetched.catch(() => {}); // the script may fail first, and then nobody waits for this one
    const program = await import(script);
    await program.default({ module_or_path: fetched });
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

// Never in the way of the first page: the worker fills its cache when everything else has arrived.
function registerWorker() {
  if (!("serviceWorker" in navigator)) return;
  const register = () => navigator.serviceWorker.register("/sw.js").catch((error) => console.warn(error));
  if (document.readyState === "complete") register();
  else window.addEventListener("load", register, { once: true });
}

window.dsWarnings = false;
if (isTooOld()) show("boot-too-old");
else start();
