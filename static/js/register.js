// Registers the service worker. The content policy lets a script address through the
// policy `portal` alone, and that knows one address.
const WORKER = "/sw.js";

function createScriptURL(address) {
  if (address !== WORKER) throw new TypeError(`Not our worker: ${address}`);
  return address;
}

async function register() {
  const policy = window.trustedTypes && trustedTypes.createPolicy("portal", { createScriptURL });
  try {
    await navigator.serviceWorker.register(policy ? policy.createScriptURL(WORKER) : WORKER);
  } catch (error) {
    // A browser that keeps nothing reads with a network all the same.
  }
}

// The page itself comes first.
if ("serviceWorker" in navigator) addEventListener("load", register);
