// A passkey is made or used by the browser itself: the one thing in Fairplace that needs JavaScript.
const form = document.querySelector("[data-passkey]");

const bytes = (text) => {
  const padded = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
};
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

function made(credential) {
  const { response } = credential;
  const told = { clientDataJSON: text(response.clientDataJSON) };
  if (response.attestationObject) told.attestationObject = text(response.attestationObject);
  if (response.authenticatorData) told.authenticatorData = text(response.authenticatorData);
  if (response.signature) told.signature = text(response.signature);
  if (response.userHandle) told.userHandle = text(response.userHandle);
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: told,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function ask(options, creating) {
  const asked = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (!creating) {
    return navigator.credentials.get({ publicKey: { ...asked, allowCredentials: known(asked.allowCredentials) } });
  }
  const user = { ...asked.user, id: bytes(asked.user.id) };
  return navigator.credentials.create({
    publicKey: { ...asked, user, excludeCredentials: known(asked.excludeCredentials) },
  });
}

if (form) {
  const says = form.querySelector("[data-passkey-says]");
  const button = form.querySelector("[data-passkey-button]");
  if (window.PublicKeyCredential) {
    button.hidden = false;
  } else {
    says.textContent = "This browser has no passkeys. Use another way.";
  }
  button.addEventListener("click", async () => {
    says.textContent = "";
    try {
      const credential = await ask(JSON.parse(form.dataset.options), form.dataset.passkey === "create");
      form.elements.credential.value = JSON.stringify(made(credential));
      form.submit();
    } catch {
      says.textContent = "That did not work, or it was stopped. Try again, or use another way.";
    }
  });
}
