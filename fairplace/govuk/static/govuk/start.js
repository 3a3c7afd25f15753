// Comfort only: character counts, conditional questions, the menu on a phone, focus on the error summary.
import { initAll } from "./dist/govuk-frontend.min.js";

initAll();
