/// What every page has around its sections.
struct PageFrame {
  let title: String
  let version: String

  /// The text of the HTML file, which is well-formed XML too.
  func html(header: Markup, sections: [Markup]) -> String {
    let head = Markup.tag(
      "head", [:],
      [
        .tag("meta", ["charset": "utf-8"]),
        .tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        // Nothing is loaded and no script runs, even if something hostile found a way into the page.
        .tag(
          "meta",
          ["http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"]),
        .tag("meta", ["name": "color-scheme", "content": "light dark"]),
        .tag("title", [:], title),
        .tag("style", [:], [.style(Stylesheet.text)]),
      ])
    let footer = Markup.tag("footer", [:], [.tag("p", [:], "Made by Titer \(version). One file, nothing loaded.")])
    let body = Markup.tag("body", [:], [header, .tag("main", [:], sections), footer])
    return "<!DOCTYPE html>\n" + Markup.tag("html", ["lang": "en"], [head, body]).rendered() + "\n"
  }
}
