// Counts the sites ticked in the register, and ticks a page of them at once. Without this, the boxes and the button work as they are.
const form = document.querySelector("[data-picks]");
if (form) {
  const said = form.querySelector("[data-picked]");
  const whole = form.querySelector("[data-pick-page]");
  const pageBox = whole.querySelector("input");
  const every = form.querySelector("#pick-every");
  const boxes = [...form.querySelectorAll("input[name=sites]")];
  const sites = (many) => `${many.toLocaleString("en-GB")} site${many === 1 ? "" : "s"}`;

  const tell = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    if (every?.checked) said.textContent = `${sites(Number(every.dataset.many))} selected: all of the list.`;
    else said.textContent = ticked ? `${sites(ticked)} selected, of ${boxes.length} on this page that you may change.` : "Tick sites in the table, or take all.";
    pageBox.checked = ticked > 0 && ticked === boxes.length;
    pageBox.indeterminate = ticked > 0 && ticked < boxes.length;
  };

  whole.hidden = boxes.length === 0;
  form.addEventListener("change", (event) => {
    if (event.target === pageBox) for (const box of boxes) box.checked = pageBox.checked;
    tell();
  });
  tell(); // a browser keeps what was ticked when one comes back
}
