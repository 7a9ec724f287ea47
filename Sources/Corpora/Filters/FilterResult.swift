/// What one filter made of a document.
public struct FilterResult: Sendable, Hashable, Codable {
  /// The filter's name: `length`, `cut-off`, `meta-talk`, `refusal`, `critique`, `contradiction`, `near-duplicate`, or
  /// that of a forbidden rule set.
  public var filter: String
  public var passed: Bool
  /// What the filter found; empty where it found nothing.
  public var detail: String

  /// Creates a result.
  public init(filter: String, passed: Bool, detail: String = "") {
    self.filter = filter
    self.passed = passed
    self.detail = detail
  }
}
