// What a script adds to pages that already work without: nothing here is needed to read or to write.
import "htmx.org";
import { openDialogs } from "./dialog.js";
import { keepDrafts } from "./drafts.js";
import { filterTables } from "./tables.js";
import { watchConnection } from "./connection.js";
import { closeToasts, goToFaults, sendOnce } from "./forms.js";
import { followFocus } from "./strips.js";
import { showUploads } from "./uploads.js";

function dress(root) {
  openDialogs(root);
  showUploads(root);
  filterTables(root);
  keepDrafts(root);
  closeToasts(root);
  goToFaults(root);
}

sendOnce();
followFocus();
watchConnection();
dress(document);
// Parts that htmx brings in are dressed as they arrive.
document.addEventListener("htmx:after:swap", () => dress(document));
