import Foundation

/// How a grader's process says its verdict.
public enum VerdictFormat: String, Sendable, Hashable, Codable, CaseIterable {
  /// A JSON object: all that it prints, or the last line of it.
  case json
  /// A number, or `true` or `false`: the last line that it prints.
  case number
  /// Its exit status: 0 for a pass.
  case status

  /// Keys under which a verdict is looked for, in this order.
  static let keys = [
    "reward", "score", "passed", "pass", "success", "correct", "is_correct", "resolved", "ok", "verdict", "result",
    "outcome", "status", "grade", "accuracy",
  ]

  /// Reads a verdict.
  ///
  /// - Parameter key: where in an object it stands; any of the usual names where this is `nil`.
  public func verdict(in output: GraderOutput, key: String? = nil) -> GraderVerdict {
    guard let status = output.status else { return .missing("not done in time") }
    if self == .status {
      return status >= 128 ? .missing("ended with status \(status)") : .reward(status == 0 ? 1 : 0)
    }
    let lines = output.output.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
    guard let last = lines.last(where: { !$0.isEmpty }) else {
      return .missing("it printed nothing, status \(status)")
    }
    switch self {
    case .number:
      if let word = Self.word(last) { return .reward(word ? 1 : 0) }
      guard let number = Self.number(last) else { return .missing("its last line is no number") }
      return .reward(number)
    default:
      let whole = lines.joined(separator: "\n")
      guard let object = Self.object(whole) ?? Self.object(last) else {
        return .missing("it printed no JSON object, status \(status)")
      }
      return Self.verdict(in: object, key: key)
    }
  }

  static func verdict(in object: [String: Any], key: String?) -> GraderVerdict {
    guard let name = key ?? keys.first(where: { object[$0] != nil }), let value = object[name] else {
      return .missing("its JSON has no '\(key ?? "reward")'")
    }
    switch value {
    case is NSNull: return .missing("'\(name)' is null")
    case let number as NSNumber: return .reward(number.doubleValue)
    case let inner as [String: Any]: return verdict(in: inner, key: key)
    case let text as String:
      if text.hasPrefix(mark) { return .reward(Self.number(String(text.dropFirst(mark.count))) ?? .nan) }
      let isNumeric = ["reward", "score", "grade", "accuracy"].contains(name)
      if !isNumeric, let word = word(text) { return .reward(word ? 1 : 0) }
      return .malformed(text)
    default: return .malformed("\(value)")
    }
  }

  private static func word(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "pass", "passed", "ok", "success", "correct", "accepted", "yes": true
    case "false", "fail", "failed", "failure", "error", "incorrect", "wrong", "rejected", "no", "timeout": false
    default: nil
    }
  }

  static func number(_ text: String) -> Double? {
    switch text.lowercased() {
    case "nan", "-nan", "+nan": return .nan
    case "inf", "infinity", "+inf", "+infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    default: break
    }
    guard text.contains(/^[-+]?[0-9.]/) else { return nil }
    return Double(text)
  }

  /// What marks a number that JSON cannot write and Python does.
  private static let mark = "\u{1}number:"

  private static func object(_ text: String) -> [String: Any]? {
    guard text.first == "{" else { return nil }
    if let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] { return object }
    // NaN, Infinity and -Infinity stand outside of texts.
    var output = ""
    var rest = Substring(text)
    while !rest.isEmpty {
      if rest.first == "\"" {
        let end = rest.dropFirst().prefixMatch(of: /(?:[^"\\]|\\.)*"/)?.range.upperBound ?? rest.endIndex
        output += rest[..<end]
        rest = rest[end...]
      } else if let match = rest.prefixMatch(of: /-?(?:NaN|Infinity)\b/) {
        output += "\"\\u0001number:\(match.output)\""
        rest = rest[match.range.upperBound...]
      } else {
        output.append(rest.removeFirst())
      }
    }
    return try? JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
  }
}
