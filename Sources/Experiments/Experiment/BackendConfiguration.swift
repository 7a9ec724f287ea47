/// Which backend trains and samples.
public struct BackendConfiguration: Sendable, Hashable, Codable {
  /// The backends that there are.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// The embedded engine, on this machine's CPU.
    case local
  }

  public var kind: Kind

  /// Names a backend.
  public init(kind: Kind = .local) {
    self.kind = kind
  }
}
