// Runs before the page is drawn, so that hidden parts do not flash. Comfort only: every page works without it.
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
