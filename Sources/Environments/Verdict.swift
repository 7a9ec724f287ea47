/// What a judge found in one answer. An answer that could not be judged is missing, never scored.
public enum Verdict: Sendable, Hashable, Codable {
  /// The behaviour is there, or is not.
  case judged(Bool)
  /// No verdict, and why.
  case missing(reason: String)

  /// The finding; `nil` where it is missing.
  public var value: Bool? {
    if case .judged(let value) = self { value } else { nil }
  }
}
