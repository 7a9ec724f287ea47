/// What a grader said of a submission.
public enum GraderVerdict: Sendable, Hashable {
  /// A reward; it may be NaN or infinite.
  case reward(Double)
  /// A reward that is no number: its text.
  case malformed(String)
  /// No verdict was to be had, and why.
  case missing(String)

  /// The reward, where there is a finite one.
  public var finiteReward: Double? {
    if case .reward(let value) = self, value.isFinite { return value }
    return nil
  }
}

extension GraderVerdict: CustomStringConvertible {
  public var description: String {
    switch self {
    case .reward(let value):
      value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    case .malformed(let text): "“\(text.prefix(60))”"
    case .missing(let reason): "none (\(reason))"
    }
  }
}
