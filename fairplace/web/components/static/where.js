// Comfort only: map, count and lists follow the distance as it is typed or slid; the buttons do the same without this.
const form = document.querySelector("[data-where]");
const result = document.querySelector("[data-where-result]");
const said = document.querySelector("[data-where-said]");
const box = form && form.querySelector('input[name="radius_miles"]');
const MOST = 200;
let waiting, asked;

const read = () => {
  const typed = box.value.trim();
  return /^\d{1,3}$/.test(typed) && Number(typed) >= 1 && Number(typed) <= MOST ? Number(typed) : 0;
};

async function show(miles) {
  asked?.abort();
  asked = new AbortController();
  const address = new URL(form.action);
  address.searchParams.set("radius", miles);
  try {
    const answer = await fetch(address, { signal: asked.signal });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-where-result]");
    if (!fresh) return;
    result.replaceChildren(...fresh.childNodes);
    said.textContent = result.querySelector("[data-where-count]")?.textContent ?? "";
    history.replaceState(null, "", address);
  } catch (problem) {
    if (problem.name !== "AbortError") throw problem;
  }
}

function soon() {
  clearTimeout(waiting);
  const miles = read();
  if (miles) waiting = setTimeout(show, 250, miles);
}

if (box && result.firstElementChild) {
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: 1, max: MOST, value: read() || 20, className: "fp-where__slider" });
  slider.setAttribute("aria-label", "How far from home, in miles");
  (box.closest(".govuk-form-group") ?? box.parentElement).append(slider);
  slider.addEventListener("input", () => {
    box.value = slider.value;
    soon();
  });
  box.addEventListener("input", () => {
    if (read()) slider.value = read();
    soon();
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    asked?.abort();
  });
}
