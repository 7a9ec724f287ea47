import Foundation

/// A model behind an address: `http://127.0.0.1:8000/v1#name`.
public struct EndpointReference: Sendable, Hashable {
  /// The address before `/chat/completions`.
  public var baseURL: String
  /// The name that the server knows the model by.
  public var model: String

  /// Reads a reference; `nil` where the text is no address.
  ///
  /// - Throws: `SettingsError` for an address without a model, or of a kind that nothing here speaks to.
  public init?(_ text: String) throws {
    guard let scheme = text.firstRange(of: "://") else { return nil }
    guard ["http", "https"].contains(text[..<scheme.lowerBound].lowercased()) else {
      throw SettingsError(
        .invalid, "'\(text)' is no address that can be asked; write http:// or https:// and the model's name")
    }
    let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty else {
      throw SettingsError(
        .invalid, "'\(text)' names no model; write it behind the address, as in http://127.0.0.1:8000/v1#name")
    }
    guard URL(string: String(parts[0]))?.host?.isEmpty == false else {
      throw SettingsError(.invalid, "'\(text)' names no host; write it as in http://127.0.0.1:8000/v1#name")
    }
    baseURL = String(parts[0])
    model = String(parts[1])
  }
}
