// Passkeys need a browser that knows them: show what is hidden then, and say in words what failed.
(() => {
  if (!window.PublicKeyCredential) return;
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-without-passkey]")) part.hidden = true;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const said = document.querySelector("[data-passkey-failed]");
    if (said) {
      said.hidden = false;
      said.focus();
    }
  });
})();
