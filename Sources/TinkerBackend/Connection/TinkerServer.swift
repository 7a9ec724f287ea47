import Foundation
import ModelBackend

/// A server that speaks the Tinker API: where it is, what it does its own way, and how patient to be with it.
///
///     let server = try TinkerServer(url: URL(string: "http://127.0.0.1:8000")!, dialect: .skyrl)
public struct TinkerServer: Sendable {
  /// Where `/api/v1` begins.
  public var url: URL
  /// What the server does its own way.
  public var dialect: TinkerDialect
  /// How long to wait, and for what.
  public var waiting: TinkerWaiting
  /// Sent with every request; `nil` for a server that asks for none. It is in no message and no description.
  let key: String?

  /// The environment variable that holds the key.
  public static let keyVariable = "TINKER_API_KEY"

  /// Describes a server; its key is taken from `TINKER_API_KEY`.
  ///
  /// - Throws: `BackendError` of code `misconfigured` for an address that is none, `missingKey` where a hosted service
  ///   would be asked without a key.
  public init(
    url: URL, dialect: TinkerDialect, waiting: TinkerWaiting = TinkerWaiting(),
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws {
    guard let scheme = url.scheme, ["http", "https"].contains(scheme), url.host() != nil else {
      throw BackendError(
        .misconfigured, "\(url.absoluteString) is no address of a server; write one like http://127.0.0.1:8000.")
    }
    key = environment[Self.keyVariable].flatMap { $0.isEmpty ? nil : $0 }
    if key == nil && dialect == .tinker {
      throw BackendError(
        .missingKey, "\(url.absoluteString) needs a key and the environment has none; set \(Self.keyVariable).")
    }
    self.url = url
    self.dialect = dialect
    self.waiting = waiting
  }
}

extension TinkerServer: CustomStringConvertible {
  public var description: String { url.absoluteString }
}
