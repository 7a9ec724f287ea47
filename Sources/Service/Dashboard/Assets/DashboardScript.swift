import Crypto
import Foundation

/// What pages gain from a script: charts that follow a run, keys for labels, a list that fills.
enum DashboardScript {
  static let version = SHA256.hash(data: Data(text.utf8)).prefix(6).map { String(format: "%02x", $0) }.joined()

  static let text = #"""
    "use strict";
    (() => {
      const fresh = async (address) => {
        const answer = await fetch(address, { headers: { Accept: "text/html" } });
        if (!answer.ok) throw new Error(answer.status);
        return new DOMParser().parseFromString(await answer.text(), "text/html");
      };

      // Puts newer content in the place of older, with open details open and the page where it was.
      const replace = (live, page) => {
        const source = page.getElementById("live") ?? page.body.firstElementChild;
        if (!source) return;
        const open = [...live.querySelectorAll("details")].map((each) => each.open);
        const [left, top] = [scrollX, scrollY];
        const focus = live.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
        live.replaceChildren(...source.childNodes);
        live.querySelectorAll("details").forEach((each, index) => {
          if (index < open.length) each.open = open[index];
        });
        if (focus) [...live.querySelectorAll("a")].find((each) => each.getAttribute("href") === focus)?.focus();
        scrollTo(left, top);
      };

      const follow = (live) => {
        const status = document.getElementById("status");
        const events = new EventSource(live.dataset.events);
        let waiting = false;
        let again = false;
        let first = true;
        const refresh = async () => {
          if (waiting) {
            again = true;
            return;
          }
          waiting = true;
          try {
            replace(live, await fresh(live.dataset.source));
            live.dataset.updated = String(Number(live.dataset.updated ?? 0) + 1);
          } catch {
            if (status) status.textContent = "The page could not be brought up to date; it is tried again.";
          }
          waiting = false;
          if (again) {
            again = false;
            refresh();
          }
        };
        events.addEventListener("rows", (event) => {
          const running = JSON.parse(event.data).stages.filter((stage) => stage.status === "running");
          if (status) {
            status.textContent = running.map((stage) => `${stage.id}: step ${stage.step} of ${stage.steps}`).join("; ");
          }
          // The page is as new as the first event.
          if (!first) refresh();
          first = false;
        });
        events.addEventListener("end", () => {
          events.close();
          if (status) status.textContent = "The run is finished.";
          refresh();
        });
      };

      const live = document.getElementById("live");
      if (live?.dataset.events) follow(live);

      // A list whose findings are being computed is asked for again, a few times.
      const items = (page) => [...page.querySelectorAll("ul.runs > li")];
      const fill = async (times) => {
        if (!document.querySelector("[data-pending]") || times === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 1500));
        try {
          const newer = items(await fresh(location.href));
          items(document).forEach((each, index) => {
            if (each.querySelector("[data-pending]") && newer[index]) each.replaceWith(newer[index]);
          });
        } catch {
          return;
        }
        fill(times - 1);
      };
      fill(20);

      // One key, one label; with a field in use keys are letters.
      addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
        if (event.target instanceof HTMLElement && event.target.matches("input, select, textarea")) return;
        const key = event.key.toLowerCase();
        if (!/^[a-z]$/.test(key)) return;
        const target = document.querySelector(`[data-key="${key}"]`);
        if (target) {
          event.preventDefault();
          target.click();
        }
      });
    })();
    """#
}
