import Foundation
import HTTPTypes
import Hummingbird

/// Lets through who may come in.
///
/// Programs bear the token as `Authorization: Bearer …`, those of Tinker's API as `X-API-Key`; a browser asks for it as the password of `Basic`, under any
/// name. Without a token the service is on loopback, where web pages of others must not reach it through the user's
/// browser: the name that the browser believes to talk to has to be this machine's (DNS rebinding), and a page that
/// sends something has to be one of ours.
struct AccessMiddleware: RouterMiddleware {
  typealias Context = ServiceContext

  private let token: [UInt8]?

  init(token: String?) {
    self.token = token.map { Array($0.utf8) }
  }

  func handle(
    _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
  ) async throws -> Response {
    if token == nil, let authority = request.head.authority, !ServiceConfiguration.isLoopback(Self.host(authority)) {
      throw ServiceError(
        .forbidden, .forbidden, "The request is for \(authority), which is not this machine. Use 127.0.0.1.")
    }
    if let origin = request.headers[.origin], ![.get, .head].contains(request.method) {
      guard let authority = request.head.authority, let url = URL(string: origin),
        Self.authority(of: url) == authority
      else {
        throw ServiceError(.forbidden, .forbidden, "A page of \(origin) may not send anything here.")
      }
    }
    guard let token, request.uri.path != "/health" else { return try await next(request, context) }
    let given = [Self.token(in: request.headers[.authorization] ?? "")] + Self.keys(in: request.headers)
    guard given.contains(where: { $0.map { Self.areEqual($0, token) } ?? false }) else {
      throw ServiceError(
        .unauthorized, .unauthorized,
        "The request bears no token or a wrong one. Send the service's as 'Authorization: Bearer …'.",
        headers: [.wwwAuthenticate: #"Basic realm="titer", charset="UTF-8""#])
    }
    return try await next(request, context)
  }

  private static func token(in authorization: String) -> [UInt8]? {
    let parts = authorization.split(separator: " ", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    switch parts[0].lowercased() {
    case "bearer": return Array(parts[1].utf8)
    case "basic":
      guard let data = Data(base64Encoded: parts[1]), let colon = data.firstIndex(of: UInt8(ascii: ":")) else {
        return nil
      }
      return Array(data[(colon + 1)...])
    default: return nil
    }
  }

  /// The official client of Tinker's API takes no key that does not begin with `tml-`.
  private static func keys(in headers: HTTPFields) -> [[UInt8]?] {
    guard let name = HTTPField.Name("X-API-Key"), let key = headers[name] else { return [] }
    let prefix = "tml-"
    return [Array(key.utf8), key.hasPrefix(prefix) ? Array(key.utf8.dropFirst(prefix.utf8.count)) : nil]
  }

  /// Takes as long wherever they differ.
  private static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// A name without its port.
  private static func host(_ authority: String) -> String {
    if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") { return String(authority[...end]) }
    return authority.split(separator: ":", maxSplits: 1).first.map(String.init) ?? ""
  }

  private static func authority(of url: URL) -> String {
    (url.host() ?? "") + (url.port.map { ":\($0)" } ?? "")
  }
}
