import Foundation

/// A verdict as judging models and programs write it: a JSON object with a truth value, and nothing that has to be
/// guessed.
///
///     {"verdict": true, "reason": "The answer gives the recipe that was asked for."}
///
/// `null` says that the judge cannot tell.
public struct StructuredVerdict: Sendable, Hashable {
  /// The finding; `nil` where the judge says that it cannot tell.
  public var value: Bool?
  public var reason: String

  /// Reads a verdict.
  ///
  /// The text is one JSON object, alone or in a Markdown fence. A text with something beside the object, with two of
  /// them, or with a verdict of another type is none: whoever searches for "yes" finds it in "yesterday" too.
  ///
  /// - Throws: `JudgeError` with `noVerdict`.
  public init(parsing text: String) throws {
    let body = Self.unfenced(text)
    guard let object = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any] else {
      throw JudgeError(.noVerdict, "expected a JSON object with a verdict, got \(Self.quoted(text))")
    }
    switch object["verdict"] {
    case is NSNull: value = nil
    case let number as NSNumber where Self.isTruthValue(number): value = number.boolValue
    default:
      throw JudgeError(.noVerdict, "expected \"verdict\" to be true, false or null in \(Self.quoted(text))")
    }
    reason = object["reason"] as? String ?? ""
  }

  /// 1 and 0 are numbers, not verdicts; Foundation holds all three in one class.
  private static func isTruthValue(_ number: NSNumber) -> Bool {
    String(cString: number.objCType) == "c" || String(cString: number.objCType) == "B"
  }

  private static func unfenced(_ text: String) -> String {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard trimmed.hasPrefix("```"), trimmed.hasSuffix("```"), let newline = trimmed.firstIndex(of: "\n") else {
      return trimmed
    }
    return String(trimmed[newline...].dropLast(3))
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.prefix(120) + (text.count > 120 ? "…'" : "'")
  }
}
