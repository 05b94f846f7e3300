// Components that GOV.UK Frontend brings to life. Every journey works without them.
import { initAll } from "../build/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
