// Comfort only: character counts, conditional questions, the menu on a phone, focus on the error summary.
import { initAll } from "./dist/govuk-frontend.min.js";

initAll();

// GOV.UK marks radios that reveal a question with aria-expanded, which ARIA does not allow on a radio.
const tidy = () =>
  document.querySelectorAll("input[type=radio][aria-expanded]").forEach((radio) => radio.removeAttribute("aria-expanded"));
tidy();
document.addEventListener("click", tidy);
window.addEventListener("pageshow", tidy);

// A long panel of filters starts closed where there is little room.
if (window.matchMedia("(max-width: 40em)").matches) {
  document.querySelectorAll("details[data-closed-on-phone]").forEach((panel) => panel.removeAttribute("open"));
}
