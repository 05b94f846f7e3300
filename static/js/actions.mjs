// Rows of the list of actions that open as forms in place. Without this, and without htmx, each link is a page of its own.
const said = document.getElementById("said");
const say = (words) => { said.textContent = words; };
const isRow = (xhr) => xhr.responseText.trimStart().startsWith("<tr");
const ours = (event) => event.target.closest?.("[data-action]");

// What is refused (422, 409) comes as the row with what was typed and what is wrong: it is shown like any other.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (!ours(event)) return;
  const { xhr } = event.detail;
  event.detail.shouldSwap = isRow(xhr);
  event.detail.isError = !isRow(xhr);
  if (!isRow(xhr)) say("Nothing was saved. You may have signed out, or may no longer change this action. Open the page again.");
});
document.body.addEventListener("htmx:sendError", (event) => {
  if (ours(event)) say("The portal did not answer. Nothing was saved; what you typed is still here. Try again.");
});
document.body.addEventListener("said", (event) => say(event.detail.value));

// Focus goes to what came: what is wrong, the first field, or the row's own link.
document.body.addEventListener("htmx:afterSettle", (event) => {
  const row = ours(event);
  if (!row) return;
  if (row.classList.contains("portal-row-form")) say("");
  const wrong = row.querySelector(".govuk-error-message")?.closest(".govuk-form-group")?.querySelector("input, select, textarea");
  (wrong ?? row.querySelector("[role=alert]") ?? row.querySelector("textarea") ?? row.querySelector("[hx-get]"))?.focus();
});
