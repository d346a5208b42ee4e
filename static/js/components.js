// Wakes up the GOV.UK components that are on the page.
import {
  Button, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, Radios, ServiceNavigation, SkipLink, createAll,
} from "../built/vendor/govuk-frontend.min.js";

if (document.body.classList.contains("govuk-frontend-supported")) {
  for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, Radios, ServiceNavigation, SkipLink]) createAll(component);
}
