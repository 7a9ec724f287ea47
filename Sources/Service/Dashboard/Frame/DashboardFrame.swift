import Experiments
import HTTPTypes
import Hummingbird
import NIOCore
import Reports

/// What every page has around its content, and the headers that it goes with.
struct DashboardFrame: Sendable {
  var title: String
  /// Where the page stands below the list of runs: names with their addresses.
  var trail: [(name: String, address: String)] = []
  /// Extends over a wide screen.
  var isWide = false
  var status: HTTPResponse.Status = .ok

  /// No script and no style but ours, nothing from elsewhere, no frame around us, no form to elsewhere.
  static let policy =
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; "
    + "base-uri 'none'; frame-ancestors 'none'"

  /// The page.
  func response(_ content: [Markup]) -> Response {
    Self.response(html(content), "text/html; charset=utf-8", status: status)
  }

  /// A part of a page, which the script puts in the place of an older one.
  static func fragment(_ content: [Markup]) -> Response {
    response(Markup.tag("div", [:], content).rendered(), "text/html; charset=utf-8")
  }

  static func response(
    _ text: String, _ type: String, status: HTTPResponse.Status = .ok, cache: String = "no-store"
  ) -> Response {
    Response(
      status: status, headers: headers(type: type, cache: cache),
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  static func headers(type: String, cache: String = "no-store") -> HTTPFields {
    var headers = HTTPFields()
    headers[.contentType] = type
    headers[.cacheControl] = cache
    headers[.xContentTypeOptions] = "nosniff"
    headers[.contentSecurityPolicy] = policy
    for (name, value) in [
      ("Referrer-Policy", "same-origin"), ("X-Frame-Options", "DENY"), ("Cross-Origin-Opener-Policy", "same-origin"),
      ("Cross-Origin-Resource-Policy", "same-origin"),
    ] {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    return headers
  }

  private func html(_ content: [Markup]) -> String {
    let head = Markup.tag(
      "head", [:],
      [
        .tag("meta", ["charset": "utf-8"]),
        .tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .tag("meta", ["name": "color-scheme", "content": "light dark"]),
        .tag("title", [:], "\(title) · Titer"),
        .tag("link", ["rel": "stylesheet", "href": DashboardAddress.style]),
        .tag("link", ["rel": "icon", "href": "/assets/icon.svg", "type": "image/svg+xml"]),
        .tag("script", ["src": DashboardAddress.script, "defer": "defer"]),
      ])
    let places = [("Runs", DashboardAddress.runs)] + trail.map { ($0.name, $0.address) }
    let bar = Markup.tag(
      "nav", ["class": "bar", "aria-label": "Where you are"],
      [
        .tag("a", ["class": "skip", "href": "#content"], "Skip to the content"),
        .tag("b", [:], "Titer"),
        .tag("ol", [:], places.map { .tag("li", [:], [.tag("a", ["href": $0.1], $0.0)]) }),
      ])
    let footer = Markup.tag(
      "footer", [:], [.tag("p", [:], "Titer \(TiterVersion.current). Everything on this page is read from ledgers.")])
    let body = Markup.tag(
      "body", ["class": isWide ? "wide" : "page"],
      [bar, .tag("main", ["id": "content", "tabindex": "-1"], content), footer])
    return "<!DOCTYPE html>\n" + Markup.tag("html", ["lang": "en"], [head, body]).rendered() + "\n"
  }

  /// The page that says why another cannot be shown.
  static func response(_ error: DashboardError) -> Response {
    let title =
      switch error.status {
      case .notFound: "Not found"
      case .conflict: "Already there"
      case .forbidden: "Not allowed"
      case .badRequest: "Not understood"
      case .serviceUnavailable: "Too busy"
      default: "This cannot be shown"
      }
    return DashboardFrame(title: title, status: error.status).response([
      .tag(
        "header", [:],
        [
          .tag("p", ["class": "kicker"], "\(error.status.code) · \(error.code.rawValue)"), .tag("h1", [:], title),
          .untrusted("p", "lead", error.message),
          .tag("p", [:], [.tag("a", ["href": DashboardAddress.runs], "To the list of runs")]),
        ])
    ])
  }
}
