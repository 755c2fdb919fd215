// Asks the browser for a passkey and sends what it answers.
"use strict";
(() => {
  const form = document.getElementById("passkey");
  const show = (id, shown) => { document.getElementById(id).hidden = !shown; };
  const options = JSON.parse(form.dataset.options);
  const creates = form.dataset.passkey === "create";
  const key = window.PublicKeyCredential;
  const parse = key && (creates ? key.parseCreationOptionsFromJSON : key.parseRequestOptionsFromJSON);
  if (!parse) {
    show("passkey-wait", false);
    show("passkey-unknown", true);
    return;
  }
  const ask = async () => {
    show("passkey-wait", true);
    show("passkey-failed", false);
    show("passkey-again", false);
    try {
      const publicKey = parse.call(key, options);
      const found = await navigator.credentials[creates ? "create" : "get"]({ publicKey });
      form.elements.credential.value = JSON.stringify(found.toJSON());
      form.submit();
    } catch {
      show("passkey-wait", false);
      show("passkey-failed", true);
      show("passkey-again", true);
    }
  };
  document.getElementById("passkey-again").addEventListener("click", ask);
  ask();
})();
